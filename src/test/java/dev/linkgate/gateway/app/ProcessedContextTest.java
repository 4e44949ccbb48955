package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.Ports;
import dev.linkgate.TestDirectories;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which starts of the packaged jar use the bean definitions that the build has made, and that the others work, too. */
@Tag("harness")
class ProcessedContextTest {

    private static final String PROCESSED = "Starting AOT-processed LinkgateApplication";
    private static final String TRACES = "MANAGEMENT_OPENTELEMETRY_TRACING_EXPORT_OTLP_ENDPOINT";
    private static final String SAMPLED = "MANAGEMENT_TRACING_SAMPLING_PROBABILITY";

    @Test
    void aGatewayUsesThem() {
        try (GatewayProcess gateway = start(Map.of(
                "SERVER_FORWARD_HEADERS_STRATEGY",
                "native",
                "LINKGATE_TRUSTED_PROXIES",
                "127.0.0.1",
                "LINKGATE_ISSUERS_COMPANY_ISSUER_URI",
                "https://issuer.example",
                "LINKGATE_ISSUERS_COMPANY_AUDIENCES",
                "linkgate",
                "SPRINGDOC_SWAGGER_UI_PERSIST_AUTHORIZATION",
                "false",
                "LINKGATE_AUDIT_CHECKPOINT_INTERVAL",
                "1m",
                SAMPLED,
                "2"))) {
            Caller anybody = gateway.awaitReady().caller(answer -> answer);
            assertThat(anybody.get("/v3/api-docs/atlas")).isOk();
            gateway.stop();
            assertThat(gateway.log()).contains(PROCESSED);
        }
    }

    /** Its beans, and those of traces, are not among them. */
    @Test
    void theSandboxUsesThem() {
        int port = Ports.free();
        try (GatewayProcess gateway = start(Map.of(
                "SPRING_PROFILES_ACTIVE",
                "sandbox",
                "LINKGATE_SANDBOX_PORT",
                String.valueOf(port),
                TRACES,
                "http://127.0.0.1:" + Ports.free() + "/v1/traces",
                "LOGGING_LEVEL_ROOT",
                "info",
                "LOGGING_LEVEL_ORG_SPRINGFRAMEWORK_BOOT_WEB_SERVLET",
                "debug"))) {
            gateway.awaitReady();
            Caller atlas = new Caller(URI.create("http://127.0.0.1:" + port), answer -> answer, Map.of());
            assertThat(atlas.get("/api/atlas/v2/groups")).hasStatus(401);
            gateway.stop();
            assertThat(gateway.log()).contains(PROCESSED, "tracingPlace urls=[/*]");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "SPRINGDOC_API_DOCS_ENABLED, false, springdoc.api-docs.enabled, 404",
        "LINKGATE_ATLAS_API_ENABLED, false, linkgate.atlas-api.enabled, 404",
        "MANAGEMENT_HEALTH_DISKSPACE_ENABLED, false, management.health.diskspace.enabled, 200",
    })
    void aSettingThatAsksForOtherBeansHasThem(String variable, String value, String setting, int document) {
        try (GatewayProcess gateway = start(Map.of(variable, value, "LOGGING_LEVEL_DEV_LINKGATE_GATEWAY", "debug"))) {
            Caller anybody = gateway.awaitReady().caller(answer -> answer);
            assertThat(anybody.get("/v3/api-docs/atlas")).hasStatus(document);
            gateway.stop();
            assertThat(gateway.log())
                    .doesNotContain(PROCESSED)
                    .contains("Bean definitions are made at this start, because " + setting + " is set otherwise");
        }
    }

    @Test
    void aManagementPortThatIsTheMainOneHasItsBeans() {
        int port = Ports.free();
        try (GatewayProcess gateway =
                start(Map.of("SERVER_PORT", String.valueOf(port), "MANAGEMENT_SERVER_PORT", String.valueOf(port)))) {
            gateway.awaitReady().stop();
            assertThat(gateway.log()).doesNotContain(PROCESSED);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SPRING_DATASOURCE_URL | jdbc:postgresql://127.0.0.1:1/linkgate | No master key is set",
                "LINKGATE_ATLAS_BASE_URL | http://atlas.example | linkgate.atlas.base-url",
                "SERVER_SSL_BUNDLE | none | none",
                SAMPLED + " | 2 | management.tracing.sampling.probability is not a number from 0 to 1.",
            })
    void aRefusalIsTheSame(String variable, String value, String reason) {
        try (GatewayProcess gateway =
                start(Map.of(variable, value, TRACES, "http://127.0.0.1:" + Ports.free() + "/v1/traces"))) {
            assertThat(gateway.awaitEnd()).isEqualTo(1);
            assertThat(gateway.log())
                    .contains(PROCESSED, "APPLICATION FAILED TO START", reason)
                    .doesNotContain("Exception");
        }
    }

    private static GatewayProcess start(Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("LINKGATE_DATA_DIR", TestDirectories.create().toString());
        return GatewayProcess.start(environment);
    }
}
