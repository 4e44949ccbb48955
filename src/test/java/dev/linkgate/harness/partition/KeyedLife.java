package dev.linkgate.harness.partition;

import dev.linkgate.harness.crash.Names;
import dev.linkgate.harness.crash.Place;
import dev.linkgate.harness.partition.Calls.Reply;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Adds an endpoint, repeats that with an idempotency key at any replica until it is answered, and removes it, unless a
 * try was given up: that one may still be carried out.
 */
final class KeyedLife {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Bed bed;
    private final Place place;

    KeyedLife(Bed bed) {
        this.bed = bed;
        this.place = bed.newPlace(List.of(Names.endpoint()));
    }

    void live(BooleanSupplier goesOn) {
        while (goesOn.getAsBoolean()) {
            String endpoint = Names.endpoint();
            if (add(endpoint, goesOn)) {
                remove(endpoint, goesOn);
            }
            Bed.pause();
        }
    }

    /** @return whether the endpoint is there, and no try can add it any more */
    private boolean add(String endpoint, BooleanSupplier goesOn) {
        String body = "{\"interfaceEndpointId\":\"" + endpoint + "\"}";
        long end = System.nanoTime() + PATIENCE.toNanos();
        boolean givenUp = false;
        while (goesOn.getAsBoolean() && System.nanoTime() < end) {
            Reply reply = bed.asAdministrator(
                    Bed.any(),
                    caller -> caller.with("Idempotency-Key", "once-" + endpoint).post(place.endpoints(), body));
            if (reply.body().contains("endpoint-exists")) {
                bed.findings().violated("repeated addition refused", endpoint);
            }
            if (!reply.passes()) {
                return !givenUp;
            }
            givenUp |= reply.status() == 0;
            Bed.pause();
        }
        return false;
    }

    private void remove(String endpoint, BooleanSupplier goesOn) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (goesOn.getAsBoolean()
                && System.nanoTime() < end
                && bed.asAdministrator(Bed.any(), caller -> caller.delete(place.endpoint(endpoint)))
                        .passes()) {
            Bed.pause();
        }
    }
}
