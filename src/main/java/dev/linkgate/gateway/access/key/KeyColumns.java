package dev.linkgate.gateway.access.key;

import dev.linkgate.gateway.platform.store.Micros;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The columns that the tables of keys have in common. Their first two are the key's id and its owner. */
public final class KeyColumns {

    /** After the first two columns. */
    public static final String COLUMNS = "label, hash, created_at, expires_at, networks, certificate";

    /** As many parameters as a row has. */
    public static final String PARAMETERS = "?, ?, ?, ?, ?, ?, ?, ?";

    private KeyColumns() {}

    public static StoredKey read(ResultSet row, int n) throws SQLException {
        return new StoredKey(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                Micros.toInstant(row.getLong(5)),
                Micros.read(row, 6),
                KeyBinding.stored(row.getString(7), row.getString(8)),
                StoredVerifier.NONE,
                null,
                null);
    }

    public static List<@Nullable Object> parameters(StoredKey key) {
        return Arrays.asList(
                key.id(),
                key.owner(),
                key.label(),
                key.hash(),
                Micros.of(key.createdAt()),
                key.expiresAt() == null ? null : Micros.of(key.expiresAt()),
                key.binding().storedNetworks(),
                key.binding().storedCertificate());
    }
}
