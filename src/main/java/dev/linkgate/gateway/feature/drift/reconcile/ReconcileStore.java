package dev.linkgate.gateway.feature.drift.reconcile;

import dev.linkgate.gateway.core.platform.store.Micros;
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

    /**
     * How far one project is.
     *
     * @param revision counts the changes
     * @param detail why the state is not {@link CheckState#CHECKED}, for people
     * @param told the credential, by name and version, that the log has as refused
     * @param memory absent before the first look
     */
    record Progress(
            ProjectId project,
            long revision,
            CheckState state,
            @Nullable String detail,
            @Nullable String told,
            @Nullable ProjectMemory memory) {

        Progress ended(CheckState as, @Nullable String why) {
            return new Progress(project, revision, as, why, told, memory);
        }

        Progress refused(String why, String credential) {
            return new Progress(project, revision, CheckState.REFUSED, why, credential, memory);
        }

        Progress with(ProjectMemory next) {
            return new Progress(project, revision, state, detail, told, next);
        }
    }

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

    /** The projects that are due. The projects that have waited longest come first. */
    List<ProjectId> due(Instant now, int most) {
        return jdbc.sql("SELECT project_id FROM reconciliation WHERE next_at <= ? ORDER BY next_at LIMIT " + most)
                .param(Micros.of(now))
                .query((row, number) -> new ProjectId(row.getString(1)))
                .list();
    }

    void postpone(ProjectId project, Instant next) {
        jdbc.sql("UPDATE reconciliation SET next_at = ? WHERE project_id = ?")
                .params(Micros.of(next), project.value())
                .update();
    }

    Optional<Progress> find(ProjectId project) {
        return progresses(project).stream().findFirst();
    }

    /** How far one project is, or all are. */
    List<Progress> progresses(@Nullable ProjectId project) {
        return jdbc.sql("SELECT project_id, revision, state, detail, told, memory FROM reconciliation"
                        + (project == null ? "" : " WHERE project_id = ?") + " ORDER BY project_id")
                .params(project == null ? List.of() : List.of(project.value()))
                .query(ReconcileStore::progress)
                .list();
    }

    /** @return false if another replica has changed it in the meantime */
    boolean save(Progress progress) {
        ProjectMemory memory = progress.memory();
        return jdbc.sql("UPDATE reconciliation SET revision = revision + 1, state = ?, detail = ?, told = ?, memory = ?"
                                + " WHERE project_id = ? AND revision = ?")
                        .param(1, progress.state().name())
                        .param(2, progress.detail(), Types.VARCHAR)
                        .param(3, progress.told(), Types.VARCHAR)
                        .param(4, memory == null ? null : JSON.writeValueAsString(memory), Types.VARCHAR)
                        .param(5, progress.project().value())
                        .param(6, progress.revision())
                        .update()
                == 1;
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

    private static Progress progress(ResultSet row, int ignoredNumber) throws SQLException {
        String memory = row.getString("memory");
        return new Progress(
                new ProjectId(row.getString("project_id")),
                row.getLong("revision"),
                state(row.getString("state")),
                row.getString("detail"),
                row.getString("told"),
                memory == null ? null : JSON.readValue(memory, ProjectMemory.class));
    }
}
