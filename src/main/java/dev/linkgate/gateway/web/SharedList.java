package dev.linkgate.gateway.web;

import java.io.StringWriter;
import java.util.AbstractList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.SerializedString;
import tools.jackson.databind.JacksonSerializable;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.jsontype.TypeSerializer;

/**
 * A list that is written into the answers of many callers. It becomes JSON once: two hundred long answers at the same time
 * would keep the processors busy for half a second otherwise.
 */
public final class SharedList<T> extends AbstractList<T> implements JacksonSerializable {

    private final List<T> elements;

    /** Keeps its UTF-8, which is only copied then. */
    private @Nullable SerializableString json;

    public SharedList(List<T> elements) {
        this.elements = List.copyOf(elements);
    }

    @Override
    public T get(int index) {
        return elements.get(index);
    }

    @Override
    public int size() {
        return elements.size();
    }

    @Override
    public void serialize(JsonGenerator generator, SerializationContext context) {
        generator.writeRawValue(json(context));
    }

    @Override
    public void serializeWithType(JsonGenerator generator, SerializationContext context, TypeSerializer type) {
        serialize(generator, context);
    }

    private synchronized SerializableString json(SerializationContext context) {
        if (json == null) {
            StringWriter text = new StringWriter();
            try (JsonGenerator generator = context.tokenStreamFactory().createGenerator(context, text)) {
                context.writeValue(generator, elements);
            }
            json = new SerializedString(text.toString());
        }
        return Objects.requireNonNull(json);
    }
}
