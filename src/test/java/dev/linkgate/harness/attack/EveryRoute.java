package dev.linkgate.harness.attack;

import dev.linkgate.gateway.app.Answer;
import dev.linkgate.gateway.app.Caller;
import dev.linkgate.gateway.core.access.RouteList;
import dev.linkgate.wire.RawRequest;
import dev.linkgate.wire.RawResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Each route of the table, one after the other, by a caller that it admits: so the next route is among them by itself.
 * The fields of bodies are those of the OpenAPI documents.
 */
final class EveryRoute {

    private static final int CONNECTIONS = 320;
    private static final int PER_SECOND = 2_000;

    /** Answers of a connection, each of which is small: together more than the kernel takes. */
    private static final int REQUESTS = 200;

    /** How often each refused body is sent in the short form. */
    private static final int TIMES = 4;

    private static final int MISSING = 50;
    private static final int LARGEST_PROBLEM = 8 * 1024;
    private static final List<String> ELEMENTS = List.of("{}", "null", "\"!\"");

    private EveryRoute() {}

    /** All but the last bytes of a body, which never come. */
    static void slowBodies(AttackContext context) throws IOException {
        each(context, withBody(), (part, route) -> {
            String text = request(part, route)
                    .json("[" + " ".repeat(AttackContext.BODY))
                    .text();
            hold(part, text.substring(0, text.length() - MISSING));
        });
    }

    static void unreadAnswers(AttackContext context) throws IOException {
        List<RouteList.Entry> reads = RouteList.entries().stream()
                .filter(route -> route.method().equals("GET"))
                .toList();
        each(
                context,
                reads,
                (part, route) ->
                        hold(part, large(request(part, route), route).text().repeat(REQUESTS)));
    }

    /** What the request makes large: a long name, a long value, or a long list that is wrong in each element. */
    static void largestRefusals(AttackContext context) throws IOException {
        Caller anybody =
                Caller.of(URI.create("http://127.0.0.1:" + context.bed().port()));
        List<JsonNode> documents = Stream.of("/v3/api-docs", "/v3/api-docs/atlas")
                .map(path -> Answer.require(anybody.get(path)).json())
                .toList();
        each(context, withBody(), (part, route) -> {
            List<String> bodies = bodies(documents, route);
            RequestFlood.of(
                            part.scaled(CONNECTIONS),
                            number -> request(part, route).json(bodies.get((int) (number % bodies.size()))))
                    .atMost(context.isMeasured() ? Long.MAX_VALUE : (long) TIMES * bodies.size())
                    .run(part, answer -> requireSmall(part, route, answer));
        });
    }

    private static void requireSmall(AttackContext context, RouteList.Entry route, RawResponse answer) {
        if (answer.status() >= 400 && answer.body().getBytes(StandardCharsets.UTF_8).length > LARGEST_PROBLEM) {
            context.seen().violated("a large problem", route + " -> " + answer);
        }
    }

    @FunctionalInterface
    private interface Attempt {
        void on(AttackContext part, RouteList.Entry route) throws IOException;
    }

    private static void each(AttackContext context, List<RouteList.Entry> routes, Attempt attempt) throws IOException {
        Duration time = context.time().dividedBy(routes.size());
        for (int i = 0; i < routes.size() && !context.over(); i++) {
            attempt.on(context.part(time), routes.get(i));
        }
    }

    private static List<RouteList.Entry> withBody() {
        return RouteList.entries().stream()
                .filter(route ->
                        !route.method().equals("GET") && !route.method().equals("DELETE"))
                .toList();
    }

    private static void hold(AttackContext context, String text) throws IOException {
        ManyConnections.of(CONNECTIONS, PER_SECOND).saying(text).notReading().hold(context);
    }

    private static RawRequest request(AttackContext context, RouteList.Entry route) {
        RawRequest request = RawRequest.of(route.method(), TestBed.path(route))
                .with("Accept: application/vnd.atlas.2023-01-01+json, */*");
        String token = context.token(
                switch (route.needs()) {
                    case "NOTHING" -> CallerKind.NOBODY;
                    case "IDENTITY", "TEAM_KEY" -> CallerKind.STRANGER;
                    case "APPROVER" -> CallerKind.OWNER;
                    default -> CallerKind.valueOf(route.needs().split("\\|", -1)[0]);
                });
        return token.isEmpty() ? request : request.as(token);
    }

    /** Where a viewer may read, of the project with the most. */
    private static RawRequest large(RawRequest request, RouteList.Entry route) {
        String target = request.target();
        return request.to(
                route.needs().equals("VIEWER")
                        ? target.replace(
                                        TestBed.ATTACKED.project().value(),
                                        LargeProject.LARGE_LINK.project().value())
                                .replace(
                                        TestBed.ATTACKED.link().value(),
                                        LargeProject.LARGE_LINK.link().value())
                        : target);
    }

    private static List<String> bodies(List<JsonNode> documents, RouteList.Entry route) {
        List<String> bodies = new ArrayList<>();
        bodies.add("{\"" + "x".repeat(AttackContext.BODY) + "\":1}");
        bodies.add("{\"" + "\\u0000".repeat(AttackContext.BODY / 6) + "\":1}");
        bodies.add("[".repeat(AttackContext.BODY));
        for (JsonNode document : documents) {
            JsonNode schema = document.path("paths")
                    .path(route.pattern())
                    .path(route.method().toLowerCase(Locale.ROOT))
                    .path("requestBody")
                    .path("content")
                    .path("application/json")
                    .path("schema");
            resolved(document, schema).path("properties").properties().forEach(property -> {
                boolean isList = resolved(document, property.getValue())
                        .path("type")
                        .toString()
                        .contains("array");
                for (String element :
                        isList ? ELEMENTS : List.of("\"" + "\\u0007".repeat(AttackContext.BODY / 6 - 20) + "\"")) {
                    bodies.add("{\"" + property.getKey() + "\":" + (isList ? list(element) : element) + "}");
                }
            });
        }
        return bodies;
    }

    private static String list(String element) {
        return "[" + (element + ",").repeat(AttackContext.BODY / (element.length() + 1) - 10) + element + "]";
    }

    private static JsonNode resolved(JsonNode document, JsonNode schema) {
        String reference = schema.path("$ref").asString("");
        return reference.isEmpty() ? schema : document.at(reference.substring(1));
    }
}
