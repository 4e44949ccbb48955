package dev.linkgate.gateway.trail.audit;

import dev.linkgate.gateway.platform.request.EndpointId;
import dev.linkgate.gateway.platform.request.Receipt;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads from the trail, in the order of the records, how writes of links and endpoints have ended. */
@Repository
public class EndedWrites {

    private static final Set<Action> WRITES = EnumSet.of(
            Action.ENDPOINT_ADD,
            Action.ENDPOINT_ENSURE,
            Action.ENDPOINT_REMOVE,
            Action.LINK_CREATE,
            Action.LINK_REMOVE);

    /** The records of which a part has the writes. */
    private static final long EXAMINED = 50_000;

    /** The writes of a part, which are stored in one transaction: on SQLite, the next records wait for its end. */
    static final int MOST = 10;

    /** The last condition is that of the index {@code audit_record_action}. */
    static final String OUTCOMES = "SELECT " + AuditRow.COLUMNS
            + " FROM audit_record WHERE sequence > ? AND sequence <= ? AND phase = 'OUTCOME'"
            + WRITES.stream()
                    .map(action -> "'" + action.word() + "'")
                    .collect(Collectors.joining(", ", " AND action IN (", ") AND "))
            + Selection.RARE_ACTION + " ORDER BY sequence LIMIT " + MOST;

    private final JdbcClient jdbc;

    EndedWrites(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The writes of a part of the trail.
     *
     * @param last the sequence of the last record that was examined. It is before the part if the end of the trail was cut off
     * @param end whether no record of a write followed
     */
    public record Part(List<EndedWrite> writes, long last, boolean end) {}

    private record Head(long sequence, long lastWrite) {}

    /** The writes that follow a sequence. Costs a query for one row if there is none. */
    public Part after(long sequence) {
        Head head = jdbc.sql("SELECT sequence, last_write FROM audit_head")
                .query((row, number) -> new Head(row.getLong(1), row.getLong(2)))
                .single();
        if (head.lastWrite() <= sequence) {
            return new Part(List.of(), Math.min(sequence, head.sequence()), true);
        }
        long examined = Math.min(head.lastWrite(), sequence + EXAMINED);
        List<AuditRecord> records = jdbc.sql(OUTCOMES)
                .params(sequence, examined)
                .query(AuditRow::read)
                .list();
        long last = records.size() < MOST ? examined : records.getLast().sequence();
        return new Part(
                records.stream().flatMap(record -> write(record).stream()).toList(), last, last == head.lastWrite());
    }

    /** Empty if it is no record of the gateway: one that was tampered with can have any words. */
    private static Optional<EndedWrite> write(AuditRecord record) {
        Entry entry = record.entry();
        Entry.Subject subject = entry.subject();
        Optional<Action> action = named(WRITES.stream(), Action::word, entry.action());
        Optional<Result> result =
                named(Stream.of(Result.values()), Result::name, entry.facts().result());
        Long status = entry.facts().status();
        if (action.isEmpty() || result.isEmpty() || status == null || !isWellFormed(subject)) {
            return Optional.empty();
        }
        return Optional.of(new EndedWrite(
                new Receipt(record.sequence(), record.hash()),
                entry.origin().requestId(),
                entry.origin().actor().kind(),
                entry.origin().actor().team(),
                action.get(),
                new ProjectId(Objects.requireNonNull(subject.projectId())),
                subject.linkId() == null ? null : new LinkId(subject.linkId()),
                subject.interfaceEndpointId() == null ? null : new EndpointId(subject.interfaceEndpointId()),
                result.get(),
                status,
                entry.facts().attempts() == null));
    }

    private static <T> Optional<T> named(Stream<T> all, Function<T, String> name, @Nullable String wanted) {
        return all.filter(each -> name.apply(each).equals(wanted)).findFirst();
    }

    private static boolean isWellFormed(Entry.Subject subject) {
        return subject.projectId() != null
                && ProjectId.matches(subject.projectId())
                && (subject.linkId() == null || LinkId.matches(subject.linkId()))
                && (subject.interfaceEndpointId() == null
                        || (subject.linkId() != null && EndpointId.matches(subject.interfaceEndpointId())));
    }
}
