package dev.linkgate.gateway.core.endpoints.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.linkgate.gateway.core.endpoints.link.ConnectionStatus;
import dev.linkgate.gateway.core.endpoints.link.Endpoint;
import dev.linkgate.gateway.core.endpoints.link.NewEndpoint;
import dev.linkgate.gateway.core.endpoints.link.Precondition;
import dev.linkgate.gateway.core.endpoints.link.ScriptedAtlas;
import dev.linkgate.gateway.core.endpoints.observation.Owner;
import dev.linkgate.gateway.core.endpoints.port.EndpointWrite;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.store.OnEachDatabase;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.feature.operations.Operation;
import dev.linkgate.gateway.feature.operations.OperationState;
import dev.linkgate.gateway.feature.operations.replacement.Replacements;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.CannotGetJdbcConnectionException;

/** What callers are told of their writes, and what a removal means for a replacement. */
@OnEachDatabase
class EndpointsTest {

    private static final EndpointId ONE = ScriptedAtlas.id(1);
    private static final EndpointWrite.Remove REMOVE = new EndpointWrite.Remove(ScriptedAtlas.PATH, ONE, true);

    @AutoClose
    private final WritingReplica replica;

    private final ScriptedAtlas atlas;

    EndpointsTest(TestDatabase database) {
        replica = new WritingReplica(database);
        atlas = replica.atlas;
    }

    @Test
    void aRemovalIsDoneThoughTheLaterReadFails() {
        atlas.has(ONE, ConnectionStatus.AVAILABLE);
        atlas.answers(() -> {
            atlas.fails(ProblemCode.ATLAS_TIMEOUT);
            return atlas.carryOut(REMOVE);
        });

        assertThat(remove().leaving()).isTrue();

        assertThat(replica.records())
                .containsExactly("INTENT endpoint.remove", "OUTCOME endpoint.remove SUCCEEDED 202");
    }

    @Test
    void aRemovalIsDoneThoughTheDatabaseFailsThen() {
        atlas.has(ONE, ConnectionStatus.AVAILABLE);
        atlas.answers(() -> {
            replica.databaseFailure = new CannotGetJdbcConnectionException("gone");
            return atlas.carryOut(REMOVE);
        });

        assertThat(remove().leaving()).isTrue();

        assertThat(replica.records())
                .containsExactly("INTENT endpoint.remove", "OUTCOME endpoint.remove SUCCEEDED 202");
    }

    @Test
    void anUnknownRemovalEndsTheReplacement() {
        Operation replacement = replacing();
        atlas.leavesUnknown();

        assertRefused(ProblemCode.OUTCOME_UNKNOWN);

        assertThat(replica.work.stored(replacement).state()).isEqualTo(OperationState.FAILED);
    }

    @Test
    void aRemovalOfWhatIsGoneEndsTheReplacement() {
        Operation replacement = replacing();
        atlas.drop(ONE);

        assertRefused(ProblemCode.ENDPOINT_NOT_FOUND);

        assertThat(replica.work.stored(replacement).state()).isEqualTo(OperationState.FAILED);
    }

    @Test
    void aRefusedRemovalLeavesTheReplacementAlone() {
        Operation replacement = replacing();
        atlas.rejects(ProblemCode.ATLAS_CONFLICT);

        assertRefused(ProblemCode.ATLAS_CONFLICT);

        assertThat(replica.work.stored(replacement)).isEqualTo(replacement);
    }

    /** The replacement of an endpoint that has failed. */
    private Operation replacing() {
        atlas.has(ONE, ConnectionStatus.REJECTED);
        return replica.replacements.start(
                replica.context,
                ScriptedAtlas.PATH,
                ONE,
                new Replacements.Argument(
                        true, new NewEndpoint.Aws(ONE), Optional.empty(), new Owner(null, null), false));
    }

    private Endpoint remove() {
        return replica.endpoints
                .remove(replica.context, REMOVE, Precondition.NONE, Duration.ZERO)
                .orElseThrow()
                .value();
    }

    private void assertRefused(ProblemCode code) {
        assertThatExceptionOfType(LinkgateException.class)
                .isThrownBy(this::remove)
                .satisfies(e -> assertThat(e.failure().code()).isEqualTo(code));
    }
}
