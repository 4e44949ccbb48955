package dev.linkgate.gateway.core.access.project;

import dev.linkgate.gateway.core.platform.store.Micros;
import dev.linkgate.kernel.ProjectId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table of the projects. */
@Repository
class ProjectStore {

    private static final String SELECT = "SELECT project_id, name, credential, created_at, updated_at FROM project";

    private final JdbcClient jdbc;

    ProjectStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<Project> all() {
        return jdbc.sql(SELECT).query(ProjectStore::row).list();
    }

    Optional<Project> find(ProjectId id) {
        return jdbc.sql(SELECT + " WHERE project_id = ?")
                .param(id.value())
                .query(ProjectStore::row)
                .optional();
    }

    List<ProjectId> boundTo(String credential) {
        return jdbc
                .sql("SELECT project_id FROM project WHERE credential = ? ORDER BY project_id")
                .param(credential)
                .query(String.class)
                .list()
                .stream()
                .map(ProjectId::new)
                .toList();
    }

    void save(Project project) {
        jdbc.sql("INSERT INTO project (project_id, name, credential, created_at, updated_at) VALUES (?, ?, ?, ?, ?)"
                        + " ON CONFLICT (project_id) DO UPDATE SET name = excluded.name,"
                        + " credential = excluded.credential, updated_at = excluded.updated_at")
                .param(1, project.id().value())
                .param(2, project.name())
                .param(3, project.credential(), Types.VARCHAR)
                .param(4, Micros.of(project.createdAt()))
                .param(5, Micros.of(project.updatedAt()))
                .update();
    }

    /** @return whether the project existed */
    boolean remove(ProjectId id) {
        return jdbc.sql("DELETE FROM project WHERE project_id = ?")
                        .param(id.value())
                        .update()
                == 1;
    }

    private static Project row(ResultSet columns, int number) throws SQLException {
        return new Project(
                new ProjectId(columns.getString("project_id")),
                columns.getString("name"),
                columns.getString("credential"),
                Micros.toInstant(columns.getLong("created_at")),
                Micros.toInstant(columns.getLong("updated_at")));
    }
}
