package dev.linkgate.gateway.endpoints.observation;

import dev.linkgate.gateway.endpoints.link.Endpoint;
import dev.linkgate.gateway.endpoints.link.LinkPath;
import dev.linkgate.gateway.platform.request.EndpointId;
import dev.linkgate.gateway.platform.store.Micros;
import dev.linkgate.kernel.ProjectId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The table of the endpoints at Atlas: whose they are, and how they were last seen. What a write does to it, a trigger
 * stores with the outcome. Other changes are of one row each, so that none holds up the trail.
 */
@Repository
public class KnownEndpoints {

    /** A status that stays the same is stored again after this time. */
    private static final Duration STALE = Duration.ofMinutes(5);

    private static final String OF_ENDPOINT = " WHERE project_id = ? AND link_id = ? AND id = ";

    private final JdbcClient jdbc;
    private final InstantSource clock;

    public KnownEndpoints(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    private record Row(
            @Nullable String team,
            @Nullable Instant addedAt,
            @Nullable String changeReference,
            @Nullable String status,
            @Nullable Instant seenAt) {

        static Row of(ResultSet row, int ignoredNumber) throws SQLException {
            return new Row(
                    row.getString("team"),
                    Micros.read(row, "added_at"),
                    row.getString("change_reference"),
                    row.getString("status"),
                    Micros.read(row, "seen_at"));
        }
    }

    /** An endpoint as Atlas has just shown it, with what is known of its addition. Its status is noted. */
    public Endpoint seen(LinkPath link, Endpoint endpoint) {
        Row row = find(link, endpoint.interfaceEndpointId()).orElse(null);
        String status = endpoint.connectionStatus().name();
        Instant now = clock.instant();
        if (row == null
                || row.seenAt() == null
                || !status.equals(row.status())
                || row.seenAt().isBefore(now.minus(STALE))) {
            EndpointId id = endpoint.interfaceEndpointId();
            put(link, id, "status, seen_at", List.of(status, Micros.of(now)));
        }
        return row == null ? endpoint : endpoint.addedBy(row.team(), row.addedAt(), row.changeReference());
    }

    private Optional<Row> find(LinkPath link, EndpointId id) {
        return jdbc.sql("SELECT team, added_at, change_reference, status, seen_at FROM endpoint" + OF_ENDPOINT
                        + key(id))
                .params(link.project().value(), link.link().value(), id.value())
                .query(Row::of)
                .optional();
    }

    /** Azure compares ids without case; the database makes it the same for those that it has from the trail. */
    private static String key(EndpointId id) {
        return id.value().startsWith("/") ? "lower(?)" : "?";
    }

    private void put(LinkPath link, EndpointId id, String columns, List<?> values) {
        List<Object> all =
                new ArrayList<>(List.of(link.project().value(), link.link().value(), id.value(), id.value()));
        all.addAll(values);
        String set = List.of(columns.split(", ")).stream()
                .map(column -> column + " = excluded." + column)
                .reduce("interface_endpoint_id = excluded.interface_endpoint_id", (some, more) -> some + ", " + more);
        jdbc.sql("INSERT INTO endpoint (project_id, link_id, id, interface_endpoint_id, " + columns + ") VALUES (?, ?, "
                        + key(id) + ", ?" + ", ?".repeat(values.size())
                        + ") ON CONFLICT (project_id, link_id, id) DO UPDATE SET " + set)
                .params(all)
                .update();
    }

    /** The team whose endpoint it is; empty if that is not known, or it was not added here. */
    public Optional<String> teamOf(LinkPath link, EndpointId id) {
        return find(link, id).flatMap(row -> Optional.ofNullable(row.team()));
    }

    /** How many endpoints of a project are a team's, without those whose removal Atlas has accepted. */
    public int count(ProjectId project, String team) {
        return jdbc.sql("SELECT count(*) FROM endpoint WHERE project_id = ? AND team = ? AND removed_by IS NULL")
                .params(project.value(), team)
                .query(Integer.class)
                .single();
    }

    /** Hands an endpoint over to a team. */
    public void handOver(LinkPath link, EndpointId id, String team) {
        put(link, id, "team", List.of(team));
    }
}
