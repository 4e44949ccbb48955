package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.dialect.Dialects;
import dev.linkgate.gateway.app.OpenApiDocument.Part;
import dev.linkgate.gateway.core.access.RouteList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The OpenAPI document of the Atlas API, which is written by hand, describes what the gateway has. */
class AtlasApiDocumentTest {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    private final Caller anybody = Gateway.shared().anonymous();
    private final JsonNode root = anybody.get("/v3/api-docs/atlas").json();
    private final OpenApiDocument document = new OpenApiDocument(root, Dialects.getOpenApi31());

    private record Operation(String path, String method, Part part) {

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    private Stream<Operation> operations() {
        Part paths = document.at("/paths");
        return paths.names().stream()
                .flatMap(path -> paths.at(path).names().stream()
                        .filter(METHODS::contains)
                        .map(method ->
                                new Operation(path, method, paths.at(path).at(method))));
    }

    /** Atlas has other names for the variables of paths. */
    @Test
    void itHasTheRoutesOfTheTable() {
        List<String> table = RouteList.entries().stream()
                .filter(route -> route.pattern().startsWith("/api/"))
                .map(route -> route.method() + " " + withoutNames(route.pattern()))
                .toList();

        assertThat(operations()
                        .map(operation ->
                                operation.method().toUpperCase(Locale.ROOT) + " " + withoutNames(operation.path())))
                .containsExactlyInAnyOrderElementsOf(table);
    }

    private static String withoutNames(String path) {
        return path.replaceAll("\\{\\w+}", "{}");
    }

    @Test
    void theYamlIsTheSame() {
        Answer yaml = anybody.get("/v3/api-docs.yaml/atlas");
        assertThat(yaml).isOk().hasHeader("Content-Type", "application/vnd.oai.openapi");
        assertThat(new YAMLMapper().readTree(yaml.body())).isEqualTo(root);
        assertThat(root.at("/openapi").asString()).startsWith("3.1");
        assertThat(root.at("/info/version").asString()).isNotBlank();
    }

    /** Swagger UI calls a scheme that it cannot use, such as Digest, unsupported. */
    @Test
    void itIsOpenedByAServiceAccountOrABearerToken() {
        JsonNode schemes = root.at("/components/securitySchemes");
        assertThat(schemes.at("/ServiceAccount/flows/clientCredentials/tokenUrl")
                        .asString())
                .isEqualTo("/api/oauth/token");
        assertThat(schemes.has("Digest")).isFalse();
        assertThat(root.at("/info/description").asString()).contains("Digest");
        assertThat(schemes.at("/Bearer/scheme").asString()).isEqualTo("bearer");
        assertThat(root.at("/security").valueStream().flatMap(choice -> choice.propertyNames().stream()))
                .containsExactly("ServiceAccount", "Bearer");
        assertThat(operations()
                        .filter(operation -> operation.part().at("security").isEmpty()))
                .allMatch(operation -> operation.path().startsWith("/api/atlas/"));
    }

    @Test
    void successesOfVersionTwoNameTheirVersionAndErrorsAreJson() {
        assertThat(operations()).allSatisfy(operation -> {
            Map<Boolean, List<String>> types = types(operation.part().at("responses"));
            boolean versioned = operation.path().startsWith("/api/atlas/v2");
            assertThat(types.get(true))
                    .allMatch(type -> type.matches(
                            versioned ? "application/vnd\\.atlas\\.[0-9-]{10}\\+json" : "application/json"));
            assertThat(types.get(false)).isNotEmpty().containsOnly("application/json");
        });
    }

    /** The media types of successes (true) and of errors. */
    private static Map<Boolean, List<String>> types(Part responses) {
        return responses.names().stream()
                .collect(Collectors.partitioningBy(
                        status -> status.startsWith("2"),
                        Collectors.flatMapping(
                                status -> responses.at(status).at("content").names().stream(), Collectors.toList())));
    }

    /** Terraform sends it with each list of clusters. */
    @Test
    void theListOfClustersTakesWhatTheToolsSend() {
        assertThat(document.operation(new PathTemplate("/api/atlas/v2/groups/{groupId}/clusters"), "get")
                        .elements("parameters")
                        .map(parameter -> parameter.node().path("name").asString()))
                .contains("includeDeletedWithRetainedBackups", "pageNum", "itemsPerPage", "includeCount");
    }
}
