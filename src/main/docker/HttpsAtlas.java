import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import reactor.netty.DisposableServer;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.netty.tcp.SslProvider;

/** Answers over TLS and HTTP/2, as Atlas does, what a simulated Atlas answers over plain HTTP. */
final class HttpsAtlas implements AutoCloseable {

    static final String PASSWORD = "training";

    private static final String ALIAS = "atlas";

    private final DisposableServer server;
    private final Path trusted;

    /**
     * @param plainPort of the simulated Atlas, on the loopback address
     * @param work a directory for the certificate, which is made
     */
    HttpsAtlas(int plainPort, Path work) throws IOException, InterruptedException, GeneralSecurityException {
        Path own = work.resolve("atlas.p12");
        makeCertificate(own);
        KeyStore keys = KeyStore.getInstance(own.toFile(), PASSWORD.toCharArray());
        this.trusted = work.resolve("trusted.p12");
        trust(keys);
        KeyManagerFactory manager = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        manager.init(keys, PASSWORD.toCharArray());
        SslProvider.GenericSslContextSpec<SslContextBuilder> encryption = Http2SslContextSpec.forServer(manager);
        HttpClient plain = HttpClient.create().host("127.0.0.1").port(plainPort);
        this.server = HttpServer.create()
                .host("127.0.0.1")
                .secure(tls -> tls.sslContext(encryption))
                .protocol(HttpProtocol.H2, HttpProtocol.HTTP11)
                .handle((request, response) -> plain.headers(headers -> copy(request.requestHeaders(), headers))
                        .request(request.method())
                        .uri(request.uri())
                        .send(request.receive().retain())
                        .response((answer, body) -> {
                            copy(answer.responseHeaders(), response.responseHeaders());
                            return response.status(answer.status()).send(body.retain());
                        }))
                .bindNow();
    }

    private static void makeCertificate(Path store) throws IOException, InterruptedException {
        int status = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-alias",
                        ALIAS,
                        "-dname",
                        "CN=Simulated Atlas",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .inheritIO()
                .start()
                .waitFor();
        if (status != 0) {
            throw new IOException("keytool has made no certificate");
        }
    }

    private void trust(KeyStore keys) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load((InputStream) null, null);
        store.setCertificateEntry(ALIAS, keys.getCertificate(ALIAS));
        try (OutputStream file = Files.newOutputStream(trusted)) {
            store.store(file, PASSWORD.toCharArray());
        }
    }

    private static void copy(HttpHeaders from, HttpHeaders to) {
        from.forEach(header -> to.set(header.getKey(), header.getValue()));
    }

    String url() {
        return "https://127.0.0.1:" + server.port();
    }

    /** A trust store with its certificate, opened by {@link #PASSWORD}. */
    Path trusted() {
        return trusted;
    }

    @Override
    public void close() {
        server.disposeNow();
    }
}
