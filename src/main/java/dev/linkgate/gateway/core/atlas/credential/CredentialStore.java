package dev.linkgate.gateway.core.atlas.credential;

import dev.linkgate.gateway.core.platform.encryption.EncryptedSecret;
import dev.linkgate.gateway.core.platform.store.Micros;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The tables of the credentials. Changes of more than one row must be made in a transaction. */
@Repository
class CredentialStore {

    private static final String SELECT =
            "SELECT name, kind, public_part, base_url, version, ciphertext, state, fingerprint,"
                    + " secret_expires_at, configured_fingerprint, created_at, updated_at FROM credential";

    private final JdbcClient jdbc;

    CredentialStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<CredentialRow> all() {
        return jdbc.sql(SELECT + " ORDER BY name").query(CredentialStore::row).list();
    }

    List<EncryptedSecret> secrets() {
        return all().stream().map(CredentialRow::encrypted).toList();
    }

    Optional<CredentialRow> find(String name) {
        return jdbc.sql(SELECT + " WHERE name = ?")
                .param(name)
                .query(CredentialStore::row)
                .optional();
    }

    /** Returns a version that this name never had, and locks the name until the transaction ends. */
    int nextVersion(String name) {
        jdbc.sql("INSERT INTO credential_version (name, version) VALUES (?, 1)"
                        + " ON CONFLICT (name) DO UPDATE SET version = credential_version.version + 1")
                .param(name)
                .update();
        return jdbc.sql("SELECT version FROM credential_version WHERE name = ?")
                .param(name)
                .query(Integer.class)
                .single();
    }

    void save(CredentialRow row) {
        jdbc.sql("INSERT INTO credential (name, kind, public_part, base_url, version, ciphertext, state,"
                        + " fingerprint, secret_expires_at, configured_fingerprint, created_at, updated_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT (name) DO UPDATE SET kind = excluded.kind, public_part = excluded.public_part,"
                        + " base_url = excluded.base_url, version = excluded.version, ciphertext = excluded.ciphertext, state = excluded.state,"
                        + " fingerprint = excluded.fingerprint, secret_expires_at = excluded.secret_expires_at,"
                        + " configured_fingerprint = excluded.configured_fingerprint, updated_at = excluded.updated_at")
                .param(row.name())
                .param(row.kind().word())
                .param(row.publicPart())
                .param(row.baseUrl())
                .param((long) row.version())
                .param(row.ciphertext())
                .param(row.state().name())
                .param(row.fingerprint())
                .param(row.secretExpiresAt() == null ? null : Micros.of(row.secretExpiresAt()))
                .param(row.configuredFingerprint())
                .param(Micros.of(row.createdAt()))
                .param(Micros.of(row.updatedAt()))
                .update();
    }

    /**
     * Changes the state of this version only; the state of another version is unknown.
     *
     * @return whether it had another state before
     */
    boolean setState(String name, int version, CredentialState state) {
        return jdbc.sql("UPDATE credential SET state = ? WHERE name = ? AND version = ? AND state <> ?")
                        .params(state.name(), name, (long) version, state.name())
                        .update()
                == 1;
    }

    /** Notes the key that was given last, without storing it. */
    void setConfigured(String name, String fingerprint) {
        jdbc.sql("UPDATE credential SET configured_fingerprint = ? WHERE name = ?")
                .params(fingerprint, name)
                .update();
    }

    /**
     * Replaces the ciphertext with a new one of the same secret.
     *
     * @return whether the row was still the same
     */
    boolean reencrypt(EncryptedSecret secret, String ciphertext) {
        return jdbc.sql("UPDATE credential SET ciphertext = ? WHERE name = ? AND ciphertext = ?")
                        .params(ciphertext, secret.name(), secret.ciphertext())
                        .update()
                == 1;
    }

    /** @return whether the credential existed */
    boolean remove(String name) {
        return jdbc.sql("DELETE FROM credential WHERE name = ?").param(name).update() == 1;
    }

    private static CredentialRow row(ResultSet columns, int number) throws SQLException {
        String kind = columns.getString("kind");
        long secretExpiresAt = columns.getLong("secret_expires_at");
        boolean expiryIsKnown = !columns.wasNull();
        return new CredentialRow(
                columns.getString("name"),
                CredentialKind.of(kind).orElseThrow(() -> new SQLException("unknown kind of credential: " + kind)),
                columns.getString("public_part"),
                columns.getString("base_url"),
                columns.getInt("version"),
                columns.getString("ciphertext"),
                CredentialState.valueOf(columns.getString("state")),
                columns.getString("fingerprint"),
                expiryIsKnown ? Micros.toInstant(secretExpiresAt) : null,
                columns.getString("configured_fingerprint"),
                Micros.toInstant(columns.getLong("created_at")),
                Micros.toInstant(columns.getLong("updated_at")));
    }
}
