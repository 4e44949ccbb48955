package dev.linkgate.gateway.inbound.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

class EarlyFormsTest {

    private final EarlyForms forms = new EarlyForms(
            new BodyFilter(new LimitSettings(0, 600, null, null, Duration.ofSeconds(10), Duration.ofSeconds(10))));

    @Test
    void anAddressHasAFewFormsAtOnce() {
        assertThatThrownBy(() -> nested("192.0.2.1", EarlyForms.AT_ONCE + 1)).hasMessageContaining("rate-limited");
    }

    @Test
    void otherAddressesHaveTheirOwn() {
        nested("192.0.2.1", EarlyForms.AT_ONCE, () -> nested("192.0.2.2", EarlyForms.AT_ONCE));
    }

    @Test
    void aReadFormLeavesItsPlace() {
        for (int i = 0; i < 2 * EarlyForms.AT_ONCE; i++) {
            assertThat(nested("192.0.2.1", 1)).isTrue();
        }
    }

    @Test
    void aFormThatFailsLeavesItsPlace() {
        for (int i = 0; i < 2 * EarlyForms.AT_ONCE; i++) {
            assertThatThrownBy(() -> forms.read(from("192.0.2.1"), request -> {
                        throw new IllegalStateException("cut short");
                    }))
                    .hasMessage("cut short");
        }
    }

    /** Begins so many forms, each while the one before is being read. */
    private boolean nested(String address, int count) {
        return nested(address, count, () -> {});
    }

    private boolean nested(String address, int count, Runnable inside) {
        if (count == 0) {
            inside.run();
            return true;
        }
        return forms.read(from(address), request -> nested(address, count - 1, inside));
    }

    private static MockHttpServletRequest from(String address) {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/api/oauth/token");
        request.setRemoteAddr(address);
        return request;
    }
}
