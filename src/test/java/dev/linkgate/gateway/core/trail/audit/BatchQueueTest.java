package dev.linkgate.gateway.core.trail.audit;

import static dev.linkgate.gateway.core.trail.audit.BatchQueue.OfferResult.ADMITTED;
import static dev.linkgate.gateway.core.trail.audit.BatchQueue.OfferResult.FULL;
import static dev.linkgate.gateway.core.trail.audit.BatchQueue.OfferResult.SHARE_FULL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.gateway.core.trail.record.Entry;
import dev.linkgate.gateway.core.trail.record.Outcome;
import dev.linkgate.gateway.core.trail.record.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchQueueTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Actor PAYMENTS = Actor.team("payments", "k1");
    private static final Actor SEARCH = Actor.team("search", "k2");
    private static final Actor BILLING = Actor.team("billing", "k3");

    /** Three places, two of them for any one owner, and one more for the administrator. */
    private final BatchQueue queue = new BatchQueue(new BatchQueue.Bounds(10, 3, 2, 1));

    private final List<PendingRecord> lot = new ArrayList<>();

    @Test
    void takesNothingWhenItsPatienceIsOver() {
        assertThat(queue.take(lot, 1, Duration.ZERO)).isTrue();
        assertThat(lot).isEmpty();
    }

    @Test
    void returnsBoundedBatchesInOrder() {
        List<PendingRecord> offered = List.of(event(PAYMENTS), event(PAYMENTS), event(SEARCH));
        assertThat(offered).allMatch(record -> queue.offer(record) == ADMITTED);

        assertThat(queue.take(lot, 2, PATIENCE)).isTrue();
        assertThat(lot).isEqualTo(offered.subList(0, 2));
        lot.clear();
        assertThat(queue.take(lot, 2, PATIENCE)).isTrue();
        assertThat(lot).isEqualTo(offered.subList(2, 3));
    }

    @Test
    void anOwnerCannotTakeMoreThanItsShare() {
        assertThat(offers(event(PAYMENTS), event(Actor.jwt("payments", "ci")), event(PAYMENTS.onBehalf())))
                .containsExactly(ADMITTED, ADMITTED, SHARE_FULL);
        assertThat(queue.offer(event(SEARCH))).isEqualTo(ADMITTED);

        queue.take(lot, 1, PATIENCE);
        assertThat(queue.offer(event(PAYMENTS))).isEqualTo(ADMITTED);
    }

    @Test
    void unknownCallersAreOneOwner() {
        assertThat(offers(event(Actor.ANONYMOUS), event(Actor.ANONYMOUS), event(Actor.ANONYMOUS)))
                .containsExactly(ADMITTED, ADMITTED, SHARE_FULL);
        assertThat(queue.offer(event(Actor.jwt(Actor.ANONYMOUS.kind().word(), "a team of that name"))))
                .isEqualTo(ADMITTED);
    }

    @Test
    void queueIsBoundedInTotal() {
        assertThat(offers(event(PAYMENTS), event(PAYMENTS), event(SEARCH), event(BILLING)))
                .containsExactly(ADMITTED, ADMITTED, ADMITTED, FULL);
        assertThat(queue.size()).isEqualTo(3);
        queue.take(lot, 1, PATIENCE);
        assertThat(queue.offer(event(BILLING))).isEqualTo(ADMITTED);
    }

    @Test
    void administratorHasOwnPlacesAndGoesFirst() {
        PendingRecord revoking = event(Actor.ADMINISTRATOR);
        assertThat(offers(event(PAYMENTS), event(PAYMENTS), event(SEARCH), revoking, event(Actor.ADMINISTRATOR)))
                .containsExactly(ADMITTED, ADMITTED, ADMITTED, ADMITTED, FULL);

        queue.take(lot, 1, PATIENCE);
        assertThat(lot).containsExactly(revoking);
        assertThat(queue.offer(event(Actor.ADMINISTRATOR))).isEqualTo(ADMITTED);
    }

    @Test
    void outcomesAreAlwaysAdmitted() {
        PendingRecord outcome = record(Phase.OUTCOME, PAYMENTS);
        offers(event(PAYMENTS), event(PAYMENTS), event(SEARCH));
        assertThat(offers(outcome, record(Phase.OUTCOME, PAYMENTS), record(Phase.OUTCOME, Actor.ADMINISTRATOR)))
                .containsOnly(ADMITTED);

        queue.take(lot, 1, PATIENCE);
        assertThat(lot).containsExactly(outcome);
    }

    private List<BatchQueue.OfferResult> offers(PendingRecord... records) {
        List<BatchQueue.OfferResult> admissions = new ArrayList<>();
        for (PendingRecord record : records) {
            admissions.add(queue.offer(record));
        }
        return admissions;
    }

    private static PendingRecord event(Actor actor) {
        return record(Phase.EVENT, actor);
    }

    private static PendingRecord record(Phase phase, Actor actor) {
        RequestContext context = new RequestContext("req-1", "192.0.2.7", null, receipt -> {});
        context.identified(actor);
        Entry entry =
                Entry.of(AuditFixture.NOW, phase, context, Action.ENDPOINT_GET, Target.NONE, Outcome.succeeded(200));
        return new PendingRecord(entry);
    }
}
