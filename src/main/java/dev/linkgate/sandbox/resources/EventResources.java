package dev.linkgate.sandbox.resources;

import dev.linkgate.protocol.ApiVersion;
import dev.linkgate.protocol.AtlasPage;
import dev.linkgate.protocol.Inbound;
import dev.linkgate.protocol.Refusal;
import dev.linkgate.sandbox.state.EventLog;
import dev.linkgate.sandbox.state.Inventory;
import dev.linkgate.sandbox.state.SimulatedEvent;
import dev.linkgate.sandbox.state.SimulatedEventType;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The feed {@code groups/{project}/events}. Its fields and its frame are as recorded. No event of a private endpoint
 * was ever recorded; that those have the same fields is what Atlas's specification says.
 */
public final class EventResources {

    private static final String EVENTS = "events";
    private static final String ADDRESS = "127.0.0.1";

    private final Inventory inventory;
    private final EventLog events;

    public EventResources(Inventory inventory, EventLog events) {
        this.inventory = inventory;
        this.events = events;
    }

    /** @param path the decoded segments that follow {@code groups/{project}} */
    public static boolean has(List<String> path) {
        return path.equals(List.of(EVENTS));
    }

    /**
     * A page of a project's events, newest first.
     *
     * @throws dev.linkgate.protocol.RequestRefused if there is no such project, or a parameter is not valid
     */
    public ObjectNode read(Inbound request, String project) {
        if (!request.method().equals("GET")) {
            throw request.methodNotAllowed();
        }
        ApiVersion.V2023_01_01.check(request);
        if (!inventory.projects().contains(project)) {
            throw Refusal.GROUP_NOT_FOUND.of(project);
        }
        Instant from = time(request, "minDate", Instant.MIN);
        Instant to = time(request, "maxDate", Instant.MAX);
        Set<SimulatedEventType> types = types(request.query("eventType"));
        List<SimulatedEvent> selected = events.of(project).stream()
                .filter(event -> !event.at().isBefore(from) && !event.at().isAfter(to))
                .filter(event -> types.contains(event.type()))
                .toList();
        return AtlasPage.of(request, GeneralResources.ORIGIN).show(selected, event -> body(project, event));
    }

    private static Instant time(Inbound request, String name, Instant absent) {
        String given = request.query().get(name);
        try {
            return given == null ? absent : Instant.parse(given);
        } catch (DateTimeException e) {
            throw Refusal.INVALID_QUERY_PARAMETER.of(name);
        }
    }

    private static Set<SimulatedEventType> types(List<String> names) {
        if (names.isEmpty()) {
            return EnumSet.allOf(SimulatedEventType.class);
        }
        Set<SimulatedEventType> types = EnumSet.noneOf(SimulatedEventType.class);
        for (String name : names) {
            try {
                types.add(SimulatedEventType.valueOf(name));
            } catch (IllegalArgumentException e) {
                throw Refusal.INVALID_ENUM_VALUE.of(name);
            }
        }
        return types;
    }

    private static ObjectNode body(String project, SimulatedEvent event) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("created", event.at().toString())
                .put("eventTypeName", event.type().name())
                .put("groupId", project)
                .put("id", event.id())
                .put("isGlobalAdmin", false);
        node.set(
                "links",
                AtlasPage.selfLink(
                        GeneralResources.ORIGIN + "/api/atlas/v2/groups/" + project + "/events/" + event.id()));
        String key = event.author().publicKey();
        String person = event.author().username();
        if (key != null) {
            node.put("apiKeyId", Ids.of(key)).put("publicKey", key).put("remoteAddress", ADDRESS);
        } else if (person != null) {
            node.put("userId", Ids.of(person)).put("username", person).put("remoteAddress", ADDRESS);
        }
        return node;
    }
}
