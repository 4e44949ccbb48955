package dev.linkgate.gateway.trail.audit;

import dev.linkgate.gateway.platform.request.Receipt;
import dev.linkgate.gateway.trail.record.AuditRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Appends in a transaction of several statements. The first updates the head row; by then the database is locked, because
 * SQLite's transactions begin IMMEDIATE. No statement waits for a network.
 */
final class LocalChain extends ChainConnection {

    private static final String ADVANCE =
            "UPDATE audit_head SET sequence = sequence + ? WHERE id = 1" + " RETURNING sequence - ?, hash, last_write";
    private static final String SEAL = "UPDATE audit_head SET sequence = ?, hash = ?, last_write = ? WHERE id = 1";

    private final PreparedStatement advance;
    private final PreparedStatement insert;
    private final PreparedStatement open;
    private final PreparedStatement close;
    private final PreparedStatement seal;
    private final String replica;

    LocalChain(Connection connection, Owner owner) throws SQLException {
        super(connection, owner);
        this.replica = owner.replica();
        advance = connection.prepareStatement(ADVANCE);
        insert = connection.prepareStatement(AuditRow.INSERT);
        open = connection.prepareStatement(OpenIntents.OPEN);
        close = connection.prepareStatement(OpenIntents.CLOSE);
        seal = connection.prepareStatement(SEAL);
    }

    @Override
    List<Optional<Receipt>> append(List<PreparedEntry> batch) throws SQLException {
        connection.setAutoCommit(false);
        // By one for an empty batch, too: SQLite writes nothing for a row that stays as it is, not even to a full disk.
        Head head = advance(Math.max(1, batch.size()));
        catchUp(head);
        Receipt last = head.last();
        long lastWrite = head.lastWrite();
        Set<PreparedEntry> needless = close(batch);
        List<Optional<Receipt>> receipts = new ArrayList<>(batch.size());
        boolean opens = false;
        for (PreparedEntry prepared : batch) {
            if (needless.contains(prepared) || !prepared.mayBeStored()) {
                receipts.add(Optional.empty());
                continue;
            }
            long sequence = last.sequence() + 1;
            String hash = prepared.hash(sequence, last.hash());
            AuditRow.bind(insert, sequence, prepared.entry(), last.hash(), hash);
            insert.addBatch();
            last = new Receipt(sequence, hash);
            receipts.add(Optional.of(last));
            if (prepared.isOfWrite()) {
                lastWrite = sequence;
            }
            if (prepared.opensAnIntent()) {
                open.setLong(1, sequence);
                open.setString(2, replica);
                open.addBatch();
                opens = true;
            }
        }
        insert.executeBatch();
        if (opens) {
            open.executeBatch();
        }
        seal.setLong(1, last.sequence());
        seal.setString(2, last.hash());
        seal.setLong(3, lastWrite);
        seal.executeUpdate();
        connection.commit();
        notifications.stored(batch, receipts);
        return receipts;
    }

    /** Locks the head and advances it; returns its previous position. */
    private Head advance(int records) throws SQLException {
        advance.setInt(1, records);
        advance.setInt(2, records);
        try (ResultSet row = advance.executeQuery()) {
            return Head.of(row);
        }
    }

    /** Closes the intents of the outcomes in the batch; returns the outcomes that must not be stored any more. */
    private Set<PreparedEntry> close(List<PreparedEntry> batch) throws SQLException {
        List<PreparedEntry> closing = new ArrayList<>();
        for (PreparedEntry prepared : batch) {
            Long intent = prepared.closedIntent();
            if (intent != null) {
                close.setLong(1, intent);
                close.addBatch();
                closing.add(prepared);
            }
        }
        if (closing.isEmpty()) {
            return Set.of();
        }
        int[] closed = close.executeBatch();
        Set<PreparedEntry> needless = new HashSet<>();
        for (int i = 0; i < closed.length; i++) {
            if (closed[i] == 0 && closing.get(i).onlyIfOpen()) {
                needless.add(closing.get(i));
            }
        }
        return needless;
    }
}
