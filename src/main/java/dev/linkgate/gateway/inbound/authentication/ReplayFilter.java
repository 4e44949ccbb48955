package dev.linkgate.gateway.inbound.authentication;

import dev.linkgate.gateway.platform.request.Failure;
import dev.linkgate.gateway.platform.request.ProblemCode;
import dev.linkgate.gateway.platform.request.Right;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Lets each write by Digest pass once on all replicas, so that nobody who has recorded one can repeat it elsewhere, or
 * after a restart. A recorded read can be repeated on another replica while its nonce lives.
 */
public final class ReplayFilter extends HttpFilter {

    private final transient UsedCountStore counts;

    public ReplayFilter(UsedCountStore counts) {
        this.counts = counts;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        DigestProvider.WriteCount write = DigestProvider.writeCountOf(request);
        if (write != null && !take(write)) {
            Challenges.stale(request);
            throw Failure.of(ProblemCode.UNAUTHENTICATED, "The Digest's nonce and nc were used before.")
                    .toException();
        }
        chain.doFilter(request, response);
    }

    private boolean take(DigestProvider.WriteCount write) {
        try {
            return counts.take(write.nonce(), write.count());
        } catch (DataAccessException | TransactionException e) {
            throw Right.unconfirmed();
        }
    }
}
