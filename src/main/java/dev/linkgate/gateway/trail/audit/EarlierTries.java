package dev.linkgate.gateway.trail.audit;

import dev.linkgate.gateway.platform.request.Target;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What the trail says about what a request finds absent although an earlier try of it may have made it. */
@Repository
public class EarlierTries {

    /** A later removal may have removed what the try has added; what it surely added can only have been removed. */
    private static final String ENDPOINT_UNDONE = "SELECT count(*) FROM audit_record WHERE project_id = :project"
            + " AND sequence > :intent AND link_id = :link AND interface_endpoint_id = :endpoint"
            + " AND ((phase = 'INTENT' AND action = 'endpoint.remove')"
            + " OR (phase = 'OUTCOME' AND action IN ('endpoint.add', 'endpoint.ensure') AND result = 'SUCCEEDED'))";

    /** A new link is known by its try alone, because the record of a removal has an id, and that of the try has none. */
    private static final String LINK_UNDONE = "SELECT count(*) FROM audit_record WHERE project_id = :project"
            + " AND sequence > :intent AND ((phase = 'INTENT' AND action = 'link.remove')"
            + " OR (phase = 'OUTCOME' AND action = 'link.create' AND result = 'SUCCEEDED'"
            + " AND request_id = (SELECT request_id FROM audit_record WHERE sequence = :intent)))";

    private final JdbcClient jdbc;

    EarlierTries(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Whether the endpoint may have been added by the tries, and removed since.
     *
     * @param intent the sequence of the first intent of the tries
     */
    public boolean mayBeUndone(long intent, Target endpoint) {
        return jdbc.sql(ENDPOINT_UNDONE)
                        .param(
                                "project",
                                Objects.requireNonNull(endpoint.project()).value())
                        .param("intent", intent)
                        .param("link", Objects.requireNonNull(endpoint.link()).value())
                        .param("endpoint", endpoint.interfaceEndpointId())
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** The same for a new link of a project. */
    public boolean mayLinkBeUndone(long intent, Target project) {
        return jdbc.sql(LINK_UNDONE)
                        .param(
                                "project",
                                Objects.requireNonNull(project.project()).value())
                        .param("intent", intent)
                        .query(Long.class)
                        .single()
                > 0;
    }
}
