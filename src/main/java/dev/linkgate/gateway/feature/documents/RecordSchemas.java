package dev.linkgate.gateway.feature.documents;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JavaType;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.AnnotationsUtils;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.media.Discriminator;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.Schema;
import jakarta.validation.Constraint;
import jakarta.validation.Valid;
import java.lang.annotation.Annotation;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Completes springdoc's schemas: required, nullable, one per provider. springdoc knows neither {@link Nullable} nor sealed
 * types, so generated clients would have to doubt each property of an answer, and lack those of the providers.
 *
 * <ul>
 *   <li>A component of an answer is required, unless it is left out when it has no value. It can be null, if it is
 *       {@link Nullable}.
 *   <li>A record with an unwrapped component that is sealed is one of several schemas: one for each provider, whose
 *       {@code provider} tells them apart.
 * </ul>
 *
 * <p>springdoc may complete a schema more than once, so what is complete stays as it is.
 *
 * <p>The records of requests say themselves which components are required. A list that may be left out can be null,
 * because generated Java clients would otherwise send an empty one.
 */
final class RecordSchemas implements ModelConverter {

    private static final String OURS = "dev.linkgate.";
    private static final String DISCRIMINATOR = "provider";

    @Override
    public boolean isOpenapi31() {
        return true;
    }

    @Override
    public @Nullable Schema<?> resolve(
            AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
        if (!chain.hasNext()) {
            return null;
        }
        Schema<?> resolved = chain.next().resolve(type, context, chain);
        JavaType javaType = Json31.mapper().constructType(type.getType());
        if (resolved != null && javaType != null && isOurs(javaType.getRawClass())) {
            complete(javaType.getRawClass(), resolved, context);
        }
        return resolved;
    }

    private static boolean isOurs(Class<?> type) {
        return type.isRecord() && type.getName().startsWith(OURS);
    }

    private void complete(Class<?> type, Schema<?> resolved, ModelConverterContext context) {
        String name = resolved.get$ref() == null
                ? resolved.getName()
                : resolved.get$ref().substring(resolved.get$ref().lastIndexOf('/') + 1);
        Schema<?> model = name == null ? null : context.getDefinedModels().get(name);
        if (model == null) {
            return;
        }
        List<RecordComponent> components = components(type).toList();
        Optional<RecordComponent> choice =
                components.stream().filter(RecordSchemas::isUnwrapped).findFirst();
        if (choice.isPresent()) {
            divide(model, name, components, choice.get().getType(), context);
        } else if (isAnswer(type)) {
            completeProperties(components, model);
        } else {
            allowNullLists(components, model);
        }
    }

    /** A request's record has constraints, or says of a component that it is required. */
    private static boolean isAnswer(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .flatMap(component -> Arrays.stream(component.getAccessor().getAnnotations()))
                .noneMatch(RecordSchemas::isOfRequest);
    }

    private static boolean isOfRequest(Annotation annotation) {
        return annotation instanceof Valid
                || annotation.annotationType().isAnnotationPresent(Constraint.class)
                || (annotation instanceof io.swagger.v3.oas.annotations.media.Schema schema
                        && schema.requiredMode() == io.swagger.v3.oas.annotations.media.Schema.RequiredMode.REQUIRED);
    }

    private static void completeProperties(List<RecordComponent> components, Schema<?> model) {
        for (RecordComponent component : components) {
            String name = nameOf(component);
            Schema<?> property = model.getProperties() == null
                    ? null
                    : (Schema<?>) model.getProperties().get(name);
            if (property == null || mayBeLeftOut(component)) {
                continue;
            }
            model.addRequiredItem(name);
            if (isNullable(component)) {
                model.addProperty(name, orNull(property));
            }
        }
    }

    /** A field can have a name that is no word of Java's. */
    private static String nameOf(RecordComponent component) {
        JsonProperty given = component.getAccessor().getAnnotation(JsonProperty.class);
        return given == null || given.value().isEmpty() ? component.getName() : given.value();
    }

    private static void allowNullLists(List<RecordComponent> components, Schema<?> model) {
        for (RecordComponent component : components) {
            if (component.getType() == List.class && isNullable(component)) {
                Schema<?> list = Objects.requireNonNull(model.getProperties().get(component.getName()));
                model.addProperty(component.getName(), orNull(list));
            }
        }
    }

    /** A component that is left out when it is null is there all the same if it cannot be null. */
    private static boolean mayBeLeftOut(RecordComponent component) {
        JsonInclude ofComponent = component.getAccessor().getAnnotation(JsonInclude.class);
        JsonInclude include =
                ofComponent == null ? component.getDeclaringRecord().getAnnotation(JsonInclude.class) : ofComponent;
        return include != null
                && include.value() != JsonInclude.Include.ALWAYS
                && (include.value() != JsonInclude.Include.NON_NULL || isNullable(component));
    }

    private static boolean isNullable(RecordComponent component) {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    private static Schema<?> orNull(Schema<?> schema) {
        if (schema.getTypes() != null && schema.getOneOf() == null) {
            Schema<?> ownSchema = AnnotationsUtils.clone(schema, true); // properties of one type share a schema
            ownSchema.addType("null");
            if (ownSchema.getEnum() != null && !ownSchema.getEnum().contains(null)) {
                ownSchema.addEnumItemObject(null);
            }
            return ownSchema;
        }
        Schema<?> nothing = new JsonSchema();
        nothing.addType("null");
        if (schema.getOneOf() != null && schema.getOneOf().contains(nothing)) {
            return schema;
        }
        JsonSchema either = new JsonSchema();
        either.setDescription(schema.getDescription());
        if (schema.getOneOf() == null) {
            either.addOneOfItem(schema);
        } else {
            schema.getOneOf().forEach(either::addOneOfItem);
        }
        either.addOneOfItem(nothing);
        return either;
    }

    /** Makes a schema the choice between one for each case of its sealed component. */
    private static void divide(
            Schema<?> model,
            String name,
            List<RecordComponent> components,
            Class<?> choice,
            ModelConverterContext context) {
        Discriminator discriminator = new Discriminator().propertyName(DISCRIMINATOR);
        model.setOneOf(null);
        model.setProperties(null);
        model.setRequired(null);
        for (Class<?> variant : choice.getPermittedSubclasses()) {
            String value = variant.getSimpleName().toUpperCase(Locale.ROOT);
            String reference = "#/components/schemas/" + variant.getSimpleName() + name;
            JsonSchema schema = new JsonSchema();
            schema.addType("object");
            addProperties(
                    schema,
                    Stream.concat(components.stream(), components(variant)).toList(),
                    context);
            schema.addProperty(DISCRIMINATOR, only(value));
            context.defineModel(variant.getSimpleName() + name, schema);
            model.addOneOfItem(new JsonSchema().$ref(reference));
            discriminator.mapping(value, reference);
        }
        model.setTypes(null);
        model.setDiscriminator(discriminator);
    }

    private static Schema<?> only(String value) {
        JsonSchema only = new JsonSchema();
        only.addType("string");
        only.setEnum(List.of(value));
        return only;
    }

    private static void addProperties(
            Schema<?> schema, List<RecordComponent> components, ModelConverterContext context) {
        for (RecordComponent component : components) {
            if (!isUnwrapped(component) && !component.getAccessor().isAnnotationPresent(JsonIgnore.class)) {
                schema.addProperty(
                        component.getName(),
                        context.resolve(new AnnotatedType(component.getGenericType())
                                .ctxAnnotations(component.getAccessor().getAnnotations())
                                .resolveAsRef(true)));
            }
        }
        completeProperties(components, schema);
    }

    /** The components of a record, with those of its unwrapped records instead of these. */
    private static Stream<RecordComponent> components(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .flatMap(component ->
                        isUnwrapped(component) && component.getType().isRecord()
                                ? components(component.getType())
                                : Stream.of(component));
    }

    private static boolean isUnwrapped(RecordComponent component) {
        return component.getAccessor().isAnnotationPresent(JsonUnwrapped.class);
    }
}
