package dev.linkgate.gateway.drift.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.gateway.atlas.AtlasEvent;
import dev.linkgate.gateway.platform.request.Receipt;
import dev.linkgate.gateway.trail.audit.Action;
import dev.linkgate.gateway.trail.audit.Result;
import dev.linkgate.gateway.trail.audit.WriteRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Which events the records explain, and which writes their events confirm. */
class UnexplainedEventsTest {

    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
    private static final Duration GRACE = Duration.ofMinutes(15);
    private static final Duration OVERLAP = Duration.ofMinutes(30);
    private static final String OWN_KEY = "gatewayk";
    private static final String LINK = "64b7f1d8a91d3e5f60718301";
    private static final String OTHER_LINK = "64b7f1d8a91d3e5f60718302";
    private static final String ENDPOINT = "vpce-0b9c5701325cb15dd";

    private final List<WriteRecord> records = new ArrayList<>();
    private final List<AtlasEvent> events = new ArrayList<>();
    private Instant now = NOON.plusSeconds(3_600);
    private int ids;

    @Test
    void aWriteExplainsTheEventOfItsKindOnce() {
        done(Action.ENDPOINT_ADD, 201, NOON);
        AtlasEvent own = event("INTERFACE_ENDPOINT_CREATED", NOON, OWN_KEY);
        AtlasEvent second = event("INTERFACE_ENDPOINT_CREATED", NOON.plusSeconds(1), OWN_KEY);
        AtlasEvent other = event("INTERFACE_ENDPOINT_DELETED", NOON, OWN_KEY);

        UnexplainedEvents verdict = verdict();

        assertThat(verdict.explained())
                .extracting(Matching.Pair::event)
                .containsAnyOf(own, second)
                .hasSize(1);
        assertThat(verdict.strangers()).hasSize(2).contains(other);
        assertThat(verdict.unconfirmed()).isEmpty();
    }

    @Test
    void anEventOfAnotherKeyOrOfAPersonIsNeverExplained() {
        done(Action.ENDPOINT_ADD, 201, NOON);
        AtlasEvent byKey = event("INTERFACE_ENDPOINT_CREATED", NOON, "outsider");
        AtlasEvent byPerson =
                new AtlasEvent(id(), NOON, "INTERFACE_ENDPOINT_CREATED", null, "somebody@example.com", null, false);
        AtlasEvent byAtlas = new AtlasEvent(id(), NOON, "INTERFACE_ENDPOINT_CREATED", null, null, null, true);
        Collections.addAll(events, byPerson, byAtlas);

        UnexplainedEvents verdict = verdict();

        assertThat(verdict.strangers()).containsExactlyInAnyOrder(byKey, byPerson, byAtlas);
        assertThat(verdict.unconfirmed()).hasSize(1);
    }

    @Test
    void anEventWithoutAnActorIsExplainedByKindAndTime() {
        done(Action.LINK_CREATE, 201, NOON);
        event("ENDPOINT_SERVICE_CREATED", NOON.plusSeconds(30), null);

        assertThat(verdict().strangers()).isEmpty();
    }

    @Test
    void theClocksMayDifferByTwoMinutesAndAtlasMayTakeTheGrace() {
        done(Action.ENDPOINT_REMOVE, 202, NOON);
        event("INTERFACE_ENDPOINT_DELETED", NOON.minusSeconds(120), OWN_KEY);
        event("ENDPOINT_SERVICE_DELETED", NOON.plus(GRACE), null);
        assertThat(verdict().strangers()).isEmpty();

        events.clear();
        event("INTERFACE_ENDPOINT_DELETED", NOON.minusSeconds(121), OWN_KEY);
        event("ENDPOINT_SERVICE_DELETED", NOON.plus(GRACE).plusSeconds(2), null);
        assertThat(verdict().strangers()).hasSize(2);
    }

    @Test
    void whatMayHaveHappenedExplainsAnEventButNeedsNone() {
        ended(Action.ENDPOINT_ADD, Result.UNKNOWN, 502, null, NOON);
        ended(Action.ENDPOINT_REMOVE, Result.FAILED, 503, 503L, NOON);
        ended(Action.ENDPOINT_ENSURE, Result.SUCCEEDED, 200, null, NOON);
        done(Action.LINK_UPDATE, 200, NOON);
        done(Action.REGIONAL_MODE_SET, 200, NOON);
        assertThat(verdict().unconfirmed()).isEmpty();

        event("INTERFACE_ENDPOINT_CREATED", NOON, OWN_KEY);
        event("INTERFACE_ENDPOINT_CREATED", NOON, OWN_KEY);
        event("INTERFACE_ENDPOINT_DELETED", NOON, OWN_KEY);
        event("CROSS_REGION_SUPPORTED_REGION_MODIFIED", NOON, OWN_KEY);
        event("REGIONALIZED_PRIVATE_ENDPOINT_MODE_ENABLED", NOON, OWN_KEY);
        assertThat(verdict().strangers()).isEmpty();
    }

    @Test
    void whatWasNotDoneExplainsNothing() {
        done(Action.ENDPOINT_ENSURE, 200, NOON);
        done(Action.ENDPOINT_ENSURE, 202, NOON);
        ended(Action.ENDPOINT_ADD, Result.REFUSED, 409, null, NOON);
        ended(Action.ENDPOINT_ADD, Result.FAILED, 409, 409L, NOON);
        event("INTERFACE_ENDPOINT_CREATED", NOON, OWN_KEY);

        UnexplainedEvents verdict = verdict();

        assertThat(verdict.strangers()).hasSize(1);
        assertThat(verdict.unconfirmed()).isEmpty();
    }

    @Test
    void theRemovalOfTheLastEndpointExplainsThatOfTheLink() {
        done(Action.ENDPOINT_REMOVE, 202, NOON);
        event("INTERFACE_ENDPOINT_DELETED", NOON, OWN_KEY);
        event("ENDPOINT_SERVICE_DELETED", NOON.plusSeconds(300), null);
        event("ENDPOINT_SERVICE_DELETED", NOON.plusSeconds(301), null);

        assertThat(verdict().strangers()).hasSize(1);
    }

    @Test
    void aRemovalThatOnlyMayBeOursIsExplainedIfNothingElseHasVanished() {
        done(Action.LINK_REMOVE, 202, NOON);
        AtlasEvent own = event("ENDPOINT_SERVICE_DELETED", NOON, OWN_KEY);
        AtlasEvent doubtful = event("INTERFACE_ENDPOINT_DELETED", NOON, null);
        ProjectChanges more = new ProjectChanges(List.of(), List.of(new Place(OTHER_LINK, ENDPOINT)));

        UnexplainedEvents verdict = verdict();

        assertThat(verdict.needsLook()).isTrue();
        assertThat(verdict.explained()).extracting(Matching.Pair::event).containsExactly(own);
        assertThat(verdict.outside(ProjectChanges.NONE)).isEmpty();
        assertThat(verdict.settled(List.of())).extracting(Matching.Pair::event).containsExactly(doubtful);
        assertThat(verdict.ledgerAfter(List.of()).pending()).isEmpty();

        List<AtlasEvent> outside = verdict.outside(more);
        assertThat(outside).containsExactly(doubtful);
        assertThat(verdict.settled(outside)).isEmpty();
        assertThat(verdict.ledgerAfter(outside).pending()).isEmpty();

        AtlasEvent stranger = event("INTERFACE_ENDPOINT_DELETED", NOON, "outsider");
        assertThat(verdict().outside(more))
                .as("the stranger's event accounts for what has vanished")
                .containsExactly(stranger);
    }

    @Test
    void aRemovalThatOnlyMayBeOursWaitsForTheGraceAsAtlasStillShowsWhatItRemoves() {
        done(Action.LINK_REMOVE, 202, NOON);
        AtlasEvent doubtful = event("INTERFACE_ENDPOINT_DELETED", NOON, null);
        now = NOON.plus(GRACE);

        UnexplainedEvents verdict = verdict();

        assertThat(verdict.strangers()).isEmpty();
        assertThat(verdict.settled(List.of())).isEmpty();
        assertThat(verdict.ledgerAfter(List.of()).pending()).containsExactly(doubtful);
    }

    @Test
    void anEventThatComesLateFindsItsWriteFree() {
        done(Action.ENDPOINT_ADD, 201, NOON);
        done(Action.ENDPOINT_ADD, 201, NOON.plusSeconds(600));
        event("INTERFACE_ENDPOINT_CREATED", NOON.plusSeconds(605), OWN_KEY);
        RememberedEvents first = verdict().ledger();

        AtlasEvent late = event("INTERFACE_ENDPOINT_CREATED", NOON.plusSeconds(5), OWN_KEY);
        now = now.plusSeconds(300);
        UnexplainedEvents second = UnexplainedEvents.of(closed(read(first, List.of(late))), now, GRACE);

        assertThat(second.strangers()).isEmpty();
        assertThat(second.explained()).hasSize(1);
    }

    @Test
    void anEventLeavesTheWriteThatAnotherOneNeeds() {
        done(Action.ENDPOINT_ADD, 201, NOON);
        done(Action.ENDPOINT_ADD, 201, NOON.plus(GRACE));
        event("INTERFACE_ENDPOINT_CREATED", NOON.plus(GRACE).minusSeconds(60), OWN_KEY);
        event("INTERFACE_ENDPOINT_CREATED", NOON.minusSeconds(60), OWN_KEY);
        event("INTERFACE_ENDPOINT_CREATED", NOON.plus(GRACE).plusSeconds(60), OWN_KEY);

        UnexplainedEvents verdict = verdict();

        assertThat(verdict.explained()).hasSize(2);
        assertThat(verdict.unconfirmed()).isEmpty();
    }

    @Test
    void anEventThatARecordMayStillExplainWaits() {
        now = NOON.plusSeconds(100);
        event("INTERFACE_ENDPOINT_CREATED", NOON, OWN_KEY);
        UnexplainedEvents early = verdict();
        assertThat(early.strangers()).isEmpty();
        assertThat(early.ledger().pending()).hasSize(1);

        now = NOON.plusSeconds(600);
        begun(Action.ENDPOINT_ADD, NOON);
        UnexplainedEvents underWay = verdict();
        assertThat(underWay.strangers()).isEmpty();
        assertThat(underWay.explained()).isEmpty();
    }

    @Test
    void aWriteIsUnconfirmedAfterTheGraceOnly() {
        done(Action.ENDPOINT_ADD, 201, NOON);
        now = NOON.plus(GRACE);
        assertThat(verdict().unconfirmed()).isEmpty();

        now = NOON.plus(GRACE).plusSeconds(60);
        assertThat(verdict().unconfirmed()).hasSize(1);
    }

    @Test
    void aLateEventIsExplainedByTheWriteThatWasJudged() {
        done(Action.ENDPOINT_ADD, 201, NOON);
        now = NOON.plus(GRACE).plusSeconds(60);
        RememberedEvents judged = verdict().ledgerAfter(List.of());
        now = now.plusSeconds(300);
        AtlasEvent late = event("INTERFACE_ENDPOINT_CREATED", NOON, OWN_KEY);

        UnexplainedEvents verdict = UnexplainedEvents.of(closed(read(judged, List.of(late))), now, GRACE);

        assertThat(verdict.strangers()).isEmpty();
        assertThat(verdict.unconfirmed()).isEmpty();
        assertThat(verdict.explained()).hasSize(1);
        assertThat(verdict.explained().getFirst().write().judged()).isTrue();
    }

    @Test
    void overlappingChecksCountAnEventOnce() {
        AtlasEvent stranger = event("ENDPOINT_SERVICE_CREATED", NOON, "outsider");
        now = NOON.plusSeconds(300);
        UnexplainedEvents first = verdict();
        assertThat(first.strangers()).containsExactly(stranger);

        now = now.plusSeconds(300);
        UnexplainedEvents second =
                UnexplainedEvents.of(closed(read(first.ledgerAfter(List.of(stranger)), List.of(stranger))), now, GRACE);

        assertThat(second.strangers()).isEmpty();
    }

    @Test
    void whatIsOlderThanTheOverlapIsForgotten() {
        done(Action.ENDPOINT_ADD, 201, NOON);
        event("INTERFACE_ENDPOINT_CREATED", NOON, OWN_KEY);
        RememberedEvents ledger = verdict().ledger();
        now = now.plus(OVERLAP).plus(GRACE);

        RememberedEvents later = closed(ledger);

        assertThat(later.seen()).isEmpty();
        assertThat(later.writes()).isEmpty();
        assertThat(later.pending()).isEmpty();
    }

    @Test
    void aPauseForgetsNothingThatExplainsItsEvents() {
        done(Action.ENDPOINT_REMOVE, 202, NOON);
        event("INTERFACE_ENDPOINT_DELETED", NOON, OWN_KEY);
        now = NOON.plusSeconds(60);
        RememberedEvents before = verdict().ledger();
        int known = records.size();

        now = NOON.plusSeconds(10_000);
        done(Action.ENDPOINT_ADD, 201, NOON.plusSeconds(3_600));
        AtlasEvent ofLink = event("ENDPOINT_SERVICE_DELETED", NOON.plusSeconds(300), null);
        AtlasEvent byReplacedKey = event("INTERFACE_ENDPOINT_CREATED", NOON.plusSeconds(3_600), OWN_KEY);
        RememberedEvents after = closed(
                        read(before, List.of(ofLink, byReplacedKey)).using("next-key", now))
                .read(records.subList(known, records.size()), 1_000);
        UnexplainedEvents verdict = UnexplainedEvents.of(after, now, GRACE);

        assertThat(verdict.strangers()).isEmpty();
        assertThat(verdict.explained()).extracting(Matching.Pair::event).containsExactly(byReplacedKey);
        assertThat(verdict.doubtful()).extracting(Matching.Pair::event).containsExactly(ofLink);
    }

    @Test
    void writesBeforeTheFirstCheckAreNotWaitedFor() {
        done(Action.ENDPOINT_ADD, 201, NOON.minusSeconds(7_200));

        assertThat(verdict().unconfirmed()).isEmpty();
    }

    @Test
    void aReplacedKeyStaysTheGatewaysOwnForTheOverlap() {
        RememberedEvents ledger = ledger().using("next-key", now);

        assertThat(ledger.publicKeys()).containsExactlyInAnyOrder(OWN_KEY, "next-key");
        now = now.plus(OVERLAP).plus(GRACE).plusSeconds(10);
        RememberedEvents once = closed(ledger.using("next-key", now));
        assertThat(once.publicKeys()).containsExactlyInAnyOrder(OWN_KEY, "next-key");
        now = now.plusSeconds(300);
        assertThat(closed(once.using("next-key", now)).publicKeys()).containsExactly("next-key");
    }

    @Test
    void aWriteThatAtlasShowsNeedsNoEvent() {
        done(Action.ENDPOINT_ADD, 201, NOON);
        UnexplainedEvents verdict = verdict();
        ExpectedState with = new ExpectedState(Map.of(LINK, Set.of(ENDPOINT)), Set.of());
        ExpectedState without = new ExpectedState(Map.of(LINK, Set.of()), Set.of());

        assertThat(verdict.unseenIn(with)).isEmpty();
        assertThat(verdict.unseenIn(without)).hasSize(1);

        done(Action.ENDPOINT_REMOVE, 202, NOON.plusSeconds(10));
        assertThat(verdict().unseenIn(with))
                .as("the removal is not shown; of the addition nothing can be seen any more")
                .extracting(ReconciledWrite::action)
                .containsExactly(Action.ENDPOINT_REMOVE);
    }

    @Test
    void aLaterWriteElsewhereHidesNothing() {
        done(Action.ENDPOINT_ADD, 201, NOON);
        done(Action.LINK_UPDATE, 200, NOON.plusSeconds(10));
        done(Action.REGIONAL_MODE_SET, 200, NOON.plusSeconds(20));
        begun(Action.LINK_CREATE, NOON.plusSeconds(30));

        assertThat(verdict().unseenIn(new ExpectedState(Map.of(LINK, Set.of()), Set.of())))
                .extracting(ReconciledWrite::action)
                .containsExactly(Action.ENDPOINT_ADD);
    }

    @Test
    void aNewLinkWithoutAnIdOnRecordIsNotJudged() {
        String request = begun(Action.LINK_CREATE, NOON);
        WriteRecord known = record(request, Action.LINK_CREATE, true, Result.SUCCEEDED, 201L, null, NOON);
        records.add(new WriteRecord(
                known.receipt(),
                true,
                known.time(),
                request,
                Action.LINK_CREATE,
                null,
                null,
                known.result(),
                known.status(),
                null));

        UnexplainedEvents verdict = verdict();

        assertThat(verdict.unconfirmed()).hasSize(1);
        assertThat(verdict.unseenIn(new ExpectedState(Map.of(), Set.of()))).isEmpty();
    }

    @Test
    void anEnsureIsDoneIfItsResolutionSaysThatTheEndpointIsAdded() {
        String request = begun(Action.ENDPOINT_ENSURE, NOON);
        records.add(record(request, Action.ENDPOINT_ENSURE, true, Result.UNKNOWN, 502L, null, NOON.plusSeconds(1)));
        assertThat(verdict().unconfirmed()).isEmpty();

        records.add(record(request, Action.ENDPOINT_ADD, true, Result.SUCCEEDED, 201L, null, NOON.plusSeconds(60)));

        assertThat(verdict().unconfirmed()).extracting(ReconciledWrite::action).containsExactly(Action.ENDPOINT_ENSURE);
    }

    @Test
    void theTrailExplainsWhatAppearsAndVanishes() {
        ExpectedState first = new ExpectedState(Map.of(LINK, Set.of("vpce-00000000000000001")), Set.of());
        done(Action.ENDPOINT_ADD, 201, NOON);
        RememberedEvents ledger = ledger().with(first).read(records, 10);
        ExpectedState expected = Objects.requireNonNull(ledger.expected());

        ProjectChanges difference =
                expected.to(new ExpectedState(Map.of(LINK, Set.of(ENDPOINT, "vpce-00000000000000002")), Set.of()));

        assertThat(difference.appeared()).containsExactly(new Place(LINK, "vpce-00000000000000002"));
        assertThat(difference.vanished()).containsExactly(new Place(LINK, "vpce-00000000000000001"));
        assertThat(difference.of(EventKind.ENDPOINT_SERVICE_DELETED)).isEqualTo(ProjectChanges.NONE);
    }

    @Test
    void whatAWriteLeavesUnclearIsNoDifference() {
        ExpectedState first = new ExpectedState(Map.of(LINK, Set.of(ENDPOINT)), Set.of());
        done(Action.ENDPOINT_REMOVE, 202, NOON);
        RememberedEvents ledger = ledger().with(first).read(records, 10);
        ExpectedState expected = Objects.requireNonNull(ledger.expected());

        assertThat(expected.to(new ExpectedState(Map.of(), Set.of())))
                .as("Atlas may remove the link with its last endpoint")
                .isEqualTo(ProjectChanges.NONE);
        assertThat(expected.to(new ExpectedState(Map.of(LINK, Set.of()), Set.of())))
                .isEqualTo(ProjectChanges.NONE);
    }

    @Test
    void aNewLinkWithAnUnknownIdHidesNoneThatVanishes() {
        ExpectedState first = new ExpectedState(Map.of(LINK, Set.of()), Set.of());
        begun(Action.LINK_CREATE, NOON);
        ExpectedState expected =
                Objects.requireNonNull(ledger().with(first).read(records, 10).expected());

        ProjectChanges difference = expected.to(new ExpectedState(Map.of(OTHER_LINK, Set.of()), Set.of()));

        assertThat(difference).isEqualTo(new ProjectChanges(List.of(), List.of(new Place(LINK, null))));
    }

    /** What is written while Atlas is asked may be missing in what it shows. */
    @Test
    void aWriteSinceAtlasWasAskedIsNoDifference() {
        ExpectedState first = new ExpectedState(Map.of(LINK, Set.of()), Set.of());
        RememberedEvents before = ledger().with(first);
        done(Action.ENDPOINT_ADD, 201, NOON);
        RememberedEvents ledger = before.read(records, 10);

        ExpectedState current = ledger.current(first, NOON);

        assertThat(Objects.requireNonNull(ledger.expected()).to(current)).isEqualTo(ProjectChanges.NONE);
    }

    @Test
    void aLedgerIsReadAsItWasStored() {
        done(Action.ENDPOINT_ADD, 201, NOON);
        begun(Action.LINK_CREATE, NOON);
        event("INTERFACE_ENDPOINT_CREATED", NOON, OWN_KEY);
        event("ENDPOINT_SERVICE_DELETED", NOON, "outsider");
        RememberedEvents ledger =
                verdict().ledger().with(new ExpectedState(Map.of(LINK, Set.of(ENDPOINT)), Set.of("x")));
        JsonMapper json = JsonMapper.builder().build();

        assertThat(json.readValue(json.writeValueAsString(ledger), RememberedEvents.class))
                .isEqualTo(ledger);
    }

    /** Whatever the order, as many of the events are explained as there are writes. */
    @Test
    void noOrderOfEventsMatters() {
        Random random = new Random(24);
        for (int round = 0; round < 200; round++) {
            records.clear();
            events.clear();
            for (int i = 0; i < 12; i++) {
                Instant at = NOON.plusSeconds(random.nextInt(1_800));
                done(Action.ENDPOINT_ADD, 201, at);
                event(
                        "INTERFACE_ENDPOINT_CREATED",
                        at.plusSeconds(random.nextInt(1_000) - 100L),
                        random.nextBoolean() ? OWN_KEY : null);
            }
            Collections.shuffle(events, random);
            assertThat(verdict().explained()).as("round %d", round).hasSize(12);
        }
    }

    @Test
    void aFloodOfEventsIsJudgedInTime() {
        for (int i = 0; i < 200; i++) {
            done(Action.ENDPOINT_ADD, 201, NOON.plusSeconds(i));
        }
        for (int i = 0; i < 5_000; i++) {
            event("INTERFACE_ENDPOINT_CREATED", NOON.plusSeconds(i % 900), null);
        }

        assertThat(verdict().strangers()).hasSize(4_800);
    }

    /** Each event fits two writes, and the last one would have to move all others. */
    @Test
    void aLongChainOfEventsNeedsNoDeepStack() throws InterruptedException {
        int number = 3_000;
        Duration grace = Duration.ofSeconds(1);
        Instant begin = NOON.plusSeconds(100L * number);
        RememberedEvents.Window window = new RememberedEvents.Window(NOON, begin, 1);
        List<UnexplainedEvents> verdicts = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            done(Action.ENDPOINT_ADD, 201, NOON.plusSeconds(100L * i));
            event("INTERFACE_ENDPOINT_CREATED", NOON.plusSeconds(Math.max(0, 100L * i - 99)), null);
        }
        event("INTERFACE_ENDPOINT_CREATED", NOON.plusSeconds(100L * number - 98), null);
        RememberedEvents ledger = RememberedEvents.begin(NOON.minusSeconds(3_600), 0)
                .read(window, events)
                .closed(window, OVERLAP, grace)
                .read(records, 1_000);

        Thread small = new Thread(
                null,
                () -> verdicts.add(UnexplainedEvents.of(ledger, begin.plusSeconds(3_600), grace)),
                "small",
                256 * 1_024);
        small.start();
        small.join();

        assertThat(verdicts).hasSize(1);
        assertThat(verdicts.getFirst().explained()).hasSize(number);
        assertThat(verdicts.getFirst().strangers()).hasSize(1);
    }

    private UnexplainedEvents verdict() {
        return UnexplainedEvents.of(ledger(), now, GRACE);
    }

    private RememberedEvents ledger() {
        RememberedEvents begun =
                RememberedEvents.begin(NOON.minusSeconds(3_600), 0).using(OWN_KEY, NOON.minusSeconds(1));
        return closed(read(begun, events).using(OWN_KEY, now)).read(records, 1_000);
    }

    private RememberedEvents read(RememberedEvents ledger, List<AtlasEvent> page) {
        return ledger.read(ledger.windowAt(now, OVERLAP), page);
    }

    private RememberedEvents closed(RememberedEvents ledger) {
        return ledger.closed(ledger.windowAt(now, OVERLAP), OVERLAP, GRACE);
    }

    private void done(Action action, int status, Instant at) {
        ended(action, Result.SUCCEEDED, status, (long) status, at);
    }

    private void ended(Action action, Result result, int status, @Nullable Long atlasStatus, Instant at) {
        String request = begun(action, at);
        records.add(record(request, action, true, result, (long) status, atlasStatus, at.plusSeconds(1)));
    }

    private String begun(Action action, Instant at) {
        String request = "request-" + records.size();
        records.add(record(request, action, false, null, null, null, at));
        return request;
    }

    private WriteRecord record(
            String request,
            Action action,
            boolean outcome,
            @Nullable Result result,
            @Nullable Long status,
            @Nullable Long atlasStatus,
            Instant at) {
        long sequence = records.size() + 1L;
        boolean ofEndpoint = action.name().startsWith("ENDPOINT");
        boolean ofLink = action != Action.REGIONAL_MODE_SET && (outcome || action != Action.LINK_CREATE);
        return new WriteRecord(
                new Receipt(sequence, "0".repeat(64)),
                outcome,
                at,
                request,
                action,
                ofLink ? LINK : null,
                ofEndpoint ? ENDPOINT : null,
                result,
                status,
                atlasStatus);
    }

    private AtlasEvent event(String type, Instant at, @Nullable String publicKey) {
        AtlasEvent event = new AtlasEvent(id(), at, type, publicKey, null, null, false);
        events.add(event);
        return event;
    }

    private String id() {
        return "%024x".formatted(++ids);
    }
}
