package dev.linkgate.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import dev.linkgate.Samples;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.PrintWriter;
import java.io.Serializable;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

class SecretTest {

    private static final String TEXT = "hush-4711-hush";

    record Holder(String name, Secret secret) implements Serializable {}

    static List<JsonMapper> mappers() {
        return List.of(
                JsonMapper.builder().build(),
                JsonMapper.builder()
                        .changeDefaultVisibility(
                                checker -> checker.withVisibility(PropertyAccessor.ALL, Visibility.ANY))
                        .build());
    }

    @Test
    void printsNothingOfItself() {
        Secret secret = Secret.of(TEXT);

        assertThat(secret).asString().doesNotContain(TEXT);
        assertThat("%s %s".formatted(secret, new Holder("x", secret))).doesNotContain(TEXT);
        assertThat(String.valueOf(List.of(Optional.of(secret)))).doesNotContain(TEXT);
        assertThat(secret).hasSameHashCodeAs(Secret.of("another"));
    }

    @ParameterizedTest
    @MethodSource("mappers")
    void cannotBeWrittenAsJson(JsonMapper json) {
        Secret secret = Secret.of(TEXT);

        for (Object holder : List.of(secret, new Holder("x", secret), List.of(secret), Map.of("key", secret))) {
            Throwable refusal = catchThrowable(() -> json.writeValueAsString(holder));
            assertThat(refusal).isNotNull();
            assertThat(stackTrace(refusal)).doesNotContain(TEXT);
        }
    }

    @ParameterizedTest
    @MethodSource("mappers")
    void cannotBeAMapKeyInJson(JsonMapper json) {
        Throwable refusal = catchThrowable(() -> json.writeValueAsString(Map.of(Secret.of(TEXT), "x")));

        assertThat(refusal).isNotNull();
        assertThat(stackTrace(refusal)).doesNotContain(TEXT);
    }

    @Test
    void isReadFromAJsonString() {
        Holder holder = JsonMapper.shared().readValue("{\"name\":\"x\",\"secret\":\"" + TEXT + "\"}", Holder.class);

        assertThat(holder.secret().reveal()).isEqualTo(TEXT);
    }

    @Test
    void cannotBeWrittenAsAJavaObject() throws IOException {
        try (ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
            assertThatThrownBy(() -> out.writeObject(Secret.of(TEXT))).isInstanceOf(NotSerializableException.class);
            assertThatThrownBy(() -> out.writeObject(new Holder("x", Secret.of(TEXT))))
                    .isInstanceOf(NotSerializableException.class);
        }
    }

    @Test
    void equalsItsLikeAndNothingElse() {
        Samples.check(200, random -> List.of(text(random), text(random)), texts -> {
            String one = texts.getFirst();
            String other = texts.getLast();
            assertThat(Secret.of(one)).isEqualTo(Secret.of(one)).isNotEqualTo(one);
            assertThat(Secret.of(one).equals(Secret.of(other))).isEqualTo(one.equals(other));
        });
    }

    /** Often so short that another is the same. */
    private static String text(RandomGenerator random) {
        return Samples.text(random, random.nextBoolean() ? "aA" : Samples.range('A', 'z'), 0, 8);
    }

    private static String stackTrace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
