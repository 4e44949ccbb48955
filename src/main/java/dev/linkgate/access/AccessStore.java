package dev.linkgate.access;

import dev.linkgate.kernel.ProjectId;
import dev.linkgate.store.Micros;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The tables of teams, keys and grants. */
@Repository
class AccessStore {

    private final JdbcClient jdbc;

    AccessStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    AccessBook load() {
        List<Team> teams = jdbc.sql("SELECT name, description, created_at FROM team")
                .query((row, n) -> new Team(row.getString(1), row.getString(2), Micros.toInstant(row.getLong(3))))
                .list();
        List<StoredKey> keys = jdbc.sql("SELECT id, team, " + KeyRow.COLUMNS + " FROM api_key")
                .query(KeyRow::read)
                .list();
        List<Grant> grants = jdbc.sql("SELECT team, project_id, role FROM project_grant")
                .query((row, n) ->
                        new Grant(row.getString(1), new ProjectId(row.getString(2)), Role.of(row.getString(3))))
                .list();
        return AccessBook.of(teams, keys, grants);
    }

    /** Creates the team, or replaces the description of the existing one. */
    void put(Team team) {
        jdbc.sql("INSERT INTO team (name, description, created_at) VALUES (?, ?, ?)"
                        + " ON CONFLICT (name) DO UPDATE SET description = excluded.description")
                .params(team.name(), team.description(), Micros.of(team.createdAt()))
                .update();
    }

    boolean removeTeam(String team) {
        return jdbc.sql("DELETE FROM team WHERE name = ?").param(team).update() > 0;
    }

    void add(StoredKey key) {
        jdbc.sql("INSERT INTO api_key (id, team, " + KeyRow.COLUMNS + ") VALUES (" + KeyRow.PARAMETERS + ")")
                .params(KeyRow.parameters(key))
                .update();
    }

    boolean removeKey(String team, String id) {
        return jdbc.sql("DELETE FROM api_key WHERE team = ? AND id = ?")
                        .params(team, id)
                        .update()
                > 0;
    }

    void put(Grant grant) {
        jdbc.sql("INSERT INTO project_grant (team, project_id, role) VALUES (?, ?, ?)"
                        + " ON CONFLICT (team, project_id) DO UPDATE SET role = excluded.role")
                .params(grant.team(), grant.projectId().value(), grant.role().word())
                .update();
    }

    boolean removeGrant(String team, ProjectId project) {
        return jdbc.sql("DELETE FROM project_grant WHERE team = ? AND project_id = ?")
                        .params(team, project.value())
                        .update()
                > 0;
    }

    void removeGrantsOn(ProjectId project) {
        jdbc.sql("DELETE FROM project_grant WHERE project_id = ?")
                .param(project.value())
                .update();
    }
}
