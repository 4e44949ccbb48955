package dev.linkgate.gateway.feature.webhooks.following;

import dev.linkgate.gateway.core.platform.observability.Metric;
import dev.linkgate.gateway.core.platform.outbox.Event;
import dev.linkgate.gateway.core.platform.outbox.Outbox;
import dev.linkgate.gateway.core.platform.request.Receipt;
import dev.linkgate.gateway.core.trail.record.AuditRecord;
import dev.linkgate.gateway.core.trail.record.Entry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Tells webhooks of changes of privileges, and counts them. */
@Component
class PrivilegeEvents {

    private final Outbox outbox;
    private final JdbcClient jdbc;
    private final Meter.MeterProvider<Counter> counted;

    PrivilegeEvents(Outbox outbox, JdbcClient jdbc, MeterRegistry meters) {
        this.outbox = outbox;
        this.jdbc = jdbc;
        this.counted = Metric.PRIVILEGES_CHANGED.counter().withRegistry(meters);
        for (PrivilegeChange.Kind kind : PrivilegeChange.Kind.values()) {
            counted.withTag("kind", kind.word());
        }
    }

    /** Stores the event of a change, within the transaction that notes its record as told. */
    void store(PrivilegeChange change) {
        outbox.add(new Event(FollowingWords.PRIVILEGE_CHANGED, change.subject(), change.target(), data(change)));
    }

    /** Counts a change whose event is stored. */
    void count(PrivilegeChange change) {
        counted.withTag("kind", change.kind().word()).increment();
    }

    private Map<String, @Nullable Object> data(PrivilegeChange change) {
        AuditRecord record = change.record();
        Entry entry = record.entry();
        String administrator = change.administrator();
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("kind", change.kind().word());
        data.put("projectId", change.target().project());
        data.put("administrator", administrator);
        data.put("scopes", administrator == null ? null : scopes(administrator));
        data.put("loosened", change.loosened().isEmpty() ? null : change.loosened());
        data.put("action", entry.action());
        data.put("result", entry.facts().result());
        data.put("by", entry.origin().actor());
        data.put("requestId", entry.origin().requestId());
        data.put("receipt", new Receipt(record.sequence(), record.hash()).toString());
        data.values().removeIf(Objects::isNull);
        return data;
    }

    /** What an administrator may do now; absent if there is none of this name any more. */
    private @Nullable List<String> scopes(String administrator) {
        return jdbc.sql("SELECT scopes FROM administrator WHERE name = ?")
                .param(administrator)
                .query(String.class)
                .optional()
                .map(scopes -> List.of(scopes.split(",")))
                .orElse(null);
    }
}
