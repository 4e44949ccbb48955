package dev.linkgate.gateway.notify.following;

import dev.linkgate.gateway.endpoints.link.LinkPath;
import dev.linkgate.gateway.platform.request.EndpointId;
import dev.linkgate.gateway.platform.store.Micros;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table of what is followed. */
@Repository
class FollowedTargets {

    private static final String COLUMNS =
            "subject, project_id, link_id, interface_endpoint_id, goal, announced, request_id, receipt, since";

    private final JdbcClient jdbc;

    FollowedTargets(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Finds a target, and locks it within a transaction: what another one does about it at the same time, and its events,
     * come before or not at all.
     */
    Optional<FollowedTarget> lock(String subject) {
        return jdbc.sql("UPDATE followed_target SET next_at = next_at WHERE subject = ? RETURNING " + COLUMNS)
                .param(subject)
                .query(FollowedTargets::target)
                .optional();
    }

    /** Follows a target for a new write, instead of an earlier one. */
    void put(FollowedTarget target, ReadPause pause, Instant now) {
        insert(
                target,
                pause,
                now,
                "(subject) DO UPDATE SET interface_endpoint_id = excluded.interface_endpoint_id, goal = excluded.goal,"
                        + " announced = excluded.announced, request_id = excluded.request_id,"
                        + " receipt = excluded.receipt, since = excluded.since, pause = excluded.pause,"
                        + " next_at = excluded.next_at");
    }

    /** Follows a target, unless it is followed already. */
    void add(FollowedTarget target, ReadPause pause, Instant now) {
        insert(target, pause, now, "(subject) DO NOTHING");
    }

    private void insert(FollowedTarget target, ReadPause pause, Instant now, String conflict) {
        jdbc.sql("INSERT INTO followed_target (subject, project_id, link_id, interface_endpoint_id, goal, announced,"
                        + " request_id, receipt, since, pause, next_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
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
                .param(10, micros(pause.wanted()))
                .param(11, Micros.of(now.plus(pause.granted())))
                .update();
    }

    /** Those that have waited longest come first. */
    List<FollowedTarget> due(Instant now, int most) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM followed_target WHERE next_at <= ? ORDER BY next_at LIMIT " + most)
                .param(Micros.of(now))
                .query(FollowedTargets::target)
                .list();
    }

    /**
     * Stores how a target is followed from now on.
     *
     * @return false if it has changed since it was read
     */
    boolean update(FollowedTarget before, FollowedTarget after, ReadPause pause, Instant now) {
        return jdbc.sql("UPDATE followed_target SET goal = ?, announced = ?, pause = ?, next_at = ?"
                                + " WHERE subject = ? AND receipt = ? AND goal = ? AND announced = ?")
                        .params(
                                after.goal().name(),
                                after.announced() ? 1L : 0L,
                                micros(pause.wanted()),
                                Micros.of(now.plus(pause.granted())),
                                before.subject(),
                                before.receipt(),
                                before.goal().name(),
                                before.announced() ? 1L : 0L)
                        .update()
                == 1;
    }

    /**
     * Ends the following of a target.
     *
     * @return false if it has changed since it was read
     */
    boolean end(FollowedTarget target) {
        return jdbc.sql("DELETE FROM followed_target WHERE subject = ? AND receipt = ? AND goal = ? AND announced = ?")
                        .params(
                                target.subject(),
                                target.receipt(),
                                target.goal().name(),
                                target.announced() ? 1L : 0L)
                        .update()
                == 1;
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
        return jdbc.sql("DELETE FROM followed_target WHERE since < ?")
                .param(Micros.of(since))
                .update();
    }

    /** The reads a minute that all targets of a project want together. */
    double wantedPerMinute(ProjectId project) {
        return jdbc.sql("SELECT coalesce(sum(60000000.0 / pause), 0) FROM followed_target WHERE project_id = ?")
                .param(project.value())
                .query(Double.class)
                .single();
    }

    private static long micros(Duration time) {
        return Math.max(1, time.toNanos() / 1_000);
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
