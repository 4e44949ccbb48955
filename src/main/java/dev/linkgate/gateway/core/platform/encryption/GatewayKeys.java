package dev.linkgate.gateway.core.platform.encryption;

import dev.linkgate.gateway.core.platform.encryption.GatewayKey.Kind;
import dev.linkgate.gateway.core.platform.store.Micros;
import dev.linkgate.gateway.core.platform.store.ReadableRows;
import dev.linkgate.gateway.core.platform.store.Snapshot;
import dev.linkgate.gateway.core.platform.store.Snapshots;
import dev.linkgate.kernel.Secret;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The keys that the gateway makes for itself, in the database for all replicas, encrypted. The secrets of retired ones
 * are erased: they cannot be stolen. A change takes effect here at once, and on other replicas after their next poll.
 */
@Component
public final class GatewayKeys implements EncryptedSecrets {

    private static final Logger log = LoggerFactory.getLogger(GatewayKeys.class);

    private final JdbcClient jdbc;
    private final KeyRing ring;
    private final PublishedKeys published;
    private final InstantSource clock;
    private final ReadableRows rows = new ReadableRows("gateway_key", "kind", "number");
    private final Snapshot<List<GatewayKey>> keys;

    /** Read and written by the snapshot, from one thread at a time. */
    private List<GatewayKey> last = List.of();

    public GatewayKeys(
            JdbcClient jdbc, KeyRing ring, Snapshots snapshots, PublishedKeys published, InstantSource clock) {
        this.jdbc = jdbc;
        this.ring = ring;
        this.published = published;
        this.clock = clock;
        this.keys = snapshots.of("gateway-keys", this::load);
    }

    /** What is decrypted already is kept, so a replica without a new master key keeps working after a re-encryption. */
    private List<GatewayKey> load() {
        List<GatewayKey> before = last;
        last = stored().stream()
                .map(key -> before.stream()
                        .filter(known -> isKnown(key, known))
                        .findAny()
                        .map(known -> key.with(known.secret()))
                        .orElseGet(() -> opened(key)))
                .toList();
        return last;
    }

    private boolean isKnown(GatewayKey key, GatewayKey known) {
        return known.isVouchedFor()
                && known.isSameAs(key)
                && (known.ciphertext().equals(key.ciphertext()) || ring.lacksKeyOf(key.ciphertext()));
    }

    private GatewayKey opened(GatewayKey key) {
        if (key.ciphertext().isEmpty()) {
            return key;
        }
        try {
            return key.with(decrypt(key));
        } catch (UnreadableSecret e) {
            log.error("The stored {} cannot be decrypted: {}", key.encrypted().title(), e.reason());
            return key;
        }
    }

    private Secret decrypt(GatewayKey key) throws UnreadableSecret {
        return ring.decrypt(key.encrypted().binding(), key.ciphertext());
    }

    /** The stored keys, by their kinds, the newest of each kind first. */
    private List<GatewayKey> stored() {
        return rows.of(
                jdbc.sql(
                        "SELECT kind, number, name, ciphertext, created_at FROM gateway_key ORDER BY kind, number DESC"),
                (row, n) -> new GatewayKey(
                        Kind.valueOf(row.getString(1)),
                        row.getLong(2),
                        row.getString(3),
                        row.getString(4),
                        Micros.toInstant(row.getLong(5)),
                        null));
    }

    private List<GatewayKey> stored(Kind kind) {
        return stored().stream().filter(key -> key.kind() == kind).toList();
    }

    /** The keys of a kind, the current one first, then the retired ones, the newest first. Costs no query. */
    public List<GatewayKey> of(Kind kind) {
        return keys.get().stream().filter(key -> key.kind() == kind).toList();
    }

    /**
     * Makes the first key of a kind, unless there is one: several replicas may start at once, and one of them makes it.
     *
     * @return whether it was made here
     */
    public boolean makeFirst(Kind kind, String name, Secret secret) {
        return of(kind).isEmpty()
                && keys.change(() -> add(kind, 1, name, secret)).isPresent();
    }

    /** Makes a new current key, and retires those before it. */
    public GatewayKey rotate(Kind kind, String name, Secret secret) {
        return keys.change(() -> {
            Optional<GatewayKey> made;
            do {
                made = add(kind, stored(kind).getFirst().number() + 1, name, secret);
            } while (made.isEmpty());
            eraseRetired();
            return made.get();
        });
    }

    /** Empty if another replica has made the key of this number before. */
    private Optional<GatewayKey> add(Kind kind, long number, String name, Secret secret) {
        GatewayKey key = new GatewayKey(
                kind,
                number,
                name,
                ring.encrypt(GatewayKey.binding(kind, number, name), secret),
                Micros.now(clock),
                secret);
        int added = jdbc.sql("INSERT INTO gateway_key (kind, number, name, ciphertext, created_at)"
                        + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (kind, number) DO NOTHING")
                .params(kind.name(), number, name, key.ciphertext(), Micros.of(key.createdAt()))
                .update();
        return added == 1 ? Optional.of(key) : Optional.empty();
    }

    private void eraseRetired() {
        for (Kind kind : Kind.values()) {
            stored(kind).stream().skip(1).forEach(this::erase);
        }
    }

    /**
     * One that needs another master key is erased once that is replaced: until then no master key here vouches for its
     * row.
     */
    private void erase(GatewayKey retired) {
        EncryptedSecret secret = retired.encrypted();
        try {
            if (!decrypt(retired).equals(GatewayKey.ERASED)) {
                eraseSecret(retired);
            }
        } catch (UnreadableSecret e) {
            log.warn("The secret of the retired {} stays: {}", secret.title(), e.reason());
        }
    }

    /** The master key vouches for the row afterwards. */
    private void eraseSecret(GatewayKey key) {
        replaceCiphertext(key, ring.encrypt(key.encrypted().binding(), GatewayKey.ERASED));
    }

    private void replaceCiphertext(GatewayKey key, String ciphertext) {
        jdbc.sql("UPDATE gateway_key SET ciphertext = ? WHERE kind = ? AND number = ? AND name = ? AND ciphertext = ?")
                .params(ciphertext, key.kind().name(), key.number(), key.name(), key.ciphertext())
                .update();
    }

    /**
     * The public half of a pair stays, so that what it has signed verifies, if it was published. If it was not
     * published, only the name stays, because the gateway cannot know whether it has made the pair. A key that is no
     * pair is removed; the next start makes another one.
     */
    @Override
    public void giveUp(Collection<EncryptedSecret> lost) {
        keys.change(() -> {
            stored().stream().filter(key -> lost.contains(key.encrypted())).forEach(this::giveUp);
            return lost;
        });
    }

    private void giveUp(GatewayKey key) {
        if (!key.kind().isPair()) {
            jdbc.sql("DELETE FROM gateway_key WHERE kind = ? AND number = ? AND ciphertext = ?")
                    .params(key.kind().name(), key.number(), key.ciphertext())
                    .update();
        } else if (published.contains(key)) {
            eraseSecret(key);
        } else {
            log.warn("Nothing says that the gateway has made the {}; what it has signed counts no more", key.name());
            replaceCiphertext(key, "");
        }
    }

    @Override
    public List<EncryptedSecret> secrets() {
        return stored().stream().map(GatewayKey::encrypted).toList();
    }

    @Override
    public void replace(Map<EncryptedSecret, String> ciphertexts) {
        keys.change(() -> {
            ciphertexts.forEach((secret, ciphertext) -> jdbc.sql(
                            "UPDATE gateway_key SET ciphertext = ? WHERE name = ? AND ciphertext = ?")
                    .params(ciphertext, secret.name(), secret.ciphertext())
                    .update());
            eraseRetired();
            return ciphertexts;
        });
    }

    @Override
    public int unreadable() {
        return (int) keys.get().stream()
                .filter(key -> !key.ciphertext().isEmpty() && !key.isVouchedFor())
                .count();
    }

    @Override
    public int underOtherKeys() {
        return (int) keys.get().stream()
                .filter(key -> !key.ciphertext().isEmpty() && !ring.isCurrent(key.ciphertext()))
                .count();
    }
}
