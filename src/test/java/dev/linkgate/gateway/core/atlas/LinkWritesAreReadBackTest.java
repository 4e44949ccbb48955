package dev.linkgate.gateway.core.atlas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.gateway.core.atlas.channel.AtlasSettings;
import dev.linkgate.gateway.core.endpoints.link.Link;
import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.endpoints.link.NewLink;
import dev.linkgate.gateway.core.endpoints.port.LinkWrite;
import dev.linkgate.gateway.core.endpoints.port.WriteResult;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.trail.audit.Intents;
import dev.linkgate.gateway.feature.regional.RegionalMode;
import dev.linkgate.gateway.feature.regional.RegionalModeWrite;
import dev.linkgate.kernel.Provider;
import dev.linkgate.kernel.Region;
import dev.linkgate.sandbox.DemoAtlas;
import dev.linkgate.sandbox.fault.Fault;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The answer to a write of a link must match its result at Atlas, even if Atlas's answer was lost. */
class LinkWritesAreReadBackTest {

    private static final LinkPath READY = new LinkPath(DemoAtlas.PROJECT, DemoAtlas.READY_LINK);
    private static final LinkPath EMPTY = new LinkPath(DemoAtlas.PROJECT, DemoAtlas.INITIATING_LINK);
    private static final List<String> REGIONS = List.of("EU_WEST_2");

    private final AtlasFixture atlas = new AtlasFixture(AtlasSettings.Api.V2);

    @AfterEach
    void close() {
        atlas.close();
    }

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

    @ParameterizedTest
    @EnumSource(Provider.class)
    void anUnansweredCreationIsFoundInTheList(Provider provider) {
        atlas.faults("POST", Fault.reset().afterApplying());

        WriteResult<Link> result = send(creation(provider));

        assertThat(result.resourceOrThrow().isIn(new Region("US_WEST_2"))).isTrue();
        assertThat(atlas.writes()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Provider.class)
    void aCreationThatVanishedIsSentAgain(Provider provider) {
        atlas.faults("POST", Fault.reset());

        assertThat(send(creation(provider))).isInstanceOf(WriteResult.Applied.class);
        assertThat(atlas.requestsOf("POST")).isEqualTo(2);
        assertThat(atlas.writes()).isEqualTo(1);
    }

    @Test
    void aLateFirstCreationCounts() {
        atlas.faults("POST", Fault.reset().afterApplying());
        atlas.faults("GET", Fault.answer(200, Map.of(), "[]"));

        assertThat(send(creation(Provider.AWS))).isInstanceOf(WriteResult.Applied.class);
        assertThat(atlas.writes()).isEqualTo(1);
    }

    @Test
    void aCreationAtlasRefusesIsRejected() {
        send(creation(Provider.AWS)).orThrow();

        assertThat(send(creation(Provider.AWS)).failure().map(Failure::code)).contains(ProblemCode.LINK_EXISTS);
        assertThat(atlas.writes()).isEqualTo(1);
    }

    @Test
    void anUnansweredChangeIsFound() {
        atlas.faults("PATCH", Fault.reset().afterApplying());

        assertThat(send(new LinkWrite.Update(READY, REGIONS)).resourceOrThrow().accepts(REGIONS))
                .isTrue();
    }

    @Test
    void aVanishedChangeIsNotRepeated() {
        atlas.faults("PATCH", Fault.reset());

        assertThat(send(new LinkWrite.Update(READY, REGIONS))).isInstanceOf(WriteResult.Unknown.class);
        assertThat(atlas.requestsOf("PATCH")).isEqualTo(1);
    }

    @Test
    void anUnansweredRemovalIsFound() {
        atlas.faults("DELETE", Fault.reset().afterApplying());

        assertThat(send(new LinkWrite.Remove(EMPTY))).isInstanceOf(WriteResult.Applied.class);
    }

    @Test
    void aVanishedRemovalIsNotRepeated() {
        atlas.faults("DELETE", Fault.reset());

        assertThat(send(new LinkWrite.Remove(EMPTY))).isInstanceOf(WriteResult.Unknown.class);
        assertThat(atlas.requestsOf("DELETE")).isEqualTo(1);
    }

    @Test
    void aLinkWithEndpointsIsNotEmpty() {
        assertThat(send(new LinkWrite.Remove(READY)).failure().map(Failure::code))
                .contains(ProblemCode.LINK_NOT_EMPTY);
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
