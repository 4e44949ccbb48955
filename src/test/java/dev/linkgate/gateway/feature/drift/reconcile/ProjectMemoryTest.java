package dev.linkgate.gateway.feature.drift.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.gateway.core.atlas.AtlasEvent;
import dev.linkgate.gateway.core.platform.request.Receipt;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.gateway.core.trail.record.Result;
import dev.linkgate.gateway.feature.drift.reconcile.Finding.Differences;
import dev.linkgate.gateway.feature.drift.reconcile.Finding.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** The origin of an event, and which changes at Atlas the gateway's writes explain. */
class ProjectMemoryTest {

    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
    private static final Duration GRACE = Duration.ofMinutes(15);
    private static final Duration OVERLAP = Duration.ofMinutes(30);
    private static final Place LINK = new Place("64b7f1d8a91d3e5f60718301", null);
    private static final Place OTHER_LINK = new Place("64b7f1d8a91d3e5f60718302", null);
    private static final Place STAYS = new Place(LINK.linkId(), "vpce-0b9c5701325cb15dd");
    private static final Place NEW = new Place(LINK.linkId(), "vpce-00000000000000001");

    private final Set<Place> atAtlas = new HashSet<>(Set.of(LINK, STAYS));
    private ProjectMemory memory = ProjectMemory.begin(NOON, 0).using("gatewayk", NOON);
    private Instant now = NOON;
    private long sequence;

    @BeforeEach
    void beginsWithWhatIsThere() {
        ProjectMemory.Compared first = memory.with(Set.copyOf(atAtlas), now, GRACE);
        assertThat(first.differences()).isNull();
        memory = first.after();
    }

    @Test
    void anAdditionThatIsUndoneBeforeItWasShownIsFoundAfterTheGrace() {
        String receipt = write(Action.ENDPOINT_ADD, NEW, 201);
        assertThat(lookAfter(GRACE)).isEqualTo(Differences.NONE);
        ProjectMemory before = memory;

        Differences found = lookAfter(Duration.ofMinutes(5));

        assertThat(found).isEqualTo(new Differences(List.of(), List.of(NEW)));
        assertThat(before.receiptOf(found)).isEqualTo(receipt);
        assertThat(look()).isEqualTo(Differences.NONE);
    }

    @Test
    void anOwnRemovalMayTakeAnyTime() {
        write(Action.ENDPOINT_REMOVE, STAYS, 202);

        assertThat(lookAfter(Duration.ofHours(5))).isEqualTo(Differences.NONE);
        atAtlas.remove(STAYS);
        assertThat(look()).isEqualTo(Differences.NONE);
        atAtlas.add(STAYS);
        assertThat(look()).as("somebody adds it again").isEqualTo(new Differences(List.of(STAYS), List.of()));
    }

    @Test
    void aRemovalMayTakeTheLinkAlong() {
        write(Action.ENDPOINT_REMOVE, STAYS, 202);
        atAtlas.clear();
        assertThat(look()).isEqualTo(Differences.NONE);
    }

    @Test
    void aWriteExplainsNothingElsewhereAndNotTheOpposite() {
        atAtlas.add(NEW);
        look();
        write(Action.ENDPOINT_REMOVE, NEW, 202);
        write(Action.ENDPOINT_ADD, STAYS, 200); // it is there
        atAtlas.remove(STAYS);
        assertThat(look()).isEqualTo(new Differences(List.of(), List.of(STAYS)));

        atAtlas.add(OTHER_LINK);
        assertThat(look()).isEqualTo(new Differences(List.of(OTHER_LINK), List.of()));
    }

    @ParameterizedTest
    @CsvSource({"SUCCEEDED, 201, 201, true", "UNKNOWN, 502, , true", "FAILED, 409, 409, false", "REFUSED, 409, , false"
    })
    void theOutcomeOfAWriteUnderWayDecides(Result result, long status, @Nullable Long atlasStatus, boolean ours) {
        begin("r", Action.ENDPOINT_ADD, NEW);
        atAtlas.add(NEW);
        assertThat(lookAfter(Duration.ofDays(1))).isEqualTo(Differences.NONE);

        end("r", Action.ENDPOINT_ADD, NEW, result, status, atlasStatus);

        assertThat(look()).isEqualTo(ours ? Differences.NONE : new Differences(List.of(NEW), List.of()));
    }

    @Test
    void aRemovalThatIsDoneDecidesAlthoughAnotherWriteIsUnderWay() {
        write(Action.ENDPOINT_REMOVE, STAYS, 202);
        begin("r", Action.ENDPOINT_ADD, STAYS);
        atAtlas.remove(STAYS);
        assertThat(lookAfter(Duration.ofHours(1))).isEqualTo(Differences.NONE);

        end("r", Action.ENDPOINT_ADD, STAYS, Result.REFUSED, 409, null);

        assertThat(look()).isEqualTo(Differences.NONE);
    }

    @Test
    void anUnknownOutcomeExplainsBothForTheGrace() {
        begin("r", Action.ENDPOINT_REMOVE, STAYS);
        end("r", Action.ENDPOINT_REMOVE, STAYS, Result.FAILED, 503, 503L);
        atAtlas.remove(STAYS);
        assertThat(lookAfter(Duration.ofMinutes(5))).isEqualTo(Differences.NONE);
        atAtlas.add(STAYS);
        assertThat(lookAfter(GRACE)).as("the first look after it").isEqualTo(Differences.NONE);
        atAtlas.remove(STAYS);
        assertThat(look()).isEqualTo(new Differences(List.of(), List.of(STAYS)));
    }

    /** A repair is recorded for the same request, whichever replica makes it. */
    @Test
    void anUnknownEnsureIsResolvedAsAnAddition() {
        begin("r", Action.ENDPOINT_ENSURE, NEW);
        end("r", Action.ENDPOINT_ENSURE, NEW, Result.UNKNOWN, 504, null);
        assertThat(lookAfter(Duration.ofMinutes(5))).isEqualTo(Differences.NONE);
        end("r", Action.ENDPOINT_ADD, NEW, Result.SUCCEEDED, 201, 201L);
        atAtlas.add(NEW);
        assertThat(lookAfter(GRACE)).isEqualTo(Differences.NONE);
        assertThat(memory.writes()).isEmpty();
    }

    @Test
    void aRepairThatComesAfterItsWriteWasForgottenCounts() {
        begin("r", Action.ENDPOINT_ADD, NEW);
        end("r", Action.ENDPOINT_ADD, NEW, Result.UNKNOWN, 504, null);
        assertThat(lookAfter(Duration.ofHours(1))).isEqualTo(Differences.NONE);
        assertThat(memory.writes()).isEmpty();

        end("r", Action.ENDPOINT_ADD, NEW, Result.SUCCEEDED, 201, 201L);
        atAtlas.add(NEW);

        assertThat(look()).isEqualTo(Differences.NONE);
    }

    @Test
    void aDryRunAndWhatWasNotNeededExplainNothing() {
        write(Action.ENDPOINT_ADD, NEW, 200);
        write(Action.ENDPOINT_ENSURE, NEW, 202);
        atAtlas.add(NEW);
        assertThat(look()).isEqualTo(new Differences(List.of(NEW), List.of()));
    }

    @Test
    void aNewLinkWithAnUnknownIdHidesNoneThatVanishes() {
        begin("r", Action.LINK_CREATE, null);
        atAtlas.clear();
        atAtlas.add(OTHER_LINK);
        assertThat(look()).isEqualTo(new Differences(List.of(), List.of(LINK, STAYS)));

        end("r", Action.LINK_CREATE, OTHER_LINK, Result.SUCCEEDED, 201, 201L);
        assertThat(look()).isEqualTo(Differences.NONE);
    }

    @Test
    void aLinkThatAnotherMakesBesideOursIsFoundWhenOursIsKnown() {
        Place third = new Place("64b7f1d8a91d3e5f60718303", null);
        begin("r", Action.LINK_CREATE, null);
        atAtlas.addAll(Set.of(OTHER_LINK, third));
        assertThat(look()).isEqualTo(Differences.NONE);

        end("r", Action.LINK_CREATE, OTHER_LINK, Result.SUCCEEDED, 201, 201L);
        assertThat(look()).isEqualTo(new Differences(List.of(third), List.of()));
    }

    @Test
    void aWriteAfterAtlasWasAskedIsNoFinding() {
        Instant asked = now;
        now = now.plusSeconds(1);
        write(Action.ENDPOINT_ADD, NEW, 201);
        write(Action.ENDPOINT_REMOVE, STAYS, 202);

        ProjectMemory.Compared compared = memory.with(Set.copyOf(atAtlas), asked, GRACE);
        memory = compared.after();
        assertThat(compared.differences()).isEqualTo(Differences.NONE);

        atAtlas.add(NEW);
        atAtlas.remove(STAYS);
        assertThat(look()).isEqualTo(Differences.NONE);
    }

    @Test
    void anEventOfAPersonOrOfAnotherKeyIsNotOurs() {
        assertThat(memory.isOurs(event("INTERFACE_ENDPOINT_CREATED", "gatewayk", null, false)))
                .isTrue();
        assertThat(memory.isOurs(event("INTERFACE_ENDPOINT_CREATED", null, null, false)))
                .isTrue();
        assertThat(memory.isOurs(event("INTERFACE_ENDPOINT_CREATED", "outsider", null, false)))
                .isFalse();
        assertThat(memory.isOurs(event("INTERFACE_ENDPOINT_CREATED", null, "ada@example.com", false)))
                .isFalse();
        assertThat(memory.isOurs(event("INTERFACE_ENDPOINT_CREATED", null, null, true)))
                .isFalse();
        assertThat(memory.isOurs(event("PROXY_PROTOCOL_FOR_PRIVATE_LINK_MODE_UPDATED", null, null, false)))
                .as("the gateway has no such write")
                .isFalse();
    }

    @Test
    void aReplacedKeyStaysTheGatewaysOwnForTheEventsOfItsTime() {
        AtlasEvent late = event("INTERFACE_ENDPOINT_CREATED", "gatewayk", null, false);
        memory = memory.using("next", now.plusSeconds(300)).read(List.of(), true, now.plusSeconds(300), OVERLAP);
        assertThat(memory.isOurs(late)).isTrue();

        for (int looks = 2; looks < 20; looks++) {
            Instant at = NOON.plusSeconds(300L * looks);
            memory = memory.using("next", at).read(List.of(), true, at, OVERLAP);
        }
        assertThat(memory.isOurs(late)).isFalse();
    }

    @Test
    void eventsAreReadAgainForTheOverlapAndCountOnce() {
        AtlasEvent event = event("INTERFACE_ENDPOINT_CREATED", "outsider", null, false);
        assertThat(memory.fresh(List.of(event, event))).containsExactly(event);
        memory = memory.read(List.of(event), true, NOON.plus(OVERLAP).plusSeconds(60), OVERLAP);

        assertThat(memory.fresh(List.of(event))).isEmpty();
        assertThat(memory.readFrom(OVERLAP)).isEqualTo(NOON.plusSeconds(60));
        assertThat(memory.fresh(List.of(event("CLUSTER_CREATED", "outsider", null, false))))
                .isEmpty();
    }

    @Test
    void tooManyEventsLeaveAGapThatIsShown() {
        Instant to = NOON.plusSeconds(300);
        memory = memory.read(List.of(), false, to, OVERLAP);
        assertThat(memory.from()).isEqualTo(to);
        assertThat(memory.readFrom(OVERLAP)).isEqualTo(to);
    }

    @Test
    void whatIsRememberedIsReadAsItWasStored() {
        begin("r", Action.LINK_CREATE, null);
        write(Action.ENDPOINT_ADD, NEW, 201);
        JsonMapper json = JsonMapper.builder().build();
        assertThat(json.readValue(json.writeValueAsString(memory), ProjectMemory.class))
                .isEqualTo(memory);
    }

    private Differences lookAfter(Duration time) {
        now = now.plus(time);
        return look();
    }

    /** What is told of the differences. */
    private Differences look() {
        ProjectMemory.Compared compared = memory.with(Set.copyOf(atAtlas), now, GRACE);
        memory = compared.after();
        Differences all = Objects.requireNonNull(compared.differences());
        return new Differences(
                all.appeared().stream().sorted(Place.IN_ORDER).toList(),
                all.vanished().stream().sorted(Place.IN_ORDER).toList());
    }

    /** A write that succeeded; returns its receipt. */
    private String write(Action action, Place place, long status) {
        String request = "request-" + sequence;
        begin(request, action, action.equals(Action.LINK_CREATE) ? null : place);
        return end(request, action, place, Result.SUCCEEDED, status, status);
    }

    private void begin(String request, Action action, @Nullable Place place) {
        record(request, action, place, false, null, null, null);
    }

    private String end(
            String request, Action action, Place place, Result result, long status, @Nullable Long atlasStatus) {
        return record(request, action, place, true, result, status, atlasStatus);
    }

    private String record(
            String request,
            Action action,
            @Nullable Place place,
            boolean outcome,
            @Nullable Result result,
            @Nullable Long status,
            @Nullable Long atlasStatus) {
        Receipt receipt = new Receipt(++sequence, "0".repeat(64));
        WriteRecord record = new WriteRecord(
                receipt,
                outcome,
                now,
                request,
                action,
                place == null ? null : place.linkId(),
                place == null ? null : place.interfaceEndpointId(),
                result,
                status,
                atlasStatus);
        memory = memory.read(List.of(record), sequence);
        return receipt.toString();
    }

    private static AtlasEvent event(String type, @Nullable String key, @Nullable String person, boolean byAtlas) {
        return new AtlasEvent("%024x".formatted(1), NOON, type, key, person, null, byAtlas);
    }
}
