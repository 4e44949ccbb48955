package dev.linkgate.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.sandbox.SimulatedAtlas;
import dev.linkgate.sandbox.log.AppliedWrite;
import dev.linkgate.sandbox.log.SeenRequest;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The requests of a gateway to Atlas, each of which must be one of {@link AtlasDocument}: path and its variables,
 * method, query, the media types of {@code Accept} and {@code Content-Type}, and the body of each write that was
 * carried out.
 */
final class AtlasRequests {

    /**
     * The document has only private endpoints of v2: not tokens, groups, clusters, Data Federation, the system's status,
     * or the classic API.
     */
    private static final Pattern OUTSIDE = Pattern.compile(
            "/api/oauth/.*|/api/atlas/v1\\.0.*|/api/atlas/v2"
                    + "|/api/atlas/v2/groups/[^/]+(?:/clusters(?:/[^/]+)?|/events|/privateNetworkSettings/endpointIds(?:/[^/]+)?)?");

    /** Chosen by the path's cloud, because the body does not name it. */
    private static final Map<String, String> ADDITIONS = Map.of(
            "AWS", "/components/schemas/CreateAWSEndpointRequest",
            "AZURE", "/components/schemas/CreateAzureEndpointRequest",
            "GCP", "/components/schemas/CreateGCPEndpointGroupRequest");

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final class Holder {
        static final @Nullable OpenApiDocument DOCUMENT = AtlasDocument.given().orElse(null);
    }

    private final SimulatedAtlas atlas;
    private Set<Object> checked = Set.of();

    AtlasRequests(SimulatedAtlas atlas) {
        this.atlas = atlas;
    }

    /**
     * Checks the requests since the last check, if there is a document.
     *
     * @throws AssertionError if the document does not have one of them
     */
    synchronized void check() {
        OpenApiDocument document = Holder.DOCUMENT;
        if (document == null) {
            return;
        }
        List<SeenRequest> requests = atlas.log().seen();
        List<AppliedWrite> writes = atlas.log().applied();
        Set<Object> before = checked;
        checked = Collections.newSetFromMap(new IdentityHashMap<>());
        checked.addAll(requests);
        checked.addAll(writes);
        requests.stream()
                .filter(request -> !before.contains(request) && !isOutside(request.uri()))
                .forEach(request -> check(document, request));
        writes.stream()
                .filter(write -> !before.contains(write) && !isOutside(write.uri()))
                .forEach(write -> check(document, write));
    }

    private static boolean isOutside(String uri) {
        return OUTSIDE.matcher(path(uri)).matches();
    }

    private static void check(OpenApiDocument document, SeenRequest request) {
        PathTemplate path = template(document, request.uri());
        OpenApiDocument.Part operation = operation(document, request.method(), request.uri());
        path.variables(path(request.uri()))
                .forEach((name, value) -> checkParameter(operation, request, "path", name, value));
        UriComponentsBuilder.fromUriString(request.uri())
                .build(true)
                .getQueryParams()
                .forEach((name, values) ->
                        values.forEach(value -> checkParameter(operation, request, "query", name, value)));
        assertThat(header(request, "Accept"))
                .as("what %s accepts", request)
                .singleElement()
                .isIn(mediaTypes(operation.at("responses")));
        assertThat(operation.at("requestBody").at("content").names())
                .as("the media type of %s", request)
                .containsAll(header(request, "Content-Type"));
    }

    private static void checkParameter(
            OpenApiDocument.Part operation, SeenRequest request, String in, String name, @Nullable String value) {
        OpenApiDocument.Part parameter = operation
                .elements("parameters")
                .filter(candidate -> candidate.node().path("in").asString("").equals(in)
                        && candidate.node().path("name").asString("").equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + in + " parameter " + name + " in " + request));
        OpenApiDocument.Part schema = parameter.at("schema");
        boolean isText = schema.node().path("type").asString("").equals("string");
        JsonNode typed = isText ? JsonNodeFactory.instance.stringNode(value) : JSON.readTree(String.valueOf(value));
        assertThat(schema.errors(typed)).as("%s of %s", name, request).isEmpty();
    }

    private static void check(OpenApiDocument document, AppliedWrite write) {
        OpenApiDocument.Part content = operation(document, write.method(), write.uri())
                .at("requestBody")
                .at("content");
        if (content.isEmpty()) {
            assertThat(write.body()).as("%s", write).isEmpty();
            return;
        }
        String cloud =
                template(document, write.uri()).variables(path(write.uri())).get("cloudProvider");
        OpenApiDocument.Part schema = Optional.ofNullable(cloud)
                .map(provider -> document.at(String.valueOf(ADDITIONS.get(provider))))
                .orElseGet(() -> content.at(write.contentType()).at("schema"));
        assertThat(schema.errors(JSON.readTree(write.body()))).as("%s", write).isEmpty();
    }

    private static PathTemplate template(OpenApiDocument document, String uri) {
        return document.path(path(uri)).orElseThrow(() -> new AssertionError("Atlas has no path " + uri));
    }

    private static OpenApiDocument.Part operation(OpenApiDocument document, String method, String uri) {
        OpenApiDocument.Part operation = document.operation(template(document, uri), method);
        assertThat(operation.isEmpty()).as("%s %s is not of Atlas", method, uri).isFalse();
        return operation;
    }

    private static Set<String> mediaTypes(OpenApiDocument.Part responses) {
        return responses.names().stream()
                .flatMap(status -> responses.at(status).at("content").names().stream())
                .collect(Collectors.toSet());
    }

    private static List<String> header(SeenRequest request, String name) {
        return request.headers().getOrDefault(name, List.of());
    }

    private static String path(String uri) {
        return uri.replaceFirst("\\?.*", "");
    }
}
