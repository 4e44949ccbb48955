package dev.linkgate.gateway.notify.webhook;

import dev.linkgate.gateway.platform.outbox.EventType;
import dev.linkgate.gateway.platform.outbox.StoredEvent;
import java.util.Arrays;
import java.util.List;

/**
 * The events that a webhook gets.
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

    boolean wants(StoredEvent event) {
        boolean ofProject = projects.isEmpty()
                || (event.project() != null && projects.contains(event.project().value()));
        return ofProject && (events.isEmpty() || events.stream().anyMatch(pattern -> fits(pattern, event.type())));
    }

    /** Whether there is an event that fits a pattern. */
    static boolean isPattern(String pattern) {
        return Arrays.stream(EventType.values()).anyMatch(type -> fits(pattern, type.word()));
    }

    /** The types, the groups, and the word for all. */
    static List<String> patterns() {
        return Arrays.stream(EventType.values())
                .map(EventType::word)
                .flatMap(word -> java.util.stream.Stream.of(word, group(word), ALL))
                .distinct()
                .sorted()
                .toList();
    }

    private static boolean fits(String pattern, String type) {
        return pattern.equals(type) || pattern.equals(group(type)) || pattern.equals(ALL);
    }

    private static String group(String type) {
        return type.substring(0, type.indexOf('.')) + ".*";
    }
}
