package dev.linkgate.gateway.core.trail.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.gateway.core.platform.request.Change;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A change as the trail stores it. */
class RecordedChangeTest {

    @Test
    void tellsBothSidesWithTheValuesInTheirOrder() {
        Change change = Change.of(
                () -> new Change.Values().with("role", "viewer").with("by", (String) null),
                () -> new Change.Values()
                        .with("role", "owner")
                        .with("until", Instant.parse("2026-11-28T00:00:00Z"))
                        .with("enabled", true)
                        .with("scopes", List.of("auditor", "all")));

        assertThat(RecordedChange.json(change))
                .isEqualTo("{\"before\":{\"role\":\"viewer\"},\"after\":{\"role\":\"owner\","
                        + "\"until\":\"2026-11-28T00:00:00Z\",\"enabled\":true,\"scopes\":[\"auditor\",\"all\"]}}");
        assertThat(RecordedChange.json(new Change(null, null))).isNull();
    }

    @Test
    void isCutAndCleanedLikeOtherTexts() {
        String text = "a\u0000b\nc\u202Ed" + "e".repeat(3_000);
        Change change =
                Change.to(() -> new Change.Values().with("label", text).with("list", Collections.nCopies(22, "x\ty")));

        assertThat(RecordedChange.json(change))
                .contains("\"label\":\"a\uFFFDb\uFFFDc\uFFFDd" + "e".repeat(1_993) + "\"")
                .contains("\"x\uFFFDy\",\"and 2 more\"]")
                .hasSizeLessThan(2_400);
    }

    /** A description, a reason or a comment may have 500 characters, as people count them, and a URL 2,000. */
    @Test
    void whatARequestMayGiveIsWhole() {
        String described = "\uD83D\uDE00".repeat(500);
        String url = "https://example.com/" + "a".repeat(1_980);

        assertThat(RecordedChange.json(Change.to(
                        () -> new Change.Values().with("description", described).with("url", url))))
                .contains("\"" + described + "\"")
                .contains("\"" + url + "\"");
    }

    /** The largest change fits well into a line that an export may have. */
    @Test
    void hasABound() {
        Change.Values values = new Change.Values();
        for (int i = 0; i < 8; i++) {
            values.with("text " + i, "\"€".repeat(500)).with("list " + i, Collections.nCopies(500, "\"€".repeat(500)));
        }
        String json = String.valueOf(RecordedChange.json(new Change(null, values)));
        assertThat(json.getBytes(java.nio.charset.StandardCharsets.UTF_8)).hasSizeLessThan(1 << 18);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "\"a\"", "{\"a\":1", "{} {}", "{ }", "{}\n{}", "{\"a\":1,\"a\":2}"})
    void whatNoGatewayStoresIsNotShown(String stored) {
        assertThat(RecordedChange.shown(stored)).isEqualTo("{}");
    }
}
