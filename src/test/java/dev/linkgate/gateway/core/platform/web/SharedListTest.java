package dev.linkgate.gateway.core.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class SharedListTest {

    private final AtomicInteger written = new AtomicInteger();
    private final JsonMapper json = new JsonMapper();

    /** Counts how often it becomes JSON. */
    private final class Element {

        @JsonValue
        String text() {
            written.incrementAndGet();
            return "größer \" als";
        }
    }

    @Test
    void allAnswersButTheFirstShareTheJson() {
        Listing<Element> listing =
                new Listing<>(List.of(), new SharedList<>(List.of(new Element(), new Element())), 2L);

        String first = json.writeValueAsString(listing);

        assertThat(json.readTree(first).at("/results/1").asString()).isEqualTo("größer \" als");
        for (int i = 0; i < 5; i++) {
            assertThat(new String(json.writeValueAsBytes(listing), StandardCharsets.UTF_8))
                    .isEqualTo(first);
        }
        assertThat(written)
                .as("both elements, for the first answer and for the others")
                .hasValue(4);
    }

    @Test
    void anEmptyListIsAnEmptyArray() {
        assertThat(json.writeValueAsString(new SharedList<>(List.of()))).isEqualTo("[]");
    }
}
