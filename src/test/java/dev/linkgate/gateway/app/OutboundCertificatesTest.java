package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.CapturesOutput;
import dev.linkgate.Certificates;
import dev.linkgate.Patience;
import dev.linkgate.TestDirectories;
import dev.linkgate.kernel.Provider;
import dev.linkgate.kernel.Secret;
import dev.linkgate.sandbox.SandboxSettings;
import dev.linkgate.sandbox.SimulatedAtlas;
import dev.linkgate.sandbox.state.SimulatedLinkStatus;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.test.system.CapturedOutput;

/** An Atlas that is reached over TLS and asks for a certificate of the gateway. */
@Tag("harness")
@CapturesOutput
@Timeout(300)
class OutboundCertificatesTest {

    private static final String PUBLIC_KEY = "overtlsk";
    private static final String PRIVATE_KEY = "1d9f2c0e-7e1f-4c38-9d6e-5a0b11ad2c90";

    private final Path directory = TestDirectories.create();
    private final X509Bundle first = Certificates.client("CN=gateway,O=Example");
    private final Path own = Certificates.write(directory.resolve("own.pem"), first);
    private final Path trusted = Certificates.writeTrusted(directory.resolve("trusted.pem"), Certificates.AUTHORITY);
    private final SimulatedAtlas atlas =
            new SimulatedAtlas(SandboxSettings.defaults().withKey(PUBLIC_KEY, Secret.of(PRIVATE_KEY))).start();
    private final TlsTerminator tls =
            new TlsTerminator(Certificates.server(), atlas.baseUrl().getPort());
    private final Gateway gateway = Gateway.start(
            "linkgate.atlas.base-urls=" + tls.url(),
            "linkgate.atlas.ssl-bundle=atlas",
            "spring.ssl.bundle.pem.atlas.keystore.certificate=file:" + own,
            "spring.ssl.bundle.pem.atlas.keystore.private-key=file:" + own,
            "spring.ssl.bundle.pem.atlas.keystore.verify-keys=true",
            "spring.ssl.bundle.pem.atlas.truststore.certificate=file:" + trusted,
            "spring.ssl.bundle.pem.atlas.reload-on-update=true",
            "spring.ssl.bundle.watch.file.quiet-period=100ms");
    private final Scene scene = overTls();
    private final Caller viewer = scene.viewer();

    @AfterEach
    void close() {
        gateway.close();
        tls.close();
        atlas.close();
    }

    private Scene overTls() {
        Scene scene = new Scene(gateway, Scene.newProject(), Scene.newLink());
        atlas.addLink(scene.project(), scene.link(), Provider.AWS, "US_EAST_1", SimulatedLinkStatus.AVAILABLE);
        gateway.house().forbid(PRIVATE_KEY);
        assertThat(gateway.administrator()
                        .put("/admin/credentials/over-tls", """
                        {"kind":"digest","publicKey":"%s","privateKey":"%s","baseUrl":"%s"}""".formatted(PUBLIC_KEY, PRIVATE_KEY, tls.url())))
                .hasStatus(201);
        assertThat(gateway.administrator().put("/admin/projects/" + scene.project(), """
                        {"name":"a project","credential":"over-tls"}"""))
                .hasStatus(201);
        return scene;
    }

    @Test
    void noCallFailsWhileTheCertificateChanges() {
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Void> traffic = CompletableFuture.runAsync(
                () -> {
                    while (!over.get()) {
                        assertThat(viewer.get(scene.linkPath())).isOk();
                    }
                },
                Thread.ofPlatform()::start);
        try {
            for (int i = 0; i < 3; i++) {
                X509Bundle next = Certificates.client("CN=gateway,O=Example");
                Certificates.write(own, next);
                Patience.until(() -> tls.seen().contains(next.getCertificate()));
            }
        } finally {
            over.set(true);
        }
        traffic.join();
    }

    @Test
    void aKeyOfAnotherCertificateChangesNothing(CapturedOutput output) throws IOException {
        assertThat(viewer.get(scene.linkPath())).isOk();

        Files.writeString(own, Certificates.client("CN=a").getCertificatePathPEM() + first.getPrivateKeyPEM());
        Patience.until(() -> output.getAll().contains("Unexpected SSL reload error"));

        assertThat(viewer.get(scene.linkPath())).isOk();
    }

    @Test
    void anAtlasIsNotTrustedAnyMore() {
        assertThat(viewer.get(scene.linkPath())).isOk();

        Certificates.writeTrusted(trusted, Certificates.authority("Another"));
        Patience.until(() -> viewer.get(scene.linkPath()).status() != 200);

        assertThat(viewer.get(scene.linkPath())).isProblem("atlas-unavailable");
        Certificates.writeTrusted(trusted, Certificates.AUTHORITY);
        Patience.until(() -> viewer.get(scene.linkPath()).status() == 200);
    }
}
