package dev.linkgate.audit;

import static dev.linkgate.audit.Admission.ADMITTED;
import static dev.linkgate.audit.Admission.FULL;
import static dev.linkgate.audit.Admission.SHARE_FULL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.kernel.Actor;
import dev.linkgate.kernel.Call;
import dev.linkgate.kernel.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class InboxTest {

    private static final Actor PAYMENTS = Actor.team("payments", "k1");
    private static final Actor SEARCH = Actor.team("search", "k2");
    private static final Actor BILLING = Actor.team("billing", "k3");

    /** Three places, two of them for any one owner, and one more for the administrator. */
    private final Inbox inbox =
            new Inbox(new AuditSettings(Duration.ofSeconds(1), 10, 3, 2, 1, 60, DataSize.ofBytes(0)));

    private final List<Waiter> lot = new ArrayList<>();

    @Test
    void givesLotsInOrderAndNoLargerThanWanted() {
        List<Waiter> offered = List.of(event(PAYMENTS), event(PAYMENTS), event(SEARCH));
        assertThat(offered).allMatch(waiter -> inbox.offer(waiter) == ADMITTED);

        assertThat(inbox.take(lot, 2)).isTrue();
        assertThat(lot).isEqualTo(offered.subList(0, 2));
        lot.clear();
        assertThat(inbox.take(lot, 2)).isTrue();
        assertThat(lot).isEqualTo(offered.subList(2, 3));
    }

    @Test
    void anOwnerCannotTakeMoreThanItsShare() {
        assertThat(offers(event(PAYMENTS), event(Actor.jwt("payments", "ci")), event(PAYMENTS.onBehalf())))
                .containsExactly(ADMITTED, ADMITTED, SHARE_FULL);
        assertThat(inbox.offer(event(SEARCH))).isEqualTo(ADMITTED);

        inbox.take(lot, 1);
        assertThat(inbox.offer(event(PAYMENTS))).isEqualTo(ADMITTED);
    }

    @Test
    void callersNobodyKnowsAreOneOwner() {
        assertThat(offers(event(Actor.ANONYMOUS), event(Actor.ANONYMOUS), event(Actor.ANONYMOUS)))
                .containsExactly(ADMITTED, ADMITTED, SHARE_FULL);
        assertThat(inbox.offer(event(Actor.jwt(Actor.ANONYMOUS.kind().word(), "a team of that name"))))
                .isEqualTo(ADMITTED);
    }

    @Test
    void allTogetherCannotTakeMoreThanThereIs() {
        assertThat(offers(event(PAYMENTS), event(PAYMENTS), event(SEARCH), event(BILLING)))
                .containsExactly(ADMITTED, ADMITTED, ADMITTED, FULL);
        assertThat(inbox.size()).isEqualTo(3);
        inbox.take(lot, 1);
        assertThat(inbox.offer(event(BILLING))).isEqualTo(ADMITTED);
    }

    @Test
    void theAdministratorHasPlacesOfItsOwnAndGoesFirst() {
        Waiter revoking = event(Actor.jwtAdministrator("alice"));
        assertThat(offers(event(PAYMENTS), event(PAYMENTS), event(SEARCH), revoking, event(Actor.ADMINISTRATOR)))
                .containsExactly(ADMITTED, ADMITTED, ADMITTED, ADMITTED, FULL);

        inbox.take(lot, 1);
        assertThat(lot).containsExactly(revoking);
        assertThat(inbox.offer(event(Actor.ADMINISTRATOR))).isEqualTo(ADMITTED);
    }

    @Test
    void whatHasHappenedIsAlwaysLetIn() {
        Waiter outcome = waiter(Phase.OUTCOME, PAYMENTS);
        offers(event(PAYMENTS), event(PAYMENTS), event(SEARCH));
        assertThat(offers(outcome, waiter(Phase.OUTCOME, PAYMENTS), waiter(Phase.OUTCOME, Actor.ADMINISTRATOR)))
                .containsOnly(ADMITTED);

        inbox.take(lot, 1);
        assertThat(lot).containsExactly(outcome);
    }

    @Test
    void givesAwayTheRestAfterItIsClosed() {
        Waiter last = event(PAYMENTS);
        inbox.offer(last);
        inbox.close();

        assertThat(inbox.offer(event(PAYMENTS))).isEqualTo(FULL);
        assertThat(inbox.take(lot, 10)).isTrue();
        assertThat(lot).containsExactly(last);
        lot.clear();
        assertThat(inbox.take(lot, 10)).isFalse();
        assertThat(lot).isEmpty();
    }

    @Test
    void wakesItsReaderForAnItemAndForTheEnd() throws Exception {
        CompletableFuture<Boolean> item = CompletableFuture.supplyAsync(() -> inbox.take(lot, 10));
        inbox.offer(event(PAYMENTS));
        assertThat(item.get(10, TimeUnit.SECONDS)).isTrue();

        CompletableFuture<Boolean> end = CompletableFuture.supplyAsync(() -> inbox.take(new ArrayList<>(), 10));
        inbox.close();
        assertThat(end.get(10, TimeUnit.SECONDS)).isFalse();
    }

    private List<Admission> offers(Waiter... waiters) {
        List<Admission> admissions = new ArrayList<>();
        for (Waiter waiter : waiters) {
            admissions.add(inbox.offer(waiter));
        }
        return admissions;
    }

    private static Waiter event(Actor actor) {
        return waiter(Phase.EVENT, actor);
    }

    private static Waiter waiter(Phase phase, Actor actor) {
        Call call = new Call("req-1", "192.0.2.7", null, receipt -> {});
        call.identified(actor);
        Entry entry = Entry.of(AuditFixture.NOW, phase, call, Action.ENDPOINT_GET, Target.NONE, Outcome.succeeded(200));
        return new Waiter(new Pending(entry), Duration.ofSeconds(1), false, stored -> {});
    }
}
