package dev.linkgate.gateway.endpoints.observation;

import dev.linkgate.gateway.endpoints.link.ConnectionStatus;
import dev.linkgate.gateway.endpoints.link.Endpoint;
import dev.linkgate.gateway.endpoints.link.Link;
import dev.linkgate.gateway.endpoints.link.LinkPath;
import dev.linkgate.gateway.platform.request.EndpointId;
import dev.linkgate.gateway.platform.store.Micros;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Provider;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The table of the endpoints at Atlas: whose they are, and how they were last seen. What a write does to it, a trigger
 * stores with the outcome. Other changes are of one row each, so that none holds up the trail.
 */
@Repository
public class KnownEndpoints {

    private static final Logger log = LoggerFactory.getLogger(KnownEndpoints.class);

    /** A status that stays the same is stored again after this time. */
    private static final Duration STALE = Duration.ofMinutes(5);

    private static final Duration UNSEEN = Duration.ofHours(1);

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
            note(link, endpoint.interfaceEndpointId(), List.of(status, Micros.of(now)));
        }
        return row == null ? endpoint : endpoint.addedBy(row.team(), row.addedAt(), row.changeReference());
    }

    /** A read is not refused because it cannot be noted, such as on a full disk. */
    private void note(LinkPath link, EndpointId id, List<?> seen) {
        try {
            put(link, id, "status, seen_at", seen);
        } catch (DataAccessException e) {
            log.debug("Could not note the status of an endpoint of {}: {}", link, e.getMessage());
        }
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
        String set = Stream.of(("interface_endpoint_id, " + columns).split(", ", -1))
                .map(column -> column + " = excluded." + column)
                .collect(Collectors.joining(", "));
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

    /**
     * How many endpoints of a project are a team's, without those whose removal Atlas has accepted, and with those that
     * it is adding at the moment, or that an operation is to add: one that is replaced, and one of which nobody knows
     * yet whether Atlas has added it. Of two additions the one with the later intent counts the other, on any replica:
     * they are in one order, and an outcome takes the intent's place in one transaction.
     *
     * @param intent only additions with intents of a lower sequence count
     */
    public int count(ProjectId project, String team, long intent) {
        return jdbc.sql("""
                        SELECT count(*) FROM (
                            SELECT link_id, id FROM endpoint
                            WHERE project_id = :project AND team = :team AND (removed_by IS NULL
                                OR removed_by IN (SELECT id FROM operation WHERE finished_at IS NULL))
                            UNION
                            SELECT link_id, CASE WHEN substr(interface_endpoint_id, 1, 1) = '/'
                                THEN lower(interface_endpoint_id) ELSE interface_endpoint_id END
                            FROM operation AS o
                            WHERE finished_at IS NULL AND project_id = :project AND actor_team = :team
                            AND (argument IN ('endpoint.add', 'endpoint.ensure') OR kind = 'replace-endpoint')
                            AND NOT EXISTS (SELECT 1 FROM endpoint AS e
                                WHERE e.project_id = o.project_id AND e.link_id = o.link_id AND e.team <> o.actor_team
                                AND (e.removed_by IS NULL OR e.removed_by = o.id)
                                AND e.id = CASE WHEN substr(o.interface_endpoint_id, 1, 1) = '/'
                                    THEN lower(o.interface_endpoint_id) ELSE o.interface_endpoint_id END)
                            UNION
                            SELECT link_id, CASE WHEN substr(interface_endpoint_id, 1, 1) = '/'
                                THEN lower(interface_endpoint_id) ELSE interface_endpoint_id END
                            FROM audit_record WHERE sequence IN (SELECT sequence FROM audit_open_intent)
                            AND sequence < :intent AND project_id = :project AND actor_team = :team
                            AND action IN ('endpoint.add', 'endpoint.ensure')
                        ) AS counted""")
                .param("project", project.value())
                .param("team", team)
                .param("intent", intent)
                .query(Integer.class)
                .single();
    }

    /**
     * An endpoint as it is known.
     *
     * @param key the id as it is compared
     * @param status as it was last seen; absent if it was not
     */
    public record Known(
            ProjectId project,
            String link,
            String key,
            String interfaceEndpointId,
            @Nullable String region,
            @Nullable String endsOn,
            @Nullable ConnectionStatus status,
            @Nullable Instant seenAt,
            @Nullable String team,
            @Nullable Instant addedAt,
            @Nullable String changeReference) {

        static Known of(ResultSet row, int number) throws SQLException {
            Row own = Row.of(row, number);
            return new Known(
                    new ProjectId(row.getString("project_id")),
                    row.getString("link_id"),
                    row.getString("id"),
                    row.getString("interface_endpoint_id"),
                    row.getString("region"),
                    row.getString("ends_on"),
                    own.status() == null ? null : ConnectionStatus.ofAtlas(own.status()),
                    own.seenAt(),
                    own.team(),
                    own.addedAt(),
                    own.changeReference());
        }

        /** The provider, as the form of the id shows it. */
        public Provider provider() {
            return new EndpointId(interfaceEndpointId).provider();
        }
    }

    /** The endpoints to look for; an absent condition does not restrict. */
    public record Selection(
            @Nullable ProjectId project,
            @Nullable String team,
            @Nullable Provider provider,
            @Nullable ConnectionStatus status) {

        private String where(List<Object> values) {
            StringBuilder where = new StringBuilder(" WHERE removed_by IS NULL");
            add(where, " AND project_id = ?", project == null ? null : project.value(), values);
            add(where, " AND team = ?", team, values);
            add(where, " AND status = ?", status == null ? null : status.name(), values);
            if (provider != null) {
                where.append(
                        switch (provider) {
                            case AWS -> " AND substr(id, 1, 5) = 'vpce-'";
                            case AZURE -> " AND substr(id, 1, 1) = '/'";
                            case GCP -> " AND substr(id, 1, 5) <> 'vpce-' AND substr(id, 1, 1) <> '/'";
                        });
            }
            return where.toString();
        }

        private static void add(StringBuilder where, String condition, @Nullable Object value, List<Object> values) {
            if (value != null) {
                where.append(condition);
                values.add(value);
            }
        }
    }

    /** How many there are. */
    public long count(Selection selection) {
        List<Object> values = new ArrayList<>();
        return jdbc.sql("SELECT count(*) FROM endpoint" + selection.where(values))
                .params(values)
                .query(Long.class)
                .single();
    }

    /**
     * Endpoints by project, link and id.
     *
     * @param after the one before the first; absent to begin at the beginning
     * @param skipped how many are left out before the first
     */
    public List<Known> list(Selection selection, @Nullable Known after, long skipped, int most) {
        List<Object> values = new ArrayList<>();
        String where = selection.where(values);
        if (after != null) {
            where += " AND (project_id, link_id, id) > (?, ?, ?)";
            values.addAll(List.of(after.project().value(), after.link(), after.key()));
        }
        return jdbc.sql("SELECT * FROM endpoint" + where + " ORDER BY project_id, link_id, id LIMIT " + most
                        + " OFFSET " + skipped)
                .params(values)
                .query(Known::of)
                .list();
    }

    /**
     * Notes what Atlas shows of a project. An endpoint that appeared past the gateway is nobody's, and one that is gone
     * is forgotten, unless it was added later.
     *
     * @param asked when Atlas was asked
     * @param stays whether an endpoint is there, or was added here just now
     * @param appeared whether an endpoint was added past the gateway since the last time
     */
    public void shown(
            ProjectId project,
            List<Link> links,
            Instant asked,
            BiPredicate<LinkId, EndpointId> stays,
            BiPredicate<LinkId, EndpointId> appeared) {
        Map<String, Known> before = jdbc
                .sql("SELECT * FROM endpoint WHERE project_id = ?")
                .param(project.value())
                .query(Known::of)
                .list()
                .stream()
                .collect(Collectors.toMap(known -> known.link() + known.key(), Function.identity()));
        for (Link link : links) {
            LinkPath path = new LinkPath(project, link.id());
            String endsOn = Objects.toString(link.details().end(), null);
            for (EndpointId id : link.interfaceEndpointIds()) {
                Known known = before.get(link.id() + id.canonical());
                if (known == null
                        || !Objects.equals(known.region(), link.region())
                        || !Objects.equals(known.endsOn(), endsOn)) {
                    put(path, id, "region, ends_on", Arrays.asList(link.region(), endsOn));
                }
                if (known != null && appeared.test(path.link(), id)) {
                    // One that nobody had added here is whose it was handed over to.
                    change(
                            path,
                            id,
                            "UPDATE endpoint SET team = CASE WHEN added_at IS NULL AND removed_by IS NULL THEN team END,"
                                    + " added_at = NULL, change_reference = NULL, removed_by = NULL",
                            asked);
                }
            }
        }
        for (Known known : before.values()) {
            LinkPath path = new LinkPath(project, new LinkId(known.link()));
            EndpointId id = new EndpointId(known.interfaceEndpointId());
            if (!stays.test(path.link(), id)) {
                gone(path, id, asked);
            }
        }
    }

    /** Forgets an endpoint that Atlas did not have when it was asked, unless it was added later. */
    public void gone(LinkPath link, EndpointId id, Instant asked) {
        try {
            change(link, id, "DELETE FROM endpoint", asked);
        } catch (DataAccessException e) {
            log.debug("Could not note that an endpoint of {} is gone: {}", link, e.getMessage());
        }
    }

    /**
     * Some of a project whose status was not seen for an hour, by chance: those that cannot be read keep out no others.
     */
    public List<Known> unseen(ProjectId project, int most) {
        return jdbc.sql("SELECT * FROM endpoint WHERE project_id = ? AND removed_by IS NULL"
                        + " AND (seen_at IS NULL OR seen_at < ?) ORDER BY random() LIMIT " + most)
                .params(project.value(), Micros.of(clock.instant().minus(UNSEEN)))
                .query(Known::of)
                .list();
    }

    private void change(LinkPath link, EndpointId id, String change, Instant asked) {
        jdbc.sql(change + OF_ENDPOINT + key(id) + " AND (added_at IS NULL OR added_at < ?)")
                .params(link.project().value(), link.link().value(), id.value(), Micros.of(asked))
                .update();
    }

    /** How many links with endpoints Atlas ends. */
    public int linksEnding() {
        return jdbc.sql("SELECT count(DISTINCT link_id) FROM endpoint WHERE ends_on IS NOT NULL")
                .query(Integer.class)
                .single();
    }

    /** Hands an endpoint over to a team. */
    public void handOver(LinkPath link, EndpointId id, String team) {
        put(link, id, "team", List.of(team));
    }
}
