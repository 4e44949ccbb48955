package dev.linkgate.gateway.feature.digest;

import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.Right;
import dev.linkgate.gateway.core.platform.store.Micros;
import dev.linkgate.kernel.Sha256;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Lets each write by Digest, and each JWT that is to become an access token, pass once on all replicas, so that an
 * attacker who has recorded one cannot repeat it elsewhere, or after a restart. A recorded read by Digest can be
 * repeated on another replica while its nonce lives.
 */
public final class ReplayFilter extends HttpFilter {

    private static final String ONCE = ReplayFilter.class.getName();

    private final transient UsedCountStore counts;

    public ReplayFilter(UsedCountStore counts) {
        this.counts = counts;
    }

    /** @param repeated what the caller is told if the count was used */
    private record Once(DigestNonce nonce, long count, String repeated) {}

    /** Notes that a request is to pass once, like all others with the same count of the nonce. */
    static void once(HttpServletRequest request, DigestNonce nonce, long count, String repeated) {
        request.setAttribute(ONCE, new Once(nonce, count, repeated));
    }

    /**
     * Notes that a request with a JWT is to pass once, like all others with the same name.
     *
     * @param end until when it could be repeated
     */
    public static void once(HttpServletRequest request, Instant end, String name) {
        ByteBuffer hash = ByteBuffer.wrap(Sha256.digest().digest(name.getBytes(StandardCharsets.UTF_8)));
        DigestNonce nonce = new DigestNonce(Micros.of(end), hash.getLong());
        once(request, nonce, hash.getLong(), "The JWT was used before (jti).");
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getAttribute(ONCE) instanceof Once once && !take(once)) {
            DigestChallenges.stale(request);
            throw Failure.of(ProblemCode.UNAUTHENTICATED, once.repeated()).toException();
        }
        chain.doFilter(request, response);
    }

    private boolean take(Once once) {
        try {
            return counts.take(once.nonce(), once.count());
        } catch (DataAccessException | TransactionException e) {
            throw Right.unconfirmed();
        }
    }
}
