package dev.linkgate.gateway.core.atlas.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.CapturesOutput;
import dev.linkgate.ManualClock;
import dev.linkgate.gateway.core.atlas.Requests;
import dev.linkgate.gateway.core.atlas.ScriptedWire;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;

@CapturesOutput
class SunsetChannelTest {

    private static final String LINKS =
            "/api/atlas/v2/groups/5df264b8f10fab7d2cad2f0d/privateEndpoint/AWS/endpointService";
    private static final String TEMPLATE = "/api/atlas/v2/groups/{id}/privateEndpoint/AWS/endpointService";

    private final ManualClock clock = new ManualClock();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ScriptedWire wire = new ScriptedWire();
    private final SunsetChannel channel = new SunsetChannel(wire, clock, meters);

    @ParameterizedTest
    @ValueSource(strings = {"Thu, 1 Jul 2027 00:00:00 GMT", "Thu, 01 Jul 2027 00:00:00 GMT"})
    void sunsetIsSecondsAway(String date) {
        answersWith("Deprecation", "Mon, 5 Aug 2024 00:00:00 GMT", "Sunset", date);
        channel.exchange(Requests.get(LINKS));

        double left = Duration.between(clock.instant(), Instant.parse("2027-07-01T00:00:00Z"))
                .toSeconds();
        assertThat(secondsLeft()).isEqualTo(left);

        clock.advance(Duration.ofHours(1));
        assertThat(secondsLeft()).isEqualTo(left - 3600);
    }

    @Test
    void theLastAnnouncementCounts() {
        answersWith("Sunset", "Thu, 1 Jul 2027 00:00:00 GMT");
        channel.exchange(Requests.get(LINKS));
        double before = secondsLeft();
        answersWith("Sunset", "Fri, 2 Jul 2027 00:00:00 GMT");
        channel.exchange(Requests.get(LINKS));

        assertThat(secondsLeft()).isEqualTo(before + 86_400);
        assertThat(meters.get("linkgate.atlas.deprecated").counter().count()).isEqualTo(2);
    }

    @Test
    void aResourceIsWarnedOfOnceADay(CapturedOutput output) {
        answersWith("Sunset", "Thu, 1 Jul 2027 00:00:00 GMT");
        for (int hour = 0; hour < 25; hour++) {
            channel.exchange(Requests.get(LINKS));
            channel.exchange(Requests.get(LINKS + "/5df264b8f10fab7d2cad2f0e"));
            clock.advance(Duration.ofHours(1));
        }

        assertThat(output.toString().lines().filter(line -> line.contains("Atlas withdraws " + TEMPLATE + " in")))
                .hasSize(2)
                .allMatch(line -> line.contains("2027-07-01T00:00:00Z"));
        assertThat(output.toString().lines().filter(line -> line.contains("Atlas withdraws " + TEMPLATE + "/{id} in")))
                .hasSize(2);
        assertThat(output).doesNotContain("5df264b8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "", "Mon, 1 Jul 2027 00:00:00 GMT", "2027-07-01"})
    void anUnreadableDateIsADeprecationWithoutOne(String date, CapturedOutput output) {
        answersWith("Sunset", date);

        assertThat(channel.exchange(Requests.get(LINKS)).status()).isEqualTo(200);

        assertThat(meters.find("linkgate.atlas.sunset").gauge()).isNull();
        assertThat(meters.get("linkgate.atlas.deprecated").counter().count()).isEqualTo(1);
        assertThat(output).contains("Atlas withdraws");
    }

    @Test
    void nothingIsMeasuredWithoutAnAnnouncement(CapturedOutput output) {
        channel.exchange(Requests.get(LINKS));

        assertThat(meters.getMeters()).isEmpty();
        assertThat(output).doesNotContain("Atlas withdraws");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/atlas/v2, /api/atlas/v2",
        "/api/oauth/token, /api/oauth/token",
        "/api/atlas/v1.0/groups/5df2/privateEndpoint/5df3/interfaceEndpoints/vpce-1?a=/b, /api/atlas/v1.0/groups/{id}/privateEndpoint/{id}/interfaceEndpoints/{id}",
        "/api/atlas/v2/groups/5df2/privateEndpoint/AZURE/endpointService/5df3/endpoint/%2Fsub%2Fx, /api/atlas/v2/groups/{id}/privateEndpoint/AZURE/endpointService/{id}/endpoint/{id}"
    })
    void aTemplateHasNoIds(String uri, String template) {
        assertThat(ResourceTemplate.of(uri)).isEqualTo(template);
    }

    private double secondsLeft() {
        return meters.get("linkgate.atlas.sunset")
                .tag("resource", TEMPLATE)
                .gauge()
                .value();
    }

    private void answersWith(String... headers) {
        wire.answers(request -> ScriptedWire.answer(200, "{}", headers));
    }
}
