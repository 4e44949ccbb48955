package dev.linkgate.gateway.feature.operations;

import dev.linkgate.gateway.core.platform.outbox.Event;
import dev.linkgate.gateway.core.platform.outbox.Outbox;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.Change;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.store.Micros;
import dev.linkgate.gateway.core.platform.vocabulary.Vocabulary;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The tables of operations and of their past states. */
@Repository
class OperationStore {

    private static final String SELECT =
            "SELECT id, revision, kind, state, step, project_id, link_id, interface_endpoint_id, change, argument,"
                    + " actor_kind,"
                    + " actor_team, actor_key_id, actor_subject, request_id, failed_tries, created_at, updated_at,"
                    + " deadline, cancel_requested, failure FROM operation";

    /** Stands for a part of the target that is absent: the columns take no NULL. */
    private static final String NONE = "";

    private final JdbcClient jdbc;
    private final Outbox outbox;
    private final Vocabulary vocabulary;

    OperationStore(JdbcClient jdbc, Outbox outbox, Vocabulary vocabulary) {
        this.jdbc = jdbc;
        this.outbox = outbox;
        this.vocabulary = vocabulary;
    }

    /**
     * Adds a new operation.
     *
     * @return false if an unfinished operation has the same subject
     */
    boolean add(Operation operation, String subject) {
        Target target = operation.target();
        Actor caller = operation.caller();
        boolean added = jdbc.sql("INSERT INTO operation (id, revision, kind, state, step, subject, project_id, link_id,"
                                + " interface_endpoint_id, argument, actor_kind, actor_team, actor_key_id,"
                                + " actor_subject, request_id, failed_tries, created_at, updated_at, deadline,"
                                + " cancel_requested, change)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, 0, ?)"
                                + " ON CONFLICT (subject) WHERE finished_at IS NULL DO NOTHING")
                        .param(1, operation.id().value())
                        .param(2, operation.revision())
                        .param(3, operation.kind())
                        .param(4, operation.state().name())
                        .param(5, operation.step())
                        .param(6, subject)
                        .param(
                                7,
                                target.project() == null
                                        ? NONE
                                        : target.project().value())
                        .param(8, target.link() == null ? NONE : target.link().value())
                        .param(9, Objects.requireNonNullElse(target.interfaceEndpointId(), NONE))
                        .param(10, operation.argument())
                        .param(11, caller.kind().name())
                        .param(12, caller.team(), Types.VARCHAR)
                        .param(13, caller.credentialId(), Types.VARCHAR)
                        .param(14, caller.subject(), Types.VARCHAR)
                        .param(15, operation.requestId())
                        .param(16, Micros.of(operation.createdAt()))
                        .param(17, Micros.of(operation.updatedAt()))
                        .param(18, Micros.of(operation.deadline()))
                        .param(
                                19,
                                target.change() == null ? null : target.change().json(),
                                Types.VARCHAR)
                        .update()
                == 1;
        if (added) {
            addEvent(operation, operation.revision(), operation.updatedAt());
        }
        return added;
    }

    Optional<Operation> find(OperationId id) {
        return jdbc.sql(SELECT + " WHERE id = ?")
                .param(id.value())
                .query(this::row)
                .optional();
    }

    Optional<Operation> unfinished(String subject) {
        return jdbc.sql(SELECT + " WHERE subject = ? AND finished_at IS NULL")
                .param(subject)
                .query(this::row)
                .optional();
    }

    List<Operation> unfinishedOn(ProjectId project, LinkId link) {
        return jdbc.sql(SELECT + " WHERE project_id = ? AND link_id = ? AND finished_at IS NULL")
                .param(1, project.value())
                .param(2, link.value())
                .query(this::row)
                .list();
    }

    List<Operation> unfinishedOn(ProjectId project) {
        return jdbc.sql(SELECT + " WHERE project_id = ? AND finished_at IS NULL")
                .param(project.value())
                .query(this::row)
                .list();
    }

    /** The project's operations, newest first. */
    List<Operation> of(ProjectId project, int limit, long offset) {
        return jdbc.sql(SELECT + " WHERE project_id = ? ORDER BY created_at DESC, id LIMIT ? OFFSET ?")
                .param(1, project.value())
                .param(2, limit)
                .param(3, offset)
                .query(this::row)
                .list();
    }

    long count(ProjectId project) {
        return jdbc.sql("SELECT COUNT(*) FROM operation WHERE project_id = ?")
                .param(project.value())
                .query(Long.class)
                .single();
    }

    Map<OperationId, Long> revisions(Collection<OperationId> ids) {
        List<String> wanted = ids.stream().map(OperationId::value).toList();
        return jdbc
                .sql("SELECT id, revision FROM operation WHERE id IN (:ids)")
                .param("ids", wanted)
                .query((columns, number) ->
                        Map.entry(new OperationId(columns.getString("id")), columns.getLong("revision")))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** The states of an operation after a revision, in order. */
    List<OperationEvent> events(OperationId id, long after) {
        return jdbc.sql("SELECT revision, state, step, created_at, failure FROM operation_event"
                        + " WHERE operation_id = ? AND revision > ? ORDER BY revision")
                .param(1, id.value())
                .param(2, after)
                .query((columns, number) -> new OperationEvent(
                        columns.getLong("revision"),
                        OperationState.valueOf(columns.getString("state")),
                        columns.getString("step"),
                        Micros.toInstant(columns.getLong("created_at")),
                        StoredFailure.read(vocabulary, columns.getString("failure"))))
                .list();
    }

    /**
     * Stores the new state of an operation, and the event that it has ended, if it has. Must be called in a
     * transaction.
     *
     * @return false if the operation has ended, or has changed since it was read
     */
    boolean update(Operation operation, Instant now) {
        boolean updated = jdbc.sql("UPDATE operation SET revision = revision + 1, state = ?, step = ?, argument = ?,"
                                + " failed_tries = ?, updated_at = ?, finished_at = ?, failure = ? WHERE id = ? AND revision = ?"
                                + " AND finished_at IS NULL")
                        .param(1, operation.state().name())
                        .param(2, operation.step())
                        .param(3, operation.argument())
                        .param(4, operation.failedTries())
                        .param(5, Micros.of(now))
                        .param(6, operation.isFinished() ? Micros.of(now) : null, Types.BIGINT)
                        .param(7, StoredFailure.write(operation.failure()), Types.VARCHAR)
                        .param(8, operation.id().value())
                        .param(9, operation.revision())
                        .update()
                == 1;
        if (updated) {
            addEvent(operation, operation.revision() + 1, now);
            if (operation.isFinished()) {
                outbox.add(ended(operation));
            }
        }
        return updated;
    }

    private static Event ended(Operation operation) {
        Target target = operation.target();
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("operationId", operation.id().value());
        data.put("kind", operation.kind());
        data.put("state", operation.state());
        if (target.project() != null) {
            data.put("projectId", target.project());
        }
        if (target.link() != null) {
            data.put("linkId", target.link());
        }
        if (target.interfaceEndpointId() != null) {
            data.put("interfaceEndpointId", target.interfaceEndpointId());
        }
        data.put("requestId", operation.requestId());
        if (operation.failure() != null) {
            data.put("code", operation.failure().code().code());
            data.put("detail", operation.failure().detail());
        }
        return new Event(
                OperationWords.OPERATION_ENDED,
                operation.path(),
                target.about(OperationWords.OPERATION, operation.id().value()),
                data);
    }

    void requestCancellation(OperationId id) {
        jdbc.sql("UPDATE operation SET cancel_requested = 1 WHERE id = ? AND finished_at IS NULL")
                .param(id.value())
                .update();
    }

    /** @return the number removed, at most {@code limit} */
    int removeFinishedBefore(Instant time, int limit) {
        return jdbc.sql("DELETE FROM operation WHERE id IN"
                        + " (SELECT id FROM operation WHERE finished_at < ? ORDER BY finished_at LIMIT ?)")
                .param(1, Micros.of(time))
                .param(2, limit)
                .update();
    }

    private void addEvent(Operation operation, long revision, Instant at) {
        jdbc.sql("INSERT INTO operation_event (operation_id, revision, state, step, created_at, failure)"
                        + " VALUES (?, ?, ?, ?, ?, ?)")
                .param(1, operation.id().value())
                .param(2, revision)
                .param(3, operation.state().name())
                .param(4, operation.step())
                .param(5, Micros.of(at))
                .param(6, StoredFailure.write(operation.failure()), Types.VARCHAR)
                .update();
    }

    private static Target target(ResultSet columns) throws SQLException {
        String project = columns.getString("project_id");
        String link = columns.getString("link_id");
        String endpoint = columns.getString("interface_endpoint_id");
        String change = columns.getString("change");
        return new Target(
                project.equals(NONE) ? null : new ProjectId(project),
                link.equals(NONE) ? null : new LinkId(link),
                endpoint.equals(NONE) ? null : endpoint,
                null,
                change == null ? null : Change.ofJson(change));
    }

    private Operation row(ResultSet columns, int number) throws SQLException {
        return new Operation(
                new OperationId(columns.getString("id")),
                columns.getLong("revision"),
                columns.getString("kind"),
                OperationState.valueOf(columns.getString("state")),
                columns.getString("step"),
                target(columns),
                columns.getString("argument"),
                new Actor(
                        Actor.Kind.valueOf(columns.getString("actor_kind")),
                        columns.getString("actor_team"),
                        columns.getString("actor_key_id"),
                        columns.getString("actor_subject")),
                columns.getString("request_id"),
                columns.getInt("failed_tries"),
                Micros.toInstant(columns.getLong("created_at")),
                Micros.toInstant(columns.getLong("updated_at")),
                Micros.toInstant(columns.getLong("deadline")),
                columns.getLong("cancel_requested") != 0,
                StoredFailure.read(vocabulary, columns.getString("failure")));
    }
}
