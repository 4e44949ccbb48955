package dev.linkgate.gateway.feature.webhooks.following;

import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.endpoints.link.WaitSettings;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.store.Micros;
import dev.linkgate.gateway.feature.webhooks.following.FollowedTarget.Goal;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The table of what is followed, and how often each target is read. The pause grows with the time since its write, so
 * that what is told is late by a part of the time that it took. If the targets of a project want more reads than its
 * share, the pause of each is longer in the same proportion, so those that were written last are read most often. What
 * they want is summed over the table only now and then, and each addition counts in between: a write must not cost more
 * the more is followed.
 */
@Repository
class FollowedTargets {

    /** The pause between two reads is the time since the write divided by this. */
    private static final int PART = 8;

    private static final double MINUTE = Duration.ofMinutes(1).toNanos();

    private static final Duration LONGEST = Duration.ofMinutes(10);

    /** How long a {@link Demand} is used. Meanwhile targets age and end, so it is too high rather than too low. */
    private static final Duration SUMMED = Duration.ofSeconds(10);

    private static final String COLUMNS =
            "subject, project_id, link_id, interface_endpoint_id, goal, announced, request_id, receipt, since";

    private static final String KNOWN = " WHERE subject = ? AND receipt = ? AND goal = ? AND announced = ?";

    private final JdbcClient jdbc;
    private final Duration shortest;
    private final int readsPerMinute;

    /** Of the projects that were asked for within the last minute or so. */
    private final Map<ProjectId, Demand> demands = new ConcurrentHashMap<>();

    /** The reads a minute that all targets of a project want together, as summed at a time, and what came later. */
    private record Demand(double perMinute, Instant summed) {

        Demand plus(double more) {
            return new Demand(perMinute + more, summed);
        }
    }

    FollowedTargets(JdbcClient jdbc, WaitSettings waits, FollowingSettings settings) {
        this.jdbc = jdbc;
        this.shortest = waits.pollInterval();
        this.readsPerMinute = settings.readsPerMinute();
    }

    /** The pause before the next read of a target, with all others of its project. */
    Duration pause(FollowedTarget target, Instant now) {
        Duration wanted = wanted(target.since(), now);
        double all = demand(target.link().project(), now);
        return all <= readsPerMinute || readsPerMinute == 0
                ? wanted
                : Duration.ofNanos((long) (wanted.toNanos() * (all / readsPerMinute)));
    }

    /** The pause that a target would have alone. */
    private Duration wanted(Instant since, Instant now) {
        Duration part = Duration.between(since, now).dividedBy(PART);
        return shortest.compareTo(part) >= 0 ? shortest : LONGEST.compareTo(part) <= 0 ? LONGEST : part;
    }

    private double demand(ProjectId project, Instant now) {
        Demand known = demands.get(project);
        if (known == null || !now.isBefore(known.summed().plus(SUMMED))) {
            known = new Demand(wantedPerMinute(project, now), now);
            demands.put(project, known);
        }
        return known.perMinute();
    }

    /** The reads a minute that all targets of a project want together, each as {@link #wanted} says. */
    private double wantedPerMinute(ProjectId project, Instant now) {
        return jdbc.sql("SELECT coalesce(sum(CASE"
                        + " WHEN age <= :young THEN CAST(:most AS DOUBLE PRECISION)"
                        + " WHEN age >= :old THEN CAST(:least AS DOUBLE PRECISION)"
                        + " ELSE CAST(:partOfMinute AS DOUBLE PRECISION) / age END), 0)"
                        + " FROM (SELECT CAST(:now AS BIGINT) - since AS age FROM followed_target"
                        + " WHERE project_id = :project) AS ages")
                .param("young", micros(shortest.multipliedBy(PART)))
                .param("most", MINUTE / shortest.toNanos())
                .param("old", micros(LONGEST.multipliedBy(PART)))
                .param("least", MINUTE / LONGEST.toNanos())
                .param("partOfMinute", micros(Duration.ofMinutes(PART)))
                .param("now", Micros.of(now))
                .param("project", project.value())
                .query(Double.class)
                .single();
    }

    private static long micros(Duration duration) {
        return TimeUnit.NANOSECONDS.toMicros(duration.toNanos());
    }

    /**
     * Finds a target, and locks it within a transaction: what another one does about it at the same time, and its
     * events, come before or not at all.
     */
    Optional<FollowedTarget> lock(String subject) {
        return jdbc.sql("UPDATE followed_target SET next_at = next_at WHERE subject = ? RETURNING " + COLUMNS)
                .param(subject)
                .query(FollowedTargets::target)
                .optional();
    }

    /** Follows a target for a write that was just found, instead of an earlier one. */
    void put(FollowedTarget target) {
        insert(
                target,
                target.since().plus(pause(target, target.since())),
                "(subject) DO UPDATE SET interface_endpoint_id = excluded.interface_endpoint_id, goal = excluded.goal,"
                        + " announced = excluded.announced, request_id = excluded.request_id,"
                        + " receipt = excluded.receipt, since = excluded.since, next_at = excluded.next_at");
    }

    /** Follows a target, unless it is followed already. */
    void add(FollowedTarget target, Instant now) {
        add(target, now, pause(target, now));
    }

    /** Follows a target, unless it is followed already, with a pause before its first read. */
    void add(FollowedTarget target, Instant now, Duration pause) {
        insert(target, now.plus(pause), "(subject) DO NOTHING");
    }

    private void insert(FollowedTarget target, Instant nextAt, String conflict) {
        jdbc.sql("INSERT INTO followed_target (subject, project_id, link_id, interface_endpoint_id, goal, announced,"
                        + " request_id, receipt, since, next_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT " + conflict)
                .param(1, target.subject())
                .param(2, target.link().project().value())
                .param(3, target.link().link().value())
                .param(4, target.endpoint() == null ? null : target.endpoint().value(), Types.VARCHAR)
                .param(5, target.goal().name())
                .param(6, target.announced() ? 1L : 0L)
                .param(7, target.requestId())
                .param(8, target.receipt())
                .param(9, Micros.of(target.since()))
                .param(10, Micros.of(nextAt))
                .update();
        demands.computeIfPresent(
                target.link().project(), (project, demand) -> demand.plus(MINUTE / shortest.toNanos()));
    }

    /** The targets to be read, the ones that have waited longest first; none if nothing is to be read. */
    List<FollowedTarget> due(Instant now, int most) {
        if (readsPerMinute == 0) {
            return List.of();
        }
        return jdbc.sql("SELECT " + COLUMNS + " FROM followed_target WHERE next_at <= ? ORDER BY next_at LIMIT " + most)
                .param(Micros.of(now))
                .query(FollowedTargets::target)
                .list();
    }

    /**
     * Stores how a target is followed from now on.
     *
     * @param after absent if it is not followed any longer
     * @return false if it has changed since it was read
     */
    boolean replace(FollowedTarget before, @Nullable FollowedTarget after, Instant now) {
        List<Object> known =
                List.of(before.subject(), before.receipt(), before.goal().name(), before.announced() ? 1L : 0L);
        JdbcClient.StatementSpec change = after == null
                ? jdbc.sql("DELETE FROM followed_target" + KNOWN)
                : jdbc.sql("UPDATE followed_target SET goal = ?, announced = ?, next_at = ?" + KNOWN)
                        .params(
                                after.goal().name(),
                                after.announced() ? 1L : 0L,
                                Micros.of(now.plus(pause(after, now))));
        return change.params(known).update() == 1;
    }

    /** Ends the following of a target for a write that was not carried out, as is known now. */
    void endUnknown(FollowedTarget target) {
        jdbc.sql("DELETE FROM followed_target WHERE subject = ? AND request_id = ? AND goal = ? AND announced = 0")
                .params(target.subject(), target.requestId(), target.goal().name())
                .update();
    }

    /** Ends the following of all endpoints of a link, and returns them. */
    List<FollowedTarget> endWithin(LinkPath link) {
        return jdbc.sql("DELETE FROM followed_target WHERE project_id = ? AND link_id = ?"
                        + " AND interface_endpoint_id IS NOT NULL RETURNING " + COLUMNS)
                .params(link.project().value(), link.link().value())
                .query(FollowedTargets::target)
                .list();
    }

    /** @return the number of those that were followed since a time before this, and are not any longer */
    int endOlder(Instant since) {
        demands.clear(); // those of projects that have no targets any more would stay
        return jdbc.sql("DELETE FROM followed_target WHERE since < ?")
                .param(Micros.of(since))
                .update();
    }

    private static FollowedTarget target(ResultSet row, int ignoredNumber) throws SQLException {
        String endpoint = row.getString("interface_endpoint_id");
        return new FollowedTarget(
                new LinkPath(new ProjectId(row.getString("project_id")), new LinkId(row.getString("link_id"))),
                endpoint == null ? null : new EndpointId(endpoint),
                Goal.valueOf(row.getString("goal")),
                row.getLong("announced") != 0,
                row.getString("request_id"),
                row.getString("receipt"),
                Micros.toInstant(row.getLong("since")));
    }
}
