package dev.linkgate.gateway.core.access.key;

import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.Target;

/** The owner of a key. Teams and administrators may have the same name. */
public record Principal(Kind kind, String name) {

    /** The kinds of principals. */
    public enum Kind {
        TEAM("lgk_", "team"),
        ADMINISTRATOR(AdminToken.PREFIX, "administrator");

        private final String prefix;
        private final String word;

        Kind(String prefix, String word) {
            this.prefix = prefix;
            this.word = word;
        }

        /** The kind of owner whose keys an actor may have. */
        public static Kind of(Actor actor) {
            return actor.isAdministrator() ? ADMINISTRATOR : TEAM;
        }

        /** Whether a token has the prefix of a key of this kind. */
        public boolean looksLike(String token) {
            return token.startsWith(prefix);
        }

        String prefix() {
            return prefix;
        }

        /** The word for events, which is also the name of the table and of the column that refers to it. */
        public String word() {
            return word;
        }
    }

    public static Principal team(String name) {
        return new Principal(Kind.TEAM, name);
    }

    public static Principal administrator(String name) {
        return new Principal(Kind.ADMINISTRATOR, name);
    }

    /** The target of an action on the owner. */
    public Target target() {
        return Target.of(kind == Kind.TEAM ? Target.Kind.TEAM : Target.Kind.ADMINISTRATOR, name);
    }

    /** See {@link dev.linkgate.gateway.core.platform.encryption.SealedRow}. */
    public String place() {
        return kind.word() + "/" + name;
    }

    /** The owner's path in the API. */
    public String path() {
        return "/admin/" + kind.word() + "s/" + name;
    }
}
