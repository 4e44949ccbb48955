package dev.linkgate.gateway.trail.checkpoint;

import dev.linkgate.gateway.platform.request.Change;
import dev.linkgate.gateway.platform.request.Failure;
import dev.linkgate.gateway.platform.request.Recorded;
import dev.linkgate.transparency.TreeHash;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Names the checkpoint that is given up.
 *
 * @param size its number of records
 * @param root base64
 */
record RollbackAcceptance(@Nullable Long size, @Nullable String root) implements Recorded {

    @Override
    public Change.Values recorded() {
        return new Change.Values().with("root", root);
    }

    /** @throws dev.linkgate.gateway.platform.request.LinkgateException {@code invalid-request} if there is none */
    long checkedSize() {
        if (size == null || size < 0) {
            throw Failure.invalid("size", "must be the number of records of a checkpoint")
                    .toException();
        }
        return size;
    }

    /** @throws dev.linkgate.gateway.platform.request.LinkgateException {@code invalid-request} if it is no hash */
    TreeHash checkedRoot() {
        try {
            return TreeHash.ofBase64(Objects.requireNonNullElse(root, ""));
        } catch (IllegalArgumentException e) {
            throw Failure.invalid("root", "must be the root of a checkpoint, 32 bytes as base64")
                    .toException();
        }
    }
}
