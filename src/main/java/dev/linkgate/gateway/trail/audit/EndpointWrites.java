package dev.linkgate.gateway.trail.audit;

import dev.linkgate.gateway.platform.request.RequestContext;
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
    private final TrailBase base;
    private final ScanThreads threads;

    EndpointWrites(JdbcClient jdbc, TrailBase base, ScanThreads threads) {
        this.jdbc = jdbc;
        this.base = base;
        this.threads = threads;
    }

    /** What the trail says, without the records that are archived, whether they are removed already or not. */
    public WrittenEndpoints of(RequestContext context, ProjectId project) {
        long archived;
        List<WrittenEndpoint> endpoints;
        do {
            archived = base.sequence();
            endpoints = after(context, project, archived);
        } while (base.sequence() != archived); // What was archived meanwhile may have been removed before it was read.
        return new WrittenEndpoints(endpoints, archived == 0);
    }

    private List<WrittenEndpoint> after(RequestContext context, ProjectId project, long archived) {
        // An intent that ends in between counts as under way.
        List<AuditRecord> openIntents = jdbc.sql(OPEN_INTENTS)
                .param(project.value())
                .query(AuditRow::read)
                .list();
        EndpointHistories histories = new EndpointHistories();
        long last = archived;
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
