package dev.linkgate.gateway.feature.identities.jwt;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.linkgate.kernel.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * The tokens by which callers were known a while ago. A token that is shown again is checked as ever, also if its
 * address asks too often: else a stranger could keep out the callers who share it.
 */
final class CheckedTokens {

    private static final int MOST = 10_000;

    /** How long a token is kept that is not used. */
    private static final Duration KEPT = Duration.ofMinutes(10);

    private final Cache<ByteBuffer, Boolean> hashes = Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumSize(MOST)
            .expireAfterAccess(KEPT)
            .build();

    boolean contain(String token) {
        return hashes.getIfPresent(hash(token)) != null;
    }

    void add(String token) {
        hashes.put(hash(token), true);
    }

    private static ByteBuffer hash(String token) {
        return ByteBuffer.wrap(Sha256.digest().digest(token.getBytes(StandardCharsets.UTF_8)));
    }
}
