package dev.linkgate.gateway.feature.rotation;

import dev.linkgate.gateway.core.access.key.KeyStore;
import dev.linkgate.gateway.core.access.key.Principal;
import dev.linkgate.gateway.core.access.principal.Access;
import dev.linkgate.gateway.core.platform.outbox.Event;
import dev.linkgate.gateway.core.platform.outbox.Outbox;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.store.Micros;
import dev.linkgate.gateway.feature.tasks.EveryMinute;
import dev.linkgate.kernel.ProjectId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Announces by events that a key or a role is about to end: 14, 3 and 1 days before, each once, whichever replica sees
 * it first. With less time than that, only the next of these is announced, at once. Keys that were rotated are replaced
 * already.
 */
@Component
public class ExpiryNotices implements EveryMinute {

    /** How many days before, the last notice first. */
    private static final List<Integer> DAYS = List.of(1, 3, 14);

    /** The time between the first notice and the end. */
    public static final Duration FIRST = Duration.ofDays(DAYS.getLast());

    private final Access access;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final Outbox outbox;
    private final InstantSource clock;

    ExpiryNotices(
            Access access, JdbcClient jdbc, TransactionTemplate transactions, Outbox outbox, InstantSource clock) {
        this.access = access;
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.outbox = outbox;
        this.clock = clock;
    }

    private record Key(String id, Principal owner, String label, Instant expiresAt) {}

    private record Role(String team, ProjectId project, String role, Instant until) {}

    @Override
    public void everyMinute() {
        Instant now = clock.instant();
        for (int days : DAYS) {
            Instant until = now.plus(Duration.ofDays(days));
            keys(days, now, until).forEach(key -> announce(key, days));
            roles(days, now, until).forEach(role -> announce(role, days));
        }
    }

    private List<Key> keys(int days, Instant now, Instant until) {
        return jdbc.sql("SELECT id, team, administrator, label, expires_at FROM api_key WHERE expires_at > ?"
                        + " AND expires_at <= ? AND (expiry_told IS NULL OR expiry_told > ?) AND replaced_by IS NULL"
                        + " ORDER BY expires_at, id")
                .params(Micros.of(now), Micros.of(until), days)
                .query((row, n) -> new Key(
                        row.getString(1),
                        KeyStore.owner(row.getString(2), row.getString(3)),
                        row.getString(4),
                        Micros.toInstant(row.getLong(5))))
                .list();
    }

    private List<Role> roles(int days, Instant now, Instant until) {
        return jdbc.sql("SELECT team, project_id, role, until FROM project_grant WHERE until > ? AND until <= ?"
                        + " AND (expiry_told IS NULL OR expiry_told > ?) ORDER BY until, team, project_id")
                .params(Micros.of(now), Micros.of(until), days)
                .query((row, n) -> new Role(
                        row.getString(1),
                        new ProjectId(row.getString(2)),
                        row.getString(3),
                        Micros.toInstant(row.getLong(4))))
                .list();
    }

    private void announce(Key key, int days) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put(key.owner().kind().word(), key.owner().name());
        data.put("keyId", key.id());
        data.put("label", key.label());
        data.put("expiresAt", key.expiresAt().toString());
        data.put("withinDays", days);
        announce(
                () -> access.noteExpiryTold(key.id(), days),
                new Event(
                        RotationWords.KEY_EXPIRING,
                        key.owner().path() + "/keys/" + key.id(),
                        Target.of(Target.Kind.KEY, key.id()),
                        data));
    }

    private void announce(Role role, int days) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("projectId", role.project().value());
        data.put("team", role.team());
        data.put("role", role.role());
        data.put("until", role.until().toString());
        data.put("withinDays", days);
        announce(
                () -> access.grants().noteExpiryTold(role.team(), role.project(), role.until(), days),
                new Event(
                        RotationWords.GRANT_EXPIRING,
                        "/admin/teams/" + role.team() + "/grants/" + role.project(),
                        Target.grant(role.team(), role.project()),
                        data));
    }

    /** @param first notes that it is announced, unless it is already */
    private void announce(BooleanSupplier first, Event event) {
        transactions.executeWithoutResult(status -> {
            if (first.getAsBoolean()) {
                outbox.add(event);
            }
        });
    }
}
