package dev.linkgate.gateway.notify.webhook;

import dev.linkgate.gateway.platform.store.Micros;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What administrators see of deliveries. */
@Repository
class DeliveryReport {

    private static final int SHOWN = 100;

    private final JdbcClient jdbc;

    DeliveryReport(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The state of a webhook.
     *
     * @param waiting the events that wait
     * @param failures the tries that failed since one succeeded
     * @param restsUntil before when there is no try; absent if there is no such time
     */
    record Totals(long waiting, long failures, @Nullable Instant restsUntil) {}

    /**
     * The events that wait, of all webhooks.
     *
     * @param since when the first of them was given to its webhook; absent if there is none
     */
    record Waiting(long events, @Nullable Instant since) {}

    /** By the names of the webhooks. */
    Map<String, Totals> totals() {
        Map<String, Totals> totals = new HashMap<>();
        jdbc.sql("SELECT w.name, w.failures, w.rest_until,"
                        + " (SELECT COUNT(*) FROM webhook_delivery d WHERE d.webhook = w.name AND d.result IS NULL)"
                        + " AS waiting FROM webhook w")
                .query(row -> {
                    totals.put(
                            row.getString("name"),
                            new Totals(row.getLong("waiting"), row.getLong("failures"), time(row, "rest_until")));
                });
        return totals;
    }

    Waiting waiting() {
        return jdbc.sql("SELECT COUNT(*) AS events, MIN(created_at) AS since FROM webhook_delivery"
                        + " WHERE result IS NULL")
                .query((row, number) -> new Waiting(row.getLong("events"), time(row, "since")))
                .single();
    }

    /** The last deliveries, the newest first. */
    List<DeliveryView> last(String webhook, @Nullable DeliveryState state) {
        String condition =
                state == null ? "" : " AND COALESCE(result, '" + DeliveryState.WAITING + "') = '" + state + "'";
        return jdbc.sql("SELECT created_at, event_id, type, subject, result, status, tries, tried_at, next_at, detail"
                        + " FROM webhook_delivery WHERE webhook = ?" + condition + " ORDER BY position DESC LIMIT "
                        + SHOWN)
                .param(webhook)
                .query(DeliveryReport::view)
                .list();
    }

    private static DeliveryView view(ResultSet columns, int number) throws SQLException {
        String result = columns.getString("result");
        int status = columns.getInt("status");
        boolean answered = !columns.wasNull();
        return new DeliveryView(
                Micros.toInstant(columns.getLong("created_at")),
                columns.getString("event_id"),
                columns.getString("type"),
                columns.getString("subject"),
                result == null ? DeliveryState.WAITING : DeliveryState.valueOf(result),
                answered ? status : null,
                columns.getInt("tries"),
                time(columns, "tried_at"),
                time(columns, "next_at"),
                columns.getString("detail"));
    }

    private static @Nullable Instant time(ResultSet columns, String name) throws SQLException {
        long micros = columns.getLong(name);
        return columns.wasNull() ? null : Micros.toInstant(micros);
    }
}
