package dev.linkgate.gateway.core.platform.web;

import java.io.StringWriter;
import java.util.AbstractList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.SerializedString;
import tools.jackson.databind.JacksonSerializable;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.jsontype.TypeSerializer;

/**
 * A list that may be written into the answers of many callers. From the second answer on they share its JSON: two
 * hundred long answers at the same time would keep the processors busy for half a second otherwise. The first answer
 * keeps none, because most lists are written once, to a client that may read slowly.
 */
public final class SharedList<T> extends AbstractList<T> implements JacksonSerializable {

    private final List<T> elements;

    private boolean isWritten;

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
        SerializableString shared = shared(context);
        if (shared == null) {
            context.writeValue(generator, elements);
        } else {
            generator.writeRawValue(shared);
        }
    }

    @Override
    public void serializeWithType(JsonGenerator generator, SerializationContext context, TypeSerializer type) {
        serialize(generator, context);
    }

    /** Absent for the first answer. */
    private synchronized @Nullable SerializableString shared(SerializationContext context) {
        if (isWritten && json == null) {
            json = json(context);
        }
        isWritten = true;
        return json;
    }

    private SerializableString json(SerializationContext context) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = context.tokenStreamFactory().createGenerator(context, text)) {
            context.writeValue(generator, elements);
        }
        return new SerializedString(text.toString());
    }
}
