package dev.linkgate.sandbox.fault;

import dev.linkgate.protocol.ApiError;
import dev.linkgate.protocol.Refusal;
import dev.linkgate.protocol.RequestRefused;
import dev.linkgate.sandbox.http.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * A fault of one request.
 *
 * @param applied whether Atlas carries out the request nevertheless, so that the caller cannot know
 * @param manner the fault on the wire
 */
public record Fault(boolean applied, Manner manner) {

    /** The fault on the wire. */
    public sealed interface Manner {

        /** A wrong answer. */
        record Answer(int status, Map<String, String> headers, String body) implements Manner {
            public Answer {
                headers = Map.copyOf(headers);
            }
        }

        /** The connection is reset without an answer. */
        record Reset() implements Manner {}

        /** No answer comes, and the connection stays open. */
        record Hang() implements Manner {}

        /** The correct answer comes late. */
        record Delay(Duration delay) implements Manner {}

        /** The correct answer comes when this is completed; if exceptionally, the connection is reset instead. */
        record Hold(CompletableFuture<?> release) implements Manner {}

        /** The correct answer's head and half of its body come, then the connection is closed. */
        record CutShort() implements Manner {}

        /**
         * An answer with status 200 that does not end.
         *
         * @param pause between its pieces of 8 KiB; zero for as fast as it is read
         */
        record EndlessBody(Duration pause) implements Manner {}
    }

    public static Fault answer(int status, Map<String, String> headers, String body) {
        return new Fault(false, new Manner.Answer(status, headers, body));
    }

    /** An error in Atlas's shape. */
    public static Fault error(int status, String errorCode, String detail, Object... parameters) {
        Reply reply = Reply.of(new ApiError(status, errorCode, detail, List.of(parameters)));
        return answer(status, reply.headers(), reply.body());
    }

    /** Atlas's 429, with {@code Retry-After} in whole seconds. */
    public static Fault rateLimited(Duration retryAfter) {
        RequestRefused refused = Refusal.RATE_LIMITED.of(
                "api/atlas/v2/groups/privateEndpoint", (int) retryAfter.toSeconds(), 4_000, 2_000, 60);
        Reply reply = Reply.of(refused, Refusal.Generation.MULTI_CLOUD);
        return answer(reply.status(), reply.headers(), reply.body());
    }

    /** Reset before anything was done. */
    public static Fault reset() {
        return new Fault(false, new Manner.Reset());
    }

    /** Silent, with nothing done. */
    public static Fault hang() {
        return new Fault(false, new Manner.Hang());
    }

    public static Fault delay(Duration delay) {
        return new Fault(true, new Manner.Delay(delay));
    }

    public static Fault hold(CompletableFuture<?> release) {
        return new Fault(true, new Manner.Hold(release));
    }

    public static Fault cutShort() {
        return new Fault(true, new Manner.CutShort());
    }

    public static Fault endlessBody(Duration pause) {
        return new Fault(false, new Manner.EndlessBody(pause));
    }

    /** A copy of this fault that applies the request first. */
    public Fault afterApplying() {
        return new Fault(true, manner);
    }
}
