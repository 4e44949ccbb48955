package dev.linkgate.gateway.audit;

import dev.linkgate.gateway.request.RequestContext;
import dev.linkgate.kernel.ProjectId;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads from the trail what was done here to the endpoints of a project. */
@Repository
public class EndpointWrites {

    private static final int CHUNK = 1_000;

    /** The conditions are those of the index {@code audit_record_endpoint_write}; without it, every read is looked at. */
    static final String OUTCOMES = "SELECT " + AuditRow.COLUMNS + """
             FROM audit_record
            WHERE project_id = ? AND sequence > ?
              AND phase = 'OUTCOME'
              AND action IN ('endpoint.add', 'endpoint.ensure', 'endpoint.remove', 'link.remove')
              AND status <> 200
            ORDER BY sequence LIMIT\s""" + CHUNK;

    private static final String OPEN_INTENTS = "SELECT " + AuditRow.COLUMNS
            + " FROM audit_record WHERE project_id = ? AND sequence IN (SELECT sequence FROM audit_open_intent)";

    private final JdbcClient jdbc;
    private final ScanThreads threads;

    EndpointWrites(JdbcClient jdbc, ScanThreads threads) {
        this.jdbc = jdbc;
        this.threads = threads;
    }

    /** The endpoints that were added or removed here, or of which that is unclear, in no order. */
    public List<WrittenEndpoint> of(RequestContext context, ProjectId project) {
        // An intent that ends in between counts as under way.
        List<AuditRecord> openIntents = jdbc.sql(OPEN_INTENTS)
                .param(project.value())
                .query(AuditRow::read)
                .list();
        EndpointHistories histories = new EndpointHistories();
        long last = 0;
        List<AuditRecord> outcomes;
        do {
            long after = last;
            outcomes = threads.proceed(context, () -> outcomes(project, after));
            outcomes.forEach(histories::ended);
            last = outcomes.isEmpty() ? last : outcomes.getLast().sequence();
        } while (outcomes.size() == CHUNK);
        openIntents.forEach(histories::underWay);
        return histories.all();
    }

    private List<AuditRecord> outcomes(ProjectId project, long after) {
        ScanThreads.requireScanThread();
        return jdbc.sql(OUTCOMES)
                .param(project.value())
                .param(after)
                .query(AuditRow::read)
                .list();
    }
}
