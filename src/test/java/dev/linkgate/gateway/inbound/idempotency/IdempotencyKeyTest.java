package dev.linkgate.gateway.inbound.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.linkgate.Samples;
import dev.linkgate.gateway.platform.request.LinkgateException;
import dev.linkgate.gateway.platform.request.ProblemCode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class IdempotencyKeyTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "8e03978e-40d5,    8e03978e-40d5",
                "'\"8e03978e\"',   8e03978e",
                "'  a\t',          a",
                "'\"',             '\"'",
                "'\"a',            '\"a'",
                "'a\"b',           'a\"b'",
                "'\"a\\\"b\"',     'a\\\"b'",
                "'\"\"a\"\"',      '\"a\"'"
            })
    void aPairOfQuotesAroundItIsNoPartOfIt(String line, String key) {
        assertThat(IdempotencyKey.of(List.of(line)).value()).isEqualTo(key);
    }

    @Test
    void visibleTextIsAKey() {
        String visible = Samples.range('!', '~');
        Samples.check(
                1_000,
                random -> Samples.text(random, visible, 1, 255),
                text -> assertThat(
                                IdempotencyKey.of(List.of("\"" + text + "\"")).value())
                        .isEqualTo(text));
    }

    static List<List<String>> noKeys() {
        return List.of(
                List.of(""),
                List.of(" "),
                List.of("\"\""),
                List.of("a b"),
                List.of("\"a b\""),
                List.of("a, b"),
                List.of("a\u007f"),
                List.of("caf\u00e9"),
                List.of("a".repeat(256)),
                List.of("\"" + "a".repeat(256) + "\""),
                List.of("a", "b"),
                List.of("a", "a"),
                List.of());
    }

    @ParameterizedTest
    @MethodSource("noKeys")
    void anythingElseIsRefusedByName(List<String> lines) {
        assertThatExceptionOfType(LinkgateException.class)
                .isThrownBy(() -> IdempotencyKey.of(lines))
                .satisfies(refused -> {
                    assertThat(refused.failure().code()).isEqualTo(ProblemCode.INVALID_REQUEST);
                    assertThat(refused.failure().errors())
                            .singleElement()
                            .extracting("field")
                            .isEqualTo("Idempotency-Key");
                });
    }
}
