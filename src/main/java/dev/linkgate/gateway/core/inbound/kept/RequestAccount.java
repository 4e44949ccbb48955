package dev.linkgate.gateway.core.inbound.kept;

import dev.linkgate.gateway.core.platform.concurrency.TeamQuota;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.web.ClientNetwork;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one request keeps until its answer is sent: a place among those that are worked for, and bytes, of its caller's
 * share and of the total. Whatever a caller can make large is taken from here before there is memory for it. Only the
 * request's own thread may use it.
 */
public final class RequestAccount implements AutoCloseable {

    private static final String ATTRIBUTE = RequestAccount.class.getName();

    private final RequestContext context;
    private final TeamQuota quota;
    private Actor counted = Actor.ANONYMOUS;
    private TeamQuota.@Nullable Permit bytes;
    private long taken;
    private TeamQuota.@Nullable Permit place;

    public RequestAccount(RequestContext context, TeamQuota quota) {
        this.context = context;
        this.quota = quota;
    }

    public static RequestAccount of(HttpServletRequest request) {
        return (RequestAccount) Objects.requireNonNull(request.getAttribute(ATTRIBUTE));
    }

    /** Notes it as the account of a request. */
    public void noteIn(HttpServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    /**
     * Takes bytes.
     *
     * @throws LinkgateException {@code rate-limited} if they are not left
     */
    public void take(long number) {
        bytes().take(number);
        taken += number;
    }

    /** Counts bytes, whether they are left or not: for small things, for any caller. */
    public void takeAnyway(long number) {
        bytes().takeAnyway(number);
        taken += number;
    }

    public void giveBack(long number) {
        takeAnyway(-number);
    }

    /** A caller that is known meanwhile has the bytes from now on, and no longer its network. */
    private TeamQuota.Permit bytes() {
        TeamQuota.Permit current = bytes;
        if (current == null || !counted.equals(context.actor())) {
            counted = context.actor();
            bytes = quota.permit(counted, () -> ClientNetwork.of(context.remoteAddress()));
            if (current != null) {
                bytes.takeAnyway(taken);
                current.release();
            }
            return bytes;
        }
        return current;
    }

    public void occupy(TeamQuota.Permit place) {
        this.place = place;
    }

    @Override
    public void close() {
        if (bytes != null) {
            bytes.release();
        }
        if (place != null) {
            place.release();
        }
    }
}
