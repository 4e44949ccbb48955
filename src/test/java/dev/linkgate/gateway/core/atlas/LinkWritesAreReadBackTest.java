package dev.linkgate.gateway.core.atlas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.gateway.core.atlas.channel.AtlasSettings;
import dev.linkgate.gateway.core.endpoints.link.Link;
import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.endpoints.link.NewLink;
import dev.linkgate.gateway.core.endpoints.port.LinkWrite;
import dev.linkgate.gateway.core.endpoints.port.WriteResult;
import dev.linkgate.gateway.core.trail.audit.Intents;
import dev.linkgate.gateway.feature.regional.RegionalMode;
import dev.linkgate.gateway.feature.regional.RegionalModeWrite;
import dev.linkgate.kernel.Provider;
import dev.linkgate.kernel.Region;
import dev.linkgate.sandbox.DemoAtlas;
import dev.linkgate.sandbox.fault.Fault;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The answer to a write of a link must match its result at Atlas, even if Atlas's answer was lost. */
class LinkWritesAreReadBackTest {

    private static final LinkPath READY = new LinkPath(DemoAtlas.PROJECT, DemoAtlas.READY_LINK);
    private static final LinkPath EMPTY = new LinkPath(DemoAtlas.PROJECT, DemoAtlas.INITIATING_LINK);
    private static final List<String> REGIONS = List.of("EU_WEST_2");

    @AutoClose
    private final AtlasFixture atlas = new AtlasFixture(AtlasSettings.Api.V2);

    private static LinkWrite creation(Provider provider) {
        Region region = new Region("US_WEST_2");
        return new LinkWrite.Create(
                DemoAtlas.PROJECT,
                switch (provider) {
                    case AWS -> new NewLink.Aws(region, REGIONS);
                    case AZURE -> new NewLink.Azure(region);
                    case GCP -> new NewLink.Gcp(region, true);
                });
    }

    /** A write whose answer is lost, and whether Atlas has carried it out. */
    private record Lost(LinkWrite write, String method, boolean done, Class<?> result, int sent) {}

    static Stream<Lost> lostAnswers() {
        LinkWrite update = new LinkWrite.Update(READY, REGIONS);
        LinkWrite removal = new LinkWrite.Remove(EMPTY);
        return Stream.concat(
                Arrays.stream(Provider.values())
                        .map(LinkWritesAreReadBackTest::creation)
                        .flatMap(creation -> Stream.of(
                                new Lost(creation, "POST", true, WriteResult.Applied.class, 1),
                                new Lost(creation, "POST", false, WriteResult.Applied.class, 2))),
                Stream.of(
                        new Lost(update, "PATCH", true, WriteResult.Applied.class, 1),
                        new Lost(update, "PATCH", false, WriteResult.Unknown.class, 1),
                        new Lost(removal, "DELETE", true, WriteResult.Applied.class, 1),
                        new Lost(removal, "DELETE", false, WriteResult.Unknown.class, 1)));
    }

    @ParameterizedTest
    @MethodSource("lostAnswers")
    void whatALostAnswerWasIsFoundAndOnlyACreationIsRepeated(Lost lost) {
        atlas.faults(lost.method(), lost.done() ? Fault.reset().afterApplying() : Fault.reset());

        WriteResult<Link> result = send(lost.write());

        assertThat(result).isInstanceOf(lost.result());
        assertThat(atlas.requestsOf(lost.method())).isEqualTo(lost.sent());
        assertThat(atlas.writes()).isEqualTo(lost.result() == WriteResult.Applied.class ? 1 : 0);
        if (lost.write() instanceof LinkWrite.Create) {
            assertThat(result.resourceOrThrow().isIn(new Region("US_WEST_2"))).isTrue();
        } else if (lost.write() instanceof LinkWrite.Update && lost.done()) {
            assertThat(result.resourceOrThrow().accepts(REGIONS)).isTrue();
        }
    }

    @Test
    void aLateFirstCreationCounts() {
        atlas.faults("POST", Fault.reset().afterApplying());
        atlas.faults("GET", Fault.answer(200, Map.of(), "[]"));

        assertThat(send(creation(Provider.AWS))).isInstanceOf(WriteResult.Applied.class);
        assertThat(atlas.writes()).isEqualTo(1);
    }

    @Test
    void anUnansweredSwitchOfTheRegionalModeIsFound() {
        atlas.faults("PATCH", Fault.reset().afterApplying());
        RegionalModeWrite write = new RegionalModeWrite(DemoAtlas.PROJECT, true);

        WriteResult<RegionalMode> result = atlas.project().send(Intents.any(), write);

        assertThat(result).isEqualTo(new WriteResult.Applied<>(Optional.of(new RegionalMode(true))));
    }

    private WriteResult<Link> send(LinkWrite write) {
        return atlas.project().send(Intents.any(), write);
    }
}
