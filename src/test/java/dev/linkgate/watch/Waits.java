package dev.linkgate.watch;

import dev.linkgate.reads.SharedAtlas;
import java.time.Duration;

/** Waiting for endpoints, for tests of those who let it be done. */
public final class Waits {

    private Waits() {}

    public static EndpointWait on(SharedAtlas atlas, Time time) {
        return new EndpointWait(new Pollers(new LinkReader(atlas, time), Duration.ofSeconds(5), time), time);
    }
}
