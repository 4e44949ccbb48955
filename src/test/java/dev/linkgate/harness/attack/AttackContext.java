package dev.linkgate.harness.attack;

import dev.linkgate.wire.RawConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/**
 * The inputs of an attack.
 *
 * @param source the loopback address that it comes from
 * @param start its start, by {@link System#nanoTime()}
 * @param percent the part of its connections and tries that it makes; {@value #FULL} in the full form
 * @param seed of all random choices
 */
record AttackContext(TestBed bed, String source, Duration time, long start, int percent, long seed, Observations seen) {

    static final int FULL = 100;

    /** The size of a body in bytes, nearly the largest. */
    static final int BODY = Integer.getInteger("attack.body", 16_000);

    /** The number of addresses from which the attacks come that need several. */
    static final int ADDRESSES = Integer.getInteger("attack.addresses", 2);

    static AttackContext begin(TestBed bed, String source, Duration time, int percent, long seed) {
        return new AttackContext(bed, source, time, System.nanoTime(), percent, seed, new Observations());
    }

    /** A part of it that begins now. */
    AttackContext part(Duration part) {
        return new AttackContext(bed, source, part, System.nanoTime(), percent, seed, seen);
    }

    /** A copy of this context with an address that no other one has: its number is that of one of up to 250 attacks. */
    AttackContext from(int number) {
        return new AttackContext(
                bed, source.replaceFirst("^127\\.0\\.", "127." + number + "."), time, start, percent, seed, seen);
    }

    /** Whether it has to stop; a gateway that has died is not attacked any more. */
    boolean over() {
        return System.nanoTime() - start >= time.toNanos() || !bed.process().isAlive();
    }

    /** Whether limits that depend on the machine's load apply. */
    boolean isMeasured() {
        return percent == FULL;
    }

    /** Lets the time pass. */
    void rest() {
        LockSupport.parkNanos(start + time.toNanos() - System.nanoTime());
    }

    /** @param full the number in the full form */
    int scaled(int full) {
        return Math.max(1, full * percent / FULL);
    }

    RawConnection connect() throws IOException {
        return new RawConnection(source, bed.port());
    }

    /** A connection from one of 16,000 other addresses, because one address is soon limited. */
    RawConnection connectFromAnywhere(RandomGenerator random) throws IOException {
        return new RawConnection("127." + random.nextInt(1, 65) + "." + random.nextInt(256) + ".9", bed.port());
    }

    /** Threads whose failures are violations: an attack that has stopped proves nothing. */
    ExecutorService threads() {
        return Executors.newThreadPerTaskExecutor(Thread.ofVirtual()
                .uncaughtExceptionHandler((thread, e) -> seen.violated("an attacker failed", e.toString()))
                .factory());
    }

    String token(CallerKind kind) {
        return bed.token(kind);
    }
}
