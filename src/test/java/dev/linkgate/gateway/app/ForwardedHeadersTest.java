package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkgate.CapturesOutput;
import dev.linkgate.TestDirectories;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;

/** Which proxies' addresses are trusted. The tests' own address is 127.0.0.1. */
@CapturesOutput
@Alone
class ForwardedHeadersTest {

    /** It trusts 127.0.0.1 and 192.0.2.0/24. */
    private final Gateway gateway = Gateway.alone();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    198.51.100.7|198.51.100.7
                    203.0.113.9, 198.51.100.7|198.51.100.7
                    198.51.100.7, 192.0.2.1|198.51.100.7
                    <script>alert(1)</script>, 198.51.100.7|198.51.100.7
                    2001:DB8::7|2001:db8:0:0:0:0:0:7
                    ::ffff:198.51.100.7|198.51.100.7
                    198.51.100.7:4711|198.51.100.7
                    [2001:db8::7]|2001:db8:0:0:0:0:0:7
                    [2001:db8::7]:443, 192.0.2.1:80|2001:db8:0:0:0:0:0:7
                    198.51.100.7, <b>bold</b>|0.0.0.0
                    <b>bold</b>, 192.0.2.1|0.0.0.0
                    somewhere.example|0.0.0.0
                    unknown|0.0.0.0
                    ,|0.0.0.0
                    """)
    void namedProxySetsTheCallersAddress(String forwarded, String recorded) {
        assertThat(addressOnRecord(gateway, forwarded)).isEqualTo(recorded);
    }

    @Test
    void aLongTextIsNoAddress() {
        assertThat(addressOnRecord(gateway, "9".repeat(1_024))).isEqualTo("0.0.0.0");
        assertThat(addressOnRecord(gateway, "198.51.100.7,".repeat(200) + "198.51.100.8"))
                .isEqualTo("198.51.100.8");
    }

    @Test
    void namedProxySetsSchemeAndHost() {
        Answer list = gateway.administrator()
                .with("X-Forwarded-Proto", "https")
                .with("X-Forwarded-Host", "linkgate.example")
                .get("/admin/teams");
        assertThat(list).has("/links/0/href", "https://linkgate.example/admin/teams");
    }

    /** It comes from a private address, which Tomcat would trust by default. */
    @Tag("harness")
    @Test
    void otherClientsAreNotTrusted() {
        try (Gateway behindAnother =
                Gateway.start("server.forward-headers-strategy=native", "linkgate.trusted-proxies=192.0.2.0/24")) {
            for (Gateway each : new Gateway[] {behindAnother, Gateway.shared()}) {
                assertThat(addressOnRecord(each, "198.51.100.7")).isEqualTo("127.0.0.1");
                assertThat(each.administrator()
                                .with("X-Forwarded-Host", "elsewhere.example")
                                .with("Forwarded", "host=elsewhere.example;for=198.51.100.7")
                                .get("/admin/teams")
                                .body())
                        .doesNotContain("elsewhere");
            }
        }
    }

    @Tag("harness")
    @Test
    void startNeedsAProxy(CapturedOutput output) {
        assertRefused(output, "no proxy is named", "server.forward-headers-strategy=native");
    }

    @Tag("harness")
    @Test
    void startRefusesToTrustEveryClient(CapturedOutput output) {
        assertRefused(
                output,
                "trusts forwarded headers from every client",
                "server.forward-headers-strategy=framework",
                "linkgate.trusted-proxies=10.0.0.0/8");
    }

    @Tag("harness")
    @Test
    void startRefusesAProxyWithoutAnAddress(CapturedOutput output) {
        assertRefused(output, "is not an IP address", "linkgate.trusted-proxies=proxy.example");
    }

    private static void assertRefused(CapturedOutput output, String reason, String... settings) {
        String[] all = new String[settings.length + 1];
        System.arraycopy(settings, 0, all, 1, settings.length);
        all[0] = "linkgate.data-dir=" + TestDirectories.create();
        assertThatThrownBy(() -> Gateway.run(all).close()).hasStackTraceContaining(reason);
        assertThat(output.getAll()).contains("APPLICATION FAILED TO START", reason, "linkgate.trusted-proxies");
    }

    /** Sends a recorded request, and reads its record. */
    private static String addressOnRecord(Gateway gateway, String forwarded) {
        Answer put = gateway.administrator()
                .with("X-Forwarded-For", forwarded)
                .put("/admin/teams/a-" + Gateway.unused(6), "{\"description\":\"\"}");
        assertThat(put).hasStatus(201);
        return gateway.administrator()
                .get("/admin/audit/records/" + put.header("Audit-Receipt").replaceFirst(":.*", ""))
                .text("/remoteAddress");
    }
}
