package dev.linkgate.gateway.feature.auditing;

import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.trail.read.ScanExecutors;
import dev.linkgate.gateway.core.trail.read.TrailFilter;
import dev.linkgate.gateway.core.trail.read.TrailReader;
import dev.linkgate.gateway.feature.tasks.RecurringTask;
import dev.linkgate.gateway.feature.tasks.TaskLease;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Checks the whole trail once a day, the first time a minute after its first record. */
@Component
final class DailyVerification implements RecurringTask {

    private static final Logger log = LoggerFactory.getLogger(DailyVerification.class);

    private static final Duration BETWEEN = Duration.ofDays(1);
    private static final Duration FIRST = Duration.ofMinutes(1);

    /** The longest time until it is looked whether one is due. */
    static final Duration LOOK = Duration.ofHours(1);

    private final Verifications verifications;
    private final TrailReader reader;
    private final ScanExecutors threads;
    private final InstantSource clock;

    DailyVerification(Verifications verifications, TrailReader reader, ScanExecutors threads, InstantSource clock) {
        this.verifications = verifications;
        this.reader = reader;
        this.threads = threads;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "audit-verification";
    }

    @Override
    public Duration run(TaskLease lease) {
        RequestContext context = RequestContext.background("audit-verification");
        context.waiting().addCondition(lease::continues);
        try {
            Duration left = Duration.between(clock.instant(), due(context));
            if (left.isPositive()) {
                return left.compareTo(LOOK) < 0 ? left : LOOK;
            }
            verifications.verify(context, 0);
            return LOOK;
        } catch (LinkgateException e) {
            log.info("The audit trail cannot be checked now: {}", e.failure().detail());
            return FIRST;
        }
    }

    private Instant due(RequestContext context) {
        Optional<Instant> next =
                verifications.last(context).map(last -> last.at().plus(BETWEEN));
        return next.orElseGet(() ->
                threads.proceed(context, () -> reader.after(0, TrailFilter.ALL, 1)).records().stream()
                        .findFirst()
                        .map(record -> record.entry().time())
                        .orElseGet(clock::instant)
                        .plus(FIRST));
    }
}
