package dev.linkgate.gateway.core.platform.encryption;

import dev.linkgate.gateway.core.platform.store.ChangedRows;
import dev.linkgate.gateway.core.platform.store.Micros;
import dev.linkgate.kernel.Secret;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Seals the rows that give rights, so that an attacker who writes to the database without a master key gives no one a
 * right.
 *
 * <pre>{@code
 * seal   = number ":" tag
 * number = 1*DIGIT               ; rises with each seal, in the order of the commits
 * tag    = 22(ALPHA / DIGIT / "-" / "_")  ; base64url of 16 octets
 * }</pre>
 *
 * The tag is an HMAC with SHA-256, cut to 128 bits, of the number and the {@link SealedRow}. Its key is random, is made
 * once, and lies in the database under the master key, so another master key changes no seal. The number tells an older
 * row of a place from a newer one: the trail has the seal of each row that a change made. It is a time in microseconds,
 * or one more than the last one.
 */
@Component
public final class Seals {

    private static final String NAME = "rights";
    private static final String NUMBER = "seal";
    private static final char SEPARATOR = ':';

    private final JdbcClient jdbc;
    private final GatewayKeys keys;
    private final InstantSource clock;

    /** The tags of the present key; read and replaced when they are needed. */
    private volatile @Nullable Keyed keyed;

    private record Keyed(Secret secret, Tags tags) {}

    public Seals(JdbcClient jdbc, GatewayKeys keys, InstantSource clock) {
        this.jdbc = jdbc;
        this.keys = keys;
        this.clock = clock;
        makeKey();
    }

    /** Makes the key, unless there is one. No row has a seal of a new one. */
    public void makeKey() {
        keys.makeFirst(GatewayKey.Kind.RIGHTS, NAME, Secret.of(KeyRing.generate()));
    }

    /** The seal of a row that is about to be stored, in the same transaction. The record of the write will have it. */
    public String seal(SealedRow row) {
        long number = jdbc.sql("INSERT INTO change_counter (topic, number) VALUES (:topic, :now)"
                        + " ON CONFLICT (topic) DO UPDATE SET number = CASE WHEN change_counter.number < excluded.number"
                        + " THEN excluded.number ELSE change_counter.number + 1 END RETURNING number")
                .param("topic", NUMBER)
                .param("now", Micros.of(clock.instant()))
                .query(Long.class)
                .single();
        String seal = seal(row, number);
        ChangedRows.note(row.place(), seal);
        return seal;
    }

    /** @param number above those of all earlier rows of the place */
    public String seal(SealedRow row, long number) {
        return seal(
                row,
                number,
                tags().orElseThrow(() -> new IllegalStateException("the key of the seals is not readable")));
    }

    private static String seal(SealedRow row, long number, Tags tags) {
        byte[] tag = tags.tag(row.bytes(number));
        return number
                + String.valueOf(SEPARATOR)
                + Base64.getUrlEncoder().withoutPadding().encodeToString(tag);
    }

    /** Notes that the row at a place was removed, with all that went with it. */
    public static void removed(String place) {
        ChangedRows.note(place, ChangedRows.GONE);
    }

    /** Whether a row has its seal. */
    public boolean isSealed(SealedRow row, @Nullable String seal) {
        long number = number(seal);
        return number > 0
                && tags().filter(tags -> seal(row, number, tags).equals(seal)).isPresent();
    }

    /** The number of a seal; 0 if it has none. */
    public static long number(@Nullable String seal) {
        int end = seal == null ? -1 : seal.indexOf(SEPARATOR);
        try {
            return seal == null || end < 0 ? 0 : Long.parseLong(seal.substring(0, end));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** Nothing if the key cannot be decrypted here. */
    private Optional<Tags> tags() {
        Secret secret = keys.of(GatewayKey.Kind.RIGHTS).stream()
                .findFirst()
                .filter(GatewayKey::isUsable)
                .map(GatewayKey::secret)
                .orElse(null);
        Keyed known = keyed;
        if (secret == null || known == null || !known.secret().equals(secret)) {
            known = secret == null ? null : new Keyed(secret, Tags.of(List.of(secret)));
            keyed = known;
        }
        return Optional.ofNullable(known).map(Keyed::tags);
    }
}
