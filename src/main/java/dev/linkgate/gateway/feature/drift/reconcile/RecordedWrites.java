package dev.linkgate.gateway.feature.drift.reconcile;

import dev.linkgate.gateway.core.platform.request.Receipt;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.trail.read.ScanExecutors;
import dev.linkgate.gateway.core.trail.read.TrailFilter;
import dev.linkgate.gateway.core.trail.read.TrailReader;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.gateway.core.trail.record.AuditRecord;
import dev.linkgate.gateway.core.trail.record.Entry;
import dev.linkgate.gateway.core.trail.record.Phase;
import dev.linkgate.gateway.core.trail.record.Result;
import dev.linkgate.kernel.ProjectId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.stereotype.Repository;

/** Reads from the trail, in the order of the records, which links and endpoints of a project were added and removed. */
@Repository
public class RecordedWrites {

    /** The writes that add or remove links and endpoints. */
    private static final Set<Action> AT_ATLAS = Set.of(
            Action.ENDPOINT_ADD,
            Action.ENDPOINT_ENSURE,
            Action.ENDPOINT_REMOVE,
            Action.LINK_CREATE,
            Action.LINK_REMOVE);

    /** The records of writes in a part. */
    static final int MOST = 5_000;

    private final TrailReader reader;
    private final ScanExecutors threads;

    public RecordedWrites(TrailReader reader, ScanExecutors threads) {
        this.reader = reader;
        this.threads = threads;
    }

    /**
     * A part of a project's writes.
     *
     * @param last the sequence of the last record that was examined
     * @param atEnd whether that was the newest record of the trail when the part was read
     */
    public record WriteBatch(List<WriteRecord> writes, long last, boolean atEnd) {}

    /** The sequence before that of the first record of this time or later. */
    public long before(Instant time) {
        return reader.before(time);
    }

    /** The writes that follow a sequence, as far as one scan reaches. */
    public WriteBatch after(RequestContext context, ProjectId project, long sequence) {
        TrailReader.RecordBatch part = threads.proceed(
                context,
                () -> reader.after(sequence, TrailFilter.ALL.project(project).writes(), MOST));
        List<WriteRecord> writes = part.records().stream()
                .flatMap(record -> write(record).stream())
                .toList();
        return new WriteBatch(writes, part.last(), part.atEnd());
    }

    /** A record that was tampered with can have any words; it is no write then. */
    private static Optional<WriteRecord> write(AuditRecord record) {
        Entry entry = record.entry();
        return AT_ATLAS.stream()
                .filter(action -> action.word().equals(entry.action()))
                .findFirst()
                .map(action -> new WriteRecord(
                        new Receipt(record.sequence(), record.hash()),
                        entry.phase().equals(Phase.OUTCOME.name()),
                        entry.time(),
                        entry.origin().requestId(),
                        action,
                        entry.subject().linkId(),
                        entry.subject().interfaceEndpointId(),
                        Stream.of(Result.values())
                                .filter(result ->
                                        result.name().equals(entry.facts().result()))
                                .findFirst()
                                .orElse(null),
                        entry.facts().status(),
                        entry.facts().atlasStatus()));
    }
}
