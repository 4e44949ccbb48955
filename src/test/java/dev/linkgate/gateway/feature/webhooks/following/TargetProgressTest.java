package dev.linkgate.gateway.feature.webhooks.following;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.gateway.core.endpoints.link.ScriptedAtlas;
import dev.linkgate.gateway.feature.webhooks.following.FollowedTarget.Goal;
import java.time.Instant;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an observation of an endpoint or a link means for those who are told. */
class TargetProgressTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "endpoint, SETTLED, PENDING,   -,                SETTLED",
                "endpoint, SETTLED, AVAILABLE, endpoint.settled, -",
                "endpoint, SETTLED, FAILED,    endpoint.failed,  -",
                "endpoint, SETTLED, LEAVING,   -,                GONE",
                "endpoint, SETTLED, GONE,      endpoint.removed, -",
                "endpoint, GONE,    PENDING,   -,                GONE",
                "endpoint, GONE,    AVAILABLE, -,                GONE",
                "endpoint, GONE,    FAILED,    -,                GONE",
                "endpoint, GONE,    LEAVING,   -,                GONE",
                "endpoint, GONE,    GONE,      endpoint.removed, -",
                "link,     SETTLED, PENDING,   -,                SETTLED",
                "link,     SETTLED, AVAILABLE, link.settled,     -",
                "link,     SETTLED, FAILED,    link.settled,     -",
                "link,     GONE,    LEAVING,   -,                GONE",
                "link,     GONE,    GONE,      link.removed,     -"
            })
    void ofAWriteThatWasCarriedOut(
            String kind, Goal goal, TargetObservation.State seen, @Nullable String events, @Nullable Goal next) {
        TargetProgress progress = TargetProgress.of(target(kind, goal, true), seen, true);

        assertThat(words(progress)).isEqualTo(events == null ? "" : events);
        assertThat(progress.next()).isEqualTo(next == null ? null : target(kind, next, true));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "SETTLED, GONE,      false, -,                              SETTLED unknown",
                "SETTLED, GONE,      true,  -,                              -",
                "SETTLED, PENDING,   false, endpoint.added,                 SETTLED known",
                "SETTLED, AVAILABLE, false, endpoint.added endpoint.settled, -",
                "SETTLED, FAILED,    true,  endpoint.added endpoint.failed, -",
                "SETTLED, LEAVING,   true,  endpoint.added,                 GONE known",
                "GONE,    AVAILABLE, false, -,                              GONE unknown",
                "GONE,    AVAILABLE, true,  -,                              -",
                "GONE,    LEAVING,   false, -,                              GONE known",
                "GONE,    GONE,      false, endpoint.removed,               -"
            })
    void ofAWriteWithoutAKnownResult(
            Goal goal, TargetObservation.State seen, boolean late, @Nullable String events, @Nullable String next) {
        TargetProgress progress = TargetProgress.of(target("endpoint", goal, false), seen, late);

        assertThat(words(progress)).isEqualTo(events == null ? "" : events);
        if (next == null) {
            assertThat(progress.next()).isNull();
        } else {
            String[] words = next.split(" ", -1);
            assertThat(progress.next()).isEqualTo(target("endpoint", Goal.valueOf(words[0]), words[1].equals("known")));
        }
    }

    private static FollowedTarget target(String kind, Goal goal, boolean announced) {
        return new FollowedTarget(
                ScriptedAtlas.PATH,
                kind.equals("link") ? null : ScriptedAtlas.id(1),
                goal,
                announced,
                "req-1",
                "1:00",
                Instant.EPOCH);
    }

    private static String words(TargetProgress progress) {
        return progress.events().stream().map(event -> event.word()).collect(Collectors.joining(" "));
    }
}
