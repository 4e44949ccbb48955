package dev.linkgate.atlas;

import dev.linkgate.audit.Intent;
import dev.linkgate.credential.AtlasCredential;
import dev.linkgate.kernel.RequestContext;
import dev.linkgate.kernel.Secret;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

/**
 * One request to Atlas.
 *
 * @param uri path and query exactly as they go on the wire, percent-encoding included, for the digest covers them
 * @param accept the media type asked for
 * @param body absent when there is none
 * @param contentType the media type of the body, sent only with one
 * @param authorization the header to send; absent until the authenticating layer has added it
 * @param ofWrite whether it is a write, or looks what became of one: then it may use what is kept for writes
 * @param deadlineNanos the {@link System#nanoTime()} at which the caller stops waiting, retries included
 */
record AtlasRequest(
        HttpMethod method,
        String uri,
        String accept,
        @Nullable String body,
        String contentType,
        AtlasCredential credential,
        @Nullable Secret authorization,
        RequestContext context,
        boolean ofWrite,
        long deadlineNanos) {

    private static final String PROJECTS = "/groups/";
    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";

    static AtlasRequest read(
            String uri, String accept, AtlasCredential credential, RequestContext context, long deadlineNanos) {
        return new AtlasRequest(
                HttpMethod.GET, uri, accept, null, JSON, credential, null, context, false, deadlineNanos);
    }

    /** A read that looks what became of a write. */
    static AtlasRequest readBack(
            String uri, String accept, AtlasCredential credential, RequestContext context, long deadlineNanos) {
        return new AtlasRequest(
                HttpMethod.GET, uri, accept, null, JSON, credential, null, context, true, deadlineNanos);
    }

    /** A write can only be made from the proof that its audit intent is durable. */
    @SuppressWarnings("unused") // the intent is asked for, not read: holding one is the point
    static AtlasRequest write(
            Intent intent,
            HttpMethod method,
            String uri,
            String accept,
            @Nullable String body,
            AtlasCredential credential,
            RequestContext context,
            long deadlineNanos) {
        return new AtlasRequest(method, uri, accept, body, JSON, credential, null, context, true, deadlineNanos);
    }

    /** Asks, on the way of this request, for an access token: it changes nothing in Atlas, so it needs no intent. */
    AtlasRequest forToken(String uri, Secret basicAuthorization) {
        return new AtlasRequest(
                HttpMethod.POST,
                uri,
                JSON,
                "grant_type=client_credentials",
                FORM,
                credential,
                basicAuthorization,
                context,
                ofWrite,
                deadlineNanos);
    }

    AtlasRequest authorizedBy(Secret header) {
        return new AtlasRequest(
                method, uri, accept, body, contentType, credential, header, context, ofWrite, deadlineNanos);
    }

    boolean isRead() {
        return method.equals(HttpMethod.GET);
    }

    /** For whom it is: a team, or whoever else has no team. */
    String team() {
        String team = context.actor().team();
        return team != null ? team : context.actor().kind().name();
    }

    /** The id of the project that it is about; empty if it is about none. */
    String project() {
        int start = uri.indexOf(PROJECTS) + PROJECTS.length();
        int end = uri.indexOf('/', start);
        return start < PROJECTS.length() || end < 0 ? "" : uri.substring(start, end);
    }

    /** The time left; zero or negative when the deadline has passed. */
    Duration timeLeft() {
        return Duration.ofNanos(deadlineNanos - System.nanoTime());
    }
}
