package dev.linkgate.gateway.trail.audit;

import dev.linkgate.gateway.platform.observability.Metric;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/** Counts the records, and times their commits. */
final class AuditMetrics {

    private final Counter stored;
    private final Counter failed;
    private final Counter refused;
    private final Counter unrecorded;
    private final Timer commits;

    AuditMetrics(MeterRegistry meters, BatchQueue queue, CommitState state) {
        this.stored = records(meters, "stored");
        this.failed = records(meters, "failed");
        this.refused = records(meters, "refused");
        this.unrecorded = Metric.AUDIT_UNRECORDED.counter().register(meters);
        this.commits = Metric.AUDIT_COMMITS.timer().register(meters);
        Metric.AUDIT_QUEUE.gauge(queue, BatchQueue::size).register(meters);
        Metric.AUDIT_STORING.gauge(state, now -> now.isStoring() ? 1 : 0).register(meters);
    }

    private static Counter records(MeterRegistry meters, String result) {
        return Metric.AUDIT_RECORDS.counter().tag("result", result).register(meters);
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

    /** Notes a read that was answered without a record. */
    void unrecorded() {
        unrecorded.increment();
    }

    /** Notes a record that was not admitted. */
    void refused() {
        refused.increment();
    }
}
