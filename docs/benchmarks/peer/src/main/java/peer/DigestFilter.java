package peer;

import java.util.Deque;
import java.util.HexFormat;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import reactor.core.publisher.Mono;

/** HTTP Digest (RFC 7616). A nonce serves one request at a time, and the next with a higher count. */
final class DigestFilter implements ExchangeFilterFunction {

    private static final Pattern PARAMETER = Pattern.compile("(realm|nonce|algorithm)=\"?([^\",]+)");

    private record Nonce(String realm, String value, String algorithm, int count) {

        static Nonce of(String challenge) {
            String realm = "";
            String value = "";
            String algorithm = "MD5";
            for (Matcher found = PARAMETER.matcher(challenge); found.find(); ) {
                switch (found.group(1)) {
                    case "realm" -> realm = found.group(2);
                    case "nonce" -> value = found.group(2);
                    default -> algorithm = found.group(2);
                }
            }
            return new Nonce(realm, value, algorithm, 1);
        }

        Nonce next() {
            return new Nonce(realm, value, algorithm, count + 1);
        }
    }

    private final String user;
    private final String password;
    private final Deque<Nonce> unused = new ConcurrentLinkedDeque<>();

    DigestFilter(String user, String password) {
        this.user = user;
        this.password = password;
    }

    @Override
    public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
        Nonce nonce = unused.pollFirst();
        Mono<ClientResponse> first = next.exchange(nonce == null ? request : authorized(request, nonce));
        return first.flatMap(response -> {
            if (!response.statusCode().isSameCodeAs(HttpStatus.UNAUTHORIZED)) {
                keep(nonce);
                return Mono.just(response);
            }
            Nonce fresh = Nonce.of(response.headers().asHttpHeaders().getFirst(HttpHeaders.WWW_AUTHENTICATE));
            return response.releaseBody()
                    .then(next.exchange(authorized(request, fresh)))
                    .doOnNext(answer -> keep(fresh));
        });
    }

    private void keep(Nonce used) {
        if (used != null) {
            unused.addFirst(used.next());
        }
    }

    private ClientRequest authorized(ClientRequest request, Nonce nonce) {
        String uri = request.url().getRawPath();
        String hash = nonce.algorithm().equals("MD5") ? "MD5" : "SHA-256";
        String count = "%08x".formatted(nonce.count());
        String cnonce = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        String secret = Hashes.hex(hash, user + ":" + nonce.realm() + ":" + password);
        String response = Hashes.hex(
                hash,
                String.join(
                        ":",
                        secret,
                        nonce.value(),
                        count,
                        cnonce,
                        "auth",
                        Hashes.hex(hash, request.method() + ":" + uri)));
        String header = "Digest username=\"%s\", realm=\"%s\", nonce=\"%s\", uri=\"%s\", algorithm=%s, qop=auth, nc=%s, cnonce=\"%s\", response=\"%s\""
                .formatted(user, nonce.realm(), nonce.value(), uri, nonce.algorithm(), count, cnonce, response);
        return ClientRequest.from(request)
                .header(HttpHeaders.AUTHORIZATION, header)
                .build();
    }
}
