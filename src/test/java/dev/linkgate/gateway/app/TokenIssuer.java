package dev.linkgate.gateway.app;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.linkgate.RsaKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Issues JWTs, and serves the key to check them by, unless it is told to hang or to fail. */
public final class TokenIssuer implements AutoCloseable {

    static final String AUDIENCE = "linkgate";
    private static final String SETTING = "--linkgate.issuers.company.";
    private static final Duration HANGING = Duration.ofSeconds(60);

    private final HttpServer server;
    private final RSAKey key = RsaKeys.next("issuer");
    private final AtomicInteger fetches = new AtomicInteger();
    private volatile boolean hangs;
    private volatile boolean fails;

    public TokenIssuer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/jwks", this::serveKey);
        server.createContext(
                "/.well-known/openid-configuration",
                exchange -> answer(
                        exchange,
                        "{\"issuer\":\"%s\",\"jwks_uri\":\"%1$s/jwks\",\"subject_types_supported\":[\"public\"]}"
                                .formatted(url())));
        server.start();
    }

    private void serveKey(HttpExchange exchange) throws IOException {
        fetches.incrementAndGet();
        if (hangs) {
            LockSupport.parkNanos(HANGING.toNanos());
        }
        answer(exchange, new JWKSet(key.toPublicJWK()).toString());
    }

    private void answer(HttpExchange exchange, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(fails ? 500 : 200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    public void hang(boolean whether) {
        hangs = whether;
    }

    void fail(boolean whether) {
        fails = whether;
    }

    /** How often its keys were asked for. */
    public int fetches() {
        return fetches.get();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Arguments of a gateway that accepts its tokens. */
    public List<String> settings() {
        return List.of(
                SETTING + "jwk-set-uri=" + url() + "/jwks",
                SETTING + "issuer-uri=" + url(),
                SETTING + "audiences=" + AUDIENCE,
                SETTING + "team-claim=team");
    }

    /** A token that is valid for an hour, without a team unless its claims are changed. */
    public String issue(Consumer<JWTClaimsSet.Builder> changes) {
        Instant now = Instant.now();
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(url())
                .audience(AUDIENCE)
                .subject("somebody")
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(3_600)));
        changes.accept(claims);
        try {
            JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                    .keyID(key.getKeyID())
                    .build();
            SignedJWT jwt = new SignedJWT(header, claims.build());
            jwt.sign(new RSASSASigner(key));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
