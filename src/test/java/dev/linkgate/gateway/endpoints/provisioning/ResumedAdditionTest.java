package dev.linkgate.gateway.endpoints.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.gateway.endpoints.link.ConnectionStatus;
import dev.linkgate.gateway.endpoints.link.Endpoint;
import dev.linkgate.gateway.endpoints.link.NewEndpoint;
import dev.linkgate.gateway.endpoints.link.ScriptedAtlas;
import dev.linkgate.gateway.endpoints.port.EndpointWrite;
import dev.linkgate.gateway.endpoints.port.WriteResult;
import dev.linkgate.gateway.platform.request.EndpointId;
import dev.linkgate.gateway.platform.request.Failure;
import dev.linkgate.gateway.platform.request.ProblemCode;
import dev.linkgate.gateway.platform.store.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** An earlier try to add an endpoint may have been carried out, and this one must not do it twice. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class ResumedAdditionTest {

    private static final EndpointId ONE = ScriptedAtlas.id(1);

    private final WritingReplica replica;
    private final ScriptedAtlas atlas;

    ResumedAdditionTest(TestDatabase database) {
        replica = new WritingReplica(database);
        atlas = replica.atlas;
    }

    @AfterEach
    void close() {
        replica.close();
    }

    @Test
    void whatIsThereIsNotAddedAgain() {
        atlas.has(ONE, ConnectionStatus.PENDING);

        assertAdded(resume());

        assertAsked(1, 0);
        assertRecorded("SUCCEEDED 201");
    }

    @Test
    void whatIsNotThereIsAdded() {
        assertAdded(resume());

        assertAsked(1, 1);
        assertRecorded("SUCCEEDED 201");
    }

    @Test
    void whatTheEarlierTryAddsMeanwhileCountsAsAdded() {
        atlas.answers(() -> {
            atlas.has(ONE, ConnectionStatus.PENDING);
            return ScriptedAtlas.rejected(ProblemCode.ENDPOINT_EXISTS);
        });

        assertAdded(resume());

        assertAsked(2, 1);
        assertRecorded("SUCCEEDED 201");
    }

    @Test
    void whatIsBeingRemovedWasNotAdded() {
        atlas.has(ONE, ConnectionStatus.DELETING);
        atlas.rejects(ProblemCode.ENDPOINT_EXISTS);

        assertThat(resume()).isEqualTo(ScriptedAtlas.rejected(ProblemCode.ENDPOINT_EXISTS));

        assertAsked(2, 1);
        assertRecorded("FAILED 409 endpoint-exists");
    }

    @Test
    void nothingIsAddedWhileNobodyKnows() {
        atlas.fails(ProblemCode.ATLAS_TIMEOUT);

        assertUnknown(resume());

        assertAsked(1, 0);
        assertRecorded("UNKNOWN 502 outcome-unknown");
    }

    @Test
    void anAdditionThatExistsUnreadablyIsUnknown() {
        atlas.answers(() -> {
            atlas.fails(ProblemCode.ATLAS_TIMEOUT);
            return ScriptedAtlas.rejected(ProblemCode.ENDPOINT_EXISTS);
        });

        assertUnknown(resume());

        assertAsked(2, 1);
        assertRecorded("UNKNOWN 502 outcome-unknown");
    }

    @Test
    void whatAtlasRefusesIsRefused() {
        atlas.rejects(ProblemCode.LINK_NOT_READY);

        assertThat(resume()).isEqualTo(ScriptedAtlas.rejected(ProblemCode.LINK_NOT_READY));

        assertAsked(1, 1);
        assertRecorded("FAILED 409 link-not-ready");
    }

    /** The answer to the first try was not stored, and another caller has removed the endpoint since. */
    @Test
    void whatWasRemovedSinceIsNotAddedAgain() {
        atlas.has(ONE, ConnectionStatus.AVAILABLE);
        replica.context.facts().noteResumed(replica.trail.head());
        replica.run(new EndpointWrite.Remove(ScriptedAtlas.PATH, ONE, true));
        atlas.drop(ONE);

        assertThat(resume().failure().map(Failure::code)).contains(ProblemCode.ALREADY_CARRIED_OUT);

        assertThat(atlas.sent).hasOnlyElementsOfType(EndpointWrite.Remove.class);
    }

    /** It is on record that the first try has added the endpoint, which was removed without the gateway. */
    @Test
    void whatWasSurelyAddedIsNotAddedAgain() {
        long before = replica.trail.head();
        replica.run(add(EndpointWrite.Cause.REQUEST));
        atlas.drop(ONE);
        replica.context.facts().noteResumed(before);

        assertThat(resume().failure().map(Failure::code)).contains(ProblemCode.ALREADY_CARRIED_OUT);

        assertThat(atlas.sent).hasSize(1);
    }

    @Test
    void whatWasRemovedBeforeTheFirstTryIsAdded() {
        atlas.has(ONE, ConnectionStatus.AVAILABLE);
        replica.run(new EndpointWrite.Remove(ScriptedAtlas.PATH, ONE, true));
        atlas.drop(ONE);
        replica.context.facts().noteResumed(replica.trail.head());

        assertAdded(resume());
    }

    @Test
    void removalsOfOtherEndpointsDoNotCount() {
        replica.context.facts().noteResumed(replica.trail.head());
        atlas.has(ScriptedAtlas.id(2), ConnectionStatus.AVAILABLE);
        replica.run(new EndpointWrite.Remove(ScriptedAtlas.PATH, ScriptedAtlas.id(2), true));

        assertAdded(resume());
    }

    private WriteResult<Endpoint> resume() {
        return replica.run(add(EndpointWrite.Cause.RESUMED_REQUEST));
    }

    private static EndpointWrite.Add add(EndpointWrite.Cause cause) {
        return new EndpointWrite.Add(ScriptedAtlas.PATH, new NewEndpoint.Aws(ONE), cause);
    }

    private static void assertAdded(WriteResult<Endpoint> result) {
        assertThat(result).isInstanceOf(WriteResult.Applied.class);
        assertThat(result.resourceOrThrow()).isEqualTo(ScriptedAtlas.endpoint(ONE, ConnectionStatus.PENDING));
    }

    private static void assertUnknown(WriteResult<Endpoint> result) {
        assertThat(result).isInstanceOf(WriteResult.Unknown.class);
        assertThat(result.failure().map(Failure::code)).contains(ProblemCode.OUTCOME_UNKNOWN);
    }

    private void assertAsked(int reads, int writes) {
        assertThat(atlas.endpointReads).hasValue(reads);
        assertThat(atlas.sent).hasSize(writes);
    }

    private void assertRecorded(String outcome) {
        assertThat(replica.records()).containsExactly("INTENT endpoint.add", "OUTCOME endpoint.add " + outcome);
    }
}
