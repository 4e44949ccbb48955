package dev.linkgate.gateway.feature.documents;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Makes the choices between schemas usable for generated clients.
 *
 * <ul>
 *   <li>A client decodes each success of an operation by the schema of the lowest status. So that one has all of the
 *       operation's successes, as a schema {@code <OperationId>Answer}. The other statuses keep their own schemas.
 *   <li>A dry run is told from the other answers of a write by {@code dryRun}, which is constant. It has no type
 *       besides, because generated Python takes a constant of a type for a text.
 *   <li>Generators do not understand a choice within a choice, such as a dry run or an endpoint of one of three
 *       providers. So a choice names the schemas at its end.
 * </ul>
 */
@Lazy
@Component
@Order(0)
class FlatUnions implements OpenApiCustomizer {

    private static final String SCHEMAS = "#/components/schemas/";
    private static final String JSON = org.springframework.http.MediaType.APPLICATION_JSON_VALUE;

    @Override
    public void customise(OpenAPI document) {
        Components components = document.getComponents();
        addCurrent(document.getPaths().values(), components);
        document.getPaths()
                .values()
                .forEach(path -> path.readOperations().forEach(operation -> unite(operation, components)));
        Schema<?> constant = new JsonSchema();
        constant.setConst(true);
        Objects.requireNonNull(components.getSchemas().get("DryRun")).addProperty("dryRun", constant);
        for (Schema<?> schema : components.getSchemas().values()) {
            if (schema.getProperties() != null) {
                for (Schema<?> property : schema.getProperties().values()) {
                    flatten(property, components);
                }
            }
        }
    }

    /** A dry run shows what is read at its path. */
    private static void addCurrent(Collection<PathItem> paths, Components components) {
        Schema<?> dryRun = Objects.requireNonNull(components.getSchemas().get("DryRun"));
        Schema<?> current = Objects.requireNonNull(
                Objects.requireNonNull(dryRun.getProperties()).get("current"));
        paths.stream()
                .filter(path -> path.getGet() != null && (path.getPut() != null || path.getDelete() != null))
                .filter(path -> path.readOperations().stream().anyMatch(FlatUnions::takesDryRun))
                .map(PathItem::getGet)
                .flatMap(read -> successes(read).stream())
                .map(MediaType::getSchema)
                .filter(schema -> current.getOneOf().stream()
                        .noneMatch(known -> Objects.equals(known.get$ref(), schema.get$ref())))
                .forEach(current::addOneOfItem);
    }

    private static boolean takesDryRun(Operation operation) {
        return operation.getParameters() != null
                && operation.getParameters().stream().anyMatch(parameter -> "dryRun".equals(parameter.getName()));
    }

    private static void flatten(Schema<?> property, Components components) {
        if (property.getOneOf() != null) {
            List<Schema<?>> choices = choices(property, components).toList();
            property.setOneOf(null);
            choices.forEach(property::addOneOfItem);
        }
    }

    private static void unite(Operation operation, Components components) {
        List<MediaType> successes = successes(operation);
        boolean isChoice = successes.stream()
                        .anyMatch(success -> success.getSchema().getOneOf() != null)
                || successes.stream().map(MediaType::getSchema).distinct().count() > 1;
        if (isChoice) {
            String name = name(operation);
            JsonSchema union = new JsonSchema();
            successes.stream()
                    .flatMap(success -> choices(success.getSchema(), components))
                    .distinct()
                    .forEach(union::addOneOfItem);
            components.addSchemas(name, union);
            successes.getFirst().setSchema(new JsonSchema().$ref(SCHEMAS + name));
        }
    }

    /** The JSON of an operation's successes, by ascending status. */
    private static List<MediaType> successes(Operation operation) {
        return new TreeMap<>(operation.getResponses())
                .headMap("300").values().stream()
                        .map(ApiResponse::getContent)
                        .filter(content -> content != null && content.containsKey(JSON))
                        .map(content -> content.get(JSON))
                        .toList();
    }

    private static String name(Operation operation) {
        String id = operation.getOperationId();
        return Character.toUpperCase(id.charAt(0)) + id.substring(1) + "Answer";
    }

    /** The schemas at the end of a choice. A schema that is no choice is its own end. */
    private static Stream<Schema<?>> choices(Schema<?> schema, Components components) {
        Schema<?> named = schema.get$ref() == null
                ? schema
                : Objects.requireNonNull(
                        components.getSchemas().get(schema.get$ref().substring(SCHEMAS.length())));
        return named.getOneOf() == null
                ? Stream.of(schema)
                : named.getOneOf().stream().flatMap(choice -> choices(choice, components));
    }
}
