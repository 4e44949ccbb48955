package dev.linkgate.gateway.app;

import com.networknt.schema.AbsoluteIri;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An OpenAPI document, by whose schemas JSON is validated. */
final class OpenApiDocument {

    /** It has no address; the validator wants one. */
    private static final String IRI = "urn:openapi-document";

    private final JsonNode root;
    private final SchemaRegistry asItIs;
    private final SchemaRegistry closed;

    /** @param dialect of the document's schemas, which depends on its version of OpenAPI */
    OpenApiDocument(JsonNode root, Dialect dialect) {
        this.root = root.deepCopy();
        removeDiscriminators(this.root);
        this.asItIs = registry(this.root, dialect);
        JsonNode closedRoot = this.root.deepCopy();
        close(closedRoot);
        this.closed = registry(closedRoot, dialect);
    }

    /** They only tell readers what {@code oneOf} says, and the validator refuses two at one place. */
    private static void removeDiscriminators(JsonNode node) {
        if (node instanceof ObjectNode schema) {
            schema.remove("discriminator");
        }
        node.forEach(OpenApiDocument::removeDiscriminators);
    }

    private static SchemaRegistry registry(JsonNode document, Dialect dialect) {
        return SchemaRegistry.withDialect(
                dialect,
                registry -> registry.schemas(Map.of(IRI, document.toString()))
                        .schemaRegistryConfig(SchemaRegistryConfig.builder()
                                .formatAssertionsEnabled(true)
                                .locale(Locale.ENGLISH)
                                .build()));
    }

    /** Lets no object have properties that its schema does not name, unless it says what they are. */
    private static void close(JsonNode node) {
        if (node instanceof ObjectNode schema && schema.has("properties") && !schema.has("additionalProperties")) {
            schema.put("additionalProperties", false);
        }
        node.forEach(OpenApiDocument::close);
    }

    /** A part of the document. It is empty if the document has none there. */
    final class Part {

        private final JsonPointer pointer;
        private final JsonNode node;

        private Part(JsonPointer pointer) {
            this.pointer = pointer;
            this.node = root.at(pointer);
        }

        JsonNode node() {
            return node;
        }

        boolean isEmpty() {
            return node.isMissingNode();
        }

        /** A part of this part, or what that refers to. */
        Part at(String name) {
            return referred(new Part(pointer.appendProperty(name)));
        }

        /** The entries of a list of this part, or what they refer to. */
        Stream<Part> elements(String list) {
            Part part = at(list);
            return IntStream.range(0, part.node.size()).mapToObj(i -> referred(new Part(part.pointer.appendIndex(i))));
        }

        private Part referred(Part part) {
            String reference = part.node.path("$ref").asString("");
            return reference.isEmpty() ? part : new Part(JsonPointer.compile(reference.substring(1)));
        }

        /** The names of its parts. */
        List<String> names() {
            return List.copyOf(node.propertyNames());
        }

        /**
         * What is wrong with a value by this schema, as the document has it, and also if unnamed properties are not
         * allowed.
         */
        List<String> errors(JsonNode value) {
            // The validator reads each schema when it is first used, and not for two threads at once.
            synchronized (root) {
                return Stream.of(asItIs, closed)
                        .flatMap(registry -> registry.getSchema(location()).validate(value).stream())
                        .map(Error::toString)
                        .distinct()
                        .toList();
            }
        }

        private SchemaLocation location() {
            SchemaLocation location = new SchemaLocation(AbsoluteIri.of(IRI));
            JsonNode parent = root;
            for (JsonPointer rest = pointer; !rest.matches(); rest = rest.tail()) {
                location = parent.isArray()
                        ? location.append(rest.getMatchingIndex())
                        : location.append(rest.getMatchingProperty());
                parent = parent.isArray()
                        ? parent.path(rest.getMatchingIndex())
                        : parent.path(rest.getMatchingProperty());
            }
            return location;
        }

        @Override
        public String toString() {
            return pointer.toString();
        }
    }

    Part at(String pointer) {
        return new Part(JsonPointer.compile(pointer));
    }

    /**
     * The path with which the document describes a request's path.
     *
     * @param rawPath as it goes on the wire, without a query
     */
    Optional<PathTemplate> path(String rawPath) {
        return at("/paths").names().stream()
                .map(PathTemplate::new)
                .filter(template -> template.matches(rawPath))
                .findFirst();
    }

    /** An operation of a path, by the name of its method in any case; empty if the document has none. */
    Part operation(PathTemplate path, String method) {
        return at("/paths").at(path.text()).at(method.toLowerCase(Locale.ROOT));
    }
}
