package dev.linkgate.harness.attack;

import dev.linkgate.gateway.app.Answer;
import dev.linkgate.wire.RawConnection;
import dev.linkgate.wire.RawRequest;
import dev.linkgate.wire.RawResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.LockSupport;

/** Goes on with a key that is revoked while it waits and follows: both have to end soon. */
final class Revocation {

    private static final Duration PROMISED = Duration.ofSeconds(5);
    /** The minimum time, on a machine that is busy with other things. */
    private static final Duration AT_LEAST = Duration.ofSeconds(40);

    private static final Duration SETTLED_IN = Duration.ofSeconds(1);
    private static final int PATIENCE_MILLIS = 70_000;

    private Revocation() {}

    static void run(AttackContext context) {
        String team = "/admin/teams/short-lived";
        TestBed bed = context.bed();
        bed.newTeam("short-lived", "viewer", TestBed.ATTACKED);
        Answer key = Answer.require(bed.administrator().post(team + "/keys", "{\"label\":\"revoked\"}"));
        String token = key.text("/key");
        RawRequest wait = RawRequest.get(TestBed.ATTACKED.endpoint(TestBed.PENDING))
                .with("Prefer: wait=60")
                .as(token);
        RawRequest stream =
                RawRequest.get(TestBed.ATTACKED.linkPath() + "/events").as(token);
        try (ExecutorService threads = context.threads()) {
            long revoked = System.nanoTime() + SETTLED_IN.toNanos();
            threads.execute(() -> follow(context, "wait", wait, revoked));
            threads.execute(() -> follow(context, "stream", stream, revoked));
            LockSupport.parkNanos(revoked - System.nanoTime());
            Answer.require(bed.administrator().delete(team + "/keys/" + key.text("/id")));
        }
    }

    private static void follow(AttackContext context, String what, RawRequest request, long revoked) {
        long started = System.nanoTime();
        try (RawConnection connection = context.connect()) {
            connection.patience(PATIENCE_MILLIS);
            RawResponse answer = connection.ask(request);
            if (answer.isStream()) {
                connection.awaitEndOfStream();
            }
            context.seen().answered(answer.status());
        } catch (IOException e) {
            context.seen().saw("closed");
        }
        long now = System.nanoTime();
        context.seen().saw(what + " ended after " + millis(now - revoked));
        if (now - revoked < 0) {
            context.seen().violated("the " + what + " ended too soon", millis(now - started));
        }
        if (now - revoked > (context.isMeasured() ? PROMISED : AT_LEAST).toNanos()) {
            context.seen().violated("the " + what + " went on with a revoked key", millis(now - revoked));
        }
    }

    private static String millis(long nanos) {
        return Duration.ofNanos(nanos).toMillis() + " ms";
    }
}
