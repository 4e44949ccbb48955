package dev.linkgate.gateway.core.endpoints.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.gateway.core.endpoints.link.NewEndpoint;
import dev.linkgate.gateway.core.endpoints.link.NewLink;
import dev.linkgate.gateway.core.endpoints.link.ScriptedAtlas;
import dev.linkgate.gateway.core.endpoints.port.AtlasWrite;
import dev.linkgate.gateway.core.endpoints.port.EndpointWrite;
import dev.linkgate.gateway.core.endpoints.port.LinkWrite;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.trail.audit.AbandonedWrite;
import dev.linkgate.gateway.feature.regional.RegionalModeWrite;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Region;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EffectTest {

    private static final ProjectId PROJECT = ScriptedAtlas.PATH.project();
    private static final EndpointId ENDPOINT = new EndpointId("vpce-0b9c5701325cb15dd");

    static Stream<AtlasWrite> writes() {
        return Stream.of(
                new EndpointWrite.Add(ScriptedAtlas.PATH, new NewEndpoint.Aws(ENDPOINT), EndpointWrite.Cause.REQUEST),
                new EndpointWrite.Remove(ScriptedAtlas.PATH, ENDPOINT, false),
                new LinkWrite.Create(PROJECT, new NewLink.Aws(new Region("EU_WEST_1"), List.of("US_EAST_1"))),
                new LinkWrite.Create(PROJECT, new NewLink.Azure(new Region("EUROPE_WEST"))),
                new LinkWrite.Create(PROJECT, new NewLink.Gcp(new Region("WESTERN_EUROPE"), false)),
                new LinkWrite.Create(PROJECT, new NewLink.Gcp(new Region("WESTERN_EUROPE"), true)),
                new LinkWrite.Update(ScriptedAtlas.PATH, List.of("US_EAST_1", "EU_WEST_1")),
                new LinkWrite.Update(ScriptedAtlas.PATH, List.of()),
                new LinkWrite.Remove(ScriptedAtlas.PATH),
                new RegionalModeWrite(PROJECT, true),
                new RegionalModeWrite(PROJECT, false));
    }

    @ParameterizedTest
    @MethodSource("writes")
    void anOperationKeepsAllThatAWriteWants(AtlasWrite write) {
        Effect effect = Effect.of(write);

        assertThat(Effect.of(effect.stored(), effect.target())).isEqualTo(effect);
    }

    @Test
    void writesThatWantOtherThingsAreStoredOtherwise() {
        Set<String> stored = new HashSet<>();

        assertThat(writes())
                .allSatisfy(write ->
                        assertThat(stored.add(Effect.of(write).stored())).isTrue());
    }

    /** Of the regional mode, the feature tells. */
    @ParameterizedTest
    @MethodSource("writes")
    void aRecordTellsAsMuch(AtlasWrite write) {
        if (write instanceof RegionalModeWrite) {
            return;
        }
        Effect effect = new Effects()
                .of(new AbandonedWrite(
                        write.action(),
                        write.target(),
                        Actor.ADMINISTRATOR,
                        "req-1",
                        Instant.EPOCH,
                        AbandonedWrite.Later.NOTHING))
                .orElseThrow();

        assertThat(effect.wanted()).isEqualTo(Effect.of(write).wanted());
    }
}
