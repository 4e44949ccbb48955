package dev.linkgate.harness.attack;

import dev.linkgate.wire.RawRequest;
import java.io.IOException;
import java.time.Duration;

/** Attacks by a viewer whose requests are held. */
final class WaitsAndStreams {

    private static final int PER_SECOND = 137;
    private static final int MANY = 3_000;
    private static final Duration SHORTLY = Duration.ofMillis(60);

    private WaitsAndStreams() {}

    static void waitsHungUp(AttackContext context) throws IOException {
        ManyConnections.of(MANY, PER_SECOND)
                .saying(wait(context))
                .hangingUpAfter(SHORTLY)
                .hold(context);
    }

    static void waitsHeld(AttackContext context) throws IOException {
        ManyConnections.of(context.scaled(MANY), MANY / 3).saying(wait(context)).hold(context);
    }

    static void streamsHungUp(AttackContext context) throws IOException {
        ManyConnections.of(MANY, PER_SECOND)
                .saying(stream(context))
                .hangingUpAfter(SHORTLY)
                .hold(context);
    }

    static void streamsNeverRead(AttackContext context) throws IOException {
        ManyConnections.of(context.scaled(MANY), MANY / 3)
                .saying(stream(context))
                .notReading()
                .hold(context);
    }

    private static String wait(AttackContext context) {
        return RawRequest.get(TestBed.ATTACKED.endpoint(TestBed.PENDING))
                .with("Prefer: wait=60")
                .as(context.token(CallerKind.VIEWER))
                .text();
    }

    private static String stream(AttackContext context) {
        return RawRequest.get(TestBed.ATTACKED.linkPath() + "/events")
                .as(context.token(CallerKind.VIEWER))
                .text();
    }
}
