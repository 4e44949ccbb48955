package dev.linkgate.gateway.trail.checkpoint;

import dev.linkgate.gateway.platform.observability.Metric;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;

/** Counts checkpoints and their files, and shows how far the tree is behind the trail. */
@Component
final class CheckpointMetrics {

    private final Counter made;
    private final Counter failed;
    private final Counter written;
    private final Counter unwritten;
    private final AtomicLong behind = new AtomicLong();

    CheckpointMetrics(MeterRegistry meters) {
        this.made = Metric.AUDIT_CHECKPOINTS.counter().tag("result", "made").register(meters);
        this.failed = Metric.AUDIT_CHECKPOINTS.counter().tag("result", "failed").register(meters);
        this.written =
                Metric.AUDIT_CHECKPOINT_FILES.counter().tag("result", "written").register(meters);
        this.unwritten =
                Metric.AUDIT_CHECKPOINT_FILES.counter().tag("result", "failed").register(meters);
        Metric.AUDIT_TREE_BEHIND.gauge(behind, AtomicLong::get).register(meters);
    }

    void made() {
        made.increment();
    }

    void failed() {
        failed.increment();
    }

    void written() {
        written.increment();
    }

    void unwritten() {
        unwritten.increment();
    }

    /** @param records that are in no tile yet */
    void behind(long records) {
        behind.set(records);
    }
}
