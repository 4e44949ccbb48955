package dev.linkgate.gateway.feature.webhooks;

import dev.linkgate.gateway.core.platform.outbox.Event;
import dev.linkgate.gateway.core.platform.outbox.EventType;
import dev.linkgate.gateway.core.platform.vocabulary.Vocabulary;
import java.util.List;
import java.util.stream.Stream;

/**
 * The events that a webhook gets. It is stored as two lists in JSON.
 *
 * @param projects their ids; an event about no project passes only if there is none here
 * @param events types, or groups of them, such as {@code endpoint.*}; all if there is none here
 */
record EventFilter(List<String> projects, List<String> events) {

    private static final String ALL = "*";

    EventFilter {
        projects = List.copyOf(projects);
        events = List.copyOf(events);
    }

    /**
     * The patterns for SQL's LIKE of the lists that contain an event: one pattern for the projects, and three for the
     * events. An event about no project is in no list of projects.
     */
    static List<String> patternsOf(Event event) {
        String type = event.type().word();
        String project = event.project() == null ? "none" : event.project().value();
        return Stream.of(project, type, group(type), ALL)
                .map(entry -> "%\"" + entry + "\"%")
                .toList();
    }

    /** The types, the groups, and the word for all. */
    static List<String> patterns(Vocabulary known) {
        return known.all(EventType.class).stream()
                .map(EventType::word)
                .flatMap(word -> Stream.of(word, group(word), ALL))
                .distinct()
                .sorted()
                .toList();
    }

    private static String group(String type) {
        return type.substring(0, type.indexOf('.')) + ".*";
    }
}
