package dev.linkgate.gateway.trail.audit;

import dev.linkgate.gateway.trail.audit.AuditStore.Range;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;

/** The records of a long read in chunks, none of which is empty. A chunk is read when it is needed. For one thread. */
final class SelectedRecords implements Iterator<List<AuditRecord>> {

    private final Function<Range, Part> read;
    private Range left;
    private List<AuditRecord> chunk = List.of();

    /**
     * @param read reads the first chunk of a range
     * @param all the range of all records
     */
    SelectedRecords(Function<Range, Part> read, Range all) {
        this.read = read;
        this.left = all;
    }

    /**
     * A part of the read.
     *
     * @param last the sequence that it ends with
     */
    record Part(List<AuditRecord> records, long last) {}

    @Override
    public boolean hasNext() {
        while (chunk.isEmpty() && !left.isEmpty()) {
            Part part = read.apply(left);
            chunk = part.records();
            left = left.after(part.last());
        }
        return !chunk.isEmpty();
    }

    @Override
    public List<AuditRecord> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        List<AuditRecord> taken = chunk;
        chunk = List.of();
        return taken;
    }
}
