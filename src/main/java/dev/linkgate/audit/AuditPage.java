package dev.linkgate.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a selection.
 *
 * @param records newest first
 * @param next continue with records older than this sequence; absent if there are none
 */
record AuditPage(List<AuditRecord> records, @Nullable Long next) {}
