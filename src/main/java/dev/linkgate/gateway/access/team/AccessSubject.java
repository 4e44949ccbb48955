package dev.linkgate.gateway.access.team;

import dev.linkgate.kernel.ProjectId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a change of the access affects, and so what every replica reads again. As a text it is the kind and the names,
 * separated by spaces, which no name has.
 */
record AccessSubject(Kind kind, List<String> names) {

    enum Kind {
        /** A team without its keys and grants. */
        TEAM,
        /** A team with its keys and grants. */
        TEAM_WITH_ALL,
        /** A key, by its id. */
        KEY,
        /** The keys that a rotation changes, by their ids. */
        ROTATION,
        /** A team's grant on a project. */
        GRANT,
        /** All grants on a project. */
        GRANTS_ON_PROJECT
    }

    static String team(String name) {
        return text(Kind.TEAM, name);
    }

    static String teamWithAll(String name) {
        return text(Kind.TEAM_WITH_ALL, name);
    }

    static String key(String id) {
        return text(Kind.KEY, id);
    }

    /** @param before the key that the rotated one has replaced itself, if that is to be removed */
    static String rotation(Optional<String> before, String rotated, String successor) {
        return text(
                Kind.ROTATION,
                Stream.concat(before.stream(), Stream.of(rotated, successor)).toArray(String[]::new));
    }

    static String grant(String team, ProjectId project) {
        return text(Kind.GRANT, team, project.value());
    }

    static String grantsOn(ProjectId project) {
        return text(Kind.GRANTS_ON_PROJECT, project.value());
    }

    private static String text(Kind kind, String... names) {
        return kind + " " + String.join(" ", names);
    }

    /** The subject of a text; absent if a newer version of the gateway wrote it, which knows more kinds. */
    static Optional<AccessSubject> of(String text) {
        List<String> words = List.of(text.split(" ", -1));
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.name().equals(words.getFirst()))
                .findFirst()
                .map(kind -> new AccessSubject(kind, words.subList(1, words.size())));
    }

    String name() {
        return names.getFirst();
    }

    /** Of a grant, or of the grants on a project. */
    ProjectId project() {
        return new ProjectId(names.getLast());
    }
}
