package dev.linkgate.gateway.trail.query;

import dev.linkgate.gateway.platform.request.RequestContext;
import dev.linkgate.gateway.trail.read.ScanExecutors;
import dev.linkgate.gateway.trail.read.Selection;
import dev.linkgate.gateway.trail.read.TrailReader;
import dev.linkgate.gateway.trail.read.Verification;
import dev.linkgate.gateway.trail.record.Action;
import dev.linkgate.gateway.trail.record.AuditRecord;
import dev.linkgate.gateway.trail.record.Entry;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The checks of the whole trail that are on record. */
@Component
class Verifications {

    private static final Selection WHOLE = new Selection(
            null,
            false,
            null,
            Action.AUDIT_VERIFY,
            null,
            null,
            null,
            Verification.WHOLE,
            null,
            null,
            Selection.By.ANYBODY);

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final TrailReader reader;
    private final ScanExecutors threads;

    Verifications(TrailReader reader, ScanExecutors threads) {
        this.reader = reader;
        this.threads = threads;
    }

    /** The last one; absent if there is none in the database. */
    Optional<LastVerification> last(RequestContext context) {
        return threads.begin(context, () -> reader.newestFirst(WHOLE, Long.MAX_VALUE, 1)).records().stream()
                .findFirst()
                .map(Verifications::told);
    }

    private static LastVerification told(AuditRecord record) {
        Entry.About about = record.entry().about();
        String change = about == null ? null : about.change();
        JsonNode after = JSON.readTree(change == null ? "{}" : change).path("after");
        return new LastVerification(
                record.entry().time(),
                after.path("valid").booleanValue(false),
                after.path("records").longValue(0));
    }
}
