package dev.linkgate.gateway.feature.webhooks;

import dev.linkgate.gateway.core.access.Features;
import dev.linkgate.gateway.core.platform.outbox.Event;
import dev.linkgate.gateway.core.platform.outbox.Outbox;
import dev.linkgate.gateway.core.platform.store.Micros;
import dev.linkgate.gateway.feature.webhooks.DeliveryView.DeliveryState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.databind.json.JsonMapper;

/**
 * The deliveries of all webhooks, and what their ends say about a webhook. A delivery is stored with what its event
 * tells, so none is lost. Of the deliveries with the same webhook and subject, only the first that waits is due.
 */
@Repository
class DeliveryStore implements Outbox {

    /** How many of those that were delivered, and of those that were given up, are kept for each webhook. */
    private static final int KEPT = 100;

    private static final int SHOWN = 100;

    /** The webhooks that get an event; the parameters are its {@link EventFilter#patternsOf patterns}. */
    private static final String WANTING = "enabled AND (projects = '[]' OR projects LIKE ?)"
            + " AND (events = '[]' OR events LIKE ? OR events LIKE ? OR events LIKE ?)";

    /** What may be tried now, of the webhook {@code w}; the parameters are the time, twice. */
    private static final String DUE = "w.enabled AND (w.rest_until IS NULL OR w.rest_until <= ?)"
            + " AND d.result IS NULL AND d.next_at <= ?"
            + " AND NOT EXISTS (SELECT 1 FROM webhook_delivery earlier WHERE earlier.subject = d.subject"
            + " AND earlier.webhook = d.webhook AND earlier.result IS NULL AND earlier.created_at < d.created_at)";

    private final boolean on;
    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final WebhookSettings settings;
    private final InstantSource clock;

    /** No two events of this replica have the same time. */
    private final AtomicLong last = new AtomicLong();

    DeliveryStore(Features features, JdbcClient jdbc, JsonMapper json, WebhookSettings settings, InstantSource clock) {
        this.on = features.isOn(this);
        this.jdbc = jdbc;
        this.json = json;
        this.settings = settings;
        this.clock = clock;
    }

    /** Adds a delivery for each webhook that is enabled and wants the event. */
    @Override
    public void add(Event event) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("an event without the transaction of what it tells");
        }
        if (!on) {
            return;
        }
        long now = Math.max(Micros.of(clock.instant()), newest(event.subject()) + 1);
        long time = last.updateAndGet(before -> Math.max(before + 1, now));
        CloudEvent told =
                CloudEvent.of(event, settings.source(), Micros.toInstant(time), json.writeValueAsString(event.told()));
        jdbc.sql("INSERT INTO webhook_delivery (webhook, event_id, created_at, type, subject, body, next_at)"
                        + " SELECT name, ?, ?, ?, ?, ?, COALESCE((SELECT max(next_at) FROM webhook_delivery"
                        + " WHERE subject = ? AND webhook = name AND result IS NULL), ?)"
                        + " FROM webhook WHERE " + WANTING)
                .params(told.id(), time, told.type(), told.subject(), json.writeValueAsString(told))
                .params(told.subject(), time)
                .params(EventFilter.patternsOf(event))
                .update();
    }

    private long newest(String subject) {
        return jdbc.sql("SELECT coalesce(max(created_at), 0) FROM webhook_delivery"
                        + " WHERE subject = ? AND result IS NULL")
                .param(subject)
                .query(Long.class)
                .single();
    }

    /** The webhooks that have a delivery which is due. */
    List<String> dueWebhooks(Instant now) {
        return jdbc.sql("SELECT w.name FROM webhook w WHERE EXISTS (SELECT 1 FROM webhook_delivery d"
                        + " WHERE d.webhook = w.name AND " + DUE + ") ORDER BY w.name")
                .params(Micros.of(now), Micros.of(now))
                .query(String.class)
                .list();
    }

    /** The deliveries of a webhook that are due, each of another subject, the longest due first. */
    List<Delivery> due(String webhook, Instant now, int most) {
        return jdbc.sql("SELECT d.webhook, d.event_id, d.created_at, d.type, d.subject, d.body, d.tries"
                        + " FROM webhook w JOIN webhook_delivery d ON d.webhook = w.name WHERE w.name = ? AND " + DUE
                        + " ORDER BY d.next_at, d.created_at LIMIT ?")
                .params(webhook, Micros.of(now), Micros.of(now), most)
                .query(DeliveryStore::delivery)
                .list();
    }

    /** How many tries of a webhook have failed since one succeeded. */
    long failures(String webhook) {
        return jdbc.sql("SELECT failures FROM webhook WHERE name = ?")
                .param(webhook)
                .query(Long.class)
                .optional()
                .orElse(0L);
    }

    /**
     * Locks a webhook within a transaction. A change of several of its deliveries must lock it first.
     *
     * @return how many tries have failed since one succeeded; absent if the webhook is gone
     */
    Optional<Long> lock(String webhook) {
        return jdbc.sql("UPDATE webhook SET failures = failures WHERE name = ? RETURNING failures")
                .param(webhook)
                .query(Long.class)
                .optional();
    }

    /** Notes a try that succeeded: the webhook rests no longer. */
    void noteSuccess(String webhook) {
        jdbc.sql("UPDATE webhook SET failures = 0, rest_until = NULL WHERE name = ?")
                .param(webhook)
                .update();
    }

    /** Notes a try that failed, and lets the webhook rest until a time, unless it rests for longer already. */
    void noteFailure(String webhook, @Nullable Instant restUntil) {
        jdbc.sql("UPDATE webhook SET failures = failures + 1 WHERE name = ?")
                .param(webhook)
                .update();
        if (restUntil != null) {
            jdbc.sql("UPDATE webhook SET rest_until = ? WHERE name = ? AND (rest_until IS NULL OR rest_until < ?)")
                    .params(Micros.of(restUntil), webhook, Micros.of(restUntil))
                    .update();
        }
    }

    /** Makes all deliveries that wait for their next try due. */
    void hurry(String webhook, Instant now) {
        jdbc.sql("UPDATE webhook_delivery SET next_at = ? WHERE webhook = ? AND result IS NULL AND next_at > ?")
                .params(Micros.of(now), webhook, Micros.of(now))
                .update();
    }

    /**
     * Notes a try that failed, and when the next one of its subject is.
     *
     * @param status of the answer; absent if there was none
     * @param detail why it failed
     * @return whether the delivery still waited, with as many tries
     */
    boolean failed(Delivery delivery, Instant now, Instant nextAt, @Nullable Integer status, String detail) {
        boolean waits = tried(delivery, null, now, status, detail);
        if (waits) {
            jdbc.sql("UPDATE webhook_delivery SET next_at = ? WHERE subject = ? AND webhook = ? AND result IS NULL")
                    .params(Micros.of(nextAt), delivery.subject(), delivery.webhook())
                    .update();
        }
        return waits;
    }

    /**
     * Notes a try.
     *
     * @param result absent if there is to be another one
     * @param status of the answer; absent if there was none
     * @param detail why it failed
     * @return whether the delivery still waited, with as many tries
     */
    boolean tried(
            Delivery delivery,
            @Nullable DeliveryState result,
            Instant now,
            @Nullable Integer status,
            @Nullable String detail) {
        return jdbc.sql(
                                "UPDATE webhook_delivery SET tries = tries + 1, tried_at = ?, result = ?, status = ?, detail = ?"
                                        + " WHERE webhook = ? AND event_id = ? AND tries = ? AND result IS NULL")
                        .param(1, Micros.of(now))
                        .param(2, result == null ? null : result.name(), Types.VARCHAR)
                        .param(3, status, Types.BIGINT)
                        .param(4, detail, Types.VARCHAR)
                        .param(5, delivery.webhook())
                        .param(6, delivery.eventId())
                        .param(7, delivery.tries())
                        .update()
                == 1;
    }

    /**
     * Gives up what waits since before a time.
     *
     * @return how many those were
     */
    int giveUpOlder(String webhook, Instant before, String detail) {
        return giveUp(webhook, "created_at <= ?", List.of(Micros.of(before)), detail);
    }

    /**
     * Gives up what waits behind as many others as may wait.
     *
     * @return how many those were
     */
    int giveUpBeyond(String webhook, int most, String detail) {
        return giveUp(
                webhook,
                "created_at > (SELECT created_at FROM webhook_delivery WHERE webhook = ? AND result IS NULL"
                        + " ORDER BY created_at LIMIT 1 OFFSET ?)",
                List.of(webhook, most - 1),
                detail);
    }

    private int giveUp(String webhook, String which, List<?> parameters, String detail) {
        return jdbc.sql("UPDATE webhook_delivery SET result = ?, detail = COALESCE(detail, ?)"
                        + " WHERE webhook = ? AND result IS NULL AND " + which)
                .params(DeliveryState.GIVEN_UP.name(), detail, webhook)
                .params(parameters)
                .update();
    }

    /** Removes the oldest of those that have ended. */
    void forget(String webhook) {
        for (DeliveryState result : List.of(DeliveryState.DELIVERED, DeliveryState.GIVEN_UP)) {
            jdbc.sql(
                            "DELETE FROM webhook_delivery WHERE webhook = ? AND result = ? AND created_at <= (SELECT created_at"
                                    + " FROM webhook_delivery WHERE webhook = ? AND result = ? ORDER BY created_at DESC LIMIT 1"
                                    + " OFFSET " + KEPT + ")")
                    .params(webhook, result.name(), webhook, result.name())
                    .update();
        }
    }

    /** Removes those of webhooks that are gone. */
    void forgetOrphans() {
        jdbc.sql("DELETE FROM webhook_delivery WHERE NOT EXISTS (SELECT 1 FROM webhook WHERE name = webhook)")
                .update();
    }

    /** Removes all of a webhook. */
    void removeOf(String webhook) {
        jdbc.sql("DELETE FROM webhook_delivery WHERE webhook = ?")
                .param(webhook)
                .update();
    }

    private static Delivery delivery(ResultSet columns, int number) throws SQLException {
        return new Delivery(
                columns.getString("webhook"),
                columns.getString("event_id"),
                columns.getString("type"),
                columns.getString("subject"),
                columns.getString("body"),
                Micros.toInstant(columns.getLong("created_at")),
                columns.getInt("tries"));
    }

    /**
     * The state of a webhook.
     *
     * @param waiting the events that wait
     * @param failures the tries that failed since one succeeded
     * @param restsUntil before when there is no try; absent if there is no such time
     */
    record Totals(long waiting, long failures, @Nullable Instant restsUntil) {

        static final Totals NONE = new Totals(0, 0, null);
    }

    /** The totals by the names of the webhooks. */
    Map<String, Totals> totals() {
        Map<String, Totals> totals = new HashMap<>();
        jdbc.sql("SELECT w.name, w.failures, w.rest_until,"
                        + " (SELECT COUNT(*) FROM webhook_delivery d WHERE d.webhook = w.name AND d.result IS NULL)"
                        + " AS waiting FROM webhook w")
                .query(row -> {
                    totals.put(
                            row.getString("name"),
                            new Totals(
                                    row.getLong("waiting"), row.getLong("failures"), Micros.read(row, "rest_until")));
                });
        return totals;
    }

    /**
     * The events that wait, of all webhooks.
     *
     * @param since when the first of them happened; absent if there is none
     */
    record Waiting(long events, @Nullable Instant since) {}

    Waiting waiting() {
        return jdbc.sql("SELECT COUNT(*) AS events, MIN(created_at) AS since FROM webhook_delivery"
                        + " WHERE result IS NULL")
                .query((row, number) -> new Waiting(row.getLong("events"), Micros.read(row, "since")))
                .single();
    }

    /** The last deliveries, the newest first. */
    List<DeliveryView> last(String webhook, @Nullable DeliveryState state) {
        String condition =
                state == null ? "" : " AND COALESCE(result, '" + DeliveryState.WAITING + "') = '" + state + "'";
        return jdbc.sql("SELECT created_at, event_id, type, subject, result, status, tries, tried_at, next_at, detail"
                        + " FROM webhook_delivery WHERE webhook = ?" + condition
                        + " ORDER BY created_at DESC, event_id LIMIT " + SHOWN)
                .param(webhook)
                .query(DeliveryStore::view)
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
                Micros.read(columns, "tried_at"),
                result == null ? Micros.read(columns, "next_at") : null,
                columns.getString("detail"));
    }
}
