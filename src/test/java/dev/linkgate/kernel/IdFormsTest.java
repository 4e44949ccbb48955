package dev.linkgate.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Ids are checked by hand, and documented by a pattern. */
class IdFormsTest {

    @Example
    void knowsIdsOfEveryForm() {
        assertThat(ProjectId.matches("5c3a1f1f1f1f1f1f1f1f1f1f")).isTrue();
        assertThat(EndpointId.matches("vpce-0b9c5701325cb15dd")).isTrue();
        assertThat(EndpointId.matches("vpce-0b9c5701")).isTrue();
    }

    @Property
    void projectIdsAreWhatTheirPatternSays(@ForAll("texts") String text) {
        assertThat(ProjectId.matches(text)).isEqualTo(text.matches(ProjectId.PATTERN));
    }

    @Property
    void endpointIdsAreWhatTheirPatternSays(@ForAll("texts") String text) {
        assertThat(EndpointId.matches(text)).isEqualTo(text.matches(EndpointId.PATTERN));
    }

    /** Ids, and texts that are nearly one. */
    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> digits = Arbitraries.of(7, 8, 9, 16, 17, 18, 23, 24, 25)
                .flatMap(length ->
                        Arbitraries.strings().withChars("0123456789abcdef").ofLength(length));
        return Combinators.combine(
                        Arbitraries.of("vpce-", "", "VPCE-", "vpce"),
                        digits,
                        Arbitraries.of("", "", "", "g", "A", "/", ":", "`", "\n", "é"))
                .as((before, middle, after) -> before + (after.isEmpty() ? middle : middle.substring(1) + after));
    }
}
