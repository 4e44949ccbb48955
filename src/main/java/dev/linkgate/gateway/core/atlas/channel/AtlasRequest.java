package dev.linkgate.gateway.core.atlas.channel;

import dev.linkgate.gateway.core.atlas.credential.AtlasCredential;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Right;
import dev.linkgate.gateway.core.platform.request.TraceParent;
import dev.linkgate.gateway.core.trail.audit.Intent;
import dev.linkgate.kernel.Secret;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

/**
 * One request to Atlas.
 *
 * @param uri path and query exactly as they go on the wire, percent-encoding included, because the digest covers them
 * @param accept the media type asked for
 * @param body absent when there is none
 * @param contentType the media type of the body, sent only with one
 * @param authorization the header to send; absent until the authenticating layer has added it
 * @param right must hold when it is sent
 * @param precedence what it may use and wait for
 * @param deadlineNanos the {@link System#nanoTime()} at which the caller stops waiting, retries included
 * @param trace the place in a trace to tell Atlas; absent if there is none
 */
public record AtlasRequest(
        HttpMethod method,
        String uri,
        String accept,
        @Nullable String body,
        String contentType,
        AtlasCredential credential,
        @Nullable Secret authorization,
        RequestContext context,
        Right right,
        Precedence precedence,
        long deadlineNanos,
        @Nullable TraceParent trace) {

    /** What a request may use and wait for. */
    public enum Precedence {
        /** A write, or the read that reads one back: it may use the reserves for writes. */
        WRITE,
        /** A read of a caller. */
        READ,
        /**
         * A read of the gateway itself. It gives up where a read of a caller would wait, so that no caller waits for
         * it: while a bucket runs low, a 429 holds requests, the breaker is open, or the credential is suspect.
         */
        BACKGROUND
    }

    private static final String GROUPS = "/groups/";
    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";

    /** A read. It needs no right, because its answer is shown only to a caller that has one. */
    public static AtlasRequest read(
            String uri, String accept, AtlasCredential credential, RequestContext context, long deadlineNanos) {
        Precedence precedence = context.isBackground() ? Precedence.BACKGROUND : Precedence.READ;
        return get(uri, accept, credential, context, precedence, deadlineNanos);
    }

    /** A read that reads back a write. */
    public static AtlasRequest readBack(
            String uri, String accept, AtlasCredential credential, RequestContext context, long deadlineNanos) {
        return get(uri, accept, credential, context, Precedence.WRITE, deadlineNanos);
    }

    private static AtlasRequest get(
            String uri,
            String accept,
            AtlasCredential credential,
            RequestContext context,
            Precedence precedence,
            long deadlineNanos) {
        return new AtlasRequest(
                HttpMethod.GET,
                uri,
                accept,
                null,
                JSON,
                credential,
                null,
                context,
                Right.PERMANENT,
                precedence,
                deadlineNanos,
                context.trace());
    }

    /**
     * Creates a write. The intent proves that its audit record is durable, and has the right to it.
     *
     * @param accept also the media type of the body: Atlas's own clients send the versioned one, too
     */
    public static AtlasRequest write(
            Intent intent,
            HttpMethod method,
            String uri,
            String accept,
            @Nullable String body,
            AtlasCredential credential,
            RequestContext context,
            long deadlineNanos) {
        return new AtlasRequest(
                method,
                uri,
                accept,
                body,
                accept,
                credential,
                null,
                context,
                intent.right(),
                Precedence.WRITE,
                deadlineNanos,
                context.trace());
    }

    /**
     * Requests an access token for this request and others. It changes nothing in Atlas, so it needs neither an intent
     * nor a right.
     */
    public AtlasRequest forToken(String uri, Secret basicAuthorization) {
        return new AtlasRequest(
                HttpMethod.POST,
                uri,
                JSON,
                "grant_type=client_credentials",
                FORM,
                credential,
                basicAuthorization,
                context,
                Right.PERMANENT,
                precedence,
                deadlineNanos,
                trace);
    }

    public AtlasRequest authorizedBy(Secret header) {
        return with(credential, header, trace);
    }

    public AtlasRequest with(AtlasCredential other) {
        return with(other, authorization, trace);
    }

    /** A copy of this request as a part of this span. */
    public AtlasRequest tracedBy(TraceParent span) {
        return with(credential, authorization, span);
    }

    private AtlasRequest with(AtlasCredential login, @Nullable Secret header, @Nullable TraceParent parent) {
        return new AtlasRequest(
                method,
                uri,
                accept,
                body,
                contentType,
                login,
                header,
                context,
                right,
                precedence,
                deadlineNanos,
                parent);
    }

    /** Whether it is a write, or reads one back. */
    public boolean ofWrite() {
        return precedence == Precedence.WRITE;
    }

    /** Whether it is sent only where the requests of callers leave room. */
    public boolean isBackground() {
        return precedence == Precedence.BACKGROUND;
    }

    /** The owner: a team, or one shared owner for callers without a team. */
    public String team() {
        String team = context.actor().team();
        return team != null ? team : context.actor().kind().name();
    }

    /**
     * The resources whose rate Atlas limits together, and that fail together: one project's private endpoints, its
     * clusters, or its events, as the part of the path that they share. Empty if it is for none of them, but for the
     * project itself.
     */
    public String resources() {
        int query = uri.indexOf('?');
        String path = query < 0 ? uri : uri.substring(0, query);
        int begin = path.indexOf(GROUPS) + GROUPS.length();
        int project = path.indexOf('/', begin);
        if (begin < GROUPS.length() || project < 0) {
            return "";
        }
        int end = path.indexOf('/', project + 1);
        return path.substring(begin, end < 0 ? path.length() : end);
    }

    /** Whether these {@linkplain #resources resources} belong to the project that this request is for. */
    public boolean isOfSameProject(String resources) {
        String own = resources();
        return !own.isEmpty() && resources.startsWith(own.substring(0, own.indexOf('/') + 1));
    }

    /** The time left; zero or negative when the deadline has passed. */
    public Duration timeLeft() {
        return Duration.ofNanos(deadlineNanos - System.nanoTime());
    }
}
