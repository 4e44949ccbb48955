package dev.linkgate.gateway.core.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreferencesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "wait=10                                  | 10",
                "wait=0                                   | 0",
                "wait=007                                 | 7",
                "WAIT=10                                  | 10",
                "wait = 10                                | 10",
                "wait=\"10\"                              | 10",
                "wait=\"1\\0\"                            | 10",
                "respond-async, wait=10                   | 10",
                "wait=10, respond-async                   | 10",
                ", ,wait=10,                              | 10",
                "wait=10; foo=bar ;baz; ;q=\"a,b;c=\\\"\" | 10",
                "return=minimal; note=\"wait=99\",wait=5  | 5",
                "wait=10, wait=20                         | 10",
                "wait=99999999999999999999                | 9223372036854775807"
            })
    void aWaitIsUnderstood(String header, long seconds) {
        assertThat(Preferences.of(List.of(header)).waitSeconds()).contains(seconds);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "respond-async",
                "wait",
                "wait=",
                "wait=\"\"",
                "wait=soon",
                "wait=soon, wait=10",
                "wait, wait=10",
                "wait=-1",
                "wait=1.5",
                "wait=10s",
                "wait=10 s",
                "wait=10=10",
                "wait=\"10",
                "wait:10",
                "(wait=10)",
                "wait=10; =x",
                "waiting=10",
                "note=\"wait=10\""
            })
    void whatIsNoWaitIsIgnored(String header) {
        assertThat(Preferences.of(List.of(header)).waitSeconds()).isEmpty();
    }

    @Test
    void severalLinesAreOneListWhoseFirstWordCountsAndABrokenLineSpoilsNoOther() {
        assertThat(Preferences.of(List.of("respond-async", "wait=3", "wait=4")).waitSeconds())
                .contains(3L);
        assertThat(Preferences.of(List.of("wait=\"3", "wait=4")).waitSeconds()).contains(4L);
    }

    @Test
    @Timeout(10)
    void noLineTakesLong() {
        for (String piece : List.of("a;", "a=\"\\", "a ;b ", "wait=1;", "\"\\\"", "a\t", ",")) {
            Preferences.of(List.of(piece.repeat(8_000)));
            Preferences.of(List.of("wait=1" + piece.repeat(8_000) + "("));
        }
    }
}
