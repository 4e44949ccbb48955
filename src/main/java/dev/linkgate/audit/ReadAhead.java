package dev.linkgate.audit;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.LongFunction;

/**
 * The chunks of a long read. The next chunk is read while its user works on the one before; never are two read at once.
 * For one thread.
 */
final class ReadAhead implements Iterator<List<AuditRecord>> {

    private final LongFunction<List<AuditRecord>> chunks;
    private FutureTask<List<AuditRecord>> next;

    /** @param chunks reads the chunk that begins with a sequence; an empty one is the end */
    ReadAhead(LongFunction<List<AuditRecord>> chunks) {
        this.chunks = chunks;
        this.next = begin(Scan.BEGINNING);
    }

    private FutureTask<List<AuditRecord>> begin(long first) {
        FutureTask<List<AuditRecord>> task = new FutureTask<>(() -> chunks.apply(first));
        // A platform thread, because SQLite's driver would pin a virtual one.
        Thread.ofPlatform().name("audit-read-ahead").daemon().start(task);
        return task;
    }

    @Override
    public boolean hasNext() {
        return !chunk().isEmpty();
    }

    @Override
    public List<AuditRecord> next() {
        List<AuditRecord> chunk = chunk();
        if (chunk.isEmpty()) {
            throw new NoSuchElementException();
        }
        next = begin(chunk.getLast().sequence() + 1);
        return chunk;
    }

    private List<AuditRecord> chunk() {
        try {
            return next.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException();
        }
    }
}
