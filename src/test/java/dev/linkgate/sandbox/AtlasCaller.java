package dev.linkgate.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A caller of Atlas that makes its own digests, and lets a test make them wrong. */
final class AtlasCaller {

    static final String V2 = "application/vnd.atlas.2023-01-01+json";
    static final String V2_CLUSTERS = "application/vnd.atlas.2024-08-05+json";
    private static final Pattern NONCE = Pattern.compile("nonce=\"([^\"]+)\"");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI base;
    private final String publicKey;
    private final String privateKey;
    private final String accept;

    AtlasCaller(URI base, String publicKey, String privateKey, String accept) {
        this.base = base;
        this.publicKey = publicKey;
        this.privateKey = privateKey;
        this.accept = accept;
    }

    HttpResponse<String> get(String uri) {
        return call("GET", uri, null);
    }

    HttpResponse<String> post(String uri, String body) {
        return call("POST", uri, body);
    }

    HttpResponse<String> patch(String uri, String body) {
        return call("PATCH", uri, body);
    }

    HttpResponse<String> delete(String uri) {
        return call("DELETE", uri, null);
    }

    /** Two round trips: the challenge, and the answer to it. */
    HttpResponse<String> call(String method, String uri, @Nullable String body) {
        return send(method, uri, body, authorization(method, uri, nonce(uri), 1));
    }

    String nonce(String uri) {
        return nonce(send("GET", uri, null, null));
    }

    static String nonce(HttpResponse<String> challenge) {
        String header = challenge.headers().firstValue("WWW-Authenticate").orElseThrow();
        Matcher nonce = NONCE.matcher(header);
        if (!nonce.find()) {
            throw new AssertionError("no nonce in " + header);
        }
        return nonce.group(1);
    }

    String authorization(String method, String uri, String nonce, int count) {
        String nc = String.format(Locale.ROOT, "%08x", count);
        String cnonce = "0a4f113b91c7d2e8";
        String ha1 = md5(publicKey + ":MMS Public API:" + privateKey);
        String ha2 = md5(method + ":" + uri);
        String response = md5(ha1 + ":" + nonce + ":" + nc + ":" + cnonce + ":auth:" + ha2);
        return "Digest username=\"" + publicKey + "\", realm=\"MMS Public API\", nonce=\"" + nonce + "\", uri=\"" + uri
                + "\", cnonce=\"" + cnonce + "\", nc=" + nc + ", qop=auth, response=\"" + response
                + "\", algorithm=\"MD5\"";
    }

    HttpResponse<String> send(String method, String uri, @Nullable String body, @Nullable String authorization) {
        try {
            return client.send(
                    request(method, uri, body, authorization),
                    HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    HttpRequest request(String method, String uri, @Nullable String body, @Nullable String authorization) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(uri))
                .timeout(Duration.ofSeconds(20))
                .header("Accept", accept)
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return request.build();
    }

    HttpClient client() {
        return client;
    }

    static String md5(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
