package dev.linkgate.sandbox.authentication;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** The issued nonces and their counts. When there are too many, the longest unused are forgotten. */
public final class NonceBook {

    private static final int CAPACITY = 100_000;
    /** Makes 32 base64 characters without padding. */
    private static final int NONCE_BYTES = 24;

    private final InstantSource clock;
    private final Duration lifetime;
    private final SandboxAccess.CountRule rule;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Nonce> nonces;

    private static final class Nonce {
        private final Instant issuedAt;
        private long lastCount;

        Nonce(Instant issuedAt) {
            this.issuedAt = issuedAt;
        }
    }

    /** The state of a nonce and a count. */
    enum Standing {
        GOOD,
        UNKNOWN,
        STALE,
        REPEATED,
        SKIPPED
    }

    NonceBook(InstantSource clock, Duration lifetime, SandboxAccess.CountRule rule) {
        this.clock = clock;
        this.lifetime = lifetime;
        this.rule = rule;
        this.nonces = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Nonce> eldest) {
                return size() > CAPACITY;
            }
        };
    }

    String issue() {
        byte[] bytes = new byte[NONCE_BYTES];
        random.nextBytes(bytes);
        String nonce = Base64.getEncoder().encodeToString(bytes);
        synchronized (nonces) {
            nonces.put(nonce, new Nonce(clock.instant()));
        }
        return nonce;
    }

    /** Notes the use of a nonce by a request with a correct digest; the count is used up only if the result is good. */
    Standing use(String name, long count) {
        synchronized (nonces) {
            Nonce nonce = nonces.get(name);
            if (nonce == null) {
                return Standing.UNKNOWN;
            }
            if (count <= nonce.lastCount) {
                return Standing.REPEATED;
            }
            if (clock.instant().isAfter(nonce.issuedAt.plus(lifetime))) {
                return Standing.STALE;
            }
            if (rule == SandboxAccess.CountRule.CONSECUTIVE && count != nonce.lastCount + 1) {
                return Standing.SKIPPED;
            }
            nonce.lastCount = count;
            return Standing.GOOD;
        }
    }

    /** Forgets all nonces, as a restart does. */
    public void forget() {
        synchronized (nonces) {
            nonces.clear();
        }
    }
}
