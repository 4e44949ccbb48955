package dev.linkgate.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.Samples;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Ids are checked by hand, and documented by a pattern. */
class IdFormsTest {

    @Test
    void knowsIdsOfEveryForm() {
        assertThat(ProjectId.matches("5c3a1f1f1f1f1f1f1f1f1f1f")).isTrue();
        assertThat(EndpointId.matches("vpce-0b9c5701325cb15dd")).isTrue();
        assertThat(EndpointId.matches("vpce-0b9c5701")).isTrue();
    }

    @Test
    void projectIdsAreWhatTheirPatternSays() {
        Samples.check(
                1_000,
                IdFormsTest::text,
                text -> assertThat(ProjectId.matches(text)).isEqualTo(text.matches(ProjectId.PATTERN)));
    }

    @Test
    void endpointIdsAreWhatTheirPatternSays() {
        Samples.check(
                1_000,
                IdFormsTest::text,
                text -> assertThat(text.matches(EndpointId.DOCUMENTED_PATTERN))
                        .as("no id is refused by its pattern, which cannot tell wrong ids of AWS from names")
                        .isIn(true, EndpointId.matches(text)));
    }

    /** An id, or a text that is nearly one. */
    private static String text(RandomGenerator random) {
        int length = Samples.oneOf(random, List.of(7, 8, 9, 16, 17, 18, 23, 24, 25));
        String before = Samples.oneOf(random, List.of("vpce-", "", "VPCE-", "vpce"));
        String middle = Samples.text(random, "0123456789abcdef", length, length);
        String after = Samples.oneOf(random, List.of("", "", "", "g", "A", "/", ":", "`", "\n", "é"));
        return before + (after.isEmpty() ? middle : middle.substring(1) + after);
    }
}
