package dev.linkgate.gateway.drift.reconcile;

import dev.linkgate.gateway.platform.store.Micros;
import dev.linkgate.kernel.ProjectId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** The tables of what was found, and of the number of events that agree. Both are kept for {@link #KEPT}. */
@Repository
class FindingStore {

    static final Duration KEPT = Duration.ofDays(90);

    /** The findings that are kept of a project. */
    static final int MOST = 10_000;

    private static final String FINDING = "SELECT id, finding, resolved_at, acknowledged_at, acknowledged_by,"
            + " acknowledgement FROM reconciliation_finding";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JdbcClient jdbc;

    FindingStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The findings and matches to look for; an absent condition does not restrict. */
    record Selection(
            @Nullable ProjectId project,
            @Nullable Instant from,
            @Nullable Instant to) {

        static final Selection ALL = new Selection(null, null, null);

        private String where(String time, List<Object> values, long unit) {
            List<String> conditions = new ArrayList<>();
            if (project != null) {
                conditions.add("project_id = ?");
                values.add(project.value());
            }
            if (from != null) {
                conditions.add(time + " >= ?");
                values.add(Math.floorDiv(Micros.of(from), unit));
            }
            if (to != null) {
                conditions.add(time + " < ?");
                values.add(Math.ceilDiv(Micros.of(to), unit));
            }
            return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
        }
    }

    /** @return whether it is new */
    boolean add(Finding finding) {
        return jdbc.sql("INSERT INTO reconciliation_finding (project_id, id, kind, at, found_at, finding)"
                                + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (project_id, id) DO NOTHING")
                        .params(
                                finding.projectId().value(),
                                finding.id(),
                                finding.kind().name(),
                                Micros.of(finding.time()),
                                Micros.of(finding.foundAt()),
                                JSON.writeValueAsString(finding))
                        .update()
                == 1;
    }

    /** Notes that the event of a write has come after all, if that was found to be missing. */
    boolean resolve(ProjectId project, String id, Instant now) {
        return jdbc.sql("UPDATE reconciliation_finding SET resolved_at = ?"
                                + " WHERE project_id = ? AND id = ? AND resolved_at IS NULL")
                        .params(Micros.of(now), project.value(), id)
                        .update()
                == 1;
    }

    Optional<Finding> find(String id) {
        return jdbc.sql(FINDING + " WHERE id = ?")
                .param(id)
                .query(FindingStore::finding)
                .optional();
    }

    /** An acknowledgement takes the place of an earlier one. */
    void acknowledge(Finding finding, Acknowledgement said) {
        jdbc.sql("UPDATE reconciliation_finding SET acknowledged_at = ?, acknowledged_by = ?, acknowledgement = ?"
                        + " WHERE project_id = ? AND id = ?")
                .params(
                        Micros.of(said.at()),
                        said.by(),
                        said.comment(),
                        finding.projectId().value(),
                        finding.id())
                .update();
    }

    /** Adds events that a record explains. */
    void matched(ProjectId project, Map<Long, Long> byHour) {
        byHour.forEach((hour, number) -> jdbc.sql(
                        "INSERT INTO reconciliation_matched (project_id, hour, matched) VALUES (?, ?, ?)"
                                + " ON CONFLICT (project_id, hour)"
                                + " DO UPDATE SET matched = reconciliation_matched.matched + excluded.matched")
                .params(project.value(), hour, number)
                .update());
    }

    static long hourOf(Instant time) {
        return Math.floorDiv(time.getEpochSecond(), 3_600);
    }

    /** The newest findings first. */
    List<Finding> newest(Selection selection, int most) {
        List<Object> values = new ArrayList<>();
        String where = selection.where("at", values, 1);
        return jdbc.sql(FINDING + where + " ORDER BY at DESC, project_id, id LIMIT " + most)
                .params(values)
                .query(FindingStore::finding)
                .list();
    }

    /**
     * How many findings there are.
     *
     * @param open the number of those that are neither resolved nor acknowledged
     */
    record Count(long total, long open) {}

    Count count(Selection selection) {
        List<Object> values = new ArrayList<>();
        String where = selection.where("at", values, 1);
        return jdbc.sql(
                        "SELECT count(*), count(*) - count(coalesce(resolved_at, acknowledged_at)) FROM reconciliation_finding"
                                + where)
                .params(values)
                .query((row, number) -> new Count(row.getLong(1), row.getLong(2)))
                .single();
    }

    /** The number of events that records explain, in the hours that the selection touches. */
    long matched(Selection selection) {
        List<Object> values = new ArrayList<>();
        String where = selection.where("hour", values, Duration.ofHours(1).toNanos() / 1_000);
        return jdbc.sql("SELECT coalesce(sum(matched), 0) FROM reconciliation_matched" + where)
                .params(values)
                .query(Long.class)
                .single();
    }

    /** Removes what is older than {@link #KEPT}. */
    void removeOld(Instant now) {
        Instant oldest = now.minus(KEPT);
        jdbc.sql("DELETE FROM reconciliation_finding WHERE at < ?")
                .param(Micros.of(oldest))
                .update();
        jdbc.sql("DELETE FROM reconciliation_matched WHERE hour < ?")
                .param(hourOf(oldest))
                .update();
    }

    /**
     * Removes the oldest findings of a project beyond {@link #MOST}.
     *
     * @return their number
     */
    int removeBeyondMost(ProjectId project) {
        return jdbc.sql("DELETE FROM reconciliation_finding WHERE project_id = ? AND at <= (SELECT at"
                        + " FROM reconciliation_finding WHERE project_id = ? ORDER BY at DESC LIMIT 1 OFFSET " + MOST
                        + ")")
                .params(project.value(), project.value())
                .update();
    }

    private static Finding finding(ResultSet row, int ignoredNumber) throws SQLException {
        Finding stored = JSON.readValue(row.getString("finding"), Finding.class);
        long micros = row.getLong("resolved_at");
        Instant resolved = row.wasNull() ? null : Micros.toInstant(micros);
        String comment = row.getString("acknowledgement");
        return new Finding(
                row.getString("id"),
                stored.kind(),
                stored.projectId(),
                stored.time(),
                stored.foundAt(),
                stored.event(),
                stored.receipt(),
                stored.action(),
                stored.place(),
                stored.differences(),
                resolved,
                comment == null
                        ? null
                        : new Acknowledgement(
                                Micros.toInstant(row.getLong("acknowledged_at")),
                                row.getString("acknowledged_by"),
                                comment));
    }
}
