package dev.linkgate.gateway.feature.auditing;

import dev.linkgate.gateway.core.platform.concurrency.TeamQuota;
import dev.linkgate.gateway.core.platform.request.Receipt;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import dev.linkgate.gateway.core.trail.read.TrailFilter;
import dev.linkgate.gateway.core.trail.read.TrailReader;
import dev.linkgate.gateway.core.trail.record.AuditRecord;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Streams records as NDJSON, one a line, oldest first, up to the end of the chain as it was when the export began, or
 * up to the limit.
 */
@Component
class TrailExport {

    /** Few, because as many are in memory while a client reads slowly. */
    private static final int CHUNK = 100;

    private final TrailReader reader;
    private final TrailScans scans;
    private final AuditTrail trail;
    private final JsonMapper json;

    /** Two at once, because each costs much; one of an administrator. */
    private final TeamQuota exports = new TeamQuota("exports of the audit trail", 2, 1);

    TrailExport(TrailReader reader, TrailScans scans, AuditTrail trail, JsonMapper json) {
        this.reader = reader;
        this.scans = scans;
        this.trail = trail;
        this.json = json;
    }

    /**
     * The export is on record before its first line leaves.
     *
     * @throws dev.linkgate.gateway.core.platform.request.LinkgateException {@code rate-limited} if there are too many
     *     exports
     */
    void write(RequestContext context, AuditQuery query, HttpServletResponse response) throws IOException {
        TeamQuota.Permit permit = exports.take(context.actor());
        try {
            long last = trail.read(
                    context,
                    AuditingWords.AUDIT_EXPORT,
                    query.selection().target(),
                    () -> reader.head().map(Receipt::sequence).orElse(Long.MAX_VALUE));
            TrailFilter filter = scans.filter(context, query.selection()).until(last);
            long left = query.limit();
            response.setContentType(MediaType.APPLICATION_NDJSON_VALUE);
            OutputStream lines = response.getOutputStream();
            TrailReader.RecordBatch part = TrailReader.RecordBatch.behind(query.after());
            while (left > 0 && !part.atEnd()) {
                part = scans.after(context, part.last(), filter, (int) Math.min(left, CHUNK));
                for (AuditRecord record : part.records()) {
                    lines.write(json.writeValueAsBytes(record));
                    lines.write('\n');
                }
                left -= part.records().size();
            }
            lines.flush();
        } finally {
            permit.release();
        }
    }
}
