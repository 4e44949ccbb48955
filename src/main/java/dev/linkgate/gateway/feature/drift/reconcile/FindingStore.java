package dev.linkgate.gateway.feature.drift.reconcile;

import dev.linkgate.gateway.core.platform.store.Micros;
import dev.linkgate.kernel.ProjectId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** The table of what was found. It is kept for {@link #KEPT}. */
@Repository
class FindingStore {

    static final Duration KEPT = Duration.ofDays(90);

    /** The findings that are kept of a project. */
    static final int MOST = 10_000;

    private static final String FINDING =
            "SELECT finding, acknowledged_at, acknowledged_by, acknowledgement FROM reconciliation_finding";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JdbcClient jdbc;

    FindingStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The findings to look for; an absent condition does not restrict. */
    record Selection(
            @Nullable ProjectId project,
            @Nullable Instant from,
            @Nullable Instant to) {

        static final Selection ALL = new Selection(null, null, null);

        private String where(List<Object> values) {
            List<String> conditions = new ArrayList<>();
            if (project != null) {
                conditions.add("project_id = ?");
                values.add(project.value());
            }
            if (from != null) {
                conditions.add("at >= ?");
                values.add(Micros.of(from));
            }
            if (to != null) {
                conditions.add("at < ?");
                values.add(Micros.of(to));
            }
            return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
        }
    }

    /** @return whether it is new */
    boolean add(Finding finding) {
        return jdbc.sql("INSERT INTO reconciliation_finding (project_id, id, at, finding) VALUES (?, ?, ?, ?)"
                                + " ON CONFLICT (project_id, id) DO NOTHING")
                        .params(
                                finding.projectId().value(),
                                finding.id(),
                                Micros.of(finding.occurredAt()),
                                JSON.writeValueAsString(finding))
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

    /** The newest findings first. */
    List<Finding> newest(Selection selection, int most) {
        List<Object> values = new ArrayList<>();
        String where = selection.where(values);
        return jdbc.sql(FINDING + where + " ORDER BY at DESC, project_id, id LIMIT " + most)
                .params(values)
                .query(FindingStore::finding)
                .list();
    }

    /**
     * How many findings there are.
     *
     * @param open the number of those that are not acknowledged
     */
    record Count(long total, long open) {}

    Count count(Selection selection) {
        List<Object> values = new ArrayList<>();
        String where = selection.where(values);
        return jdbc.sql("SELECT count(*), count(*) - count(acknowledged_at) FROM reconciliation_finding" + where)
                .params(values)
                .query((row, number) -> new Count(row.getLong(1), row.getLong(2)))
                .single();
    }

    /** Removes what is older than {@link #KEPT}. */
    void removeOld(Instant now) {
        jdbc.sql("DELETE FROM reconciliation_finding WHERE at < ?")
                .param(Micros.of(now.minus(KEPT)))
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
        String comment = row.getString("acknowledgement");
        return comment == null
                ? stored
                : stored.with(new Acknowledgement(
                        Micros.toInstant(row.getLong("acknowledged_at")), row.getString("acknowledged_by"), comment));
    }
}
