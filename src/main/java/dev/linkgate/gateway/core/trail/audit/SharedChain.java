package dev.linkgate.gateway.core.trail.audit;

import dev.linkgate.gateway.core.platform.request.Receipt;
import dev.linkgate.gateway.core.trail.record.AuditRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends to the chain in PostgreSQL, which replicas share, by one statement that commits by itself. So the head is not
 * locked while the database waits for this process or the network: a replica that is stopped, cut off, gone or far away
 * holds up no other.
 *
 * <p>The hashes are computed where the head is locked, by the function {@code audit_chain}, and here once more, for the
 * receipts. So no replica needs to know the head beforehand, and all take turns in the order in which they ask.
 *
 * <p>An entry with a condition is stored only if no write precedes it that {@link WriteNotifications} does not know. If
 * one does, it is notified, and the entry is tried again if its condition still holds. Before the last try all that is
 * shared counts as void; a condition that holds then depends on no write.
 *
 * <p>What outcomes change in other tables is part of the statement. It sees a row as it is when it locks it, but changes
 * none twice; so a batch that changes one subject twice is appended by two statements.
 *
 * <p>The answer is small enough for the buffers of a connection, so the statement ends even if nobody reads it.
 */
final class SharedChain extends ChainWriter.ChainConnection {

    private static final int TRIES = 3;

    private static final Logger log = LoggerFactory.getLogger(SharedChain.class);

    /**
     * The statements that append, by the statements of the changes that come with the records; most batches have none.
     */
    private final Map<List<List<String>>, PreparedStatement> appends = new HashMap<>();

    private boolean broken;

    SharedChain(Connection connection, String replica, WriteNotifications notifications, ExpectedEnd expected)
            throws SQLException {
        super(connection, replica, notifications, expected);
    }

    /** @param changes the statements of the changes that come with the records */
    static String sql(List<List<String>> changes) {
        StringBuilder expressions = new StringBuilder();
        for (int i = 0; i < changes.size(); i++) {
            for (int j = 0; j < changes.get(i).size(); j++) {
                expressions.append("""
                    ,
                    change_%1$d_%2$d AS (
                        WITH outcome AS (SELECT value::json AS value, time_micros FROM kept WHERE changed = %1$d)
                        %3$s)""".formatted(i, j, changes.get(i).get(j)));
            }
        }
        return """
            WITH head AS (
                SELECT sequence, hash, last_write FROM audit_head WHERE id = 1 FOR UPDATE),
            given AS (
                SELECT * FROM unnest(?, ?, ?, ?, ?, ?%1$s) WITH ORDINALITY
                    AS entry(canonical, intent, only_if_open, conditional, changed, value, %2$s, number)),
            closed AS (
                DELETE FROM audit_open_intent WHERE sequence IN (SELECT intent FROM given, head) RETURNING sequence),
            kept AS MATERIALIZED (
                SELECT row_number() OVER (ORDER BY number) AS place, given.* FROM given, head
                WHERE (NOT only_if_open OR intent IN (SELECT sequence FROM closed))
                    AND (NOT conditional OR ? BETWEEN head.last_write AND head.sequence)),
            chain AS MATERIALIZED (
                SELECT link.* FROM head, audit_chain(
                    head.sequence, head.hash, ARRAY(SELECT canonical FROM kept ORDER BY place)) AS link),
            stored AS (
                INSERT INTO audit_record (sequence, previous_hash, hash, %2$s)
                SELECT sequence, previous_hash, hash, %2$s FROM chain JOIN kept USING (place)
                RETURNING sequence, phase),
            opened AS (
                INSERT INTO audit_open_intent (sequence, replica_id)
                SELECT sequence, ? FROM stored WHERE phase = 'INTENT'
                ON CONFLICT (sequence) DO UPDATE SET replica_id = excluded.replica_id),
            advanced AS (
                UPDATE audit_head SET sequence = head.sequence + (SELECT count(*) FROM chain),
                    hash = coalesce((SELECT hash FROM chain ORDER BY place DESC LIMIT 1), head.hash),
                    last_write = coalesce((SELECT max(sequence) FROM stored WHERE phase <> 'EVENT'), head.last_write)
                FROM head WHERE id = 1
                RETURNING audit_head.hash)%3$s
            SELECT head.sequence, head.hash, head.last_write, advanced.hash,
                (SELECT hash FROM audit_record WHERE sequence = ?),
                ARRAY(SELECT number FROM given WHERE number NOT IN (SELECT number FROM kept))
            FROM head, advanced""".formatted(", ?".repeat(AuditRow.ENTRY.size()), String.join(", ", AuditRow.ENTRY), expressions);
    }

    private PreparedStatement prepared(List<List<String>> changes) throws SQLException {
        PreparedStatement kept = appends.get(changes);
        if (kept == null) {
            kept = connection.prepareStatement(sql(changes));
            appends.put(changes, kept);
        }
        return kept;
    }

    @Override
    List<Optional<Receipt>> append(List<PendingRecord> batch) throws SQLException {
        Map<PendingRecord, Receipt> stored = new HashMap<>();
        for (List<PendingRecord> part : parts(withoutRepetitions(batch))) {
            try {
                append(part, stored);
            } catch (SQLException e) {
                if (stored.isEmpty()) {
                    throw e;
                }
                broken("Records were not appended", e); // the records that were stored before stay stored
                break;
            }
        }
        return batch.stream()
                .map(entry -> Optional.ofNullable(stored.get(entry)))
                .toList();
    }

    /** The batch in parts, each of which changes no subject twice. */
    private static List<List<PendingRecord>> parts(List<PendingRecord> batch) {
        List<List<PendingRecord>> parts = new ArrayList<>(List.of(new ArrayList<>()));
        Set<String> changed = new HashSet<>();
        for (PendingRecord record : batch) {
            TableChange change = record.change();
            if (change != null && !changed.add(change.subject())) {
                parts.add(new ArrayList<>());
                changed.clear();
                changed.add(change.subject());
            }
            parts.getLast().add(record);
        }
        return parts;
    }

    /** @param stored gets the receipts */
    private void append(List<PendingRecord> part, Map<PendingRecord, Receipt> stored) throws SQLException {
        List<PendingRecord> left = part;
        for (int attempt = 1; attempt == 1 || !left.isEmpty(); attempt++) {
            boolean isLast = attempt == TRIES;
            if (isLast) {
                notifications.missed();
            }
            List<PendingRecord> tried =
                    left.stream().filter(PendingRecord::mayBeStored).toList();
            try {
                left = append(tried, isLast, stored);
            } catch (SQLException e) {
                if (attempt == 1) {
                    throw e;
                }
                broken("Records were not tried again", e); // the records that were stored before stay stored
                return;
            }
        }
    }

    /** Without outcomes that are stored only if their intents are open, if these are closed by outcomes before them. */
    private static List<PendingRecord> withoutRepetitions(List<PendingRecord> batch) {
        Set<Long> closed = new HashSet<>();
        return batch.stream()
                .filter(entry ->
                        entry.closedIntent() == null || closed.add(entry.closedIntent()) || !entry.onlyIfOpen())
                .toList();
    }

    /** An exception that takes nothing back: the connection is closed, and its work so far stands. */
    private void broken(String what, SQLException e) {
        log.warn("{}: {}", what, e.getMessage());
        broken = true;
    }

    @Override
    boolean rest() {
        return !broken && super.rest();
    }

    /**
     * Appends entries, in one transaction.
     *
     * @param unconditionally whether unknown writes may precede entries with a condition
     * @param stored gets the receipts
     * @return the entries that unknown writes precede, which are known now
     */
    private List<PendingRecord> append(
            List<PendingRecord> entries, boolean unconditionally, Map<PendingRecord, Receipt> stored)
            throws SQLException {
        PreparedStatement append = bound(entries, unconditionally);
        Head head;
        String end;
        Set<Long> leftOut;
        try (ResultSet row = append.executeQuery()) {
            head = Head.of(row);
            end = row.getString(4);
            String expectedHash = row.getString(5);
            expected.compare(head.last(), sequence -> expectedHash);
            leftOut = Set.of((Long[]) row.getArray(6).getArray());
        }
        Receipt last = head.last();
        List<Optional<Receipt>> receipts = new ArrayList<>(entries.size());
        List<PendingRecord> left = new ArrayList<>();
        for (PendingRecord entry : entries) {
            if (!leftOut.contains(receipts.size() + 1L)) {
                long sequence = last.sequence() + 1;
                last = new Receipt(sequence, entry.hash(sequence, last.hash()));
                receipts.add(Optional.of(last));
                stored.put(entry, last);
                continue;
            }
            receipts.add(Optional.empty());
            if (entry.isConditional()) {
                left.add(entry);
            }
        }
        if (!last.hash().equals(end)) {
            throw new SQLException("the database has another hash than " + last);
        }
        expected.reached(last);
        try {
            catchUp(head);
        } catch (SQLException e) {
            broken("The writes of other replicas could not be read", e);
            notifications.missed();
        }
        notifications.stored(entries, receipts);
        return left;
    }

    private PreparedStatement bound(List<PendingRecord> entries, boolean unconditionally) throws SQLException {
        List<List<String>> changes = entries.stream()
                .flatMap(entry -> Stream.ofNullable(entry.change()))
                .map(TableChange::statements)
                .distinct()
                .toList();
        PreparedStatement append = prepared(changes);
        int size = entries.size();
        byte[][] canonical = new byte[size][];
        @Nullable Long[] intents = new Long[size];
        Boolean[] onlyIfOpen = new Boolean[size];
        Boolean[] conditional = new Boolean[size];
        @Nullable Long[] changed = new Long[size];
        @Nullable String[] changedTo = new String[size];
        @Nullable Object[][] values = new Object[size][];
        for (int i = 0; i < size; i++) {
            PendingRecord entry = entries.get(i);
            canonical[i] = entry.canonical();
            intents[i] = entry.closedIntent();
            onlyIfOpen[i] = entry.onlyIfOpen();
            conditional[i] = entry.isConditional() && !unconditionally;
            TableChange change = entry.change();
            changed[i] = change == null ? null : (long) changes.indexOf(change.statements());
            changedTo[i] = change == null ? null : change.value();
            values[i] = AuditRow.values(entry.entry());
        }
        int parameter = 0;
        append.setArray(++parameter, connection.createArrayOf("bytea", canonical));
        append.setArray(++parameter, connection.createArrayOf("int8", intents));
        append.setArray(++parameter, connection.createArrayOf("bool", onlyIfOpen));
        append.setArray(++parameter, connection.createArrayOf("bool", conditional));
        append.setArray(++parameter, connection.createArrayOf("int8", changed));
        append.setArray(++parameter, connection.createArrayOf("text", changedTo));
        for (int i = 0; i < AuditRow.ENTRY.size(); i++) {
            boolean isText = AuditRow.isText(AuditRow.ENTRY.get(i));
            @Nullable Object[] column = isText ? new String[size] : new Long[size];
            for (int row = 0; row < size; row++) {
                column[row] = values[row][i];
            }
            append.setArray(++parameter, connection.createArrayOf(isText ? "text" : "int8", column));
        }
        append.setLong(++parameter, notifications.known());
        append.setString(++parameter, replica);
        append.setLong(++parameter, expected.sequence());
        return append;
    }
}
