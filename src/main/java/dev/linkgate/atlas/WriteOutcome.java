package dev.linkgate.atlas;

import dev.linkgate.link.Endpoint;
import java.util.Optional;

/** What became of a write, when that is known. */
sealed interface WriteOutcome {

    /** Atlas took it, and its answer can be read. */
    record Done(AtlasResponse response) implements WriteOutcome {}

    /** A read-back shows that it was done. */
    record Found(Optional<Endpoint> endpoint) implements WriteOutcome {}

    /** Atlas did not take it, and says why. */
    record Refused(AtlasResponse response) implements WriteOutcome {}
}
