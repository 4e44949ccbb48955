package dev.linkgate.harness.attack;

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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Issues JWTs, and serves the key to check them by, until it is told to hang. */
public final class TokenIssuer implements AutoCloseable {

    public static final String AUDIENCE = "linkgate";
    private static final String SETTING = "--linkgate.issuers.company.";
    private static final Duration HANGING = Duration.ofSeconds(60);

    private final HttpServer server;
    private final RSAKey key = RsaKeys.next("issuer");
    private final AtomicInteger fetches = new AtomicInteger();
    private volatile boolean hangs;

    public TokenIssuer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/jwks", this::serve);
        server.start();
    }

    private void serve(HttpExchange exchange) throws IOException {
        fetches.incrementAndGet();
        if (hangs) {
            LockSupport.parkNanos(HANGING.toNanos());
        }
        byte[] keys = new JWKSet(key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, keys.length);
        exchange.getResponseBody().write(keys);
        exchange.close();
    }

    void hang(boolean whether) {
        hangs = whether;
    }

    /** How often its keys were asked for. */
    int fetches() {
        return fetches.get();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Arguments of a gateway that accepts its tokens. */
    List<String> settings() {
        return List.of(
                SETTING + "jwk-set-uri=" + url() + "/jwks",
                SETTING + "issuer-uri=" + url(),
                SETTING + "audiences=" + AUDIENCE,
                SETTING + "team-claim=team");
    }

    /** The claims of a token that is valid for an hour, except the team. */
    public JWTClaimsSet.Builder claims() {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer(url())
                .audience(AUDIENCE)
                .subject("somebody")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(3_600)));
    }

    public String signed(JWTClaimsSet claims) {
        try {
            JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                    .keyID(key.getKeyID())
                    .build();
            SignedJWT jwt = new SignedJWT(header, claims);
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
