package dev.linkgate.gateway.feature.inventory;

import dev.linkgate.gateway.core.endpoints.link.ConnectionStatus;
import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.endpoints.observation.EndpointStore;
import dev.linkgate.gateway.core.endpoints.observation.KnownEndpoint;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Provider;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Lists the endpoints of all projects, as they are known, without those whose removal Atlas has accepted. */
@Repository
public class EndpointInventory {

    private final JdbcClient jdbc;
    private final EndpointStore store;

    public EndpointInventory(JdbcClient jdbc, EndpointStore store) {
        this.jdbc = jdbc;
        this.store = store;
    }

    /** The endpoints to look for; an absent condition does not restrict. */
    public record Selection(
            @Nullable ProjectId project,
            @Nullable String team,
            @Nullable Provider provider,
            @Nullable ConnectionStatus status,
            @Nullable EndpointKind kind) {

        private String where(List<Object> values) {
            StringBuilder where = new StringBuilder(" WHERE removed_at IS NULL");
            add(where, " AND project_id = ?", project == null ? null : project.value(), values);
            add(where, " AND team = ?", team, values);
            add(where, " AND status = ?", status == null ? null : status.name(), values);
            if (kind != null) {
                add(
                        where,
                        kind == EndpointKind.LINK ? " AND link_id <> ?" : " AND link_id = ?",
                        LinkPath.NO_LINK.value(),
                        values);
            }
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
    public List<KnownEndpoint> list(Selection selection, @Nullable KnownEndpoint after, long skipped, int most) {
        List<Object> values = new ArrayList<>();
        String where = selection.where(values);
        if (after != null) {
            where += " AND (project_id, link_id, id) > (?, ?, ?)";
            values.addAll(List.of(
                    after.project().value(), after.link(), new EndpointId(after.interfaceEndpointId()).canonical()));
        }
        return jdbc.sql("SELECT * FROM endpoint" + where + " ORDER BY project_id, link_id, id LIMIT " + most
                        + " OFFSET " + skipped)
                .params(values)
                .query(store::known)
                .list();
    }

    /** How many links with endpoints Atlas ends. */
    public int linksEnding() {
        return jdbc.sql("SELECT count(DISTINCT link_id) FROM endpoint WHERE ends_on IS NOT NULL")
                .query(Integer.class)
                .single();
    }
}
