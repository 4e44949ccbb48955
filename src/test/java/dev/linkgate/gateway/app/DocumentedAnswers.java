package dev.linkgate.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.dialect.Dialects;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.http.MediaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The gateway's OpenAPI documents, by which each answer is checked: the document of its path has its operation, status
 * and media type, a schema that its body follows, and each header.
 *
 * <ul>
 *   <li>A success over a bare socket is not checked, because its path is unknown here.
 *   <li>A request without an operation must get a problem, like the container's own refusals of what is not HTTP; of
 *       the Atlas API an error in its form.
 *   <li>An envelope is taken off first, because a query parameter cannot choose a schema.
 *   <li>In NDJSON each line follows the schema.
 *   <li>Other media types than JSON are texts. Event streams do not come here, because they do not end.
 * </ul>
 */
final class DocumentedAnswers {

    /** The paths that are not part of the API: pages, health, and the document itself. */
    private static final Pattern OUTSIDE = Pattern.compile(
            "/|/audit|/[a-z]+.css|/[a-z]+.js|/icon.svg|/livez|/readyz|/swagger-ui.*|/v3/api-docs.*|/actuator.*");

    private static final String OAUTH = "/api/oauth/";

    /** Headers of HTTP and of the security of browsers, which say nothing of an operation. */
    private static final Set<String> UNDOCUMENTED = Set.of(
            "cache-control",
            "connection",
            "content-disposition",
            "content-length",
            "content-security-policy",
            "content-type",
            "cross-origin-resource-policy",
            "date",
            "expires",
            "keep-alive",
            "pragma",
            "referrer-policy",
            "strict-transport-security",
            "transfer-encoding",
            "vary",
            "x-accel-buffering",
            "x-content-type-options",
            "x-frame-options",
            "x-xss-protection");

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** The documents are the same in each gateway. */
    private static final class Holder {
        static final DocumentedAnswers OWN = read("/v3/api-docs");
        static final DocumentedAnswers ATLAS = read("/v3/api-docs/atlas");

        private static DocumentedAnswers read(String path) {
            return new DocumentedAnswers(new OpenApiDocument(
                    Caller.of(Gateway.shared().url()).get(path).json(), Dialects.getOpenApi31()));
        }
    }

    private final OpenApiDocument document;

    private DocumentedAnswers(OpenApiDocument document) {
        this.document = document;
    }

    /** @throws AssertionError if the document does not have this answer */
    static void check(Answer answer) {
        boolean hasNoPath = answer.path().equals(Socket.PATH) && answer.status() < 400;
        if (!hasNoPath && !OUTSIDE.matcher(answer.path()).matches()) {
            boolean isAtlas = AtlasError.isAt(answer.path()) || answer.path().startsWith(OAUTH);
            (isAtlas ? Holder.ATLAS : Holder.OWN).checkAnswer(answer);
        }
    }

    private void checkAnswer(Answer answer) {
        checkCode(answer);
        OpenApiDocument.Part response = response(answer);
        assertThat(response.isEmpty()).as("%s is not documented", answer).isFalse();
        assertThat(undocumentedHeaders(answer, response))
                .as("headers of %s", answer)
                .isEmpty();
        assertThat(answer.header("X-Request-Id")).as("%s", answer).isNotEmpty();
        OpenApiDocument.Part content = response.at("content");
        if (content.isEmpty()) {
            assertThat(answer.body()).as("%s by %s", answer, response).isEmpty();
        } else if (!answer.method().equals("HEAD")) {
            checkBody(answer, content);
        }
    }

    private OpenApiDocument.Part response(Answer answer) {
        String status = String.valueOf(answer.status());
        OpenApiDocument.Part shared = document.at("/components/responses");
        return operation(answer)
                .map(operation -> firstOf(operation.at("responses"), status, "default"))
                .orElseGet(() -> firstOf(shared, "Problem", answer.path().startsWith(OAUTH) ? "TokenFailed" : "Error"));
    }

    private static OpenApiDocument.Part firstOf(OpenApiDocument.Part parent, String name, String otherwise) {
        OpenApiDocument.Part part = parent.at(name);
        return part.isEmpty() ? parent.at(otherwise) : part;
    }

    private Optional<OpenApiDocument.Part> operation(Answer answer) {
        String method = answer.method().equals("HEAD") ? "GET" : answer.method();
        return document.path(answer.path())
                .map(path -> document.operation(path, method))
                .filter(operation -> !operation.isEmpty());
    }

    /** An operation says which problems it has, with each status's reference. */
    private void checkCode(Answer answer) {
        operation(answer)
                .filter(operation -> answer.header("Content-Type").equals(MediaType.APPLICATION_PROBLEM_JSON_VALUE))
                .filter(operation -> !answer.body().isEmpty())
                .ifPresent(operation -> assertThat(operation
                                .node()
                                .path("responses")
                                .path(String.valueOf(answer.status()))
                                .path("description")
                                .asString(""))
                        .as("problems of %s in %s", answer, operation)
                        .contains("`" + answer.json().path("code").asString("") + "`"));
    }

    /** The document of Atlas's paths names its few in its description. */
    private Set<String> undocumentedHeaders(Answer answer, OpenApiDocument.Part response) {
        String described = document.at("/info/description").node().asString().toLowerCase(Locale.ROOT);
        Set<String> declared = response.at("headers").names().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        return answer.headers().map().keySet().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .filter(name -> !UNDOCUMENTED.contains(name)
                        && !declared.contains(name)
                        && !described.contains("`" + name + "`"))
                .collect(Collectors.toSet());
    }

    private static void checkBody(Answer answer, OpenApiDocument.Part content) {
        String type = answer.header("Content-Type").replaceFirst(";.*", "");
        assertThat(content.names()).as("media type of %s", answer).contains(type);
        OpenApiDocument.Part schema = content.at(type).at("schema");
        assertThat(values(answer, type))
                .allSatisfy(value -> assertThat(schema.errors(value))
                        .as("%s by %s", answer, schema)
                        .isEmpty());
    }

    /** The values of a body, each of which follows the schema. */
    private static Stream<JsonNode> values(Answer answer, String type) {
        return switch (type) {
            case MediaType.APPLICATION_NDJSON_VALUE -> answer.body().lines().map(JSON::readTree);
            case MediaType.APPLICATION_PROBLEM_JSON_VALUE -> Stream.of(answer.json());
            case MediaType.APPLICATION_JSON_VALUE -> Stream.of(withoutEnvelope(answer));
            default ->
                Stream.of(
                        type.endsWith("+json")
                                ? withoutEnvelope(answer)
                                : JsonNodeFactory.instance.stringNode(answer.body()));
        };
    }

    private static JsonNode withoutEnvelope(Answer answer) {
        JsonNode body = answer.json();
        boolean wrapped = List.of(answer.query().split("&")).contains("envelope=true");
        if (!wrapped || answer.status() >= 400) {
            return body;
        }
        assertThat(body.path("status").asInt()).as("%s", answer).isEqualTo(answer.status());
        return body.has("results") ? ((ObjectNode) body).without("status") : body.path("content");
    }
}
