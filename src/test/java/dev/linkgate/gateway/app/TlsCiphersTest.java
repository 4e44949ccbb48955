package dev.linkgate.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.Certificates;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/** The gateway takes the safe ones of the ciphers that a client may offer. */
class TlsCiphersTest {

    private final Gateway gateway = ClientCertificatesTest.gateway(TestDatabase.usual());

    @Test
    void onlyAuthenticatedEncryptionWithForwardSecrecyIsTaken() {
        List<String> offered = Arrays.asList(
                Certificates.trusting().getSupportedSSLParameters().getCipherSuites());
        assertThat(offered).contains("TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384");

        assertThat(offered.stream().filter(cipher -> takes(gateway, cipher)))
                .hasSizeGreaterThanOrEqualTo(6)
                .allMatch(cipher -> cipher.matches("TLS_(ECDHE_\\w+_WITH_)?(AES_\\w+_GCM|CHACHA20_POLY1305)_SHA\\d+"));
    }

    /** Whether a handshake with this cipher alone succeeds. */
    static boolean takes(Gateway gateway, String cipher) {
        try (SSLSocket socket = (SSLSocket) Certificates.trusting()
                .getSocketFactory()
                .createSocket("127.0.0.1", gateway.url().getPort())) {
            socket.setEnabledCipherSuites(new String[] {cipher});
            socket.startHandshake();
            return true;
        } catch (SSLException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
