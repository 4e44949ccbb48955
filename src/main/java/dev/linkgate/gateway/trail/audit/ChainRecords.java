package dev.linkgate.gateway.trail.audit;

import org.jspecify.annotations.Nullable;

/** The records of a part of the trail, oldest first, each of which is taken apart only when its turn comes. */
interface ChainRecords {

    /** The next record; absent behind the last. */
    @Nullable
    ChainRecord next();
}
