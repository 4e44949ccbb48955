package dev.linkgate.gateway.core.access.key;

import dev.linkgate.gateway.core.platform.encryption.EncryptedSecret;
import dev.linkgate.gateway.core.platform.encryption.KeyRing;
import dev.linkgate.gateway.core.platform.encryption.SealedRow;
import dev.linkgate.gateway.core.platform.encryption.SealedRows;
import dev.linkgate.gateway.core.platform.encryption.Seals;
import dev.linkgate.gateway.core.platform.store.Micros;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table of all keys. A row that cannot be read is none. */
public final class KeyStore {

    private static final String COLUMNS = "id, team, administrator, label, hash, created_at, expires_at, networks,"
            + " certificate, digest, replaced_by, former_expires_at, line, seal";

    private final JdbcClient jdbc;
    private final SealedRows<StoredKey> rows;
    private final Seals seals;
    private final VerifierCipher cipher;

    /** The keys that were read last, by their ids. */
    private volatile Map<String, StoredKey> known = Map.of();

    public KeyStore(JdbcClient jdbc, KeyRing masterKeys, Seals seals) {
        this.jdbc = jdbc;
        this.rows = new SealedRows<>("api_key", seals, StoredKey::sealed, "id");
        this.seals = seals;
        this.cipher = new VerifierCipher(masterKeys);
    }

    public VerifierCipher cipher() {
        return cipher;
    }

    /** @param unsealed gets the rows that have no effect, because their seals do not fit */
    public List<StoredKey> all(Consumer<SealedRow> unsealed) {
        List<StoredKey> all = keys("", unsealed);
        known = all.stream().collect(Collectors.toUnmodifiableMap(StoredKey::id, Function.identity()));
        return all;
    }

    /** See {@link dev.linkgate.gateway.core.access.principal.AccessStore#reseal}. */
    public void reseal() {
        rows.unsealed(jdbc.sql("SELECT " + COLUMNS + " FROM api_key"), this::key)
                .forEach(key -> jdbc.sql("UPDATE api_key SET seal = ? WHERE id = ?")
                        .params(seals.seal(key.sealed()), key.id())
                        .update());
    }

    /** The seals of all keys, by their places. */
    public Map<String, String> seals() {
        return rows.seals(jdbc.sql("SELECT " + COLUMNS + " FROM api_key"), this::key);
    }

    public List<StoredKey> all(Principal.Kind kind) {
        return keys(" WHERE " + kind.word() + " IS NOT NULL");
    }

    public List<StoredKey> of(Principal owner) {
        return keys(" WHERE " + owner.kind().word() + " = ?", owner.name());
    }

    public Optional<StoredKey> find(Principal owner, String id) {
        return keys(" WHERE " + owner.kind().word() + " = ? AND id = ?", owner.name(), id).stream()
                .findFirst();
    }

    private List<StoredKey> keys(String condition, Object... values) {
        return keys(condition, unsealed -> {}, values);
    }

    private List<StoredKey> keys(String condition, Consumer<SealedRow> unsealed, Object... values) {
        return rows.of(
                jdbc.sql("SELECT " + COLUMNS + " FROM api_key" + condition).params(values), this::key, unsealed);
    }

    private StoredKey key(ResultSet row, int n) throws SQLException {
        String id = row.getString(1);
        String hash = row.getString(5);
        return new StoredKey(
                id,
                owner(row.getString(2), row.getString(3)),
                row.getString(4),
                hash,
                Micros.toInstant(row.getLong(6)),
                Micros.read(row, 7),
                KeyBinding.stored(row.getString(8), row.getString(9)),
                verifier(id, hash, row.getString(10)),
                row.getString(11),
                Micros.read(row, 12),
                row.getString(13));
    }

    /** The owner of a row, which has either a team or an administrator. */
    public static Principal owner(@Nullable String team, @Nullable String administrator) {
        return team == null ? Principal.administrator(Objects.requireNonNull(administrator)) : Principal.team(team);
    }

    /**
     * A verifier that is known is not decrypted again, so a replica without a new master key keeps working after
     * another one has encrypted everything again, and says once that it cannot decrypt one.
     */
    private StoredVerifier verifier(String id, String hash, @Nullable String ciphertext) {
        StoredVerifier before = Optional.ofNullable(known.get(id))
                .filter(key -> key.hash().equals(hash))
                .map(StoredKey::digest)
                .orElse(StoredVerifier.NONE);
        if (ciphertext == null || ciphertext.equals(before.ciphertext())) {
            return ciphertext == null ? StoredVerifier.NONE : before;
        }
        return before.usable()
                .map(verifier -> new StoredVerifier(ciphertext, verifier))
                .orElseGet(() -> cipher.open(id, ciphertext));
    }

    public void add(StoredKey key) {
        boolean isTeams = key.owner().kind() == Principal.Kind.TEAM;
        jdbc.sql("INSERT INTO api_key (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .params(Arrays.asList(
                        key.id(),
                        isTeams ? key.owner().name() : null,
                        isTeams ? null : key.owner().name(),
                        key.label(),
                        key.hash(),
                        Micros.of(key.createdAt()),
                        key.expiresAt() == null ? null : Micros.of(key.expiresAt()),
                        key.binding().storedNetworks(),
                        key.binding().storedCertificate(),
                        key.digest().ciphertext(),
                        key.replacedById(),
                        key.formerExpiresAt() == null ? null : Micros.of(key.formerExpiresAt()),
                        key.firstId(),
                        seals.seal(key.sealed())))
                .update();
    }

    public boolean remove(Principal owner, String id) {
        Seals.removed(StoredKey.place(owner, id));
        return jdbc.sql("DELETE FROM api_key WHERE " + owner.kind().word() + " = ? AND id = ?")
                        .params(owner.name(), id)
                        .update()
                > 0;
    }

    /**
     * Ends a key that another one replaces.
     *
     * @param end its new end
     * @param sequence of the rotation's intent in the trail
     * @return whether the key was there, and was not rotated before
     */
    public boolean rotate(StoredKey key, String successor, Instant end, long sequence) {
        return jdbc.sql(
                                "UPDATE api_key SET former_expires_at = expires_at, expires_at = ?, replaced_by = ?, rotation = ?,"
                                        + " seal = ? WHERE id = ? AND replaced_by IS NULL")
                        .params(
                                Micros.of(end),
                                successor,
                                sequence,
                                seals.seal(key.replacedBy(successor, end).sealed()),
                                key.id())
                        .update()
                == 1;
    }

    /** The sequence of the intent that a key was rotated with. */
    public Optional<Long> rotationOf(String id) {
        return jdbc.sql("SELECT rotation FROM api_key WHERE id = ? AND rotation IS NOT NULL")
                .param(id)
                .query(Long.class)
                .optional();
    }

    /**
     * Gives a rotated key back the end that it had.
     *
     * @return whether it was still replaced by this successor
     */
    public boolean takeBack(Principal owner, String id, String successor) {
        Optional<StoredKey> rotated = find(owner, id).filter(key -> successor.equals(key.replacedById()));
        return rotated.isPresent()
                && jdbc.sql(
                                        "UPDATE api_key SET expires_at = former_expires_at, former_expires_at = NULL, replaced_by = NULL,"
                                                + " rotation = NULL, seal = ? WHERE id = ? AND replaced_by = ?")
                                .params(seals.seal(rotated.get().takenBack().sealed()), id, successor)
                                .update()
                        == 1;
    }

    /** Whether this is the first to note that the end of a key was announced so many days before. */
    public boolean noteExpiryTold(String id, int days) {
        return jdbc.sql("UPDATE api_key SET expiry_told = ? WHERE (expiry_told IS NULL OR expiry_told > ?)"
                                + " AND replaced_by IS NULL AND id = ?")
                        .params(days, days, id)
                        .update()
                == 1;
    }

    /** The verifiers of the keys that were made for Digest, read now. */
    public List<EncryptedSecret> verifiers() {
        return jdbc.sql("SELECT id, digest FROM api_key WHERE digest IS NOT NULL ORDER BY id")
                .query((row, n) -> VerifierCipher.encrypted(row.getString(1), row.getString(2)))
                .list();
    }

    /** Replaces the ciphertext of a verifier with a new one of the same, if the row is still the same. */
    public void replaceVerifier(EncryptedSecret before, String after) {
        jdbc.sql("UPDATE api_key SET digest = ? WHERE id = ? AND digest = ?")
                .params(after, before.name(), before.ciphertext())
                .update();
    }

    /** Makes a key one for bearer tokens only, if its verifier is still the same. */
    public void removeVerifier(EncryptedSecret verifier) {
        jdbc.sql("UPDATE api_key SET digest = NULL WHERE id = ? AND digest = ?")
                .params(verifier.name(), verifier.ciphertext())
                .update();
    }
}
