package dev.linkgate.gateway.app;

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
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Swagger UI fills in what the OpenAPI document has: examples and defaults. In the sandbox its requests work as they
 * are: the demo team's at once, an administrator's when what they are about was created before. An id that the gateway
 * makes has no example, nor has anything that is to be removed; it is taken from what made it.
 */
@Tag("harness")
class SwaggerUiTest {

    /** The team's requests find only what the demo has; an administrator's creations come before his reads. */
    private static final List<String> ORDER = List.of(
            "team get",
            "team put",
            "team post",
            "team patch",
            "admin put",
            "admin post",
            "admin patch",
            "admin get",
            "team delete",
            "admin delete");

    /** It wants one of several parameters, and no removal is filled in. */
    private static final String CHOSEN = "delete /admin/tokens";

    private record Request(String method, PathTemplate template, Part operation) {

        boolean isOfAnAdministrator() {
            return template.text().startsWith("/admin/");
        }

        int order() {
            return ORDER.indexOf((isOfAnAdministrator() ? "admin " : "team ") + method);
        }

        /** Parents before children, but for removals. */
        int depth() {
            int segments = template.text().split("/").length;
            return method.equals("delete") ? -segments : segments;
        }

        @Override
        public String toString() {
            return method + " " + template.text();
        }
    }

    /** The sandbox has it at the start; to ensure it begins an operation. */
    private static final String FAILED =
            "/projects/64b7f0c2a91d3e5f60718293/links/64b7f1d8a91d3e5f60718301/endpoints/" + "vpce-0f6e2b4c8d1a39e57";

    private final List<String> locations = new ArrayList<>();

    @TempDir
    private Path data;

    @Test
    void everyRequestWorksAsItIs() {
        try (ConfigurableApplicationContext sandbox = Gateway.run(
                "spring.profiles.active=sandbox",
                "linkgate.data-dir=" + data,
                "linkgate.admin-token=" + Gateway.ADMIN_TOKEN)) {
            URI address =
                    URI.create("http://localhost:" + sandbox.getEnvironment().getProperty("local.server.port"));
            Caller administrator = Caller.of(address).with("Authorization", "Bearer " + Gateway.ADMIN_TOKEN);
            Caller team = Caller.of(address).with("Authorization", "Bearer " + keyOfTheTeam(administrator));
            Answer replacing = team.send("PUT", FAILED, BodyPublishers.noBody());
            assertThat(replacing).hasStatus(202);
            locations.add(replacing.header("Location"));

            List<String> notFilledIn = new ArrayList<>();
            assertThat(requests(new OpenApiDocument(
                            administrator.get("/v3/api-docs").json(), Dialects.getOpenApi31())))
                    .hasSizeGreaterThan(90)
                    .allSatisfy(request -> {
                        Optional<String> path = path(request);
                        Optional<BodyPublisher> body = body(request);
                        if (path.isPresent()
                                && body.isPresent()
                                && !request.toString().equals(CHOSEN)) {
                            Caller caller = request.isOfAnAdministrator() ? administrator : team;
                            assertThat(status(caller, request, path.get(), body.get()))
                                    .as("%s", request)
                                    .isBetween(200, 299);
                        } else {
                            notFilledIn.add(request.toString());
                        }
                    });

            assertThat(notFilledIn)
                    .as("what a sandbox does not have: an issuer, a trail that was put back, a change past the gateway")
                    .containsExactlyInAnyOrder(
                            "put /admin/teams/{team}/identities/{identity}",
                            "get /admin/teams/{team}/identities/{identity}",
                            "delete /admin/teams/{team}/identities/{identity}",
                            "put /admin/administrators/{name}/identities/{identity}",
                            "get /admin/administrators/{name}/identities/{identity}",
                            "delete /admin/administrators/{name}/identities/{identity}",
                            CHOSEN,
                            "post /admin/audit/rollback-acceptance",
                            "post /admin/audit/reconciliation/findings/{findingId}/acknowledgement");
        }
    }

    private static String keyOfTheTeam(Caller administrator) {
        return administrator
                .post("/admin/teams/sandbox-demo/keys", "{\"label\":\"swagger\"}")
                .text("/key");
    }

    private static Stream<Request> requests(OpenApiDocument document) {
        return document.at("/paths").names().stream()
                .map(PathTemplate::new)
                .flatMap(path -> Stream.of("get", "put", "post", "patch", "delete")
                        .map(method -> new Request(method, path, document.operation(path, method))))
                .filter(request -> !request.operation().isEmpty())
                .sorted(Comparator.comparingInt(Request::order)
                        .thenComparingInt(Request::depth)
                        .thenComparing(request -> request.template().text()));
    }

    private int status(Caller caller, Request request, String path, BodyPublisher body) {
        if (request.operation().at("responses").at("200").at("content").names().contains("text/event-stream")) {
            EventStream.open(caller, path).close(); // it must be granted
            return 200;
        }
        Caller sender = content(request)
                .map(content -> caller.with("Content-Type", content.names().getFirst()))
                .orElse(caller);
        Answer answer = sender.send(request.method().toUpperCase(Locale.ROOT), path + "?" + query(request), body);
        DocumentedAnswers.check(answer);
        answer.headers().firstValue("Location").ifPresent(locations::add);
        if (request.method().equals("put")) {
            locations.add(path);
        }
        return answer.status();
    }

    private static Optional<Part> content(Request request) {
        return Optional.of(request.operation().at("requestBody").at("content")).filter(content -> !content.isEmpty());
    }

    /** Absent if the document lacks an example of something that the body must have. */
    private static Optional<BodyPublisher> body(Request request) {
        return content(request)
                .map(content -> body(content.at(content.names().getFirst()))
                        .map(body -> BodyPublishers.ofString(body.isString() ? body.asString() : body.toString())))
                .orElseGet(() -> Optional.of(BodyPublishers.noBody()));
    }

    /** Absent if the document lacks an example of a part of the path that no earlier answer had in its location. */
    private Optional<String> path(Request request) {
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
        return path.contains("{") ? location(request.template()) : Optional.of(path);
    }

    private Optional<String> location(PathTemplate template) {
        return locations.reversed().stream()
                .map(location -> template.text().endsWith("/events") ? location + "/events" : location)
                .filter(template::matches)
                .findFirst();
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
        if (node.has("items")) {
            return value(schema.at("items"))
                    .map(item -> JsonNodeFactory.instance.arrayNode().add(item));
        }
        Part properties = schema.at("properties");
        ObjectNode values = JsonNodeFactory.instance.objectNode();
        properties.names().forEach(name -> value(properties.at(name)).ifPresent(value -> values.set(name, value)));
        // Swagger UI invents a value for a property without one.
        return values.isEmpty() || values.size() < properties.names().size() ? Optional.empty() : Optional.of(values);
    }
}
