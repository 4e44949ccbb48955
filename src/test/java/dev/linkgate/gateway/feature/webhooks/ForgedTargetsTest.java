package dev.linkgate.gateway.feature.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.Certificates;
import dev.linkgate.gateway.feature.webhooks.target.AllowedTargets;
import dev.linkgate.gateway.feature.webhooks.target.WebhookUrl;
import dev.linkgate.kernel.Secret;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

/**
 * Tries to make the gateway send to what it must not reach (server-side request forgery), each with its answer: first
 * by the URL, then by what the name servers say, then by what a receiver answers.
 */
class ForgedTargetsTest {

    private static final List<SigningSecret> SIGNERS =
            List.of(SigningSecret.of(Secret.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")));

    private static final String NOT_ALLOWED = "must have a host that linkgate.webhooks.allow allows, with its port";
    private static final String NO_HOST =
            "must have a host name of letters, digits, hyphens and dots, or an address in its usual form";
    private static final String NO_HTTPS = "must be an https URL: http is for receivers on the gateway's own machine";
    private static final String NO_USER =
            "must not have a user or a password: whoever reads the configuration would see it";
    private static final String NO_QUERY =
            "must not have a query, because queries often have secrets, and are logged: events are signed instead";

    /** URLs, with {@code hooks.example.com, *.example.org:8443, 198.51.100.0/28} allowed. */
    private static final String URLS = """
            https://hooks.example.com/a/b                   | allowed
            HTTPS://HOOKS.EXAMPLE.COM/                      | allowed
            https://hooks.example.com:443/                  | allowed
            https://a.b.example.org:8443/                   | allowed
            https://198.51.100.7:9000/                      | allowed

            # Other hosts and ports. A name in no list may still have an address of the network.
            https://hooks.example.com:22/                   | at the connection
            https://example.org:8443/                       | at the connection
            https://notexample.org:8443/                    | at the connection
            https://metadata.google.internal/               | at the connection
            https://hooks.example.com:0/                    | must have a port from 1 to 65535
            https://hooks.example.com:65536/                | must have a port from 1 to 65535
            https://hooks.example.com:-1/                   | NO_HOST
            https://198.51.100.16/                          | NOT_ALLOWED

            # Internal addresses.
            https://127.0.0.1/                              | NOT_ALLOWED
            https://10.0.0.1/                               | NOT_ALLOWED
            https://169.254.169.254/latest/meta-data/       | NOT_ALLOWED
            https://168.63.129.16/                          | NOT_ALLOWED
            https://100.100.100.200/                        | NOT_ALLOWED
            https://0.0.0.0/                                | NOT_ALLOWED
            https://[::1]/                                  | NOT_ALLOWED
            https://[::]/                                   | NOT_ALLOWED
            https://[fd00:ec2::254]/                        | NOT_ALLOWED
            https://[fe80::1]/                              | NOT_ALLOWED
            https://[ff02::1]/                              | NOT_ALLOWED

            # IPv4 addresses within IPv6 addresses: mapped, compatible, NAT64, 6to4. The first two are no usual form.
            https://[::ffff:198.51.100.7]/                  | NO_HOST
            https://[::ffff:127.0.0.1]/                     | NO_HOST
            https://[::ffff:7f00:1]/                        | NO_HOST
            https://[0:0:0:0:0:ffff:a9fe:a9fe]/             | NO_HOST
            https://[::127.0.0.1]/                          | NO_HOST
            https://[64:ff9b::198.51.100.7]/                | NO_HOST
            https://[64:ff9b::a9fe:a9fe]/                   | NOT_ALLOWED
            https://[64:ff9b:1::7f00:1]/                    | NOT_ALLOWED
            https://[2002:7f00:1::]/                        | NOT_ALLOWED

            # Odd spellings of addresses and names.
            https://127.1/                                  | NO_HOST
            https://2130706433/                             | NO_HOST
            https://0x7f000001/                             | NO_HOST
            https://0x7f.0.0.1/                             | NO_HOST
            https://0177.0.0.1/                             | NO_HOST
            https://198.51.100.07/                          | NO_HOST
            https://127.0.0.1./                             | NO_HOST
            https://[fe80::1%25eth0]/                       | NO_HOST
            https://①②⑦.0.0.1/                             | NO_HOST
            https://127。0。0。1/                           | NO_HOST
            https://ⓗooks.example.com/                     | NO_HOST
            https://%31%32%37.0.0.1/                        | NO_HOST
            https://hooks.example.com./                     | NO_HOST
            https://hooks_example.com/                      | NO_HOST
            https://hooks.example.com%00.evil.test/         | NO_HOST
            https://hooks.example.com\\@10.0.0.1/           | must be a URL
            https://hooks.example.com /                     | must be a URL
            https:///path                                   | must have a host
            https:hooks.example.com                         | must have a host
            //hooks.example.com/                            | must be an https URL
            hooks.example.com                               | must be an https URL

            # Users, queries, fragments.
            https://hooks.example.com@10.0.0.1/             | NO_USER
            https://user:word@hooks.example.com/            | NO_USER
            https://hooks.example.com:443@10.0.0.1/         | NO_USER
            https://@hooks.example.com/                     | NO_USER
            https://hooks.example.com/?token=4711           | NO_QUERY
            https://hooks.example.com?                      | NO_QUERY
            https://10.0.0.1#@hooks.example.com/            | must not have a fragment

            # Other schemes.
            http://hooks.example.com/                       | NO_HTTPS
            http://198.51.100.7/                            | NO_HTTPS
            http://127.0.0.1/                               | NOT_ALLOWED
            http://localhost.example.com/                   | NO_HTTPS
            ftp://hooks.example.com/                        | must be an https URL
            file:///etc/passwd                              | must be an https URL
            gopher://127.0.0.1:6379/_FLUSHALL               | must be an https URL
            unix:///var/run/docker.sock                     | must be an https URL
            jar:https://hooks.example.com/a!/b              | must be an https URL
            """;

    /** What the name servers say about {@code hooks.example.com}, while 127.0.0.2 is allowed. */
    private static final String ADDRESSES = """
            127.0.0.1                  | 127.0.0.1
            10.1.2.3                   | 10.1.2.3
            172.31.0.1                 | 172.31.0.1
            192.168.1.1                | 192.168.1.1
            169.254.169.254            | 169.254.169.254
            100.64.0.1                 | 100.64.0.1
            168.63.129.16              | 168.63.129.16
            224.0.0.1                  | 224.0.0.1
            255.255.255.255            | 255.255.255.255
            0.0.0.0                    | 0.0.0.0
            ::1                        | 0:0:0:0:0:0:0:1
            fd00:ec2::254              | fd00:ec2:0:0:0:0:0:254
            fe80::1                    | fe80:0:0:0:0:0:0:1
            ::ffff:10.0.0.1            | 10.0.0.1
            64:ff9b::a00:1             | 64:ff9b:0:0:0:0:a00:1
            64:ff9b:1::a00:1           | 64:ff9b:1:0:0:0:a00:1
            2002:a00:1::               | 2002:a00:1:0:0:0:0:0
            3fff::1                    | 3fff:0:0:0:0:0:0:1
            # Assigned to nobody, in case somebody uses them inside.
            1::1                       | 1:0:0:0:0:0:0:1
            4000::1                    | 4000:0:0:0:0:0:0:1
            a000::1                    | a000:0:0:0:0:0:0:1
            # One that is allowed, and one that is not, in either order.
            127.0.0.2, 10.0.0.1        | 10.0.0.1
            10.0.0.1, 127.0.0.2        | 10.0.0.1
            8.8.8.8, 127.0.0.1         | 127.0.0.1
            """;

    private final Names names = new Names();
    private final List<ReceiverClient> clients = new ArrayList<>();
    private final TestReceiver inside = TestReceiver.start();

    /** Name servers whose answers the test says. */
    private static final class Names extends AddressResolverGroup<InetSocketAddress> {

        private final Map<String, List<InetAddress>> answers = new HashMap<>();
        private final List<String> asked = new CopyOnWriteArrayList<>();

        void say(String host, String... addresses) {
            answers.put(host, Arrays.stream(addresses).map(Names::address).toList());
        }

        private static InetAddress address(String literal) {
            try {
                return InetAddress.getByName(literal);
            } catch (UnknownHostException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
            return new InetNameResolver(executor) {
                @Override
                protected void doResolve(String host, Promise<InetAddress> promise) {
                    throw new AssertionError("all addresses are asked for");
                }

                @Override
                protected void doResolveAll(String host, Promise<List<InetAddress>> promise) {
                    asked.add(host);
                    List<InetAddress> found = answers.get(host);
                    if (found == null) {
                        promise.setFailure(new UnknownHostException(host));
                    } else {
                        promise.setSuccess(found);
                    }
                }
            }.asAddressResolver();
        }
    }

    @AfterEach
    void close() {
        clients.forEach(ReceiverClient::close);
        inside.close();
    }

    @TestFactory
    Stream<DynamicTest> urls() {
        AllowedTargets allowed =
                AllowedTargets.of(List.of("hooks.example.com", "*.example.org:8443", "198.51.100.0/28"));
        return rows(URLS, (url, answer) -> assertThat(refusal(url, allowed)).isEqualTo(answer));
    }

    private static String refusal(String text, AllowedTargets allowed) {
        try {
            WebhookUrl url = WebhookUrl.of(text);
            return allowed.refusal(url).orElseGet(() -> isListed(url, allowed) ? "allowed" : "at the connection");
        } catch (IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static boolean isListed(WebhookUrl url, AllowedTargets allowed) {
        return url.literal() != null || allowed.allows(true, url.host(), url.port(), Names.address("8.8.8.8"));
    }

    @TestFactory
    Stream<DynamicTest> addresses() {
        return rows(ADDRESSES, (addresses, refused) -> {
            names.say("hooks.example.com", addresses.split(", ?"));

            TryResult result = client("hooks.example.com", "127.0.0.2")
                    .send(url("https://hooks.example.com/"), "evt_1", "{}", SIGNERS);

            assertThat(result)
                    .isEqualTo(new TryResult.NoAnswer(
                            "the host hooks.example.com has an address that linkgate.webhooks.allow does not allow"))
                    .asString()
                    .doesNotContain(refused); // otherwise a caller who may test webhooks could look up internal names
        });
    }

    /** A name that has an allowed address for the check, and another one a moment later. */
    @Test
    void aNameThatChangesIsAskedOnceATry() {
        ReceiverClient client = client("127.0.0.2");
        names.say("rebinding.example.com", "127.0.0.2");
        WebhookUrl url = url("https://rebinding.example.com:" + inside.port() + "/");
        assertThat(client.send(url, "evt_1", "{}", SIGNERS))
                .isEqualTo(new TryResult.NoAnswer("the connection was refused"));
        assertThat(names.asked).containsExactly("rebinding.example.com");

        names.say("rebinding.example.com", "127.0.0.1");

        assertThat(client.send(url, "evt_1", "{}", SIGNERS))
                .isEqualTo(new TryResult.NoAnswer("the host rebinding.example.com has an address that"
                        + " linkgate.webhooks.allow does not allow"));
        assertThat(names.asked).hasSize(2);
        assertThat(inside.received()).isEmpty();
    }

    /** The host is allowed by its name, so the address must be public, whatever the port. */
    @Test
    void anAddressAsTheHostIsCheckedWhenItIsConnectedTo() {
        ReceiverClient client = client("hooks.example.com");

        assertThat(client.send(url("https://127.0.0.1:" + inside.port() + "/"), "evt_1", "{}", SIGNERS))
                .isEqualTo(new TryResult.NoAnswer("the URL " + NOT_ALLOWED));
        assertThat(client.send(url("http://127.0.0.1:" + inside.port() + "/"), "evt_1", "{}", SIGNERS))
                .isEqualTo(new TryResult.NoAnswer("the URL " + NOT_ALLOWED));
        assertThat(inside.received()).isEmpty();
    }

    @Test
    void plainHttpToAnotherMachineIsRefusedWhateverTheNameServersSay() {
        ReceiverClient client = client("127.0.0.0/8", "10.0.0.0/8");
        names.say("localhost", "10.0.0.1");

        assertThat(client.send(url("http://localhost:" + inside.port() + "/"), "evt_1", "{}", SIGNERS))
                .isEqualTo(new TryResult.NoAnswer(
                        "the host localhost has an address that" + " linkgate.webhooks.allow does not allow"));
    }

    @Test
    void redirectsAreNotFollowed() {
        for (int status : new int[] {301, 302, 303, 307, 308}) {
            try (TestReceiver redirecting = TestReceiver.start()) {
                redirecting.answers(
                        event -> new TestReceiver.Reply(status, Map.of("Location", inside.url()), "over there"));

                TryResult result = client("127.0.0.1").send(url(redirecting.url()), "evt_1", "{}", SIGNERS);

                assertThat(result).isEqualTo(new TryResult.Answered(status, "over there", null));
                assertThat(redirecting.received()).hasSize(1);
            }
        }
        assertThat(inside.received()).isEmpty();
    }

    /**
     * The certificate must be trusted, and be the host's, so that no other service takes an event for something else.
     */
    @Test
    void aReceiverMustShowTheCertificateOfItsHost() {
        names.say("localhost", "127.0.0.1");
        names.say("hooks.example.com", "127.0.0.1");
        try (TestReceiver receiver = TestReceiver.startWithTls()) {
            ReceiverClient client = client("127.0.0.1");
            String port = ":" + receiver.port() + "/";
            TryResult untrusted = new TryResult.NoAnswer(
                    "the TLS handshake failed: the certificate is not trusted, or not the host's, or there is no TLS");

            assertThat(client.send(url("https://localhost" + port), "evt_1", "{}", SIGNERS))
                    .isEqualTo(untrusted);
            client.use(SslBundle.of(new PemSslStoreBundle(
                    null, PemSslStoreDetails.forCertificate(Certificates.AUTHORITY.getRootCertificatePEM()))));
            assertThat(client.send(url("https://hooks.example.com" + port), "evt_1", "{}", SIGNERS))
                    .isEqualTo(untrusted);
            assertThat(receiver.received()).isEmpty();

            assertThat(client.send(url("https://localhost" + port), "evt_1", "{}", SIGNERS))
                    .isEqualTo(new TryResult.Answered(204, "", null));
            assertThat(client.send(url("https://127.0.0.1" + port), "evt_1", "{}", SIGNERS))
                    .isEqualTo(new TryResult.Answered(204, "", null));
            assertThat(receiver.received()).hasSize(2);
        }
    }

    @Test
    void ofALongAnswerTheBeginningIsRead() {
        inside.answers(event -> new TestReceiver.Reply(200, Map.of(), "x".repeat(1_000_000)));

        assertThat(client("127.0.0.1").send(url(inside.url()), "evt_1", "{}", SIGNERS))
                .isEqualTo(new TryResult.Answered(200, "x".repeat(1_024), null));
    }

    @Test
    void bodyThatDoesNotEndIsNotWaitedFor() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answer(server, """
                    HTTP/1.1 200 OK
                    Content-Length: 5

                    """));

            assertThat(client(Duration.ofMillis(10), "127.0.0.1").send(url(server), "evt_1", "{}", SIGNERS))
                    .isEqualTo(new TryResult.Answered(200, "", null));
        }
    }

    @Test
    void onlySomeAnswersMayAskForAPause() {
        for (Map.Entry<Integer, Duration> row :
                Map.of(429, Duration.ofSeconds(7), 503, Duration.ofSeconds(7)).entrySet()) {
            inside.answers(event -> new TestReceiver.Reply(row.getKey(), Map.of("Retry-After", "7"), ""));
            assertThat(client("127.0.0.1").send(url(inside.url()), "evt_1", "{}", SIGNERS))
                    .isEqualTo(new TryResult.Answered(row.getKey(), "", row.getValue()));
        }
        inside.answers(event -> new TestReceiver.Reply(500, Map.of("Retry-After", "7"), ""));
        assertThat(client("127.0.0.1").send(url(inside.url()), "evt_1", "{}", SIGNERS))
                .isEqualTo(new TryResult.Answered(500, "", null));
    }

    /** An example is 103 (RFC 8297), with which some servers announce the links of a page. */
    @Test
    void anInterimAnswerIsNotTheReceiversAnswer() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answer(server, """
                    HTTP/1.1 103 Early Hints
                    Link: </a>; rel=preload

                    HTTP/1.1 204 No Content

                    """));

            assertThat(client("127.0.0.1").send(url(server), "evt_1", "{}", SIGNERS))
                    .isEqualTo(new TryResult.Answered(204, "", null));
        }
    }

    /** Sends an answer to the first client, who ends the connection. */
    private static void answer(ServerSocket server, String answer) {
        try (Socket socket = server.accept()) {
            socket.getOutputStream().write(answer.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // The client has its answer.
        }
    }

    private static WebhookUrl url(ServerSocket server) {
        return url("http://127.0.0.1:" + server.getLocalPort() + "/");
    }

    private ReceiverClient client(String... allow) {
        return client(Duration.ofSeconds(60), allow);
    }

    private ReceiverClient client(Duration bodyPatience, String... allow) {
        ReceiverClient client = new ReceiverClient(
                new WebhookSettings(List.of(allow), "test", Duration.ofSeconds(60), Duration.ofHours(4), null),
                () -> Instant.EPOCH,
                "test",
                names,
                bodyPatience);
        clients.add(client);
        return client;
    }

    private static WebhookUrl url(String text) {
        return WebhookUrl.of(text);
    }

    private interface Check {
        void of(String attempt, String answer);
    }

    private static Stream<DynamicTest> rows(String table, Check check) {
        return table.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.split(" \\| ", 2))
                .map(row -> DynamicTest.dynamicTest(
                        row[0].strip(), () -> check.of(row[0].stripTrailing(), meaning(row[1].strip()))));
    }

    private static String meaning(String word) {
        return switch (word) {
            case "NOT_ALLOWED" -> NOT_ALLOWED;
            case "NO_HOST" -> NO_HOST;
            case "NO_HTTPS" -> NO_HTTPS;
            case "NO_USER" -> NO_USER;
            case "NO_QUERY" -> NO_QUERY;
            default -> word;
        };
    }
}
