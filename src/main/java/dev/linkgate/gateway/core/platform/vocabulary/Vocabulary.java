package dev.linkgate.gateway.core.platform.vocabulary;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** All words that this gateway knows: those of the core, which are constants of their own type, and of its features. */
@Component
public final class Vocabulary {

    private final List<Words> features;

    @Autowired
    Vocabulary(ObjectProvider<Words> features) {
        this(features.orderedStream().toArray(Words[]::new));
    }

    public Vocabulary(Words... features) {
        this.features = List.of(features);
    }

    /** All words of a type, those of the core first. */
    public <T> List<T> all(Class<T> type) {
        return Stream.concat(Stream.of(type), features.stream().map(Object::getClass))
                .flatMap(declaring -> Arrays.stream(declaring.getFields()))
                .filter(field -> field.getType() == type)
                .map(field -> type.cast(value(field)))
                .toList();
    }

    private static Object value(Field constant) {
        try {
            return constant.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(constant + " is not public", e);
        }
    }
}
