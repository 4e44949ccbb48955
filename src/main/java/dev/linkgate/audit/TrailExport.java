package dev.linkgate.audit;

import dev.linkgate.kernel.Receipt;
import dev.linkgate.kernel.RequestContext;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.stream.Stream;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Streams records as NDJSON, one a line, oldest first, up to the end of the chain as it was when the export began. */
@Component
class TrailExport {

    private final AuditStore store;
    private final AuditTrail trail;
    private final JsonMapper json;

    TrailExport(AuditStore store, AuditTrail trail, JsonMapper json) {
        this.store = store;
        this.trail = trail;
        this.json = json;
    }

    /** The export is on record before its first line leaves. */
    void write(RequestContext context, Selection selection, HttpServletResponse response) throws IOException {
        long last = trail.read(
                context,
                Action.AUDIT_EXPORT,
                selection.target(),
                () -> store.head().map(Receipt::sequence).orElse(Long.MAX_VALUE));
        response.setContentType(MediaType.APPLICATION_NDJSON_VALUE);
        OutputStream lines = response.getOutputStream();
        try (Stream<AuditRecord> records = store.oldestFirst(selection, last)) {
            for (Iterator<AuditRecord> each = records.iterator(); each.hasNext(); ) {
                lines.write(json.writeValueAsBytes(each.next()));
                lines.write('\n');
            }
        }
        lines.flush();
    }
}
