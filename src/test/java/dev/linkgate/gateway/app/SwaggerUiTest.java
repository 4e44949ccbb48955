package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.Answer.require;
import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.dialect.Dialects;
import dev.linkgate.gateway.app.OpenApiDocument.Part;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Swagger UI fills in what the OpenAPI document has: examples and defaults. In the sandbox its requests work as they
 * are: what does not exist is created before, and removed at the end. An id that the gateway makes has no example, nor
 * has anything that is to be removed; it is taken from the {@code Location} of its creation.
 */
@Tag("harness")
class SwaggerUiTest {

    private static final List<String> ORDER = List.of("put", "post", "patch", "get", "delete");

    private record Request(String method, PathTemplate template, Part operation) {

        private int depth() {
            int segments = template.text().split("/").length;
            return method.equals("delete") ? -segments : segments;
        }

        @Override
        public String toString() {
            return method + " " + template.text();
        }
    }

    /**
     * Those that work in a state that nothing here brings about: of a trail that was put back, of something that was
     * done past the gateway.
     */
    private static final Set<String> ONLY_THEN = Set.of(
            "post /admin/audit/rollback-acceptance",
            "post /admin/audit/reconciliation/findings/{findingId}/acknowledgement");

    /** Sent after all other additions and changes, which it would restrict. */
    private static final String RULES = "put /admin/projects/{projectId}/rules";

    private static final String PROJECT = "64b7f0c2a91d3e5f60718293";

    /** The sandbox has it at the start; to ensure it begins an operation. */
    private static final String FAILED =
            "/projects/" + PROJECT + "/links/64b7f1d8a91d3e5f60718301/endpoints/vpce-0f6e2b4c8d1a39e57";

    private final List<String> locations = new ArrayList<>();

    @TempDir
    private Path data;

    @Test
    void everyRequestWorksAsItIs() {
        try (ConfigurableApplicationContext sandbox = Gateway.run(
                "spring.profiles.active=sandbox",
                "linkgate.data-dir=" + data,
                "linkgate.admin-token=" + Gateway.ADMIN_TOKEN,
                "linkgate.issuers.github.issuer-uri=https://token.actions.githubusercontent.com",
                "linkgate.issuers.github.audiences=linkgate")) {
            URI address =
                    URI.create("http://localhost:" + sandbox.getEnvironment().getProperty("local.server.port"));
            Caller administrator = Caller.of(address).with("Authorization", "Bearer " + Gateway.ADMIN_TOKEN);
            JsonNode document = administrator.get("/v3/api-docs").json();

            Answer replacing = administrator.send("PUT", FAILED, BodyPublishers.noBody());
            assertThat(replacing).hasStatus(202);
            locations.add(replacing.header("Location"));
            // Who gets an endpoint must have a role there.
            locations.add(require(administrator.put("/admin/teams/payments", "{\"description\":\"Payments\"}"))
                    .header("Location"));
            require(administrator.put("/admin/teams/payments/grants/" + PROJECT, "{\"role\":\"editor\"}"));
            Caller team = Caller.of(address).with("Authorization", "Bearer " + keyOfATeam(administrator));

            assertThat(requests(new OpenApiDocument(document, Dialects.getOpenApi31())))
                    .hasSizeGreaterThan(50)
                    .allSatisfy(request -> assertThat(status(needsAKey(request) ? team : administrator, request))
                            .as("%s", request)
                            .isIn(200, 201, 202, 204, 409));
        }
    }

    private static String keyOfATeam(Caller administrator) {
        return administrator
                .post("/admin/teams/sandbox-demo/keys", "{\"label\":\"swagger\"}")
                .text("/key");
    }

    /** What administrators have cannot be rotated, and they need not ask. */
    private static boolean needsAKey(Request request) {
        return request.template().text().equals("/keys/rotation")
                || request.toString().equals("post /projects/{projectId}/access-requests");
    }

    /** Creations before reads before removals, parents before children, and the other way round for removals. */
    private static Stream<Request> requests(OpenApiDocument document) {
        return document.at("/paths").names().stream()
                .map(PathTemplate::new)
                .flatMap(path -> ORDER.stream()
                        .map(method -> new Request(method, path, document.operation(path, method)))
                        .filter(request -> !request.operation().isEmpty())
                        .filter(request -> !ONLY_THEN.contains(request.toString())))
                .sorted(Comparator.<Request>comparingInt(
                                request -> ORDER.indexOf(request.toString().equals(RULES) ? "patch" : request.method()))
                        .thenComparingInt(Request::depth)
                        .thenComparing(request -> request.template().text()));
    }

    private int status(Caller caller, Request request) {
        String path = path(request) + "?" + query(request);
        if (request.operation().at("responses").at("200").at("content").names().contains("text/event-stream")) {
            EventStream.open(caller, path).close(); // it must be granted
            return 200;
        }
        Part content = request.operation().at("requestBody").at("content");
        Answer answer = content.isEmpty()
                ? caller.send(request.method().toUpperCase(Locale.ROOT), path, BodyPublishers.noBody())
                : send(caller, request, path, content);
        DocumentedAnswers.check(answer);
        answer.headers().firstValue("Location").ifPresent(locations::add);
        return answer.status();
    }

    private static Answer send(Caller caller, Request request, String path, Part content) {
        String type = content.names().getFirst();
        JsonNode body = body(content.at(type))
                .orElseThrow(() -> new AssertionError(
                        request + ": give an example of the body, or one of each" + " required property"));
        BodyPublisher text = BodyPublishers.ofString(body.isString() ? body.asString() : body.toString());
        return caller.with("Content-Type", type).send(request.method().toUpperCase(Locale.ROOT), path, text);
    }

    private String path(Request request) {
        String path = request.operation()
                .elements("parameters")
                .filter(parameter -> parameter.node().path("in").asString().equals("path"))
                .filter(parameter -> parameter.node().has("example"))
                .reduce(
                        request.template().text(),
                        (sofar, parameter) -> sofar.replace(
                                "{" + parameter.node().path("name").asString() + "}",
                                parameter.node().path("example").asString()),
                        (one, other) -> other);
        return path.contains("{") ? location(request) : path;
    }

    private String location(Request request) {
        return locations.reversed().stream()
                .map(location -> request.template().text().endsWith("/events") ? location + "/events" : location)
                .filter(request.template()::matches)
                .findFirst()
                .orElseThrow(() -> new AssertionError(request + ": add an example of each path parameter to"
                        + " openapi/document.yaml, or let an earlier answer have the Location of what it is about"));
    }

    private static String query(Request request) {
        return request.operation()
                .elements("parameters")
                .filter(parameter -> parameter.node().path("in").asString().equals("query"))
                .flatMap(parameter -> Stream.of(
                                parameter.node().path("example"),
                                parameter.at("schema").node().path("default"))
                        .filter(value -> !value.isMissingNode())
                        .limit(1)
                        .map(value -> parameter.node().path("name").asString() + "=" + value.asString()))
                .collect(Collectors.joining("&"));
    }

    /** The first example of a body, or else what its schema makes of the examples of its properties. */
    private static Optional<JsonNode> body(Part content) {
        Part examples = content.at("examples");
        return examples.isEmpty()
                ? value(content.at("schema"))
                : Optional.of(
                        examples.at(examples.names().getFirst()).at("value").node());
    }

    private static Optional<JsonNode> value(Part schema) {
        JsonNode node = schema.node();
        for (JsonNode given : List.of(node.path("example"), node.path("default"), node.at("/enum/0"))) {
            if (!given.isMissingNode()) {
                return Optional.of(given);
            }
        }
        Map<String, JsonNode> properties = schema.at("properties").names().stream()
                .flatMap(name -> value(schema.at("properties").at(name)).map(value -> Map.entry(name, value)).stream())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        boolean hasAll = node.path("required").valueStream().allMatch(name -> properties.containsKey(name.asString()));
        return hasAll && node.has("properties")
                ? Optional.of(JsonNodeFactory.instance.objectNode().setAll(properties))
                : Optional.empty();
    }
}
