package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.gateway.core.access.RouteList;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springdoc.core.service.OpenAPIService;
import tools.jackson.databind.JsonNode;

/** The OpenAPI document describes the gateway, and Swagger UI shows it. */
class OpenApiTest {

    private static final String SCHEMAS = "#/components/schemas/";
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    /** Routes that the document does not have: pages, documents, probes, and Atlas's paths. */
    private static final Pattern OTHERS =
            Pattern.compile("/|/audit|/[a-z]+\\.(js|css|svg)|/livez|/readyz|/swagger-ui.*|/v3/.*|/api/.*");

    private static final Set<String> OPEN = Set.of("get /problems", "get /problems/{code}", "get /audit/public-key");

    private final Caller anybody = Gateway.shared().anonymous();
    private final JsonNode document = anybody.get("/v3/api-docs").json();

    private final class Operation {
        private final String route;
        private final JsonNode node;

        Operation(String route, JsonNode node) {
            this.route = route;
            this.node = node;
        }

        String route() {
            return route;
        }

        JsonNode node() {
            return node;
        }

        Stream<Map.Entry<String, JsonNode>> responses() {
            return node.at("/responses").propertyStream();
        }

        @Override
        public String toString() {
            return route;
        }

        Stream<JsonNode> parameters() {
            return node.at("/parameters").valueStream().map(OpenApiTest.this::resolved);
        }

        Set<String> parameters(String in) {
            return parameters()
                    .filter(parameter -> parameter.at("/in").asString().equals(in))
                    .map(parameter -> parameter.at("/name").asString())
                    .collect(Collectors.toSet());
        }
    }

    @Test
    void itHasTheRoutesOfTheTable() {
        List<String> table = RouteList.entries().stream()
                .filter(route -> !OTHERS.matcher(route.pattern()).matches())
                .map(route -> route.method().toLowerCase(Locale.ROOT) + " " + route.pattern())
                .toList();

        assertThat(operations()).extracting(Operation::route).containsExactlyInAnyOrderElementsOf(table);
        assertThat(anybody.get("/v3/api-docs.yaml")).isOk();
        assertThat(document.at("/openapi").asString()).startsWith("3.");
    }

    @Test
    void documentHidesInternals() {
        assertThat(operations()).allSatisfy(operation -> {
            assertThat(operation.parameters())
                    .as("an object is an argument of the handler: %s", operation.route())
                    .noneMatch(parameter -> resolved(parameter.at("/schema"))
                            .path("type")
                            .asString("")
                            .equals("object"));
            assertThat(operation.parameters("path")).as(operation.route()).isEqualTo(variables(operation.route()));
        });
        assertThat(document.at("/components/schemas").propertyNames()).doesNotContain("RequestContext", "Page");
        assertThat(document.toString()).doesNotContain("dev.linkgate", "127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Link", "Endpoint", "CreatedLink", "ProjectEndpoint"})
    void providersHaveSchemasOfTheirOwn(String name) {
        JsonNode schema = document.at("/components/schemas/" + name);

        assertThat(schema.at("/discriminator/propertyName").asString()).isEqualTo("provider");
        assertThat(schema.at("/discriminator/mapping").propertyNames())
                .containsExactlyInAnyOrder("AWS", "AZURE", "GCP");
        assertThat(schema.at("/oneOf")).hasSize(3);
        assertThat(document.at("/components/schemas/Aws" + name + "/properties/provider/enum")
                        .toString())
                .isEqualTo("[\"AWS\"]");
    }

    @Test
    void generatedClientsDecodeEachSuccessByTheSchemaOfTheFirst() {
        assertThat(choices("/components/schemas/EnsureEndpointAnswer"))
                .containsExactlyInAnyOrder("AwsEndpoint", "AzureEndpoint", "GcpEndpoint", "Operation", "DryRun");
        assertThat(operations())
                .filteredOn(operation -> operation.parameters("query").contains("dryRun"))
                // Its dry run has the same answer.
                .filteredOn(operation -> !operation.route().equals("post /admin/config"))
                // Otherwise it answers without a body.
                .filteredOn(operation -> !operation.route().matches("delete .*/federation-endpoints/.*"))
                .hasSize(9)
                .allSatisfy(operation -> assertThat(operation
                                .node()
                                .at("/responses/200/content/application~1json/schema/$ref")
                                .asString())
                        .endsWith("Answer"));
        assertThat(document.at("/components/schemas").propertyStream())
                .filteredOn(schema ->
                        schema.getKey().endsWith("Answer") && !schema.getKey().equals("AtlasAnswer"))
                .hasSize(9)
                .allSatisfy(schema -> assertThat(choices("/components/schemas/" + schema.getKey()))
                        .contains("DryRun"));
    }

    @Test
    void aChoiceOfSchemasNamesNoOtherChoice() {
        assertThat(document.findValues("oneOf").stream().flatMap(JsonNode::valueStream))
                .isNotEmpty()
                .allSatisfy(choice -> assertThat(resolved(choice).has("oneOf")).isFalse());
    }

    /** A list has one of an entry. What an answer's status or media type changes has one of its own. */
    @Test
    void everySuccessHasAnExample() {
        assertThat(operations())
                .allSatisfy(operation -> assertThat(operation
                                .responses()
                                .filter(response -> response.getKey().startsWith("2"))
                                .flatMap(response ->
                                        response.getValue().at("/content").propertyStream()))
                        .as(operation.route())
                        .allSatisfy(body ->
                                assertThat(body.getValue().at("/examples")).isNotEmpty()));
    }

    @Test
    void whoseJwtFitsSeveralTeamsMayChooseOne() {
        assertThat(operations())
                .allSatisfy(
                        operation -> assertThat(operation.parameters("header").contains("Linkgate-Team"))
                                .as(operation.route())
                                .isEqualTo(!OPEN.contains(operation.route())
                                        && !operation.route().contains(" /admin/")));
    }

    /** Generated clients tell it by that from what a write answers. */
    @Test
    void aDryRunIsToldByAConstant() {
        assertThat(document.at("/components/schemas/DryRun/properties/dryRun/const")
                        .asBoolean())
                .isTrue();
    }

    private List<String> choices(String schema) {
        return document.at(schema + "/oneOf")
                .valueStream()
                .map(choice -> choice.at("/$ref").asString())
                .map(reference -> reference.substring(reference.lastIndexOf('/') + 1))
                .toList();
    }

    @Test
    void bearerTokenIsNeededExceptForProblemsAndPublicKeys() {
        assertThat(document.at("/components/securitySchemes").valueStream())
                .singleElement()
                .satisfies(scheme -> {
                    assertThat(scheme.at("/type").asString()).isEqualTo("http");
                    assertThat(scheme.at("/scheme").asString()).isEqualTo("bearer");
                });
        assertThat(operations())
                .allSatisfy(operation -> assertThat(
                                operation.node().has("security")
                                        ? operation.node().at("/security")
                                        : document.at("/security"))
                        .as(operation.route())
                        .hasSize(OPEN.contains(operation.route()) ? 0 : 1));
    }

    @Test
    void everyOperationShowsItsProblems() {
        assertThat(operations()).allSatisfy(operation -> {
            assertThat(problemsOf(operation.route())).as(operation.route()).isNotEmpty();
            operation
                    .responses()
                    .filter(response -> response.getValue().has("$ref"))
                    .forEach(response -> assertThat(codes(response.getValue()))
                            .as(operation.route())
                            .allSatisfy(code ->
                                    assertThat(HouseRules.codes().get(code)).hasToString(response.getKey())));
        });
        assertThat(problemsOf("post /projects/{projectId}/links/{linkId}/endpoints"))
                .contains(
                        "invalid-request",
                        "unauthenticated",
                        "forbidden",
                        "link-not-found",
                        "endpoint-exists",
                        "link-not-ready",
                        "body-too-large",
                        "rate-limited",
                        "atlas-credential-rejected",
                        "outcome-unknown",
                        "atlas-unavailable",
                        "audit-unavailable",
                        "atlas-timeout");
        assertThat(problemsOf("delete /projects/{projectId}/links/{linkId}/endpoints/{interfaceEndpointId}"))
                .contains("last-endpoint", "endpoint-not-found");
    }

    @Test
    void everySuccessHasASchema() {
        assertThat(operations())
                .allSatisfy(operation -> assertThat(operation
                                .responses()
                                .filter(response -> response.getKey().matches("20[012]"))
                                .map(response -> response.getValue().at("/content")))
                        .as(operation.route())
                        .allSatisfy(content -> assertThat(content).isNotEmpty()));
    }

    /** A client may rely on what an answer always has. What it may lack says when. */
    @Test
    void answersSayWhatIsRequired() {
        assertThat(schemasOf(document.at("/paths").findValues("responses")))
                .isNotEmpty()
                .allSatisfy(name -> {
                    JsonNode schema = document.at("/components/schemas/" + name);
                    List<String> required = schema.path("required")
                            .valueStream()
                            .map(JsonNode::asString)
                            .toList();
                    assertThat(schema.path("properties").propertyStream())
                            .as(
                                    "Properties of %s that are not required, and whose text does not say when they are absent",
                                    name)
                            .filteredOn(property -> !required.contains(property.getKey()))
                            .allMatch(property -> property.getValue()
                                    .path("description")
                                    .asString("")
                                    .contains("absent"));
                    assertThat(schema.has("properties")
                                    && required.isEmpty()
                                    && !name.equals("ProjectRules")) // each restricts something
                            .as(name)
                            .isFalse();
                });
    }

    /** The names of all schemas that these parts of the document refer to. */
    private Set<String> schemasOf(List<JsonNode> parts) {
        Set<String> seen = new HashSet<>();
        Deque<String> open = new ArrayDeque<>();
        parts.forEach(part -> open.addAll(references(part)));
        while (!open.isEmpty()) {
            String reference = open.pop();
            if (seen.add(reference)) {
                open.addAll(references(document.at(reference.substring(1))));
            }
        }
        return seen.stream()
                .filter(reference -> reference.startsWith(SCHEMAS))
                .map(reference -> reference.substring(SCHEMAS.length()))
                .collect(Collectors.toSet());
    }

    @Test
    void swaggerUiHasItsTitleAndKeepsNoKey() {
        assertThat(anybody.get("/swagger-ui.html")).hasStatus(302).hasHeader("Location", "/swagger-ui/index.html");
        Answer page = anybody.get("/swagger-ui/index.html");
        assertThat(page).isOk().header("Content-Type").startsWith("text/html");
        assertThat(page.body()).contains("swagger-ui");
        assertThat(anybody.get("/swagger-ui/swagger-ui-bundle.js")).isOk();
        assertThat(anybody.get("/swagger-ui/swagger-initializer.js").body())
                .contains("document.title = 'Linkgate API'");
        assertThat(anybody.get("/v3/api-docs/swagger-config"))
                .isOk()
                .has("/urls/0/url", "/v3/api-docs")
                .has("/urls/1/url", "/v3/api-docs/atlas")
                .hasNo("/persistAuthorization");
        assertThat(anybody.with("Accept", "text/html").get("/swagger-ui/index.html"))
                .isOk();
    }

    /** A team finds what it may use, and an administrator the rest. */
    @Test
    void administratorsOperationsAreApart() {
        assertThat(operations())
                .filteredOn(
                        operation -> !operation.node().at("/tags/0").asString().equals("Audit"))
                .allSatisfy(operation -> assertThat(Set.of("Administration", "Webhooks")
                                .contains(operation.node().at("/tags/0").asString()))
                        .as(operation.route())
                        .isEqualTo(operation.route().contains(" /admin/")));
    }

    /** Swagger UI fills examples in, and who tries a removal must not remove what happens to have the name. */
    @Test
    void noRemovalIsFilledIn() {
        assertThat(operations().stream().filter(operation -> operation.route().startsWith("delete ")))
                .isNotEmpty()
                .allSatisfy(operation -> assertThat(operation.parameters())
                        .as(operation.route())
                        .noneMatch(parameter -> parameter.has("example")));
    }

    /** Swagger UI sends an example unless its user deletes it, and a repeated key gets the first answer again. */
    @Test
    void noOptionalParameterHasAnExample() {
        assertThat(operations())
                .allSatisfy(operation -> assertThat(operation
                                .parameters()
                                .filter(parameter -> !parameter.at("/required").asBoolean(false)))
                        .as(operation.route())
                        .allSatisfy(optional -> {
                            assertThat(optional.has("example")).isFalse();
                            assertThat(optional.at("/schema").has("example")).isFalse();
                        }));
    }

    /** It is large and open to all, so it is made once, for any request. */
    @ParameterizedTest
    @ValueSource(strings = {"/v3/api-docs", "/v3/api-docs.yaml", "/v3/api-docs/atlas", "/v3/api-docs.yaml/atlas"})
    void itIsMadeOnceForAllLanguages(String path) {
        Answer first = anybody.get(path);
        for (String language : List.of("de", "fr-CA", "tlh", "xx-1234-abc;q=0.1, *")) {
            Answer again = anybody.with("Accept-Language", language)
                    .with("Accept", "text/html")
                    .get(path + "?pretty=true");
            assertThat(again)
                    .isOk()
                    .hasHeader("ETag", first.header("ETag"))
                    .hasHeader("Content-Type", first.header("Content-Type"));
            assertThat(again.body()).isEqualTo(first.body());
        }
        OpenAPIService springdoc = Gateway.shared().context().getBean(OpenAPIService.class);
        assertThat(springdoc.getCachedOpenAPI(Locale.forLanguageTag("tlh"))).isNull();
        assertThat(first.body()).doesNotContain("127.0.0.1");
    }

    private static List<String> codes(JsonNode response) {
        return List.of(response.at("/description").asString().replace("`", "").split(", "));
    }

    private List<String> problemsOf(String route) {
        return operation(route)
                .responses()
                .filter(response -> response.getValue().has("$ref"))
                .flatMap(response -> codes(response.getValue()).stream())
                .toList();
    }

    private JsonNode resolved(JsonNode part) {
        String reference = part.path("$ref").asString("");
        return reference.isEmpty() ? part : document.at(reference.substring(1));
    }

    private Operation operation(String route) {
        return operations().stream()
                .filter(operation -> operation.route().equals(route))
                .findFirst()
                .orElseThrow();
    }

    private List<Operation> operations() {
        return document.at("/paths")
                .propertyStream()
                .flatMap(path -> path.getValue()
                        .propertyStream()
                        .filter(method -> METHODS.contains(method.getKey()))
                        .map(method -> new Operation(method.getKey() + " " + path.getKey(), method.getValue())))
                .toList();
    }

    private static Set<String> variables(String route) {
        return Pattern.compile("\\{(\\w+)}")
                .matcher(route)
                .results()
                .map(result -> result.group(1))
                .collect(Collectors.toSet());
    }

    private static List<String> references(JsonNode node) {
        return Stream.concat(
                        node.at("/$ref").isString() ? Stream.of(node.at("/$ref").asString()) : Stream.empty(),
                        node.valueStream().flatMap(child -> references(child).stream()))
                .toList();
    }
}
