package dev.linkgate.gateway.core.endpoints.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.gateway.core.endpoints.link.ConnectionStatus;
import dev.linkgate.gateway.core.endpoints.link.Endpoint;
import dev.linkgate.gateway.core.endpoints.link.EndpointDetails;
import dev.linkgate.gateway.core.endpoints.link.NewEndpoint;
import dev.linkgate.gateway.core.endpoints.link.ScriptedAtlas;
import dev.linkgate.gateway.core.endpoints.port.EndpointWrite;
import dev.linkgate.gateway.core.endpoints.port.EndpointWrite.Cause;
import dev.linkgate.gateway.core.endpoints.port.WriteResult;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An addition whose caller may have sent it before finds the endpoint, if that is there as asked for. */
class RepeatedAdditionTest {

    private static final EndpointId ONE = ScriptedAtlas.id(1);
    private static final EndpointId AZURE = new EndpointId("/subscriptions/7d3c2a10-5b1e-4c8f-9a67-0e1f2d3c4b5a"
            + "/resourceGroups/net/providers/Microsoft.Network/privateEndpoints/pe-one");
    private static final EndpointId GCP = new EndpointId("group-one");

    @AutoClose
    private final WritingReplica replica = new WritingReplica(TestDatabase.usual());

    private final ScriptedAtlas atlas = replica.atlas;

    @Test
    void whatAnEarlierTryAddsMeanwhileIsFound() {
        atlas.answers(() -> {
            atlas.has(ONE, ConnectionStatus.PENDING);
            return ScriptedAtlas.rejected(ProblemCode.ENDPOINT_EXISTS);
        });

        assertFound(repeat(aws()));

        assertAsked(2, 1);
        assertRecorded("SUCCEEDED 200");
    }

    @Test
    void nothingIsSentWhileNobodyKnows() {
        atlas.fails(ProblemCode.ATLAS_TIMEOUT);

        assertThat(repeat(aws()).failure().map(Failure::code)).contains(ProblemCode.ATLAS_TIMEOUT);

        assertAsked(1, 0);
    }

    /** It can be repeated once more, and then it is found. */
    @Test
    void whatExistsUnreadablyIsToBeAskedForAgain() {
        atlas.answers(() -> {
            atlas.fails(ProblemCode.ATLAS_TIMEOUT);
            return ScriptedAtlas.rejected(ProblemCode.ENDPOINT_EXISTS);
        });

        assertThat(repeat(aws()).failure().map(Failure::code)).contains(ProblemCode.ATLAS_TIMEOUT);
    }

    @Test
    void whatIsBeingRemovedOrHasFailedIsNotAskedFor() {
        for (ConnectionStatus status : List.of(ConnectionStatus.DELETING, ConnectionStatus.REJECTED)) {
            atlas.has(ONE, status);

            assertExists(repeat(aws()), ScriptedAtlas.endpoint(ONE, status));
        }
        assertThat(atlas.sent).isEmpty();
    }

    @Test
    void aFirstAdditionIsRefusedWithoutTheEndpointIfItCannotBeRead() {
        atlas.answers(() -> {
            atlas.fails(ProblemCode.ATLAS_TIMEOUT);
            return ScriptedAtlas.rejected(ProblemCode.ENDPOINT_EXISTS);
        });

        assertThat(replica.run(add(aws(), Cause.REQUEST)))
                .isEqualTo(ScriptedAtlas.rejected(ProblemCode.ENDPOINT_EXISTS));
    }

    static Stream<Other> others() {
        return Stream.of(
                new Other(azure("10.0.0.4"), new EndpointDetails.Azure("10.0.0.5", null)),
                new Other(gcp("shop", "10.0.0.4"), gcpDetails("pay", "10.0.0.4")),
                new Other(gcp("shop", "10.0.0.4"), gcpDetails("shop", "10.0.0.5")));
    }

    record Other(NewEndpoint asked, EndpointDetails there) {}

    @ParameterizedTest
    @MethodSource("others")
    void anEndpointWithOtherPropertiesIsNotAskedFor(Other other) {
        Endpoint endpoint = has(other.asked(), other.there());

        assertExists(repeat(other.asked()), endpoint);

        assertThat(atlas.sent).isEmpty();
    }

    @Test
    void anEndpointWithTheSamePropertiesIsFound() {
        has(azure("10.0.0.4"), new EndpointDetails.Azure("10.0.0.4", "connection"));
        assertFound(repeat(azure("10.0.0.4")));

        has(gcp("shop", "10.0.0.4"), gcpDetails("shop", "10.0.0.4"));
        assertFound(repeat(gcp("shop", "10.0.0.4")));
    }

    private Endpoint has(NewEndpoint asked, EndpointDetails details) {
        Endpoint endpoint = new Endpoint(asked.id(), ConnectionStatus.AVAILABLE, null, false, null, details);
        atlas.isOn(endpoint.provider());
        atlas.has(endpoint);
        return endpoint;
    }

    private static NewEndpoint aws() {
        return new NewEndpoint.Aws(ONE);
    }

    private static NewEndpoint azure(String address) {
        return new NewEndpoint.Azure(AZURE, address);
    }

    private static NewEndpoint gcp(String project, String address) {
        return new NewEndpoint.Gcp(GCP, project, List.of(new NewEndpoint.ForwardingRule(GCP.value(), address)));
    }

    private static EndpointDetails gcpDetails(String project, String address) {
        return new EndpointDetails.Gcp(
                project, List.of(new EndpointDetails.ForwardingRule(GCP.value(), address, null)), true);
    }

    private WriteResult<Endpoint> repeat(NewEndpoint endpoint) {
        return replica.run(add(endpoint, Cause.REPEATABLE_REQUEST));
    }

    private static EndpointWrite.Add add(NewEndpoint endpoint, Cause cause) {
        return new EndpointWrite.Add(ScriptedAtlas.PATH, endpoint, cause);
    }

    private static void assertFound(WriteResult<Endpoint> result) {
        assertThat(result).isInstanceOf(WriteResult.Unneeded.class);
    }

    private static void assertExists(WriteResult<Endpoint> result, Endpoint current) {
        assertThat(result.failure()).hasValueSatisfying(failure -> {
            assertThat(failure.code()).isEqualTo(ProblemCode.ENDPOINT_EXISTS);
            assertThat(failure.current()).isEqualTo(current);
        });
    }

    private void assertAsked(int reads, int writes) {
        assertThat(atlas.endpointReads).hasValue(reads);
        assertThat(atlas.sent).hasSize(writes);
    }

    private void assertRecorded(String outcome) {
        assertThat(replica.records()).containsExactly("INTENT endpoint.add", "OUTCOME endpoint.add " + outcome);
    }
}
