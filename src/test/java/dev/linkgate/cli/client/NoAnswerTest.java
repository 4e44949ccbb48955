package dev.linkgate.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.linkgate.Certificates;
import dev.linkgate.cli.CommandRun;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Addresses where no gateway answers, and TLS: each reason is told apart. */
class NoAnswerTest {

    private final List<HttpServer> servers = new ArrayList<>();
    private final List<ServerSocket> sockets = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>(Map.of("LINKGATE_KEY", "the-key-of-a-team"));

    @TempDir
    private Path directory;

    @AfterEach
    void close() throws IOException {
        servers.forEach(server -> server.stop(0));
        for (ServerSocket socket : sockets) {
            socket.close();
        }
    }

    /** A server that answers each request with an empty list. */
    private int listening(X509Bundle certificate, boolean wantsCertificate) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                certificate.toKeyManagerFactory().getKeyManagers(),
                new TrustManager[] {Certificates.AUTHORITY.toTrustManager()},
                null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanted = context.getDefaultSSLParameters();
                wanted.setNeedClientAuth(wantsCertificate);
                parameters.setSSLParameters(wanted);
            }
        });
        return answering(server);
    }

    private int answering(HttpServer server) {
        server.createContext("/", exchange -> {
            try (exchange) {
                byte[] body = "{\"links\":[],\"results\":[]}".getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        servers.add(server);
        return server.getAddress().getPort();
    }

    private CommandRun list(String url, String... more) {
        List<String> args = new ArrayList<>(List.of("projects", "ls", "--url", url));
        args.addAll(List.of(more));
        return CommandRun.of(environment, args.toArray(String[]::new));
    }

    private void isNotReached(String url, String reason, String... more) {
        CommandRun run = list(url, more).endsWith(4);
        assertThat(run.err()).contains("No answer from " + url + ": ", reason).doesNotContain("Exception", "\u001b");
        assertThat(run.out()).isEmpty();
    }

    private Path trusted() {
        return Certificates.writeTrusted(directory.resolve("ca.pem"), Certificates.AUTHORITY);
    }

    private static CertificateBuilder server() {
        return new CertificateBuilder()
                .subject("CN=localhost")
                .addExtendedKeyUsage(CertificateBuilder.ExtendedKeyUsage.PKIX_KP_SERVER_AUTH);
    }

    @Test
    void anUnknownHostIsNamed() {
        isNotReached("http://no-such-host.invalid", "the host no-such-host.invalid is unknown");
        isNotReached("https://no-such-host.invalid", "the host no-such-host.invalid is unknown");
    }

    @Test
    void aRefusedConnectionIsSaid() {
        isNotReached("http://127.0.0.1:1", "the connection is refused, because nothing listens there");
        isNotReached("https://127.0.0.1:1", "the connection is refused, because nothing listens there");
    }

    @Test
    void whatIsNoServerOfHttpOrTlsIsSaid() throws IOException {
        isNotReached("http://127.0.0.1:" + sending(""), "");
        isNotReached("http://127.0.0.1:" + sending("\u001b[2J\r\n\r\n"), "");
        isNotReached("https://127.0.0.1:" + sending("HTTP/1.1 400 Bad Request\r\n\r\n"), "it does not speak TLS");
    }

    /** A server that sends the same to everyone. */
    private int sending(String text) throws IOException {
        ServerSocket socket = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());
        sockets.add(socket);
        Thread.ofPlatform().daemon().start(() -> {
            while (!socket.isClosed()) {
                try (Socket connection = socket.accept()) {
                    connection.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
                } catch (IOException e) {
                    // The caller left, or the test has ended.
                }
            }
        });
        return socket.getLocalPort();
    }

    @Test
    void onlyTrustedCertificatesAreAccepted() throws Exception {
        String url = "https://localhost:" + listening(Certificates.server(), false);

        isNotReached(
                url, "its certificate is not trusted", "--ca-file", another().toString());
        isNotReached(url, "its certificate is not trusted");
        list(url, "--ca-file", trusted().toString()).isDone();
        environment.put("LINKGATE_CA_FILE", trusted().toString());
        list(url).isDone();
        isNotReached(
                url, "its certificate is not trusted", "--ca-file", another().toString());
    }

    private Path another() {
        return Certificates.writeTrusted(directory.resolve("another.pem"), Certificates.authority("Another"));
    }

    @Test
    void aCertificateOfAnotherHostOrTimeIsNotAccepted() throws Exception {
        String ca = trusted().toString();
        X509Bundle other = server().addSanDnsName("another.example").buildIssuedBy(Certificates.AUTHORITY);
        isNotReached(
                "https://localhost:" + listening(other, false), "its certificate is not accepted", "--ca-file", ca);

        Instant hourAgo = Instant.now().minus(Duration.ofHours(1));
        X509Bundle expired = server().addSanDnsName("localhost")
                .notBefore(hourAgo.minus(Duration.ofDays(1)))
                .notAfter(hourAgo)
                .buildIssuedBy(Certificates.AUTHORITY);
        isNotReached("https://localhost:" + listening(expired, false), "its certificate has expired", "--ca-file", ca);

        Instant soon = Instant.now().plus(Duration.ofHours(1));
        X509Bundle early = server().addSanDnsName("localhost")
                .notBefore(soon)
                .notAfter(soon.plus(Duration.ofDays(1)))
                .buildIssuedBy(Certificates.AUTHORITY);
        isNotReached(
                "https://localhost:" + listening(early, false), "its certificate is not valid yet", "--ca-file", ca);
    }

    @Test
    void aServerMayWantACertificate() throws Exception {
        environment.remove("LINKGATE_KEY");
        String url = "https://localhost:" + listening(Certificates.server(), true);
        X509Bundle bundle = Certificates.client("CN=ci");
        Path both = Certificates.write(directory.resolve("both.pem"), bundle);
        Path certificate = Files.writeString(directory.resolve("client.pem"), bundle.getCertificatePathPEM());
        Path key =
                Files.writeString(directory.resolve("key.pem"), "Bag Attributes: \u00e9\n" + bundle.getPrivateKeyPEM());
        environment.put("LINKGATE_CA_FILE", trusted().toString());

        list(url, "--client-cert", both.toString()).isDone();
        list(url, "--client-cert", certificate.toString(), "--client-key", key.toString())
                .isDone();
        isNotReached(url, "--client-cert", "--key-file", both(key, "the-key").toString());
        environment.put("LINKGATE_CLIENT_CERT", certificate.toString());
        environment.put("LINKGATE_CLIENT_KEY", key.toString());
        list(url).isDone();
    }

    /** Nothing shows it without TLS. */
    @Test
    void aCertificateStandsForAKeyOnlyOverTls() {
        environment.remove("LINKGATE_KEY");
        Path both = Certificates.write(directory.resolve("both.pem"), Certificates.client("CN=ci"));

        CommandRun run = list("http://127.0.0.1:1", "--client-cert", both.toString());

        assertThat(run.endsWith(2).err()).contains("LINKGATE_KEY");
    }

    private static Path both(Path beside, String text) throws IOException {
        return Files.writeString(beside.resolveSibling("api-key"), text);
    }

    @Test
    void keysOfAllAlgorithmsAreRead() throws Exception {
        String url = "https://localhost:" + listening(Certificates.server(), true);
        environment.put("LINKGATE_CA_FILE", trusted().toString());
        for (CertificateBuilder.Algorithm algorithm : List.of(
                CertificateBuilder.Algorithm.rsa2048,
                CertificateBuilder.Algorithm.ecp384,
                CertificateBuilder.Algorithm.ed25519)) {
            X509Bundle bundle = new CertificateBuilder()
                    .subject("CN=ci")
                    .algorithm(algorithm)
                    .addExtendedKeyUsage(CertificateBuilder.ExtendedKeyUsage.PKIX_KP_CLIENT_AUTH)
                    .buildIssuedBy(Certificates.AUTHORITY);
            Path file = Certificates.write(directory.resolve("client.pem"), bundle);
            list(url, "--client-cert", file.toString()).isDone();
        }
    }

    @Test
    void filesThatCannotBeUsedAreNamed() throws Exception {
        X509Bundle bundle = Certificates.client("CN=ci");
        String certificate = bundle.getCertificatePathPEM();
        String key = bundle.getPrivateKeyPEM();
        String anothersKey = Certificates.client("CN=other").getPrivateKeyPEM();

        refuses("--ca-file", "no certificate\n", "has no certificate in PEM");
        refuses("--ca-file", certificate + block("CERTIFICATE", "AAAA"), "has a certificate that is damaged");
        refuses("--ca-file", block("CERTIFICATE", "A"), "is damaged");
        refuses("--client-cert", certificate, "has no private key in PEM");
        refuses("--client-cert", certificate + anothersKey, "is not that of the certificate");
        refuses("--client-cert", certificate + block("PRIVATE KEY", "AAAA"), "private key that is damaged");
        refuses("--client-cert", certificate + key.replace(" PRIVATE", " EC PRIVATE"), "openssl pkcs8 -topk8");
        refuses("--client-cert", certificate + key.replace(" PRIVATE", " ENCRYPTED PRIVATE"), "openssl pkcs8");
        refuses("--client-key", key, "--client-key needs --client-cert");
    }

    private static String block(String label, String content) {
        return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(label, content);
    }

    private void refuses(String option, String content, String reason) throws IOException {
        Path file = Files.writeString(directory.resolve("file.pem"), content);
        CommandRun run = list("https://127.0.0.1:1", option, file.toString()).endsWith(2);
        assertThat(run.err()).contains(reason).doesNotContain("Exception");
    }
}
