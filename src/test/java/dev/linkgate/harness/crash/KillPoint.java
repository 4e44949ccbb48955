package dev.linkgate.harness.crash;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The place where the next kill waits for a caller's work. */
final class KillPoint {

    private static final long PATIENCE_SECONDS = 8;

    private final HarnessAtlas atlas;
    private final AtomicReference<@Nullable Laid> laid = new AtomicReference<>();

    /**
     * Work that was caught.
     *
     * @param host the gateway's name for Atlas in the request that hangs; empty if none does
     */
    record Caught(String endpoint, String host) {}

    private record Laid(Boundary boundary, CompletableFuture<String> endpoint) {}

    KillPoint(HarnessAtlas atlas) {
        this.atlas = atlas;
    }

    /** Waits until there is work. */
    @Nullable
    Caught await(Boundary boundary) {
        Laid mine = new Laid(boundary, new CompletableFuture<>());
        laid.set(mine);
        try {
            String endpoint = mine.endpoint().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (boundary.trap() == null) {
                return new Caught(endpoint, "");
            }
            String host = atlas.sprung();
            return host.equals("-") ? null : new Caught(endpoint, host);
        } catch (TimeoutException e) {
            return null;
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            laid.set(null);
        }
    }

    /** Whether the end of an operation should be reported at once. */
    boolean waitsForAnEnd() {
        Laid there = laid.get();
        return there != null && there.boundary().isEnd();
    }

    /** A caller's work is at the boundary right now. */
    void at(Boundary boundary, String endpoint) {
        Laid there = laid.get();
        if (there != null && there.boundary() == boundary) {
            there.endpoint().complete(endpoint);
        }
    }

    /**
     * A caller is about to begin work that passes some boundaries; if one is waited at, it is caught there.
     *
     * @param place where no other caller works
     * @param endpoint empty if the work is not about an endpoint
     * @return whether it will be caught
     */
    boolean before(Predicate<Boundary> passes, Place place, String endpoint) {
        Laid there = laid.get();
        if (there == null || !passes.test(there.boundary()) || there.endpoint().isDone()) {
            return false;
        }
        Boundary.Trap trap = there.boundary().trap();
        if (trap == null || !laid.compareAndSet(there, new Laid(there.boundary(), new CompletableFuture<>()))) {
            return false;
        }
        atlas.trap(trap.call().method(), trap.call().uri(place, endpoint), trap.hanging());
        return there.endpoint().complete(endpoint);
    }
}
