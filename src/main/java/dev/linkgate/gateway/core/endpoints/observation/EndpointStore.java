package dev.linkgate.gateway.core.endpoints.observation;

import dev.linkgate.gateway.core.endpoints.link.ConnectionStatus;
import dev.linkgate.gateway.core.endpoints.link.Endpoint;
import dev.linkgate.gateway.core.endpoints.link.Link;
import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.platform.encryption.SealedRow;
import dev.linkgate.gateway.core.platform.encryption.Seals;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.store.Micros;
import dev.linkgate.gateway.core.trail.audit.TableChange;
import dev.linkgate.gateway.core.trail.read.RightsInForce;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
import tools.jackson.databind.json.JsonMapper;

/**
 * The table of the endpoints at Atlas: whose they are, and how they were last seen. What a write does to it is stored
 * with the write's outcome, as a {@link TableChange}. Other changes are of one row each, so that none holds up the
 * trail.
 */
@Repository
public class EndpointStore implements RightsInForce {

    private static final Logger log = LoggerFactory.getLogger(EndpointStore.class);

    /** A status that stays the same is stored again after this time. */
    private static final Duration STALE = Duration.ofMinutes(5);

    private static final Duration UNSEEN = Duration.ofHours(1);

    private static final String SELECT = "SELECT * FROM endpoint";

    private static final String OF_ENDPOINT = " WHERE project_id = ? AND link_id = ? AND id = ?";

    private static final String ADDED = """
            INSERT INTO endpoint
                (project_id, link_id, id, interface_endpoint_id, team, added_at, change_reference, seal,
                    status, shown, seen_at)
            SELECT value ->> 'project', value ->> 'link', value ->> 'id', value ->> 'written', value ->> 'team',
                time_micros, value ->> 'changeReference', value ->> 'seal',
                value ->> 'status', value ->> 'shown', CASE WHEN value ->> 'status' IS NOT NULL THEN time_micros END
            FROM outcome WHERE true
            ON CONFLICT (project_id, link_id, id) DO UPDATE SET
                interface_endpoint_id = excluded.interface_endpoint_id, team = excluded.team,
                added_at = excluded.added_at, change_reference = excluded.change_reference, seal = excluded.seal,
                removed_at = NULL,
                status = excluded.status, shown = excluded.shown, seen_at = excluded.seen_at""";

    private static final String REMOVED = """
            INSERT INTO endpoint (project_id, link_id, id, interface_endpoint_id, removed_at)
            SELECT value ->> 'project', value ->> 'link', value ->> 'id', value ->> 'written', time_micros
            FROM outcome WHERE true
            ON CONFLICT (project_id, link_id, id) DO UPDATE SET removed_at = excluded.removed_at""";

    private static final String LINK_REMOVED = """
            DELETE FROM endpoint WHERE (project_id, link_id) IN (
                SELECT value ->> 'project', value ->> 'link' FROM outcome)""";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JdbcClient jdbc;
    private final Seals seals;
    private final InstantSource clock;

    public EndpointStore(JdbcClient jdbc, Seals seals, InstantSource clock) {
        this.jdbc = jdbc;
        this.seals = seals;
        this.clock = clock;
    }

    /** What the addition of an endpoint changes here. */
    public static TableChange added(LinkPath link, EndpointId id, Owner owner) {
        Map<String, String> values = values(link, id);
        if (owner.changeReference() != null) {
            values.put("changeReference", owner.changeReference());
        }
        if (owner.team() == null) {
            return new TableChange(link.toString(), ADDED, values).removing(place(link, id));
        }
        values.put("team", owner.team());
        return new TableChange(link.toString(), ADDED, values).making(sealed(link, id, owner.team()));
    }

    /**
     * What the addition of an endpoint changes here.
     *
     * @param shown the endpoint as Atlas has answered the addition
     */
    public static TableChange added(LinkPath link, Endpoint shown, Owner owner) {
        return added(link, shown.interfaceEndpointId(), owner)
                .with("status", shown.connectionStatus().name())
                .with("shown", JSON.writeValueAsString(shown));
    }

    /** The change of this table when an endpoint is removed. Its owner stays known until it is gone. */
    public static TableChange removed(LinkPath link, EndpointId id) {
        return new TableChange(link.toString(), REMOVED, values(link, id)).removing(place(link, id));
    }

    /** What the removal of a link changes here. */
    public static TableChange removed(LinkPath link) {
        return new TableChange(link.toString(), LINK_REMOVED, values(link)).removing(place(link));
    }

    private static String place(LinkPath link) {
        return "project/" + link.project() + "/endpoint/" + link.link();
    }

    /** See {@link SealedRow}. */
    private static String place(LinkPath link, EndpointId id) {
        return place(link) + "/" + id.canonical();
    }

    /** What of a row is sealed: whose the endpoint is. */
    private static SealedRow sealed(LinkPath link, EndpointId id, String team) {
        return new SealedRow(place(link, id)).with(team);
    }

    private static Map<String, String> values(LinkPath link, EndpointId id) {
        Map<String, String> values = values(link);
        values.put("id", id.canonical());
        values.put("written", id.value());
        return values;
    }

    private static Map<String, String> values(LinkPath link) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("project", link.project().value());
        values.put("link", link.link().value());
        return values;
    }

    /** An endpoint as Atlas has just shown it, with what is known of its addition. Its status is noted. */
    public Endpoint seen(LinkPath link, Endpoint endpoint) {
        return seen(link, endpoint, find(link, endpoint.interfaceEndpointId()).orElse(null));
    }

    /**
     * An endpoint as Atlas has just shown it, with what is known of its addition. Its status is noted.
     *
     * @param row as it is known; absent if it is not
     */
    public Endpoint seen(LinkPath link, Endpoint endpoint, @Nullable KnownEndpoint row) {
        seen(link, endpoint.interfaceEndpointId(), row, endpoint.connectionStatus(), endpoint);
        return row == null ? endpoint : row.addedTo(endpoint);
    }

    /** Whether an endpoint is noted as Atlas has just shown it, and not long ago. */
    public boolean isNoted(@Nullable KnownEndpoint row, Record shown) {
        return row != null
                && row.seenAt() != null
                && JSON.writeValueAsString(shown).equals(row.shown())
                && !row.seenAt().isBefore(clock.instant().minus(STALE));
    }

    /**
     * Notes an endpoint as Atlas has just shown it.
     *
     * @param row as it is known; absent if it is not
     * @param shown in the form that is stored
     */
    public void seen(LinkPath link, EndpointId id, @Nullable KnownEndpoint row, ConnectionStatus status, Record shown) {
        if (!isNoted(row, shown)) {
            note(link, id, List.of(status.name(), JSON.writeValueAsString(shown), Micros.of(clock.instant())));
        }
    }

    /** A read is not refused because it cannot be noted, such as on a full disk. */
    private void note(LinkPath link, EndpointId id, List<?> seen) {
        try {
            put(link, id, "status, shown, seen_at", seen);
        } catch (DataAccessException e) {
            log.debug("Could not note the status of an endpoint of {}: {}", link, e.getMessage());
        }
    }

    /** The endpoint as it is known. */
    public Optional<KnownEndpoint> find(LinkPath link, EndpointId id) {
        return jdbc.sql(SELECT + OF_ENDPOINT)
                .params(link.project().value(), link.link().value(), id.canonical())
                .query(this::known)
                .optional();
    }

    /** The endpoints of a project as they are known. */
    public List<KnownEndpoint> of(ProjectId project) {
        return jdbc.sql(SELECT + " WHERE project_id = ?")
                .param(project.value())
                .query(this::known)
                .list();
    }

    /** A row, which is no team's if its seal does not fit. */
    public KnownEndpoint known(ResultSet row, int number) throws SQLException {
        KnownEndpoint known = KnownEndpoint.of(row, number);
        return known.team() == null || seals.isSealed(sealed(known, known.team()), row.getString("seal"))
                ? known
                : known.ofNobody();
    }

    private static SealedRow sealed(KnownEndpoint known, String team) {
        return sealed(
                new LinkPath(known.project(), new LinkId(known.link())),
                new EndpointId(known.interfaceEndpointId()),
                team);
    }

    @Override
    public Map<String, String> seals() {
        Map<String, String> sealed = new HashMap<>();
        jdbc.sql(SELECT + " WHERE team IS NOT NULL AND seal IS NOT NULL AND removed_at IS NULL")
                .query(row -> {
                    KnownEndpoint known = KnownEndpoint.of(row, 0);
                    SealedRow ofTeam = sealed(known, Objects.requireNonNull(known.team()));
                    if (seals.isSealed(ofTeam, row.getString("seal"))) {
                        sealed.put(ofTeam.place(), row.getString("seal"));
                    }
                });
        return sealed;
    }

    /** One that is gone at Atlas is forgotten. */
    @Override
    public boolean mayBeMissing(String place) {
        return SealedRow.Name.of(place).kind().equals(Target.Kind.ENDPOINT.word());
    }

    private void put(LinkPath link, EndpointId id, String columns, List<?> values) {
        List<Object> all =
                new ArrayList<>(List.of(link.project().value(), link.link().value(), id.canonical(), id.value()));
        all.addAll(values);
        String set = Stream.of(("interface_endpoint_id, " + columns).split(", ", -1))
                .map(column -> column + " = excluded." + column)
                .collect(Collectors.joining(", "));
        jdbc.sql("INSERT INTO endpoint (project_id, link_id, id, interface_endpoint_id, " + columns
                        + ") VALUES (?, ?, ?, ?" + ", ?".repeat(values.size())
                        + ") ON CONFLICT (project_id, link_id, id) DO UPDATE SET " + set)
                .params(all)
                .update();
    }

    /** The team whose endpoint it is; empty if that is not known, or it was not added here. */
    public Optional<String> teamOf(LinkPath link, EndpointId id) {
        return find(link, id).flatMap(row -> Optional.ofNullable(row.team()));
    }

    /** Hands an endpoint over to a team. */
    public void handOver(LinkPath link, EndpointId id, String team) {
        put(link, id, "team, seal", List.of(team, seals.seal(sealed(link, id, team))));
    }

    /**
     * Notes what Atlas shows of a project. An endpoint that appeared past the gateway has no owner, and one that is
     * gone is forgotten, unless it was added later.
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
        Map<String, KnownEndpoint> before = of(project).stream()
                .collect(Collectors.toMap(
                        known -> known.link() + new EndpointId(known.interfaceEndpointId()).canonical(),
                        Function.identity()));
        for (Link link : links) {
            LinkPath path = new LinkPath(project, link.id());
            String endsOn = Objects.toString(link.details().end(), null);
            for (EndpointId id : link.interfaceEndpointIds()) {
                KnownEndpoint known = before.get(link.id() + id.canonical());
                if (known == null
                        || !Objects.equals(known.region(), link.region())
                        || !Objects.equals(known.endsOn(), endsOn)) {
                    put(path, id, "region, ends_on", Arrays.asList(link.region(), endsOn));
                }
                if (known != null && appeared.test(path.link(), id)) {
                    // An endpoint that was not added here belongs to the team that it was handed over to.
                    change(
                            path,
                            id,
                            "UPDATE endpoint SET team = CASE WHEN added_at IS NULL AND removed_at IS NULL THEN team END,"
                                    + " added_at = NULL, change_reference = NULL, removed_at = NULL",
                            asked);
                }
            }
        }
        for (KnownEndpoint known : before.values()) {
            LinkPath path = known.place();
            EndpointId id = new EndpointId(known.interfaceEndpointId());
            if (!path.isOfProject() && !stays.test(path.link(), id)) {
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
    public List<KnownEndpoint> unseen(ProjectId project, int most) {
        return jdbc.sql(SELECT + " WHERE project_id = ? AND removed_at IS NULL"
                        + " AND (seen_at IS NULL OR seen_at < ?) ORDER BY random() LIMIT " + most)
                .params(project.value(), Micros.of(clock.instant().minus(UNSEEN)))
                .query(this::known)
                .list();
    }

    private void change(LinkPath link, EndpointId id, String change, Instant asked) {
        jdbc.sql(change + OF_ENDPOINT + " AND (added_at IS NULL OR added_at < ?)")
                .params(link.project().value(), link.link().value(), id.canonical(), Micros.of(asked))
                .update();
    }
}
