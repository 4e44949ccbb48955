package dev.linkgate.gateway.notify.webhook;

import dev.linkgate.gateway.platform.store.Micros;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The deliveries of all webhooks, and what their ends say about a webhook.
 *
 * <p>Invariants: (1) of the deliveries of one webhook and subject that wait, the first has a time for its next try, and the
 * others have none; (2) whoever adds or ends deliveries locks their webhook first, by a change of its row; (3) that row has
 * the number of those that wait. Changes must be made in a transaction.
 */
@Repository
class DeliveryStore {

    /** How many of those that were delivered, and of those that were given up, are kept for each webhook. */
    private static final int KEPT = 100;

    private final JdbcClient jdbc;

    DeliveryStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Locks a webhook.
     *
     * @param places how many positions to take
     * @return the last position that is taken; absent if the webhook is gone
     */
    Optional<Long> lock(String webhook, int places) {
        return jdbc.sql("UPDATE webhook SET last_position = last_position + ? WHERE name = ? RETURNING last_position")
                .params(places, webhook)
                .query(Long.class)
                .optional();
    }

    long waiting(String webhook) {
        return jdbc.sql("SELECT waiting FROM webhook WHERE name = ?")
                .param(webhook)
                .query(Long.class)
                .single();
    }

    private void addWaiting(String webhook, int number) {
        jdbc.sql("UPDATE webhook SET waiting = waiting + ? WHERE name = ?")
                .params(number, webhook)
                .update();
    }

    /** Adds a delivery behind those of its subject. */
    void add(Delivery delivery) {
        insert(
                delivery,
                "CASE WHEN EXISTS (SELECT 1 FROM webhook_delivery WHERE webhook = ? AND subject = ? AND result IS NULL)"
                        + " THEN NULL ELSE CAST(? AS BIGINT) END",
                List.of(delivery.webhook(), delivery.subject(), Micros.of(delivery.createdAt())),
                null,
                null);
        addWaiting(delivery.webhook(), 1);
    }

    /** Adds a delivery that is never tried. */
    void addGivenUp(Delivery delivery, String detail) {
        insert(delivery, "CAST(NULL AS BIGINT)", List.of(), DeliveryState.GIVEN_UP, detail);
    }

    private void insert(
            Delivery delivery,
            String nextAt,
            List<?> parameters,
            @Nullable DeliveryState result,
            @Nullable String detail) {
        jdbc.sql("INSERT INTO webhook_delivery (webhook, position, event_id, type, subject, body, created_at, tries,"
                        + " next_at, result, detail) VALUES (?, ?, ?, ?, ?, ?, ?, ?, " + nextAt
                        + ", CAST(? AS TEXT), CAST(? AS TEXT))")
                .params(
                        delivery.webhook(),
                        delivery.position(),
                        delivery.eventId(),
                        delivery.type(),
                        delivery.subject(),
                        delivery.body(),
                        Micros.of(delivery.createdAt()),
                        delivery.tries())
                .params(parameters)
                .param(result == null ? null : result.name())
                .param(detail)
                .update();
    }

    /** The enabled webhooks that have a delivery which is due, unless they rest. */
    List<String> dueWebhooks(Instant now) {
        return jdbc.sql("SELECT w.name FROM webhook w WHERE w.enabled AND (w.rest_until IS NULL OR w.rest_until <= ?)"
                        + " AND EXISTS (SELECT 1 FROM webhook_delivery d WHERE d.webhook = w.name AND d.next_at <= ?)"
                        + " ORDER BY w.name")
                .params(Micros.of(now), Micros.of(now))
                .query(String.class)
                .list();
    }

    /** The deliveries of a webhook that are due, each of another subject, the longest due first; none while it rests. */
    List<Delivery> due(String webhook, Instant now, int most) {
        return jdbc.sql("SELECT d.webhook, d.position, d.event_id, d.type, d.subject, d.body, d.created_at, d.tries"
                        + " FROM webhook w JOIN webhook_delivery d ON d.webhook = w.name WHERE w.name = ? AND w.enabled"
                        + " AND (w.rest_until IS NULL OR w.rest_until <= ?) AND d.next_at <= ?"
                        + " ORDER BY d.next_at, d.position LIMIT ?")
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
     * Notes a try that failed, and when the next one is.
     *
     * @return whether the delivery still waited, with as many tries
     */
    boolean failed(Delivery delivery, Instant now, Instant nextAt, @Nullable Integer status, String detail) {
        return jdbc.sql("UPDATE webhook_delivery SET tries = tries + 1, tried_at = ?, next_at = ?, status = ?,"
                                + " detail = ? WHERE webhook = ? AND position = ? AND event_id = ? AND tries = ?"
                                + " AND result IS NULL")
                        .param(1, Micros.of(now))
                        .param(2, Micros.of(nextAt))
                        .param(3, status, Types.BIGINT)
                        .param(4, detail)
                        .param(5, delivery.webhook())
                        .param(6, delivery.position())
                        .param(7, delivery.eventId())
                        .param(8, delivery.tries())
                        .update()
                == 1;
    }

    /**
     * Ends a delivery with a try, and makes the next one of its subject due.
     *
     * @return whether the delivery still waited, with as many tries
     */
    boolean end(
            Delivery delivery, DeliveryState result, Instant now, @Nullable Integer status, @Nullable String detail) {
        boolean ended = jdbc.sql("UPDATE webhook_delivery SET tries = tries + 1, tried_at = ?, next_at = NULL,"
                                + " result = ?, status = ?, detail = ?"
                                + " WHERE webhook = ? AND position = ? AND event_id = ? AND tries = ?"
                                + " AND result IS NULL")
                        .param(1, Micros.of(now))
                        .param(2, result.name())
                        .param(3, status, Types.BIGINT)
                        .param(4, detail, Types.VARCHAR)
                        .param(5, delivery.webhook())
                        .param(6, delivery.position())
                        .param(7, delivery.eventId())
                        .param(8, delivery.tries())
                        .update()
                == 1;
        if (ended) {
            addWaiting(delivery.webhook(), -1);
            jdbc.sql("UPDATE webhook_delivery SET next_at = ? WHERE webhook = ? AND position = (SELECT MIN(position)"
                            + " FROM webhook_delivery WHERE webhook = ? AND subject = ? AND result IS NULL)")
                    .params(Micros.of(now), delivery.webhook(), delivery.webhook(), delivery.subject())
                    .update();
        }
        return ended;
    }

    /** Notes a try that succeeded: the webhook rests no longer. */
    void noteSuccess(String webhook) {
        jdbc.sql("UPDATE webhook SET failures = 0, rest_until = NULL WHERE name = ?")
                .param(webhook)
                .update();
    }

    /** @return how many tries have failed now, since one succeeded */
    long noteFailure(String webhook) {
        return jdbc.sql("UPDATE webhook SET failures = failures + 1 WHERE name = ? RETURNING failures")
                .param(webhook)
                .query(Long.class)
                .optional()
                .orElse(0L);
    }

    /** Lets it rest until a time, unless it rests for longer already. */
    void rest(String webhook, Instant until) {
        jdbc.sql("UPDATE webhook SET rest_until = ? WHERE name = ? AND (rest_until IS NULL OR rest_until < ?)")
                .params(Micros.of(until), webhook, Micros.of(until))
                .update();
    }

    /** Makes all deliveries that wait for their next try due. */
    void hurry(String webhook, Instant now) {
        jdbc.sql("UPDATE webhook_delivery SET next_at = ? WHERE webhook = ? AND next_at > ?")
                .params(Micros.of(now), webhook, Micros.of(now))
                .update();
    }

    /**
     * Gives up what waits since before a time, and makes the next ones of the subjects due.
     *
     * @return how many those were
     */
    int giveUp(String webhook, Instant before, Instant now, String detail) {
        int given = jdbc.sql("UPDATE webhook_delivery SET result = ?, next_at = NULL, detail = COALESCE(detail, ?)"
                        + " WHERE webhook = ? AND result IS NULL AND created_at <= ?")
                .params(DeliveryState.GIVEN_UP.name(), detail, webhook, Micros.of(before))
                .update();
        if (given > 0) {
            addWaiting(webhook, -given);
            jdbc.sql("UPDATE webhook_delivery SET next_at = ? WHERE webhook = ? AND result IS NULL AND next_at IS NULL"
                            + " AND NOT EXISTS (SELECT 1 FROM webhook_delivery earlier"
                            + " WHERE earlier.webhook = webhook_delivery.webhook"
                            + " AND earlier.subject = webhook_delivery.subject AND earlier.result IS NULL"
                            + " AND earlier.position < webhook_delivery.position)")
                    .params(Micros.of(now), webhook)
                    .update();
        }
        return given;
    }

    /** Removes the oldest of those that have ended. */
    void forget(String webhook) {
        for (DeliveryState result : List.of(DeliveryState.DELIVERED, DeliveryState.GIVEN_UP)) {
            jdbc.sql("DELETE FROM webhook_delivery WHERE webhook = ? AND result = ? AND position <= (SELECT position"
                            + " FROM webhook_delivery WHERE webhook = ? AND result = ? ORDER BY position DESC LIMIT 1"
                            + " OFFSET " + KEPT + ")")
                    .params(webhook, result.name(), webhook, result.name())
                    .update();
        }
    }

    private static Delivery delivery(ResultSet columns, int number) throws SQLException {
        return new Delivery(
                columns.getString("webhook"),
                columns.getLong("position"),
                columns.getString("event_id"),
                columns.getString("type"),
                columns.getString("subject"),
                columns.getString("body"),
                Micros.toInstant(columns.getLong("created_at")),
                columns.getInt("tries"));
    }
}
