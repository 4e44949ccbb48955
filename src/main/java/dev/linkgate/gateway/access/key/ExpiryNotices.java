package dev.linkgate.gateway.access.key;

import dev.linkgate.gateway.platform.outbox.Event;
import dev.linkgate.gateway.platform.outbox.EventType;
import dev.linkgate.gateway.platform.outbox.Outbox;
import dev.linkgate.gateway.platform.request.Target;
import dev.linkgate.gateway.platform.store.Micros;
import dev.linkgate.gateway.platform.task.EveryMinute;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Announces by events that a key is about to expire: 14, 3 and 1 days before, each once, whichever replica sees it
 * first. Of a key with less time than that, only the next of these is announced, at once. Keys that were rotated are
 * replaced already.
 */
@Component
public class ExpiryNotices implements EveryMinute {

    /** How many days before, the last notice first. */
    private static final List<Integer> DAYS = List.of(1, 3, 14);

    /** The time between the first notice and the end. */
    public static final Duration FIRST = Duration.ofDays(DAYS.getLast());

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final Outbox outbox;
    private final InstantSource clock;

    ExpiryNotices(JdbcClient jdbc, TransactionTemplate transactions, Outbox outbox, InstantSource clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.outbox = outbox;
        this.clock = clock;
    }

    private record Key(String id, Principal owner, String label, Instant expiresAt) {}

    @Override
    public void everyMinute() {
        Instant now = clock.instant();
        DAYS.forEach(days -> due(days, now).forEach(key -> announce(key, days)));
    }

    private List<Key> due(int days, Instant now) {
        return jdbc.sql("SELECT id, team, administrator, label, expires_at FROM api_key WHERE expires_at > ?"
                        + " AND expires_at <= ? AND (expiry_told IS NULL OR expiry_told > ?) AND replaced_by IS NULL"
                        + " ORDER BY expires_at, id")
                .params(Micros.of(now), Micros.of(now.plus(Duration.ofDays(days))), days)
                .query((row, n) -> new Key(
                        row.getString(1),
                        KeyStore.owner(row.getString(2), row.getString(3)),
                        row.getString(4),
                        Micros.toInstant(row.getLong(5))))
                .list();
    }

    private void announce(Key key, int days) {
        transactions.executeWithoutResult(status -> {
            boolean first = jdbc.sql("UPDATE api_key SET expiry_told = ? WHERE id = ?"
                                    + " AND (expiry_told IS NULL OR expiry_told > ?) AND replaced_by IS NULL")
                            .params(days, key.id(), days)
                            .update()
                    == 1;
            if (first) {
                outbox.add(new Event(
                        EventType.KEY_EXPIRING,
                        key.owner().path() + "/keys/" + key.id(),
                        Target.of(Target.Kind.KEY, key.id()),
                        data(key, days)));
            }
        });
    }

    private static Map<String, Object> data(Key key, int days) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put(key.owner().kind().word(), key.owner().name());
        data.put("id", key.id());
        data.put("label", key.label());
        data.put("expiresAt", key.expiresAt().toString());
        data.put("withinDays", days);
        return data;
    }
}
