package dev.linkgate.gateway.drift.reconcile;

import dev.linkgate.gateway.platform.store.Micros;
import dev.linkgate.kernel.ProjectId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** The table of the projects whose events are looked at. */
@Repository
class ReconcileStore {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JdbcClient jdbc;

    ReconcileStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A project whose next check is due, and when that was. */
    record Due(ProjectId project, long at) {}

    List<ProjectId> enrolled() {
        return jdbc.sql("SELECT project_id FROM reconciliation").query(String.class).list().stream()
                .map(ProjectId::new)
                .toList();
    }

    void enroll(ProjectId project, Instant first) {
        jdbc.sql("INSERT INTO reconciliation (project_id, next_at, revision, state) VALUES (?, ?, 0, ?)"
                        + " ON CONFLICT (project_id) DO NOTHING")
                .params(project.value(), Micros.of(first), CheckState.NOT_YET.name())
                .update();
    }

    /** Forgets how far a project is, and keeps what was found. */
    void forget(ProjectId project) {
        jdbc.sql("DELETE FROM reconciliation WHERE project_id = ?")
                .param(project.value())
                .update();
    }

    /** Those that have waited longest come first. */
    List<Due> due(Instant now, int most) {
        return jdbc.sql("SELECT project_id, next_at FROM reconciliation WHERE next_at <= ? ORDER BY next_at LIMIT "
                        + most)
                .param(Micros.of(now))
                .query((row, number) -> new Due(new ProjectId(row.getString(1)), row.getLong(2)))
                .list();
    }

    /** @return false if another replica was first */
    boolean claim(Due due, Instant next) {
        return jdbc.sql("UPDATE reconciliation SET next_at = ? WHERE project_id = ? AND next_at = ?")
                        .params(Micros.of(next), due.project().value(), due.at())
                        .update()
                == 1;
    }

    Optional<ProjectProgress> find(ProjectId project) {
        return jdbc.sql("SELECT project_id, revision, state, detail, told, ledger FROM reconciliation"
                        + " WHERE project_id = ?")
                .param(project.value())
                .query(ReconcileStore::progress)
                .optional();
    }

    /** @return false if another replica has changed it in the meantime */
    boolean save(ProjectProgress progress) {
        RememberedEvents ledger = progress.ledger();
        return jdbc.sql("UPDATE reconciliation SET revision = revision + 1, state = ?, detail = ?, told = ?,"
                                + " checked_from = ?, checked_until = ?, ledger = ?"
                                + " WHERE project_id = ? AND revision = ?")
                        .param(1, progress.state().name())
                        .param(2, progress.detail(), Types.VARCHAR)
                        .param(3, progress.told(), Types.VARCHAR)
                        .param(4, ledger == null ? null : micros(ledger.from()), Types.BIGINT)
                        .param(5, ledger == null ? null : micros(ledger.checkedUntil()), Types.BIGINT)
                        .param(6, ledger == null ? null : JSON.writeValueAsString(ledger), Types.VARCHAR)
                        .param(7, progress.project().value())
                        .param(8, progress.revision())
                        .update()
                == 1;
    }

    /** The state of each of these projects, and the time that was looked at, without their ledgers. */
    List<Checked> checked(@Nullable ProjectId project) {
        return jdbc.sql("SELECT project_id, state, detail, checked_from, checked_until FROM reconciliation"
                        + (project == null ? "" : " WHERE project_id = ?") + " ORDER BY project_id")
                .params(project == null ? List.of() : List.of(project.value()))
                .query((row, number) -> new Checked(
                        new ProjectId(row.getString(1)),
                        state(row.getString(2)),
                        row.getString(3),
                        instant(row, 4),
                        instant(row, 5)))
                .list();
    }

    /** How far a project is, for the administrator. */
    record Checked(
            ProjectId project,
            CheckState state,
            @Nullable String detail,
            @Nullable Instant from,
            @Nullable Instant until) {}

    private static @Nullable Long micros(@Nullable Instant time) {
        return time == null ? null : (Long) Micros.of(time);
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        long micros = row.getLong(column);
        return row.wasNull() ? null : Micros.toInstant(micros);
    }

    /** A word of a later version is none of the known ones. */
    private static CheckState state(String word) {
        for (CheckState state : CheckState.values()) {
            if (state.name().equals(word)) {
                return state;
            }
        }
        return CheckState.FAILED;
    }

    private static ProjectProgress progress(ResultSet row, int ignoredNumber) throws SQLException {
        String ledger = row.getString("ledger");
        return new ProjectProgress(
                new ProjectId(row.getString("project_id")),
                row.getLong("revision"),
                state(row.getString("state")),
                row.getString("detail"),
                row.getString("told"),
                ledger == null ? null : JSON.readValue(ledger, RememberedEvents.class));
    }
}
