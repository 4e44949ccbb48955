package dev.linkgate.gateway.core.endpoints.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.web.EntityTag;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EndpointTest {

    private static final Endpoint ENDPOINT = new Endpoint(
                    new EndpointId("vpce-0b9c5701325cb15dd"),
                    ConnectionStatus.PENDING,
                    "INITIATING",
                    false,
                    "a message",
                    EndpointDetails.AWS)
            .addedBy("payments", Instant.parse("2026-12-01T10:00:00Z"), "CHG0030192");

    @Test
    void itsTagTellsEachField() throws ReflectiveOperationException {
        for (var field : Endpoint.class.getRecordComponents()) {
            assertThat(ENDPOINT.toString())
                    .as(field.getName())
                    .contains(String.valueOf(field.getAccessor().invoke(ENDPOINT)));
        }
    }

    @Test
    void anotherStateHasAnotherTag() {
        assertThat(EntityTag.of(ENDPOINT))
                .isNotEqualTo(EntityTag.of(ENDPOINT.failedByError()))
                .isNotEqualTo(EntityTag.of(ENDPOINT.removing()))
                .isNotEqualTo(EntityTag.of(ENDPOINT.addedBy(null, null, null)));
    }
}
