package dev.linkgate.transparency;

import java.util.List;
import java.util.Set;

/** A record as a row of the table {@code audit_record}, beside its columns sequence, previous_hash and hash. */
public final class StoredRecord {

    /** The layout, then the fields of {@link CanonicalForm} in their order. */
    public static final List<String> COLUMNS = List.of(
            "layout",
            "time_micros",
            "phase",
            "request_id",
            "actor_kind",
            "actor_team",
            "actor_key_id",
            "actor_subject",
            "remote_address",
            "action",
            "project_id",
            "link_id",
            "interface_endpoint_id",
            "credential",
            "credential_version",
            "result",
            "status",
            "code",
            "atlas_status",
            "attempts",
            "duration_micros",
            "attempted",
            "count",
            "dry_run",
            "operation_id",
            "target",
            "change");

    private static final Set<String> NUMBERS = Set.of(
            "layout",
            "time_micros",
            "credential_version",
            "status",
            "atlas_status",
            "attempts",
            "duration_micros",
            "count",
            "dry_run");

    private StoredRecord() {}

    /** Whether a column has texts; the others have numbers. */
    public static boolean isText(String column) {
        return !NUMBERS.contains(column);
    }
}
