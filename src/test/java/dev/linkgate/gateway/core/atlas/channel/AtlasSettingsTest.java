package dev.linkgate.gateway.core.atlas.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.linkgate.kernel.StartRefused;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AtlasSettingsTest {

    @ParameterizedTest
    @CsvSource({
        "https://cloud.mongodb.com, https://cloud.mongodb.com",
        "https://cloud.mongodbgov.com/, https://cloud.mongodbgov.com",
        "HTTPS://Atlas.Example:8443, https://Atlas.Example:8443",
        "https://10.0.0.1, https://10.0.0.1",
        "http://127.0.0.1:8081, http://127.0.0.1:8081",
        "http://127.9.9.9, http://127.9.9.9",
        "http://localhost:8081/, http://localhost:8081",
        "http://[::1]:8081, http://[::1]:8081",
        "http://[0:0:0:0:0:0:0:1], http://[0:0:0:0:0:0:0:1]"
    })
    void anAddressThatIsSafeIsTaken(String given, String origin) {
        assertThat(settings(given, false).origin()).hasToString(origin);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://atlas.example",
                "http://10.0.0.1",
                "http://192.168.0.1:8080",
                "http://127.0.0.1.evil.example",
                "http://localhost.evil.example",
                "http://0.0.0.0",
                "http://[::]",
                "http://[2001:db8::1]",
                "http://2130706433"
            })
    void plainHttpToAnotherMachineMustBeAllowed(String given) {
        assertThat(refusal(given, false)).hasMessageContaining("linkgate.atlas.base-url is plain HTTP");
        assertThat(settings(given, true).origin()).hasToString(given);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "cloud.mongodb.com",
                "cloud.mongodb.com:443",
                "//cloud.mongodb.com",
                "ftp://hush",
                "file:///etc/hush",
                "gopher://hush",
                "javascript:hush",
                "https:",
                "https:hush",
                "https://",
                "https:///hush",
                "https://:443",
                "https://host:0",
                "https://host:65536",
                "https://host:port",
                "https://under_score",
                "http://127.1",
                "https://user@hush",
                "https://user:hush@atlas.example",
                "https://@atlas.example",
                "https://user:hu sh@atlas.example",
                "https://atlas.example/api",
                "https://atlas.example//",
                "https://atlas.example?hush",
                "https://atlas.example/?",
                "https://atlas.example#hush",
                "https://atlas.example\\@hush",
                "https://atlas.example,https://hush",
                "https://atlas.example\r\nhush"
            })
    void whatIsNoAddressIsRefusedAndNotShown(String given) {
        StartRefused refusal = refusal(given, true);

        assertThat(refusal).hasMessageContaining("linkgate.atlas.base-url");
        assertThat(refusal.getMessage() + refusal.action())
                .doesNotContain("hush")
                .hasSizeLessThan(400);
        assertThat(refusal).hasNoCause();
    }

    @Test
    void secretsMayGoToTheAtlasesOfTheSettings() {
        AtlasSettings settings = withMore("https://cloud.mongodbgov.com/", "https://cloud.mongodb.com");

        assertThat(settings.origins())
                .containsExactlyInAnyOrder(
                        URI.create("https://cloud.mongodb.com"), URI.create("https://cloud.mongodbgov.com"));
        assertThat(settings.at(URI.create("https://cloud.mongodbgov.com")).origin())
                .hasToString("https://cloud.mongodbgov.com");
    }

    @Test
    void eachOfThemIsChecked() {
        StartRefused refusal = catchThrowableOfType(
                StartRefused.class, () -> withMore("https://cloud.mongodbgov.com", "http://hush.example"));

        assertThat(refusal).hasMessageContaining("linkgate.atlas.base-urls").hasMessageNotContaining("hush");
    }

    @Test
    void invalidSettingsAreRefused() {
        assertThatExceptionOfType(StartRefused.class)
                .isThrownBy(() -> settings(Duration.ZERO, 1))
                .withMessageContaining("linkgate.atlas.deadline");
        assertThatExceptionOfType(StartRefused.class)
                .isThrownBy(() -> settings(Duration.ofSeconds(1), 0))
                .withMessageContaining("linkgate.atlas.max-connections");
    }

    private static AtlasSettings withMore(String... baseUrls) {
        Duration second = Duration.ofSeconds(1);
        return new AtlasSettings(
                "https://cloud.mongodb.com", List.of(baseUrls), false, AtlasSettings.Api.V2, second, second, second, 1);
    }

    private static StartRefused refusal(String baseUrl, boolean allowPlainHttp) {
        StartRefused refusal = catchThrowableOfType(StartRefused.class, () -> settings(baseUrl, allowPlainHttp));
        assertThat(refusal).as("is refused").isNotNull();
        return refusal;
    }

    private static AtlasSettings settings(String baseUrl, boolean allowPlainHttp) {
        return settings(baseUrl, allowPlainHttp, Duration.ofSeconds(1), 1);
    }

    private static AtlasSettings settings(Duration deadline, int maxConnections) {
        return settings("https://cloud.mongodb.com", false, deadline, maxConnections);
    }

    private static AtlasSettings settings(
            String baseUrl, boolean allowPlainHttp, Duration deadline, int maxConnections) {
        Duration second = Duration.ofSeconds(1);
        return new AtlasSettings(
                baseUrl, List.of(), allowPlainHttp, AtlasSettings.Api.V2, deadline, second, second, maxConnections);
    }
}
