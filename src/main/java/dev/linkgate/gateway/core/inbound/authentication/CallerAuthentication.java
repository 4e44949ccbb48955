package dev.linkgate.gateway.core.inbound.authentication;

import dev.linkgate.gateway.core.access.key.StoredKey;
import dev.linkgate.gateway.core.access.principal.Access;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Right;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;

/**
 * Who calls, in the security context. It has no authorities, because what a caller may do can change while its request
 * lasts, and is asked each time.
 */
public final class CallerAuthentication extends AbstractAuthenticationToken {

    private static final long serialVersionUID = 1L;

    private final transient Actor actor;
    private final transient Right right;
    private final transient @Nullable Failure refusal;
    private final transient Set<String> otherTeams;

    private CallerAuthentication(Actor actor, Right right, @Nullable Failure refusal, Set<String> otherTeams) {
        super(List.of());
        this.actor = actor;
        this.right = right;
        this.refusal = refusal;
        this.otherTeams = Set.copyOf(otherTeams);
        super.setAuthenticated(refusal == null);
    }

    /** @param right holds as long as what identified the caller is valid */
    public static CallerAuthentication known(Actor actor, Right right) {
        return new CallerAuthentication(actor, right, null, Set.of());
    }

    /** @param key one that was shown, and is accepted */
    public static CallerAuthentication known(Access access, StoredKey key) {
        return known(access.actorOf(key), access.keys().rightOf(key));
    }

    /** @param reason why the caller is not known */
    public static CallerAuthentication unknown(String reason) {
        return unknown(Actor.ANONYMOUS, Failure.of(ProblemCode.UNAUTHENTICATED, reason));
    }

    /** @param refusal what it is told where it must be known */
    public static CallerAuthentication unknown(Actor actor, Failure refusal) {
        return new CallerAuthentication(actor, Right.PERMANENT, refusal, Set.of());
    }

    /** A copy of this caller, who could call for these teams as well. */
    public CallerAuthentication alsoOf(Set<String> teams) {
        return new CallerAuthentication(actor, right, refusal, teams);
    }

    public Right right() {
        return right;
    }

    /** Why the caller is not known; absent if it is. */
    public @Nullable Failure refusal() {
        return refusal;
    }

    /** Tells the request who calls: its work goes on in threads that have no security context. */
    void noteIn(RequestContext context) {
        context.identified(actor, right);
        context.noteOtherTeams(otherTeams);
    }

    @Override
    public Actor getPrincipal() {
        return actor;
    }

    @Override
    public @Nullable Object getCredentials() {
        return null;
    }
}
