package dev.linkgate.gateway.core.endpoints.observation;

import dev.linkgate.gateway.core.endpoints.link.ConnectionStatus;
import dev.linkgate.gateway.core.endpoints.link.Endpoint;
import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.store.Micros;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Provider;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint as the gateway knows it.
 *
 * @param status as it was last seen; absent if it was not
 * @param shown the {@link Endpoint} that Atlas showed then, as JSON; absent if
 *     it was not seen
 * @param removedAt when Atlas has accepted its removal; absent if it has not
 */
public record KnownEndpoint(
        ProjectId project,
        String link,
        String interfaceEndpointId,
        @Nullable String region,
        @Nullable String endsOn,
        @Nullable ConnectionStatus status,
        @Nullable String shown,
        @Nullable Instant seenAt,
        @Nullable String team,
        @Nullable Instant addedAt,
        @Nullable String changeReference,
        @Nullable Instant removedAt) {

    static KnownEndpoint of(ResultSet row, int ignoredNumber) throws SQLException {
        String status = row.getString("status");
        return new KnownEndpoint(
                new ProjectId(row.getString("project_id")),
                row.getString("link_id"),
                row.getString("interface_endpoint_id"),
                row.getString("region"),
                row.getString("ends_on"),
                status == null ? null : ConnectionStatus.ofAtlas(status),
                row.getString("shown"),
                Micros.read(row, "seen_at"),
                row.getString("team"),
                Micros.read(row, "added_at"),
                row.getString("change_reference"),
                Micros.read(row, "removed_at"));
    }

    KnownEndpoint ofNobody() {
        return new KnownEndpoint(
                project,
                link,
                interfaceEndpointId,
                region,
                endsOn,
                status,
                shown,
                seenAt,
                null,
                addedAt,
                changeReference,
                removedAt);
    }

    /** The link that it is on, or the place of those that belong to the project itself. */
    public LinkPath place() {
        return new LinkPath(project, new LinkId(link));
    }

    /** What Atlas has shown, with what is known of its addition. */
    public Endpoint addedTo(Endpoint shown) {
        return shown.addedBy(team, addedAt, changeReference);
    }

    /** The endpoint's owner. */
    public Owner owner() {
        return new Owner(team, changeReference);
    }

    public boolean isRemoved() {
        return removedAt != null;
    }

    /** The provider, as the form of the id shows it. */
    public Provider provider() {
        return new EndpointId(interfaceEndpointId).provider();
    }
}
