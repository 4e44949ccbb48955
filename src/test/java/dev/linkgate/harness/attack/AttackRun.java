package dev.linkgate.harness.attack;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Attacks a gateway while a team and the administrator keep working, and checks the remains.
 *
 * @param time the attack's duration
 * @param quiet how long the team works before it, and after it
 * @param lettingGo how long the gateway may take to release an attack's resources
 * @param seed of all random choices
 */
record AttackRun(TestBed bed, Duration time, Duration quiet, Duration lettingGo, long seed) {

    AttackResult run(Attack attack, String source) throws Exception {
        ProcessStats before = ProcessStats.of(bed);
        SteadyLoad load = new SteadyLoad(bed, true);
        AdministratorLoad administrator = new AdministratorLoad(bed, false);
        PeakMemory peak = new PeakMemory(bed);
        long start = System.nanoTime();
        AttackContext context;
        long ended;
        long end;
        try (load;
                administrator;
                peak) {
            rest(quiet);
            context = AttackContext.begin(bed, source, time, AttackContext.FULL, seed);
            try {
                attack.run(context);
            } catch (IOException | RuntimeException e) {
                context.seen().violated("the attack was ended", e.toString());
            }
            ended = System.nanoTime();
            rest(quiet);
            end = System.nanoTime();
            load.awaitCallsDueBefore(end);
        }
        boolean alive = bed.process().isAlive();
        return new AttackResult(
                attack,
                source,
                Duration.ofNanos(ended - context.start()),
                load.between(start, context.start()),
                load.between(context.start(), ended),
                load.between(ended, end),
                administrator.maxMillis(),
                administrator.failures().size(),
                before,
                peak.megabytes(),
                ProcessStats.await(bed, now -> now.isLike(before), lettingGo),
                alive && bed.isReady(),
                alive && bed.isTrailValid(),
                context.seen());
    }

    private static void rest(Duration time) {
        LockSupport.parkNanos(time.toNanos());
    }

    /** Measures the memory of a gateway's process repeatedly. */
    private static final class PeakMemory implements AutoCloseable {

        private static final Duration PAUSE = Duration.ofMillis(200);

        private volatile boolean running = true;
        private volatile double megabytes;

        PeakMemory(TestBed bed) {
            Thread.ofVirtual().start(() -> {
                while (running) {
                    megabytes = Math.max(megabytes, ProcessStats.residentMegabytes(bed));
                    LockSupport.parkNanos(PAUSE.toNanos());
                }
            });
        }

        double megabytes() {
            return megabytes;
        }

        @Override
        public void close() {
            running = false;
        }
    }
}
