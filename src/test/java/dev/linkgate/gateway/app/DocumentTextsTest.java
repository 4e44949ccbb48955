package dev.linkgate.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.dialect.Dialects;
import dev.linkgate.ProjectFiles;
import dev.linkgate.gateway.app.OpenApiDocument.Part;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The OpenAPI document describes each of its parts, with the texts and examples of the files under {@code openapi/}.
 */
class DocumentTextsTest {

    private static final String FILE = "src/main/resources/openapi/document.yaml";

    /** A property or a parameter: where it is, its name, and what the document has of it. */
    private record Described(String place, String name, JsonNode node) {

        List<String> keys() {
            return List.of(place + "." + name, name);
        }

        boolean says(String member, String text) {
            return node.path(member).asString("").equals(text);
        }

        boolean hasNo(String member) {
            return node.path(member).asString("").isBlank();
        }

        @Override
        public String toString() {
            return place + "." + name;
        }
    }

    private final OpenApiDocument document =
            new OpenApiDocument(Gateway.shared().anonymous().get("/v3/api-docs").json(), Dialects.getOpenApi31());
    private final JsonNode texts = new YAMLMapper().readTree(ProjectFiles.at(FILE));

    @Test
    void eachPropertyIsDescribed() {
        assertDescribed("properties", properties());
    }

    @Test
    void eachParameterIsDescribed() {
        assertDescribed("parameters", parameters());
    }

    @Test
    void eachSharedParameterIsDescribed() {
        Part shared = document.at("/components/parameters");
        assertThat(shared.names())
                .isNotEmpty()
                .noneMatch(name ->
                        shared.at(name).node().path("description").asString("").isBlank());
    }

    @Test
    void eachTextIsUsed() {
        assertUsed("properties", "description", properties());
        assertUsed("parameters", "description", parameters());
        assertUsed("examples", "example", parameters());
    }

    /** They are written by hand, so nothing else keeps them like the records. */
    @Test
    void eachExampleOfABodyFitsItsSchema() {
        assertThat(bodies().flatMap(body -> parts(body.at("examples"))
                        .flatMap(example -> body
                                .at("schema")
                                .errors(example.at("value").node())
                                .stream()
                                .map(error -> example + ": " + error))))
                .isEmpty();
    }

    @Test
    void eachExampleOfABodyIsUsed() {
        assertThat(bodies().flatMap(body -> parts(body.at("examples")))
                        .map(example -> example.at("value").node())
                        .flatMap(example -> Stream.concat(
                                Stream.of(example), example.path("results").valueStream())))
                .containsAll(examplesOfFile());
    }

    /** The bodies of all requests and answers, for each media type. */
    private Stream<Part> bodies() {
        return parts(document.at("/paths"))
                .flatMap(DocumentTextsTest::parts)
                .flatMap(operation ->
                        Stream.concat(Stream.of(operation.at("requestBody")), parts(operation.at("responses"))))
                .flatMap(body -> parts(body.at("content")));
    }

    private static Stream<Part> parts(Part whole) {
        return whole.names().stream().map(whole::at);
    }

    private static List<JsonNode> examplesOfFile() {
        return new YAMLMapper()
                .readTree(ProjectFiles.at("src/main/resources/openapi/examples.yaml"))
                .valueStream()
                .flatMap(JsonNode::valueStream)
                .toList();
    }

    private void assertDescribed(String section, List<Described> all) {
        assertThat(all).isNotEmpty();
        assertThat(all.stream().filter(each -> each.hasNo("description")))
                .as(
                        "Add a line to `%s` of %s for each of these: `name: text` if the text fits wherever the name is used,"
                                + " else `place.name: text` as here. Texts of annotations do not count",
                        section, FILE)
                .isEmpty();
    }

    private void assertUsed(String section, String member, List<Described> all) {
        assertThat(texts.path(section)
                        .propertyStream()
                        .filter(text -> all.stream()
                                .filter(each -> each.keys().contains(text.getKey()))
                                .noneMatch(each ->
                                        each.says(member, text.getValue().asString()))))
                .as("Remove from `%s` of %s what no property or parameter of the OpenAPI document gets", section, FILE)
                .isEmpty();
    }

    private List<Described> properties() {
        Part schemas = document.at("/components/schemas");
        return schemas.names().stream()
                .flatMap(schema -> schemas.at(schema)
                        .node()
                        .path("properties")
                        .propertyStream()
                        .map(property -> new Described(schema, property.getKey(), property.getValue())))
                .toList();
    }

    /** The parameters of the operations, without the shared ones. */
    private List<Described> parameters() {
        return document.at("/paths").names().stream()
                .flatMap(path -> document.at("/paths")
                        .at(path)
                        .node()
                        .valueStream()
                        .flatMap(operation -> operation.path("parameters").valueStream())
                        .filter(parameter -> !parameter.has("$ref"))
                        .map(parameter -> parameter(path, parameter)))
                .toList();
    }

    private static Described parameter(String path, JsonNode node) {
        String name = node.path("name").asString();
        String before = path.split(Pattern.quote("/{" + name + "}"), 2)[0];
        return new Described(before.substring(before.lastIndexOf('/') + 1), name, node);
    }
}
