package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkgate.CapturesOutput;
import dev.linkgate.Certificates;
import dev.linkgate.TestDirectories;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
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
                    2001:DB8::7|2001:db8:0:0:0:0:0:7
                    [2001:db8::7]:443, 192.0.2.1:80|2001:db8:0:0:0:0:0:7
                    <b>bold</b>, 192.0.2.1|0.0.0.0
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

    /** RFC 9440. */
    @Test
    void namedProxySetsTheCallersCertificate() throws GeneralSecurityException {
        X509Certificate own = Certificates.client("CN=robot,O=Example").getCertificate();
        X509Certificate another = Certificates.client("CN=robot,O=Example").getCertificate();
        Caller caller = boundTo(own, gateway);

        assertThat(caller.with("Client-Cert", header(own)).get("/projects")).isOk();
        assertThat(caller.with("Client-Cert", header(own))
                        .with("Client-Cert-Chain", header(another))
                        .get("/projects"))
                .isOk();
        for (String wrong : List.of(
                header(another),
                header(own).substring(1),
                header(own).replaceAll(":", ""),
                header(own) + ", " + header(own),
                ":bm8gY2VydGlmaWNhdGU=:",
                "::",
                "")) {
            assertThat(caller.with("Client-Cert", wrong).get("/projects"))
                    .as(wrong)
                    .isProblem("unauthenticated");
        }
        assertThat(caller.get("/projects")).isProblem("unauthenticated");
        assertThat(caller.with("Client-Cert", header(another))
                        .with("Client-Cert-Chain", header(own))
                        .get("/projects"))
                .as("it issued the client's")
                .isProblem("unauthenticated");
        assertThat(caller.with("Client-Cert", header(own))
                        .with("Client-Cert-Chain", (header(another) + ",").repeat(11))
                        .get("/projects"))
                .isProblem("unauthenticated");
    }

    private static Caller boundTo(X509Certificate certificate, Gateway gateway) throws GeneralSecurityException {
        String thumbprint =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        return gateway.as(gateway.administrator()
                .post(
                        NewTeam.in(gateway).path() + "/keys",
                        "{\"label\":\"robot\",\"certificate\":\"" + thumbprint + "\"}")
                .text("/key"));
    }

    private static String header(X509Certificate certificate) throws GeneralSecurityException {
        return ":" + Base64.getEncoder().encodeToString(certificate.getEncoded()) + ":";
    }

    @Test
    void nobodyElseSetsACertificate() throws GeneralSecurityException {
        X509Certificate own = Certificates.client("CN=robot,O=Example").getCertificate();
        Gateway direct = Gateway.shared();
        assertThat(boundTo(own, direct).with("Client-Cert", header(own)).get("/projects"))
                .isProblem("unauthenticated");
    }

    /** It comes from a private address, which Tomcat would trust by default. */
    @Tag("harness")
    @Test
    void otherClientsAreNotTrusted() throws GeneralSecurityException {
        X509Certificate own = Certificates.client("CN=robot,O=Example").getCertificate();
        try (Gateway behindAnother =
                Gateway.start("server.forward-headers-strategy=native", "linkgate.trusted-proxies=192.0.2.0/24")) {
            for (Gateway each : new Gateway[] {behindAnother, Gateway.shared()}) {
                assertThat(addressOnRecord(each, "198.51.100.7")).isEqualTo("127.0.0.1");
                assertThat(boundTo(own, each).with("Client-Cert", header(own)).get("/projects"))
                        .isProblem("unauthenticated");
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
