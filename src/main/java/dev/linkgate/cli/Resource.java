package dev.linkgate.cli;

import dev.linkgate.cli.client.Deadline;
import dev.linkgate.cli.client.Text;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the gateway answers, as the command line shows and awaits it.
 *
 * @param title in texts for people
 * @param unfinished the end of a sentence about it, while it is awaited
 * @param status the field that shows how far it is; absent if none does
 * @param state how far it is
 * @param columns of a table
 */
record Resource(
        String title,
        String unfinished,
        @Nullable String status,
        Function<JsonNode, ResourceState> state,
        List<Column> columns) {

    /** A column of a table: its header, and its text in the row of a resource. */
    record Column(String header, Function<JsonNode, String> text) {

        static Column field(String header, String field) {
            return new Column(header, resource -> Text.of(resource.path(field)));
        }

        /** The first of the fields that has a value. */
        static Column either(String header, String... fields) {
            return new Column(header, resource -> {
                for (String field : fields) {
                    if (resource.at(field).isValueNode() && !resource.at(field).isNull()) {
                        return Text.of(resource.at(field));
                    }
                }
                return Text.NONE;
            });
        }
    }

    static final Resource PROJECT = listed(
            "project",
            Column.field("ID", "projectId"),
            Column.field("NAME", "projectName"),
            Column.field("ROLE", "role"));

    static final Resource LINK = new Resource(
            "link",
            "has not settled",
            "status",
            ResourceState::ofLink,
            List.of(
                    Column.field("ID", "id"),
                    Column.field("PROVIDER", "provider"),
                    Column.field("REGION", "region"),
                    Column.field("STATUS", "status"),
                    new Column(
                            "ENDPOINTS",
                            link -> String.valueOf(
                                    link.path("interfaceEndpointIds").size()))));

    static final Resource ENDPOINT = new Resource(
            "endpoint",
            "has not settled",
            "connectionStatus",
            ResourceState::ofEndpoint,
            List.of(
                    Column.field("ENDPOINT", "interfaceEndpointId"),
                    Column.field("PROVIDER", "provider"),
                    Column.field("STATUS", "connectionStatus"),
                    Column.field("FAILED", "failed")));

    static final Resource PROJECT_ENDPOINT = listed(
            "endpoint",
            Column.field("ENDPOINT", "interfaceEndpointId"),
            Column.field("LINK", "linkId"),
            Column.field("PROVIDER", "provider"),
            Column.field("REGION", "region"),
            Column.field("STATUS", "connectionStatus"),
            Column.field("FAILED", "failed"),
            Column.field("TEAM", "team"),
            Column.field("SEEN", "seenAt"));

    static final Resource FEDERATION_ENDPOINT = new Resource(
            "endpoint",
            "has not settled",
            "connectionStatus",
            ResourceState::ofEndpoint,
            List.of(
                    Column.field("ENDPOINT", "interfaceEndpointId"),
                    Column.field("PROVIDER", "provider"),
                    Column.field("REGION", "region"),
                    Column.field("STATUS", "connectionStatus"),
                    Column.field("FAILED", "failed"),
                    Column.field("TEAM", "team"),
                    Column.field("COMMENT", "comment")));

    static final Resource STRINGS = new Resource(
            "list of connection strings",
            "is still empty",
            null,
            list -> list.path("results").isEmpty() ? ResourceState.WORKING : ResourceState.SETTLED,
            List.of(
                    Column.field("CLUSTER", "cluster"),
                    Column.field("TYPE", "type"),
                    Column.either("STRING", "/srvConnectionString", "/connectionString")));

    static final Resource DRIFT = listed(
            "drift",
            Column.field("KIND", "kind"),
            Column.field("PROVIDER", "provider"),
            Column.field("LINK", "linkId"),
            Column.field("ENDPOINT", "interfaceEndpointId"),
            Column.field("SINCE", "since"));

    static final Resource ACCESS_REQUEST = new Resource(
            "access request",
            "has no answer",
            "state",
            ResourceState::ofAccessRequest,
            List.of(
                    Column.field("ID", "id"),
                    Column.field("STATE", "state"),
                    Column.either("FOR", "/role", "/interfaceEndpointId"),
                    Column.field("TEAM", "team"),
                    Column.field("PROJECT", "projectId"),
                    Column.field("ASKED AT", "askedAt"),
                    Column.field("REASON", "reason")));

    static final Resource RULES = listed("list of rules");

    static final Resource OPERATION = new Resource(
            "operation",
            "has not ended",
            "state",
            ResourceState::ofOperation,
            List.of(
                    Column.field("ID", "id"),
                    Column.field("KIND", "kind"),
                    Column.field("STATE", "state"),
                    Column.field("STEP", "step"),
                    Column.field("CREATED", "createdAt"),
                    Column.field("TARGET", "target")));

    static final Resource RECORD = listed(
            "record",
            Column.field("TIME", "time"),
            Column.field("PHASE", "phase"),
            Column.field("ACTION", "action"),
            Column.field("RESULT", "result"),
            Column.either("BY", "/actor/team", "/actor/subject", "/actor/kind"),
            Column.either("ON", "/interfaceEndpointId", "/linkId", "/operationId"),
            Column.field("REQUEST", "requestId"));

    /** What is only listed, and never awaited. */
    private static Resource listed(String title, Column... columns) {
        return new Resource(title, "", null, resource -> ResourceState.SETTLED, List.of(columns));
    }

    /** How far it is; absent if it has no such field. */
    Optional<String> statusOf(JsonNode resource) {
        return Optional.ofNullable(status).map(field -> Text.of(resource.path(field)));
    }

    /** That it was not done in time, and where to learn its end. */
    String timedOut(JsonNode latest, Deadline deadline) {
        String text = "The " + title + " " + unfinished + " within " + deadline
                + statusOf(latest).map(is -> "; it is " + is + ".").orElse(".");
        return equals(OPERATION)
                ? text + " To wait longer: linkgate operations wait " + Text.of(latest.path("id"))
                : text;
    }
}
