package dev.linkgate.gateway.core.platform.web;

import tools.jackson.core.util.BufferRecycler;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.core.util.RecyclerPool;

/** The buffers for reading and writing JSON that are kept to be used again. */
public final class JsonBuffers {

    /**
     * Enough for the threads that are at work at the same time. Each buffer grows with the largest text that it was
     * used for, to more than 100 KB, and stays so; Jackson's default pool keeps as many as were ever in use at once.
     */
    public static final RecyclerPool<BufferRecycler> POOL = JsonRecyclerPools.newBoundedPool(16);

    private JsonBuffers() {}
}
