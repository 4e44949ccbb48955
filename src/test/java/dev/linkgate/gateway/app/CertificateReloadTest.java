package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.linkgate.CapturesOutput;
import dev.linkgate.Certificates;
import dev.linkgate.Patience;
import dev.linkgate.TestDirectories;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;

/** A gateway whose certificate files are replaced while it runs. */
@Tag("harness")
@CapturesOutput
@Timeout(300)
class CertificateReloadTest {

    private static final int CALLERS = 4;
    private static final int CALLS_BETWEEN = 40;

    private final Tls tls = Tls.in(TestDirectories.create());
    private final Gateway gateway = tls.start(
            TestDatabase.usual(),
            "server.ssl.client-auth=want",
            "linkgate.tls.teams[0].subject=CN={team},OU=teams,O=Example");
    private final Scene scene = Scene.in(gateway);
    private final NewTeam team = NewTeam.in(gateway).may("viewer", scene.project());
    private final X509Bundle ofTheTeam = Certificates.client("CN=" + team.name() + ",OU=teams,O=Example");

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void noCallFailsWhileTheServersCertificateChanges() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger calls = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> callers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                boolean onNewConnections = i % 2 == 0;
                callers.add(threads.submit(() -> call(onNewConnections, over, calls)));
            }
            try {
                for (int i = 0; i < 3; i++) {
                    int before = calls.get();
                    X509Bundle next = Certificates.server();
                    Certificates.write(tls.certificate(), next);
                    Patience.until(this::shownCertificate, next.getCertificate()::equals);
                    Patience.until(() -> calls.get() >= before + CALLS_BETWEEN);
                }
            } finally {
                over.set(true);
            }
            for (Future<?> caller : callers) {
                caller.get();
            }
        }
    }

    private void call(boolean onNewConnections, AtomicBoolean over, AtomicInteger calls) {
        Caller caller = gateway.anonymous().showing(ofTheTeam);
        while (!over.get()) {
            Caller next = onNewConnections ? gateway.anonymous().showing(ofTheTeam) : caller;
            assertThat(next.get(scene.linkPath())).isOk();
            calls.incrementAndGet();
        }
    }

    @Test
    void aNewAuthorityReplacesTheOldOne() {
        X509Bundle authority = Certificates.authority("Next authority");
        Caller next = gateway.anonymous()
                .showing(Certificates.client("CN=" + team.name() + ",OU=teams,O=Example", authority));
        assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> next.get(scene.linkPath()));
        Caller before = gateway.anonymous().showing(ofTheTeam);
        assertThat(before.get(scene.linkPath())).isOk();

        Certificates.writeTrusted(tls.trusted(), authority);

        Patience.until(() -> isAccepted(next));
        assertThat(before.get(scene.linkPath()))
                .as("on a connection from before")
                .isProblem("unauthenticated");
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> gateway.anonymous().showing(ofTheTeam).get(scene.linkPath()));
    }

    private boolean isAccepted(Caller caller) {
        try {
            return caller.get(scene.linkPath()).status() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    static Stream<String> badFiles() {
        return Stream.of(
                "-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n",
                Certificates.server().getCertificatePathPEM()
                        + Certificates.server().getPrivateKeyPEM());
    }

    /** The next file is used again. */
    @ParameterizedTest
    @MethodSource("badFiles")
    void aBadFileChangesNothing(String bad, CapturedOutput output) throws IOException {
        Certificate before = shownCertificate();
        Files.writeString(tls.certificate(), bad);
        Patience.until(() -> output.getAll().contains("Unexpected SSL reload error"));
        assertThat(team.caller().get(scene.linkPath())).isOk();
        assertThat(shownCertificate()).isEqualTo(before);

        X509Bundle next = Certificates.server();
        Certificates.write(tls.certificate(), next);
        Patience.until(this::shownCertificate, next.getCertificate()::equals);
        assertThat(team.caller().get(scene.linkPath())).isOk();
        assertThat(TlsCiphersTest.takes(gateway, "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA"))
                .as("a weak cipher after the change")
                .isFalse();
    }

    private Certificate shownCertificate() {
        try (SSLSocket socket = (SSLSocket) Certificates.trusting()
                .getSocketFactory()
                .createSocket("127.0.0.1", gateway.url().getPort())) {
            return socket.getSession().getPeerCertificates()[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
