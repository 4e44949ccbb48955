package dev.linkgate.cli;

import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * A kind of resources, as the command line shows and awaits it.
 *
 * @param title in texts for people
 * @param status the field that shows how far it is
 * @param state how far it is
 * @param columns of a table
 */
record Resource(String title, String status, Function<JsonNode, State> state, List<Column> columns) {

    /** A column of a table: its header, and its text in the row of a resource. */
    record Column(String header, Function<JsonNode, String> text) {

        static Column field(String header, String field) {
            return new Column(header, resource -> Text.of(resource.path(field)));
        }
    }

    static final Resource LINK = new Resource(
            "link",
            "status",
            State::ofLink,
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
            "connectionStatus",
            State::ofEndpoint,
            List.of(
                    Column.field("ENDPOINT", "interfaceEndpointId"),
                    Column.field("PROVIDER", "provider"),
                    Column.field("STATUS", "connectionStatus"),
                    Column.field("FAILED", "failed")));

    static final Resource OPERATION = new Resource("operation", "state", State::ofOperation, List.of());

    String statusOf(JsonNode resource) {
        return Text.of(resource.path(status));
    }
}
