package dev.linkgate.sandbox;

import static dev.linkgate.sandbox.Json.assertError;
import static dev.linkgate.sandbox.RunningAtlas.LINK;
import static dev.linkgate.sandbox.RunningAtlas.PROJECT;
import static dev.linkgate.sandbox.RunningAtlas.V2_ROOT;
import static dev.linkgate.sandbox.RunningAtlas.VPCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.protocol.NewAtlasEndpoint;
import dev.linkgate.protocol.PrivateEndpointOperation;
import dev.linkgate.sandbox.state.Author;
import dev.linkgate.sandbox.state.RateLimit;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The feed of events: fields and frame as recorded, its types as in Atlas's specification. */
class EventsOverHttpTest {

    private static final String EVENTS = "/api/atlas/v2/groups/" + PROJECT + "/events";
    private static final String OWN = "?eventType=INTERFACE_ENDPOINT_CREATED&eventType=INTERFACE_ENDPOINT_DELETED"
            + "&eventType=ENDPOINT_SERVICE_DELETED";

    private final RunningAtlas running = new RunningAtlas(settings -> settings.withRateLimit(RateLimit.ENFORCED));
    private final SimulatedAtlas atlas = running.atlas;

    @AfterEach
    void stop() {
        running.close();
    }

    @Test
    void aModeThatStaysAsItIsIsNoEvent() {
        running.v2.patch(V2_ROOT + "/regionalMode", "{\"enabled\":true}");
        running.v2.patch(V2_ROOT + "/regionalMode", "{\"enabled\":true}");
        running.v2.patch(V2_ROOT + "/regionalMode", "{\"enabled\":false}");

        assertThat(types(page("").get("results")))
                .containsExactly(
                        "REGIONALIZED_PRIVATE_ENDPOINT_MODE_DISABLED",
                        "REGIONALIZED_PRIVATE_ENDPOINT_MODE_ENABLED",
                        "GROUP_CREATED");
    }

    @Test
    void datesSelect() {
        running.add(VPCE);
        running.letPass(Duration.ofSeconds(10));
        atlas.write(
                Author.person("somebody@example.com"),
                new PrivateEndpointOperation.AddEndpoint(
                        PROJECT.value(), LINK.value(), new NewAtlasEndpoint.Aws("vpce-0f6e2b4c8d1a39e57")));

        JsonNode later = page(OWN + "&minDate=2026-11-24T13:24:05Z").get("results");
        assertThat(later.size()).isEqualTo(1);
        assertThat(later.at("/0/username").stringValue()).isEqualTo("somebody@example.com");
        assertThat(page(OWN + "&maxDate=2026-11-24T13:24:05Z").get("results").size())
                .isEqualTo(1);
        assertError(running.v2.get(EVENTS + "?minDate=yesterday"), 400, "INVALID_QUERY_PARAMETER");
        assertError(running.v2.get(EVENTS + "?eventType=SOMETHING"), 400, "INVALID_ENUM_VALUE");
    }

    @Test
    void eventsHaveALimitOfTheirOwn() {
        HttpResponse<String> last = running.v2.get(EVENTS);
        assertThat(last.headers().firstValue("Ratelimit-Limit")).hasValue("300");
        for (int i = 0; i < 299; i++) {
            last = running.v2.get(EVENTS);
        }
        assertThat(last.statusCode()).isEqualTo(200);

        assertError(running.v2.get(EVENTS), 429, "RATE_LIMITED_TOKEN_BUCKET");
        assertThat(running.add(VPCE).statusCode()).isEqualTo(201);
    }

    private JsonNode page(String query) {
        return Json.of(running.v2.get(EVENTS + query));
    }

    private static List<String> types(JsonNode events) {
        return events.valueStream()
                .map(event -> event.get("eventTypeName").stringValue())
                .toList();
    }
}
