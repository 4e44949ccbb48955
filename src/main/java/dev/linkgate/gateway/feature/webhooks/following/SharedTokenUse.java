package dev.linkgate.gateway.feature.webhooks.following;

import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.store.Micros;
import dev.linkgate.gateway.core.trail.read.Selection;
import dev.linkgate.gateway.core.trail.read.TrailReader;
import dev.linkgate.gateway.feature.tasks.EveryMinute;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Tells that the administrator's token was used, also to read, within a minute or so. What follows within an hour is
 * not told. How far the trail was searched is stored in the transaction of the event.
 */
@Component
class SharedTokenUse implements EveryMinute {

    static final Duration QUIET = Duration.ofHours(1);

    private final TrailReader trail;
    private final JdbcClient jdbc;
    private final PrivilegeEvents events;
    private final TransactionTemplate transactions;
    private final InstantSource clock;

    SharedTokenUse(
            TrailReader trail,
            JdbcClient jdbc,
            PrivilegeEvents events,
            TransactionTemplate transactions,
            InstantSource clock) {
        this.trail = trail;
        this.jdbc = jdbc;
        this.events = events;
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * How far the trail was searched.
     *
     * @param told when a use was told last
     */
    private record Position(long sequence, Instant told) {}

    @Override
    public void everyMinute() {
        while (look()) {
            // there is more
        }
    }

    /** @return whether there is more of the trail, and it may be told */
    private boolean look() {
        Instant now = Micros.now(clock);
        Position from = position();
        Instant since = from.told().plus(QUIET);
        if (now.isBefore(since)) {
            return false;
        }
        TrailReader.RecordBatch part = trail.after(from.sequence(), trail.filter(uses(since)), 1);
        if (part.last() == from.sequence()) {
            return false;
        }
        List<PrivilegeChange> told =
                part.records().stream().map(PrivilegeChange::ofSharedToken).toList();
        Boolean moved = transactions.execute(status -> {
            boolean first = move(from, new Position(part.last(), told.isEmpty() ? from.told() : now));
            if (first) {
                told.forEach(events::store);
            }
            return first;
        });
        if (Boolean.TRUE.equals(moved)) {
            told.forEach(events::count);
        }
        return !part.atEnd();
    }

    private static Selection uses(Instant since) {
        Selection.By token = new Selection.By(Actor.SHARED_TOKEN, null, null, null);
        return new Selection(null, false, null, null, null, since, null, null, null, null, token);
    }

    private Position position() {
        return jdbc.sql("SELECT sequence, told_at FROM trail_position WHERE id = 2")
                .query((row, number) -> new Position(row.getLong(1), Micros.toInstant(row.getLong(2))))
                .single();
    }

    /** @return false if another replica was first */
    private boolean move(Position from, Position to) {
        return jdbc.sql("UPDATE trail_position SET sequence = ?, told_at = ?"
                                + " WHERE id = 2 AND sequence = ? AND told_at = ?")
                        .params(to.sequence(), Micros.of(to.told()), from.sequence(), Micros.of(from.told()))
                        .update()
                == 1;
    }
}
