package dev.linkgate.gateway.core.trail.record;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordableTextTest {

    @Test
    void ordinaryTextStaysUnchanged() {
        assertThat(RecordableText.clean("ci@payments Zoë 支付 مدفوعات 😀")).isEqualTo("ci@payments Zoë 支付 مدفوعات 😀");
    }

    /** Controls, ends of lines, changes of direction, invisible characters, and half a pair. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\0", "\n", "\u007F", "\u0085", "\u2028", "\u2029", "\u202A", "\u202E", "\u2066", "\u2069", "\u200B",
                "\u200F", "\u00AD", "\uFEFF", "\uD800"
            })
    void whatDeceivesAReaderIsReplaced(String unfit) {
        assertThat(RecordableText.clean("admin" + unfit + "team")).isEqualTo("admin\uFFFDteam");
    }
}
