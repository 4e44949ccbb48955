package dev.linkgate.gateway.trail.checkpoint;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;

/** The table {@code audit_tile}. Replicas may add the same tiles at the same time: the first one's stay. */
@Repository
class TileStore {

    private static final int REMOVED_AT_ONCE = 256;

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;

    TileStore(JdbcClient jdbc, TransactionTemplate transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    Optional<Tile> find(int level, long number) {
        return jdbc.sql("SELECT hashes FROM audit_tile WHERE level = ? AND number = ?")
                .params(level, number)
                .query((row, n) -> new Tile(level, number, row.getBytes(1)))
                .optional();
    }

    /** The tiles of a level in a range of numbers, which is short, in their order. */
    List<Tile> range(int level, long first, long last) {
        return jdbc.sql(
                        "SELECT number, hashes FROM audit_tile WHERE level = ? AND number BETWEEN ? AND ? ORDER BY number")
                .params(level, first, last)
                .query((row, n) -> new Tile(level, row.getLong(1), row.getBytes(2)))
                .list();
    }

    /** The last tile of a level. */
    Optional<Tile> last(int level) {
        return jdbc.sql("SELECT number, hashes FROM audit_tile WHERE level = ? ORDER BY number DESC LIMIT 1")
                .param(level)
                .query((row, n) -> new Tile(level, row.getLong(1), row.getBytes(2)))
                .optional();
    }

    /** Stores all of these tiles or none. A tile replaces only one with fewer hashes. */
    void add(Collection<Tile> tiles) {
        transactions.executeWithoutResult(transaction ->
                tiles.forEach(tile -> jdbc.sql("INSERT INTO audit_tile (level, number, hashes) VALUES (?, ?, ?)"
                                + " ON CONFLICT (level, number) DO UPDATE SET hashes = excluded.hashes"
                                + " WHERE length(audit_tile.hashes) < length(excluded.hashes)")
                        .params(tile.level(), tile.number(), tile.bytes())
                        .update()));
    }

    /** Stores a tile in the place of one with more hashes. */
    void shorten(Tile tile) {
        jdbc.sql("UPDATE audit_tile SET hashes = ? WHERE level = ? AND number = ?")
                .params(tile.bytes(), tile.level(), tile.number())
                .update();
    }

    /** Removes the tiles from a number on, the last ones first, in parts, so that nobody waits long for any of them. */
    void removeFrom(int level, long number) {
        for (long last = lastNumber(level); last >= number; last = lastNumber(level)) {
            jdbc.sql("DELETE FROM audit_tile WHERE level = ? AND number >= ?")
                    .params(level, Math.max(number, last - REMOVED_AT_ONCE + 1))
                    .update();
        }
    }

    private long lastNumber(int level) {
        return jdbc.sql("SELECT coalesce(max(number), -1) FROM audit_tile WHERE level = ?")
                .param(level)
                .query(Long.class)
                .single();
    }
}
