package dev.linkgate.gateway.core.atlas.login;

import dev.linkgate.gateway.core.atlas.channel.AtlasChannel;
import dev.linkgate.gateway.core.atlas.channel.AtlasRequest;
import dev.linkgate.gateway.core.atlas.channel.AtlasResponse;
import dev.linkgate.gateway.core.atlas.channel.FaultClassifier;
import dev.linkgate.gateway.core.atlas.channel.TransportFailure;
import dev.linkgate.gateway.core.platform.request.AtlasAnswer;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.kernel.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Authenticates a service account with a bearer token, which it mints by the client credentials grant (RFC 6749,
 * section 4.4) and keeps until shortly before it expires.
 *
 * <p>Invariants:
 *
 * <ol>
 *   <li>One request at a time mints; those that waited for it share its result, a token, a refusal or a failure. A
 *       minting that ended only because its own caller's time was up has no result, and the next in line mints.
 *   <li>Nothing is minted before the time that a 429 of the token endpoint asked for.
 *   <li>A token that Atlas refuses is replaced once an exchange; the refusal of a new one is a refusal of the account.
 *   <li>A failed minting never counts as a sent request, because the caller's request had not begun.
 * </ol>
 */
final class TokenAuthentication implements Authentication {

    static final String TOKEN_URI = "/api/oauth/token";

    /** The pause after a 429 that names no time. */
    private static final Duration HOLD_IF_UNSAID = Duration.ofSeconds(1);

    private final String clientId;
    private final Secret clientSecret;
    private final AtlasChannel wire;
    private final InstantSource clock;
    private final ReentrantLock minting = new ReentrantLock(true);
    private volatile Minting last = new Minted(0, AtlasToken.NONE);

    /** The result of the last minting; its number grows with each. */
    private sealed interface Minting {
        int number();
    }

    private record Minted(int number, AtlasToken token) implements Minting {}

    private record Denied(int number, AtlasAnswer answer) implements Minting {}

    /**
     * Atlas issued no token, which shows nothing about the account.
     *
     * @param why creates the exception, a new one for each caller
     * @param heldUntil when the next request may mint
     */
    private record Failed(int number, Supplier<RuntimeException> why, Instant heldUntil) implements Minting {}

    TokenAuthentication(String clientId, Secret clientSecret, AtlasChannel wire, InstantSource clock) {
        this.clientId = clientId;
        this.clientSecret = clientSecret;
        this.wire = wire;
        this.clock = clock;
    }

    @Override
    public int attempts() {
        return last.number();
    }

    @Override
    public AuthResult exchange(AtlasRequest request, int seen) {
        Minting before = last;
        if (before instanceof Failed failed && failed.number() != seen) {
            throw failed.why().get();
        }
        if (before instanceof Minted kept
                && clock.instant().isBefore(kept.token().renewAt())) {
            AtlasResponse response = show(kept.token(), request);
            if (!FaultClassifier.refusesCredential(response)) {
                return AuthResult.of(response);
            }
        }
        return switch (mintAfter(before, request)) {
            case Minted minted -> {
                AtlasResponse response = show(minted.token(), request);
                yield FaultClassifier.refusesCredential(response)
                        ? new AuthResult.Refused(response.refusal())
                        : AuthResult.of(response);
            }
            case Denied denied -> new AuthResult.Refused(denied.answer());
            case Failed failed -> throw failed.why().get();
        };
    }

    private AtlasResponse show(AtlasToken token, AtlasRequest request) {
        return wire.exchange(request.authorizedBy(token.header()));
    }

    private Minting mintAfter(Minting before, AtlasRequest request) {
        if (before instanceof Failed failed) {
            refuseUntil(failed.heldUntil());
        }
        try {
            if (!minting.tryLock(request.timeLeft().toNanos(), TimeUnit.NANOSECONDS)) {
                throw TransportFailure.whileWaiting(new TimeoutException("no token was minted in time"));
            }
        } catch (InterruptedException e) {
            throw TransportFailure.whileWaiting(e);
        }
        try {
            if (last.number() == before.number()) {
                last = mint(request, before.number() + 1);
            }
            return last;
        } finally {
            minting.unlock();
        }
    }

    private void refuseUntil(Instant heldUntil) {
        Duration left = Duration.between(clock.instant(), heldUntil);
        if (left.isPositive()) {
            throw limited().retryAfter(left).toException();
        }
    }

    private Minting mint(AtlasRequest request, int number) {
        Instant askedAt = clock.instant();
        AtlasResponse response;
        try {
            response = ask(request);
        } catch (TransportFailure e) {
            if (e.whileWaiting()
                    || !request.timeLeft().isPositive()
                    || Thread.currentThread().isInterrupted()) {
                throw notSent(e);
            }
            return new Failed(number, () -> notSent(e), Instant.MIN);
        }
        JsonNode json = response.json();
        AtlasAnswer answer = answer(response, json);
        if (response.status() == 401 || "invalid_client".equals(answer.errorCode())) {
            return new Denied(number, answer);
        }
        AtlasToken token = response.isSuccess() ? AtlasToken.read(json, askedAt) : null;
        return token == null ? failed(number, response, answer) : new Minted(number, token);
    }

    /**
     * The token endpoint answers in the form of OAuth (RFC 6749, section 5.2) when it refuses an account, and with
     * Atlas's ApiError when a layer before it refuses the request. A success contains a token and no text.
     */
    private static AtlasAnswer answer(AtlasResponse response, JsonNode json) {
        if (response.isSuccess()) {
            return new AtlasAnswer(response.status(), null, null);
        }
        String error = response.text(json, "error");
        return error == null
                ? response.refusal()
                : new AtlasAnswer(response.status(), error, response.text(json, "error_description"));
    }

    private AtlasResponse ask(AtlasRequest request) {
        String pair = clientId + ":" + clientSecret.reveal();
        Secret basic = Secret.of("Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        return wire.exchange(request.forToken(TOKEN_URI, basic));
    }

    private static TransportFailure notSent(TransportFailure ofToken) {
        return new TransportFailure(TransportFailure.Phase.NOT_SENT, ofToken.timeout(), ofToken);
    }

    private Failed failed(int number, AtlasResponse response, AtlasAnswer answer) {
        if (response.status() >= 500) {
            IOException cause = new IOException("the token endpoint answered " + response.status());
            return new Failed(
                    number, () -> new TransportFailure(TransportFailure.Phase.NOT_SENT, false, cause), Instant.MIN);
        }
        if (response.status() == 429) {
            Duration asked = Objects.requireNonNullElse(response.retryAfter(), HOLD_IF_UNSAID);
            Failure limited = limited().answeredBy(answer).retryAfter(asked);
            return new Failed(number, limited::toException, clock.instant().plus(asked));
        }
        Failure unusable = Authentication.unusable(answer, "Atlas issued no access token to the service account.");
        return new Failed(number, unusable::toException, Instant.MIN);
    }

    private static Failure limited() {
        return Failure.of(ProblemCode.RATE_LIMITED, "Atlas limits how often the service account may get a token.");
    }

    /**
     * A bearer token and when to get the next one.
     *
     * @param header the value of {@code Authorization}
     * @param renewAt shortly before it expires, so that it does not expire in transit
     */
    private record AtlasToken(Secret header, Instant renewAt) {

        /** Stands for no token; it is always expired. */
        static final AtlasToken NONE = new AtlasToken(Secret.of(""), Instant.MIN);

        /** RFC 6749, section 5.1, lets a server leave out {@code expires_in}; Atlas's tokens last an hour. */
        private static final Duration LIFE_IF_UNSAID = Duration.ofMinutes(5);

        /** The limit on a token's life, in case Atlas states a wrong one. */
        private static final Duration LONGEST_LIFE = Duration.ofDays(1);

        private static final Duration MAX_MARGIN = Duration.ofMinutes(1);

        /** RFC 6750, section 2.1; a longer token does not fit into a request header. */
        private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._~+/-]{1,4096}=*");

        /**
         * Reads the answer of a token endpoint, RFC 6749, section 5.1.
         *
         * @param askedAt when the token was asked for; its life is counted from there
         * @return nothing if the answer contains no bearer token
         */
        static @Nullable AtlasToken read(JsonNode answer, Instant askedAt) {
            String token = answer.path("access_token").stringValue("");
            String type = answer.path("token_type").stringValue("Bearer");
            if (!FORM.matcher(token).matches() || !type.equalsIgnoreCase("Bearer")) {
                return null;
            }
            Duration life = life(answer.path("expires_in").asLong(0));
            Duration tenth = life.dividedBy(10);
            Duration margin = tenth.compareTo(MAX_MARGIN) < 0 ? tenth : MAX_MARGIN;
            return new AtlasToken(
                    Secret.of("Bearer " + token), askedAt.plus(life).minus(margin));
        }

        /** @param said in seconds; a value that is not positive is ignored */
        private static Duration life(long said) {
            return said <= 0 ? LIFE_IF_UNSAID : Duration.ofSeconds(Math.min(said, LONGEST_LIFE.toSeconds()));
        }
    }
}
