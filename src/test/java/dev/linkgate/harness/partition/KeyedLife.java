package dev.linkgate.harness.partition;

import dev.linkgate.harness.crash.Names;
import dev.linkgate.harness.crash.Place;
import dev.linkgate.harness.partition.Calls.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Adds an endpoint, and repeats that with an idempotency key until it is answered, and removes it. */
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
            Map<String, String> once = Map.of("Idempotency-Key", "once-" + endpoint);
            String body = "{\"interfaceEndpointId\":\"" + endpoint + "\"}";
            if (untilCertain(goesOn, "POST", place.endpoints(), once, body)) {
                untilCertain(goesOn, "DELETE", place.endpoint(endpoint), Map.of(), "");
            }
        }
    }

    /** Repeats a request at any replica. */
    private boolean untilCertain(
            BooleanSupplier goesOn, String method, String path, Map<String, String> headers, String body) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (goesOn.getAsBoolean() && System.nanoTime() < end) {
            Reply reply = bed.asAdministrator(Bed.any(), method, path, headers, body);
            if (!reply.passes()) {
                return true;
            }
            Pauses.brief();
        }
        return false;
    }
}
