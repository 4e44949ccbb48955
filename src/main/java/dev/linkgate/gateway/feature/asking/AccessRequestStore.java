package dev.linkgate.gateway.feature.asking;

import dev.linkgate.gateway.core.access.principal.Role;
import dev.linkgate.gateway.core.platform.encryption.SealedRow;
import dev.linkgate.gateway.core.platform.encryption.Seals;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.store.Micros;
import dev.linkgate.gateway.core.platform.store.ReadableRows;
import dev.linkgate.gateway.core.trail.read.RightsInForce;
import dev.linkgate.gateway.core.trail.record.Entry;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The table of access requests. An approval without a seal of this gateway is none: it reads as one that was revoked. */
@Repository
class AccessRequestStore implements RightsInForce {

    private static final Logger log = LoggerFactory.getLogger(AccessRequestStore.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** The state now; one parameter, the time. */
    private static final String STATE =
            "CASE WHEN ends_at <= ? AND (state = 'PENDING' OR (state = 'APPROVED' AND kind ="
                    + " 'ENDPOINT')) THEN 'EXPIRED' ELSE state END";

    private static final String SELECT = "SELECT id, project_id, holder, team, wanted, kind, link_id,"
            + " interface_endpoint_id, span, reason, asked_by, asked_at, answered_by, answered_at, comment, until, ends_at,"
            + " seal, " + STATE + " AS state FROM access_request";

    private static final String IN_FORCE = " WHERE kind = 'ENDPOINT' AND state = 'APPROVED'";

    /** What the addition of an endpoint does to the approval that let it be added. */
    static final String USED = """
            UPDATE access_request SET state = 'USED', ends_at = outcome.time_micros, seal = NULL FROM outcome
            WHERE access_request.id = outcome.value ->> 'approval' AND access_request.state = 'APPROVED'""";

    private final JdbcClient jdbc;
    private final Seals seals;
    private final ReadableRows rows = new ReadableRows("access_request", "id");

    AccessRequestStore(JdbcClient jdbc, Seals seals) {
        this.jdbc = jdbc;
        this.seals = seals;
    }

    /** The requests to look for; an absent condition does not restrict. */
    record Selection(
            @Nullable String holder,
            @Nullable String team,
            @Nullable ProjectId project,
            @Nullable RequestKind kind,
            @Nullable RequestState state) {

        private String where(Instant now, List<Object> values) {
            List<String> conditions = new ArrayList<>(List.of("ends_at > ?"));
            values.add(Micros.of(now.minus(AccessRequests.KEPT)));
            add(conditions, values, "holder = ?", holder);
            add(conditions, values, "team = ?", team);
            add(conditions, values, "project_id = ?", project == null ? null : project.value());
            add(conditions, values, "kind = ?", kind == null ? null : kind.name());
            if (state != null) {
                conditions.add("(" + STATE + ") = ?");
                values.add(Micros.of(now));
                values.add(state.name());
            }
            return " WHERE " + String.join(" AND ", conditions);
        }

        private static void add(
                List<String> conditions, List<Object> values, String condition, @Nullable String value) {
            if (value != null) {
                conditions.add(condition);
                values.add(value);
            }
        }
    }

    /** The newest first. */
    List<AccessRequest> list(Selection selection, Instant now, int most, long offset) {
        List<Object> values = new ArrayList<>();
        String where = selection.where(now, values);
        values.add(most);
        values.add(offset);
        return select(now, where + " ORDER BY asked_at DESC, id LIMIT ? OFFSET ?", values);
    }

    private List<AccessRequest> select(Instant now, String where, List<?> values) {
        List<Object> all = new ArrayList<>(List.of(Micros.of(now)));
        all.addAll(values);
        return rows.of(jdbc.sql(SELECT + where).params(all), this::read);
    }

    /** All of them, with those that are over. */
    long count() {
        return jdbc.sql("SELECT count(*) FROM access_request").query(Long.class).single();
    }

    long count(Selection selection, Instant now) {
        List<Object> values = new ArrayList<>();
        String where = selection.where(now, values);
        return jdbc.sql("SELECT count(*) FROM access_request" + where)
                .params(values)
                .query(Long.class)
                .single();
    }

    Optional<AccessRequest> find(ProjectId project, String id, Instant now) {
        return select(
                        now,
                        " WHERE id = ? AND project_id = ? AND ends_at > ?",
                        List.of(id, project.value(), Micros.of(now.minus(AccessRequests.KEPT))))
                .stream()
                .findFirst();
    }

    /** The equal request that is pending, or else the equal approval that is in force. */
    Optional<AccessRequest> findOpen(String holder, ProjectId project, Wish wish, Instant now) {
        return select(
                        now,
                        " WHERE holder = ? AND project_id = ? AND kind = ? AND wanted = ? AND ends_at > ?"
                                + " AND (state = 'PENDING' OR (state = 'APPROVED' AND kind = 'ENDPOINT'))"
                                + " ORDER BY state DESC",
                        List.of(holder, project.value(), wish.kind().name(), wish.wanted(), Micros.of(now)))
                .stream()
                .filter(open -> open.state() != RequestState.REVOKED)
                .findFirst();
    }

    /** The approvals that can still be used, and those that have expired without. */
    List<AccessRequest> approvals() {
        return select(Instant.EPOCH, IN_FORCE, List.of()).stream()
                .filter(AccessRequest::isInForce)
                .toList();
    }

    /** Whether an approval can be used now. */
    boolean isUnused(AccessRequestId id, Instant now) {
        return jdbc.sql("SELECT count(*) FROM access_request" + IN_FORCE + " AND id = ? AND ends_at > ?")
                        .params(id.value(), Micros.of(now))
                        .query(Integer.class)
                        .single()
                == 1;
    }

    @Override
    public Map<String, String> seals() {
        Map<String, String> sealed = new HashMap<>();
        rows
                .of(jdbc.sql(SELECT + IN_FORCE).param(0L), (row, n) -> {
                    AccessRequest read = read(row, n);
                    return Map.entry(read, Objects.requireNonNullElse(row.getString("seal"), ""));
                })
                .stream()
                .filter(row -> row.getKey().isInForce())
                .forEach(row -> sealed.put(row.getKey().place(), row.getValue()));
        return sealed;
    }

    /** One that has expired goes without a record. */
    @Override
    public boolean mayBeMissing(String place) {
        return SealedRow.Name.of(place).kind().equals(AskingWords.ACCESS_REQUEST.word());
    }

    /** Forgets what has been over for long, and what has expired meanwhile makes room for an equal one. */
    void tidy(Instant now) {
        jdbc.sql("DELETE FROM access_request WHERE ends_at <= ?")
                .param(Micros.of(now.minus(AccessRequests.KEPT)))
                .update();
        jdbc.sql("UPDATE access_request SET state = 'EXPIRED', seal = NULL WHERE ends_at <= ?"
                        + " AND (state = 'PENDING' OR (state = 'APPROVED' AND kind = 'ENDPOINT'))")
                .param(Micros.of(now))
                .update();
    }

    /** What a holder has asked for: roles since a moment, and what is pending, with the first time of each. */
    record Usage(
            int recent,
            @Nullable Instant firstRecent,
            int pending,
            @Nullable Instant firstEnd) {}

    Usage usage(String holder, Instant since) {
        return jdbc.sql("SELECT count(*) FILTER (WHERE kind = 'ROLE' AND asked_at > ?),"
                        + " min(asked_at) FILTER (WHERE kind = 'ROLE' AND asked_at > ?),"
                        + " count(*) FILTER (WHERE state = 'PENDING'), min(ends_at) FILTER (WHERE state = 'PENDING')"
                        + " FROM access_request WHERE holder = ?")
                .params(Micros.of(since), Micros.of(since), holder)
                .query((row, n) -> new Usage(row.getInt(1), Micros.read(row, 2), row.getInt(3), Micros.read(row, 4)))
                .single();
    }

    /** How many endpoints of a project are asked for, or approved. */
    int endpoints(ProjectId project, RequestState state) {
        return jdbc.sql("SELECT count(*) FROM access_request WHERE project_id = ? AND kind = 'ENDPOINT' AND state = ?")
                .params(project.value(), state.name())
                .query(Integer.class)
                .single();
    }

    /** @return whether it was added: no equal one is pending */
    boolean add(AccessRequest request) {
        return jdbc.sql("INSERT INTO access_request (id, kind, project_id, holder, team, wanted, state, link_id,"
                                + " interface_endpoint_id, span, reason, asked_by, asked_at, answered_by, answered_at, comment,"
                                + " until, ends_at, seal) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                                + " ON CONFLICT (holder, project_id, kind, wanted) WHERE state = 'PENDING' DO NOTHING")
                        .param(1, request.id().value())
                        .param(2, request.kind().name())
                        .param(3, request.projectId().value())
                        .param(4, request.holder())
                        .param(5, request.team(), Types.VARCHAR)
                        .param(6, request.wish().wanted())
                        .param(7, request.state().name())
                        .param(8, text(request.linkId()), Types.VARCHAR)
                        .param(9, text(request.interfaceEndpointId()), Types.VARCHAR)
                        .param(10, text(request.span()), Types.VARCHAR)
                        .param(11, request.reason(), Types.VARCHAR)
                        .param(12, json(request.askedBy()))
                        .param(13, Micros.of(request.askedAt()))
                        .param(14, json(request.answeredBy()), Types.VARCHAR)
                        .param(15, micros(request.answeredAt()), Types.BIGINT)
                        .param(16, request.comment(), Types.VARCHAR)
                        .param(17, micros(request.until()), Types.BIGINT)
                        .param(18, Micros.of(request.endsAt()))
                        .param(19, seal(request), Types.VARCHAR)
                        .update()
                == 1;
    }

    private @Nullable String seal(AccessRequest request) {
        return request.isInForce() ? seals.seal(request.sealed()) : null;
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static @Nullable Long micros(@Nullable Instant time) {
        return time == null ? null : Micros.of(time);
    }

    /**
     * Stores an answer.
     *
     * @return whether the request was still pending
     */
    boolean answer(AccessRequest answered, Instant now) {
        return jdbc.sql("UPDATE access_request SET state = ?, answered_by = ?, answered_at = ?, comment = ?, until = ?,"
                                + " ends_at = ?, seal = ? WHERE id = ? AND state = 'PENDING' AND ends_at > ?")
                        .param(1, answered.state().name())
                        .param(2, json(answered.answeredBy()))
                        .param(3, Micros.of(now))
                        .param(4, answered.comment(), Types.VARCHAR)
                        .param(5, micros(answered.until()), Types.BIGINT)
                        .param(6, Micros.of(answered.endsAt()))
                        .param(7, seal(answered), Types.VARCHAR)
                        .param(8, answered.id().value())
                        .param(9, Micros.of(now))
                        .update()
                == 1;
    }

    /**
     * Withdraws a request, or revokes an approval.
     *
     * @param before the state that it must still have
     */
    boolean end(AccessRequest ended, RequestState before) {
        if (before == RequestState.APPROVED) {
            Seals.removed(ended.place());
        }
        return jdbc.sql("UPDATE access_request SET state = ?, ends_at = ?, seal = NULL WHERE id = ? AND state = ?")
                        .params(
                                ended.state().name(),
                                Micros.of(ended.endsAt()),
                                ended.id().value(),
                                before.name())
                        .update()
                == 1;
    }

    private AccessRequest read(ResultSet row, int ignoredNumber) throws SQLException {
        RequestKind kind = RequestKind.valueOf(row.getString("kind"));
        String link = row.getString("link_id");
        String endpoint = row.getString("interface_endpoint_id");
        String span = row.getString("span");
        AccessRequest read = new AccessRequest(
                new AccessRequestId(row.getString("id")),
                kind,
                new ProjectId(row.getString("project_id")),
                row.getString("team"),
                RequestState.valueOf(row.getString("state")),
                kind == RequestKind.ROLE ? Role.of(row.getString("wanted")) : null,
                span == null ? null : Duration.parse(span),
                link == null ? null : new LinkId(link),
                endpoint == null ? null : new EndpointId(endpoint),
                row.getString("reason"),
                who(row.getString("asked_by")),
                Micros.toInstant(row.getLong("asked_at")),
                row.getString("answered_by") == null ? null : who(row.getString("answered_by")),
                Micros.read(row, "answered_at"),
                row.getString("comment"),
                Micros.read(row, "until"),
                row.getString("holder"),
                Micros.toInstant(row.getLong("ends_at")));
        if (!read.isInForce() || seals.isSealed(read.sealed(), row.getString("seal"))) {
            return read;
        }
        log.error("The approval {} has no seal of this gateway, and no effect", read.id());
        return read.at(RequestState.REVOKED, read.endsAt());
    }

    /** Unlike what is shown, it has the credential's id, also of an identity: by that the asker is known again. */
    private static @Nullable String json(Entry.@Nullable Who who) {
        return who == null
                ? null
                : JSON.writeValueAsString(new String[] {who.kind(), who.team(), who.credentialId(), who.subject()});
    }

    private static Entry.Who who(String json) {
        JsonNode parts = JSON.readTree(json);
        return new Entry.Who(parts.path(0).asString(), part(parts, 1), part(parts, 2), part(parts, 3));
    }

    private static @Nullable String part(JsonNode parts, int place) {
        return parts.path(place).isString() ? parts.path(place).stringValue() : null;
    }
}
