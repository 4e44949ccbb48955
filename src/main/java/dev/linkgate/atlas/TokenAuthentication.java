package dev.linkgate.atlas;

import dev.linkgate.credential.AtlasCredential.ServiceAccount;
import dev.linkgate.kernel.AtlasAnswer;
import dev.linkgate.kernel.Failure;
import dev.linkgate.kernel.ProblemCode;
import dev.linkgate.kernel.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.databind.JsonNode;

/**
 * Shows a service account as a bearer token, which it mints by the client credentials grant (RFC 6749, section 4.4)
 * and keeps until shortly before it expires.
 *
 * <p>Invariants:
 *
 * <ol>
 *   <li>One request at a time mints; those that waited for it take what it learnt, a token or a refusal.
 *   <li>A token that Atlas refuses is replaced once an exchange; the refusal of a new one is the account's.
 *   <li>A failed minting is never a sent request: what the caller wanted had not begun.
 * </ol>
 */
final class TokenAuthentication implements Authentication {

    static final String TOKEN_URI = "/api/oauth/token";

    private final ServiceAccount account;
    private final AtlasChannel wire;
    private final InstantSource clock;
    private final ReentrantLock minting = new ReentrantLock(true);
    private volatile Minting last = new Minted(0, AccessToken.NONE);

    /** What the last minting learnt; its number grows with each. */
    private sealed interface Minting {
        int number();
    }

    private record Minted(int number, AccessToken token) implements Minting {}

    private record Denied(int number, AtlasAnswer answer) implements Minting {}

    TokenAuthentication(ServiceAccount account, AtlasChannel wire, InstantSource clock) {
        this.account = account;
        this.wire = wire;
        this.clock = clock;
    }

    @Override
    public Verdict exchange(AtlasRequest request) {
        Minting seen = last;
        if (seen instanceof Minted kept && clock.instant().isBefore(kept.token().renewAt())) {
            AtlasResponse response = show(kept.token(), request);
            if (!Authentication.isAboutCredential(response)) {
                return Verdict.of(response);
            }
        }
        return switch (mintAfter(seen, request)) {
            case Minted minted -> {
                AtlasResponse response = show(minted.token(), request);
                yield Authentication.isAboutCredential(response)
                        ? new Verdict.Refused(response.refusal())
                        : Verdict.of(response);
            }
            case Denied denied -> new Verdict.Refused(denied.answer());
        };
    }

    private AtlasResponse show(AccessToken token, AtlasRequest request) {
        return wire.exchange(request.authorizedBy(token.header()));
    }

    private Minting mintAfter(Minting seen, AtlasRequest request) {
        try {
            if (!minting.tryLock(request.timeLeft().toNanos(), TimeUnit.NANOSECONDS)) {
                throw TransportFailure.whileWaiting(new TimeoutException("no token was minted in time"));
            }
        } catch (InterruptedException e) {
            throw TransportFailure.whileWaiting(e);
        }
        try {
            if (last.number() == seen.number()) {
                last = mint(request, seen.number() + 1);
            }
            return last;
        } finally {
            minting.unlock();
        }
    }

    private Minting mint(AtlasRequest request, int number) {
        Instant askedAt = clock.instant();
        AtlasResponse response = ask(request);
        JsonNode json = response.json();
        AtlasAnswer answer = answer(response, json);
        if (response.status() == 401 || "invalid_client".equals(answer.errorCode())) {
            return new Denied(number, answer);
        }
        AccessToken token = response.isSuccess() ? AccessToken.read(json, askedAt) : null;
        if (token == null) {
            throw unusable(response, answer);
        }
        return new Minted(number, token);
    }

    /** The token endpoint speaks OAuth (RFC 6749, section 5.2), not Atlas's ApiError. A success holds a token, no words. */
    private static AtlasAnswer answer(AtlasResponse response, JsonNode json) {
        return response.isSuccess()
                ? new AtlasAnswer(response.status(), null, null)
                : new AtlasAnswer(
                        response.status(), response.text(json, "error"), response.text(json, "error_description"));
    }

    private AtlasResponse ask(AtlasRequest request) {
        String pair = account.clientId() + ":" + account.clientSecret().reveal();
        Secret basic = Secret.of("Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        try {
            return wire.exchange(request.forToken(TOKEN_URI, basic));
        } catch (TransportFailure e) {
            throw new TransportFailure(TransportFailure.Phase.NOT_SENT, e.timeout(), e);
        }
    }

    private static RuntimeException unusable(AtlasResponse response, AtlasAnswer answer) {
        if (response.status() >= 500) {
            IOException cause = new IOException("the token endpoint answered " + response.status());
            return new TransportFailure(TransportFailure.Phase.NOT_SENT, false, cause);
        }
        if (response.status() == 429) {
            return Failure.of(ProblemCode.RATE_LIMITED, "Atlas limits how often the service account may get a token.")
                    .answeredBy(answer)
                    .retryAfter(response.retryAfter())
                    .toException();
        }
        return Authentication.unusable(answer, "Atlas gave no access token to the service account.")
                .toException();
    }
}
