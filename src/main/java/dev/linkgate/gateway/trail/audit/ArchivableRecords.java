package dev.linkgate.gateway.trail.audit;

import dev.linkgate.gateway.platform.store.Micros;
import dev.linkgate.gateway.trail.audit.AuditStore.Range;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The records as an archive takes them: which may leave the database, and their lines. */
@Component
public class ArchivableRecords {

    private static final Scan ALL = new Scan(List.of(), List.of(), Scan.BEGINNING);

    /** The records that are read at once, and are in memory at once. */
    private static final int CHUNK = 1_000;

    private final AuditStore store;
    private final JdbcClient jdbc;
    private final JsonMapper json;

    public ArchivableRecords(AuditStore store, JdbcClient jdbc, JsonMapper json) {
        this.store = store;
        this.jdbc = jdbc;
        this.json = json;
    }

    /**
     * The last record that is older than a time and before every open intent. Records are made in the order of their
     * times, but for moments.
     *
     * @return its sequence; that of the base of the trail if there is none
     */
    public long lastBefore(Instant time) {
        Range all = store.range();
        long low = all.first() - 1;
        long high =
                Math.min(all.last(), firstOpenIntent().map(first -> first - 1).orElse(Long.MAX_VALUE));
        while (low < high) {
            long middle = low + (high - low + 1) / 2;
            if (isBefore(middle, time)) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private boolean isBefore(long sequence, Instant time) {
        return jdbc.sql("SELECT time_micros FROM audit_record WHERE sequence = ?")
                .param(sequence)
                .query(Long.class)
                .optional()
                .filter(micros -> micros < Micros.of(time))
                .isPresent();
    }

    private Optional<Long> firstOpenIntent() {
        return jdbc.sql("SELECT sequence FROM audit_open_intent ORDER BY sequence LIMIT 1")
                .query(Long.class)
                .optional();
    }

    /** Writes the lines of an export: those of a range, oldest first. Not on a virtual thread. */
    public void write(long first, long last, OutputStream lines) throws IOException {
        for (long next = first; next <= last; next += CHUNK) {
            for (AuditRecord record :
                    store.oldestFirst(ALL, new Range(next, Math.min(last, next + CHUNK - 1)), CHUNK)) {
                lines.write(json.writeValueAsBytes(record));
                lines.write('\n');
            }
        }
    }
}
