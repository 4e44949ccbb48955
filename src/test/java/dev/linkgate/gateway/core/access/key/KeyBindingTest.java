package dev.linkgate.gateway.core.access.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkgate.gateway.core.platform.request.FieldError;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyBindingTest {

    private static final Instant NOW = Instant.parse("2026-11-24T13:24:00Z");
    private static final KeySettings UNLIMITED = new KeySettings(null);
    private static final KeySettings A_MONTH = new KeySettings(Duration.ofDays(30));
    private static final String HEX = "0123456789abcdef".repeat(4);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0123456789abcdef",
                "g123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                "0123:456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                "ASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4mrze8=",
                "ASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4mrze/",
            })
    void otherTextsAreRefused(String text) {
        assertInvalid(null, null, text, "certificate");
    }

    @Test
    void everyWrongFieldIsNamed() {
        assertInvalid(NOW, List.of("10.0.0.0/33"), "x", "certificate", "expiresAt", "networks");
        assertInvalid(null, List.of("10.0.0.0/8", "0.0.0.0/0"), null, "networks");
        assertInvalid(null, List.of("10.0.0.0/8,192.0.2.1"), null, "networks");
        assertInvalid(null, List.of("localhost"), null, "networks");
        assertInvalid(null, Arrays.asList("10.0.0.1", null), null, "networks");
        assertInvalid(null, Collections.nCopies(KeyBinding.MAX_NETWORKS + 1, "10.0.0.1"), null, "networks");
        assertThat(binding(Collections.nCopies(KeyBinding.MAX_NETWORKS, "10.0.0.1"), null)
                        .networks())
                .hasSize(KeyBinding.MAX_NETWORKS);
    }

    @Test
    void aBindingIsStoredAsItWasGiven() {
        KeyBinding given = binding(List.of("10.0.0.0/8", "2001:db8::/32"), HEX.toUpperCase(Locale.ROOT));

        assertThat(KeyBinding.stored(given.storedNetworks(), given.storedCertificate()))
                .extracting(KeyBinding::storedNetworks, KeyBinding::storedCertificate)
                .containsExactly("10.0.0.0/8,2001:db8::/32", HEX);
        assertThat(KeyBinding.stored(null, null)).isSameAs(KeyBinding.NONE);
        assertThat(binding(List.of(), null)).isSameAs(KeyBinding.NONE);
    }

    @Test
    void aKeyMustNotLiveLongerThanIsAllowed() {
        Instant latest = NOW.plus(Duration.ofDays(30));
        assertThat(new KeyRequest("ci", latest, null, null, null).binding(NOW, A_MONTH))
                .isSameAs(KeyBinding.NONE);
        for (Instant end : new Instant[] {null, latest.plusNanos(1)}) {
            assertThatThrownBy(() -> new KeyRequest("ci", end, null, null, null).binding(NOW, A_MONTH))
                    .isInstanceOfSatisfying(
                            LinkgateException.class,
                            e -> assertThat(e.failure().errors())
                                    .containsExactly(new FieldError(
                                            "expiresAt",
                                            "must be given, and not be later than PT720H from now: the setting"
                                                    + " linkgate.keys.max-life")));
        }
    }

    private static KeyBinding binding(@Nullable List<@Nullable String> networks, @Nullable String certificate) {
        return new KeyRequest("ci", null, networks, certificate, null).binding(NOW, UNLIMITED);
    }

    private static void assertInvalid(
            @Nullable Instant expiresAt,
            @Nullable List<@Nullable String> networks,
            @Nullable String certificate,
            String... fields) {
        assertThatThrownBy(() -> new KeyRequest("ci", expiresAt, networks, certificate, null).binding(NOW, UNLIMITED))
                .isInstanceOfSatisfying(
                        LinkgateException.class,
                        e -> assertThat(e.failure().errors())
                                .extracting(FieldError::field)
                                .containsExactly(fields));
    }
}
