package dev.linkgate.gateway.core.endpoints.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.linkgate.gateway.core.endpoints.link.ConnectionStatus;
import dev.linkgate.gateway.core.endpoints.link.NewEndpoint;
import dev.linkgate.gateway.core.endpoints.link.Precondition;
import dev.linkgate.gateway.core.endpoints.link.ScriptedAtlas;
import dev.linkgate.gateway.core.endpoints.port.EndpointReplacement;
import dev.linkgate.gateway.core.endpoints.port.EndpointWait;
import dev.linkgate.gateway.core.endpoints.port.EndpointWrite;
import dev.linkgate.gateway.core.endpoints.port.PendingChanges;
import dev.linkgate.gateway.core.endpoints.port.UnknownOutcomes;
import dev.linkgate.gateway.core.endpoints.reads.SharedReads;
import dev.linkgate.gateway.core.platform.replica.TestLocks;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.store.OnEachDatabase;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What callers are told where neither operations nor waits are. */
@OnEachDatabase
class WithoutOperationsTest {

    private static final EndpointId ONE = ScriptedAtlas.id(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final EndpointWrite.Add ADD =
            new EndpointWrite.Add(ScriptedAtlas.PATH, new NewEndpoint.Aws(ONE), EndpointWrite.Cause.REQUEST);
    private static final EndpointWrite.Ensure ENSURE = new EndpointWrite.Ensure(
            ScriptedAtlas.PATH, ONE, Optional.empty(), new EndpointWrite.Permissions(true, false));

    @AutoClose
    private final WritingReplica replica;

    private final ScriptedAtlas atlas;
    private final Endpoints endpoints;

    WithoutOperationsTest(TestDatabase database) {
        replica = new WritingReplica(database);
        atlas = replica.atlas;
        EndpointReplacement replacement = new EndpointReplacement() {};
        endpoints = new Endpoints(
                replica.shared,
                replica.trail.trail(),
                new EndpointWait() {},
                new WritePipeline(
                        replica.trail.trail(),
                        TestLocks.on(replica.trail.database(), replica.clock),
                        new UnknownOutcomes() {},
                        WritingReplica.ANYTHING,
                        WritingReplica.UNASKED),
                new EndpointRules(replacement, new PendingChanges() {}, replica.store, replica.trail.trail()),
                replacement,
                SharedReads.FAN_OUT,
                replica.store,
                new TransactionTemplate(new DataSourceTransactionManager(replica.trail.database())),
                replica.clock);
    }

    @Test
    void aFailedEndpointIsNotReplaced() {
        atlas.has(ONE, ConnectionStatus.REJECTED);

        assertRefused(
                () -> endpoints.ensure(replica.context, ENSURE, Precondition.NONE, MINUTE),
                failure -> assertThat(failure.code()).isEqualTo(ProblemCode.ENDPOINT_EXISTS));
        assertRefused(
                () -> endpoints.dryRun(replica.context, ENSURE, Precondition.NONE),
                failure -> assertThat(failure.code()).isEqualTo(ProblemCode.ENDPOINT_EXISTS));

        assertThat(replica.records()).contains("OUTCOME endpoint.ensure REFUSED 409 endpoint-exists");
        assertThat(replica.unfinished()).isEmpty();
    }

    @Test
    void anUnknownOutcomeStaysUnknown() {
        atlas.leavesUnknown();

        assertRefused(() -> endpoints.add(replica.context, ADD, MINUTE), failure -> {
            assertThat(failure.code()).isEqualTo(ProblemCode.OUTCOME_UNKNOWN);
            assertThat(failure.location()).isNull();
        });

        assertThat(replica.unfinished()).isEmpty();
    }

    private static void assertRefused(ThrowingCallable call, Consumer<Failure> as) {
        assertThatExceptionOfType(LinkgateException.class).isThrownBy(call).satisfies(e -> as.accept(e.failure()));
    }
}
