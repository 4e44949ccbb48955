package dev.linkgate.harness.crash;

import java.util.concurrent.atomic.LongAdder;

/** How often Atlas may and must have carried out one kind of write of links, by its caller's requests and answers. */
final class LinkWrites {

    final LongAdder fewest = new LongAdder();
    final LongAdder most = new LongAdder();

    /** A write that was carried out, once. */
    void once() {
        atMost(1);
    }

    /** A write that was carried out, and that may be repeated because a repetition changes nothing more. */
    void atMost(int times) {
        fewest.increment();
        most.add(times);
    }

    @Override
    public String toString() {
        return "from " + fewest + " to " + most;
    }
}
