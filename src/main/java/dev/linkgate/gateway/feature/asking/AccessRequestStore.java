package dev.linkgate.gateway.feature.asking;

import dev.linkgate.gateway.core.access.principal.Role;
import dev.linkgate.gateway.core.platform.store.Micros;
import dev.linkgate.gateway.core.platform.store.ReadableRows;
import dev.linkgate.kernel.ProjectId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table of requests for access. A row that cannot be read is none. */
@Repository
class AccessRequestStore {

    private static final String COLUMNS = "id, project_id, team, role, reason, state, created_at, expires_at,"
            + " answered_at, granted_role, comment, span, until";

    private final JdbcClient jdbc;
    private final ReadableRows rows = new ReadableRows("access_request", "id");

    AccessRequestStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The requests to look for, of those that have not expired; an absent condition does not restrict. */
    record Selection(
            @Nullable String team,
            @Nullable ProjectId project,
            @Nullable RequestState state) {

        private String where(Instant now, List<Object> values) {
            StringBuilder conditions = new StringBuilder(" WHERE expires_at > ?");
            values.add(Micros.of(now));
            if (team != null) {
                conditions.append(" AND team = ?");
                values.add(team);
            }
            if (project != null) {
                conditions.append(" AND project_id = ?");
                values.add(project.value());
            }
            if (state != null) {
                conditions.append(" AND state = ?");
                values.add(state.name());
            }
            return conditions.toString();
        }
    }

    /** The newest first. */
    List<AccessRequest> list(Selection selection, Instant now, int most, long offset) {
        List<Object> values = new ArrayList<>();
        String where = selection.where(now, values);
        values.add(most);
        values.add(offset);
        return rows.of(
                jdbc.sql("SELECT " + COLUMNS + " FROM access_request" + where
                                + " ORDER BY created_at DESC, id LIMIT ? OFFSET ?")
                        .params(values),
                AccessRequestStore::read);
    }

    /** All of them, with those that have expired. */
    long count() {
        return jdbc.sql("SELECT count(*) FROM access_request").query(Long.class).single();
    }

    long count(Selection selection, Instant now) {
        List<Object> values = new ArrayList<>();
        return jdbc.sql("SELECT count(*) FROM access_request" + selection.where(now, values))
                .params(values)
                .query(Long.class)
                .single();
    }

    Optional<AccessRequest> find(String id, Instant now) {
        return rows
                .of(
                        jdbc.sql("SELECT " + COLUMNS + " FROM access_request WHERE id = ? AND expires_at > ?")
                                .params(id, Micros.of(now)),
                        AccessRequestStore::read)
                .stream()
                .findFirst();
    }

    Optional<AccessRequest> findPending(String team, ProjectId project, Role role) {
        return rows
                .of(
                        jdbc.sql("SELECT " + COLUMNS + " FROM access_request"
                                        + " WHERE team = ? AND project_id = ? AND role = ? AND state = 'PENDING'")
                                .params(team, project.value(), role.word()),
                        AccessRequestStore::read)
                .stream()
                .findFirst();
    }

    void removeExpired(Instant now) {
        jdbc.sql("DELETE FROM access_request WHERE expires_at <= ?")
                .param(Micros.of(now))
                .update();
    }

    /** What a team has asked for, since a moment and without an answer, with the first time of each. */
    record Usage(
            int recent,
            @Nullable Instant firstRecent,
            int pending,
            @Nullable Instant firstExpiry) {}

    Usage usage(String team, Instant since) {
        return jdbc.sql("SELECT count(*) FILTER (WHERE created_at > ?), min(created_at) FILTER (WHERE created_at > ?),"
                        + " count(*) FILTER (WHERE state = 'PENDING'), min(expires_at) FILTER (WHERE state = 'PENDING')"
                        + " FROM access_request WHERE team = ?")
                .params(Micros.of(since), Micros.of(since), team)
                .query((row, n) -> new Usage(row.getInt(1), Micros.read(row, 2), row.getInt(3), Micros.read(row, 4)))
                .single();
    }

    void add(AccessRequest request) {
        jdbc.sql("INSERT INTO access_request (id, project_id, team, role, reason, state, created_at, expires_at, span,"
                        + " until) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .param(1, request.id().value())
                .param(2, request.projectId().value())
                .param(3, request.team())
                .param(4, request.role().word())
                .param(5, request.reason())
                .param(6, request.state().name())
                .param(7, Micros.of(request.createdAt()))
                .param(8, Micros.of(request.expiresAt()))
                .param(9, request.span() == null ? null : request.span().toString(), Types.VARCHAR)
                .param(10, request.until() == null ? null : Micros.of(request.until()), Types.BIGINT)
                .update();
    }

    /**
     * Stores an answer.
     *
     * @return whether the request was still pending
     */
    boolean answer(AccessRequest answered, Instant now) {
        return jdbc.sql(
                                "UPDATE access_request SET state = ?, expires_at = ?, answered_at = ?, granted_role = ?, comment = ?,"
                                        + " until = ?"
                                        + " WHERE id = ? AND state = 'PENDING' AND expires_at > ?")
                        .param(1, answered.state().name())
                        .param(2, Micros.of(answered.expiresAt()))
                        .param(3, Micros.of(now))
                        .param(
                                4,
                                answered.grantedRole() == null
                                        ? null
                                        : answered.grantedRole().word())
                        .param(5, answered.comment())
                        .param(6, answered.until() == null ? null : Micros.of(answered.until()), Types.BIGINT)
                        .param(7, answered.id().value())
                        .param(8, Micros.of(now))
                        .update()
                == 1;
    }

    private static AccessRequest read(ResultSet row, int number) throws SQLException {
        String granted = row.getString(10);
        return new AccessRequest(
                new AccessRequestId(row.getString(1)),
                new ProjectId(row.getString(2)),
                row.getString(3),
                Role.of(row.getString(4)),
                row.getString(5),
                row.getString(12) == null ? null : Duration.parse(row.getString(12)),
                Micros.read(row, 13),
                RequestState.valueOf(row.getString(6)),
                Micros.toInstant(row.getLong(7)),
                Micros.toInstant(row.getLong(8)),
                Micros.read(row, 9),
                granted == null ? null : Role.of(granted),
                row.getString(11));
    }
}
