package dev.linkgate.gateway.feature.webhooks.following;

import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.endpoints.provisioning.EffectCheck;
import dev.linkgate.gateway.core.platform.outbox.Event;
import dev.linkgate.gateway.core.platform.outbox.EventType;
import dev.linkgate.gateway.core.platform.outbox.Outbox;
import dev.linkgate.gateway.core.trail.read.TrailFilter;
import dev.linkgate.gateway.core.trail.read.TrailReader;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.gateway.core.trail.record.Result;
import dev.linkgate.gateway.feature.webhooks.following.FollowedTarget.Goal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Turns the outcomes of writes in the trail into events, and follows what was written at Atlas. A part of the trail is
 * handled in one transaction with the position, so each record is handled once, also if a replica does not know yet that
 * another one goes on in its place.
 */
@Component
public class TrailFollower {

    /** The writes of a part, which are stored in one transaction: on SQLite, the next records wait for its end. */
    static final int MOST = 10;

    private static final long CREATED = 201;
    private static final long GONE = 204;

    /** How long an operation asks Atlas for the result of a write. */
    private static final Duration ASKED = Duration.ofHours(1);

    private final TrailReader trail;
    private final JdbcClient jdbc;
    private final FollowedTargets targets;
    private final Outbox outbox;
    private final PrivilegeEvents privileges;
    private final TransactionTemplate transactions;
    private final InstantSource clock;

    /** The actions of what features write at Atlas. */
    private final List<Action> ofFeatures;

    private final TrailFilter followed;

    TrailFollower(
            TrailReader trail,
            JdbcClient jdbc,
            FollowedTargets targets,
            Outbox outbox,
            PrivilegeEvents privileges,
            TransactionTemplate transactions,
            InstantSource clock,
            ObjectProvider<EffectCheck> features) {
        this.trail = trail;
        this.jdbc = jdbc;
        this.targets = targets;
        this.outbox = outbox;
        this.privileges = privileges;
        this.transactions = transactions;
        this.clock = clock;
        this.ofFeatures =
                features.stream().flatMap(check -> check.actions().stream()).toList();
        this.followed = TrailFilter.ALL
                .outcomes()
                .rareActions(Stream.of(EndedWrite.ACTIONS, PrivilegeChange.ACTIONS, ofFeatures)
                        .flatMap(Collection::stream)
                        .toArray(Action[]::new));
    }

    /**
     * Stores the events of the next part of the trail.
     *
     * @return whether there is more
     */
    public boolean follow() {
        long from = position();
        TrailReader.RecordBatch part = after(from);
        if (part.last() == from) {
            return false;
        }
        List<PrivilegeChange> changes = new ArrayList<>();
        transactions.executeWithoutResult(status -> {
            if (move(from, part.last())) {
                part.records().forEach(record -> {
                    EndedWrite.of(record, ofFeatures).ifPresent(this::tell);
                    PrivilegeChange.of(record).ifPresent(changes::add);
                });
                changes.forEach(privileges::store);
            }
        });
        changes.forEach(privileges::count);
        return !part.atEnd();
    }

    /** While nothing is written, only the end of the trail is looked at, and the position stays. */
    private TrailReader.RecordBatch after(long position) {
        TrailReader.End end = trail.end();
        return end.lastWrite() > position
                ? trail.after(position, followed, MOST)
                : new TrailReader.RecordBatch(List.of(), Math.min(position, end.last()), true);
    }

    /** The last record whose events are stored. */
    private long position() {
        return jdbc.sql("SELECT sequence FROM trail_position WHERE id = 1")
                .query(Long.class)
                .single();
    }

    /** @return false if another replica was first; whatever else the transaction does must not be done then */
    private boolean move(long from, long to) {
        return jdbc.sql("UPDATE trail_position SET sequence = ? WHERE id = 1 AND sequence = ?")
                        .params(to, from)
                        .update()
                == 1;
    }

    private void tell(EndedWrite write) {
        if (ofFeatures.contains(write.action())) {
            onNoLink(write);
        } else if (write.removes()) {
            removing(write);
        } else {
            added(
                    write,
                    write.action().equals(Action.LINK_CREATE)
                            ? FollowingWords.LINK_CREATED
                            : FollowingWords.ENDPOINT_ADDED);
        }
    }

    /** An endpoint of the project itself is not followed: it is there, or gone, with the answer. */
    private void onNoLink(EndedWrite write) {
        boolean isAdded = write.status() == CREATED;
        if (write.endpoint() != null && write.result() == Result.SUCCEEDED && (isAdded || write.status() == GONE)) {
            String what = write.kind().word() + (isAdded ? ".added" : ".removed");
            outbox.add(TargetEvents.of(new EventType(what), write));
        }
    }

    private void added(EndedWrite write, EventType type) {
        if (write.result() == Result.SUCCEEDED && write.status() == CREATED) {
            Optional<FollowedTarget> target = target(write, Goal.SETTLED, true);
            target.ifPresent(this::endRemoval);
            outbox.add(TargetEvents.of(type, write));
            target.ifPresent(targets::put);
        } else {
            notDone(write, Goal.SETTLED);
        }
    }

    /** What can be added again is gone, even if no poll saw it. */
    private void endRemoval(FollowedTarget added) {
        targets.lock(added.subject())
                .filter(before -> before.goal() == Goal.GONE)
                .map(TrailFollower::event)
                .ifPresent(outbox::add);
    }

    private static Event event(FollowedTarget removed) {
        EventType type = removed.endpoint() == null ? FollowingWords.LINK_REMOVED : FollowingWords.ENDPOINT_REMOVED;
        return TargetEvents.of(type, removed, null);
    }

    private void removing(EndedWrite write) {
        if (write.result() == Result.SUCCEEDED) {
            target(write, Goal.GONE, true).ifPresent(targets::put);
        } else {
            notDone(write, Goal.GONE);
        }
    }

    /**
     * Follows a write with an unknown result, which only Atlas can tell. If the process lived, an operation asks Atlas,
     * and records the outcome; it may be cancelled, fail to begin, or get no answer.
     */
    private void notDone(EndedWrite write, Goal goal) {
        Optional<FollowedTarget> target = target(write, goal, false);
        if (write.result() != Result.UNKNOWN) {
            target.ifPresent(targets::endUnknown);
        } else if (write.closedLater()) {
            target.ifPresent(abandoned -> targets.add(abandoned, abandoned.since()));
        } else {
            target.ifPresent(unknown -> targets.add(unknown, unknown.since(), ASKED));
        }
    }

    private Optional<FollowedTarget> target(EndedWrite write, Goal goal, boolean announced) {
        return Optional.ofNullable(write.link())
                .map(link -> new FollowedTarget(
                        new LinkPath(write.project(), link),
                        write.endpoint(),
                        goal,
                        announced,
                        write.requestId(),
                        write.receipt().toString(),
                        clock.instant()));
    }
}
