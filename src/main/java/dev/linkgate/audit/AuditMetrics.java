package dev.linkgate.audit;

import dev.linkgate.observability.Metric;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/** Counts the records, and times their commits. */
final class AuditMetrics {

    private final Counter stored;
    private final Counter failed;
    private final Counter refused;
    private final Timer commits;

    AuditMetrics(MeterRegistry meters, BatchQueue queue) {
        this.stored = records(meters, "stored");
        this.failed = records(meters, "failed");
        this.refused = records(meters, "refused");
        this.commits = Timer.builder(Metric.AUDIT_COMMITS.meterName())
                .description(Metric.AUDIT_COMMITS.description())
                .register(meters);
        Gauge.builder(Metric.AUDIT_QUEUE.meterName(), queue, BatchQueue::size)
                .description(Metric.AUDIT_QUEUE.description())
                .register(meters);
    }

    private static Counter records(MeterRegistry meters, String result) {
        return Counter.builder(Metric.AUDIT_RECORDS.meterName())
                .description(Metric.AUDIT_RECORDS.description())
                .tag("result", result)
                .register(meters);
    }

    /** Notes a commit of so many records. */
    void stored(int records, long nanos) {
        stored.increment(records);
        commits.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** Notes a commit that failed. */
    void failed(int records) {
        failed.increment(records);
    }

    /** Notes a record that was not admitted. */
    void refused() {
        refused.increment();
    }
}
