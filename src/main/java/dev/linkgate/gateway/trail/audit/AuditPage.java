package dev.linkgate.gateway.trail.audit;

import dev.linkgate.gateway.platform.web.SharedList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a selection.
 *
 * @param records newest first
 * @param next continue with records older than this sequence; absent if there are none
 */
record AuditPage(List<AuditRecord> records, @Nullable Long next) {

    /** All who ask the same at the same time share the page, and so the JSON of its records. */
    AuditPage {
        records = new SharedList<>(records);
    }
}
