package dev.linkgate.gateway.core.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.gateway.core.endpoints.link.WaitSettings;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

class PreferWaitTest {

    @Test
    void aWaitIsCutToWhatTheOperatorAllows() {
        WaitSettings settings = new WaitSettings(
                Duration.ofSeconds(60), Duration.ofSeconds(5), Duration.ofMinutes(2), Duration.ofMinutes(2));
        MockHttpServletRequest request = new MockHttpServletRequest();
        assertThat(PreferWait.of(request, settings)).isEqualTo(new PreferWait(Optional.empty()));

        request.addHeader("Prefer", "wait=61");

        assertThat(PreferWait.of(request, settings).patience()).isEqualTo(Duration.ofSeconds(60));
    }
}
