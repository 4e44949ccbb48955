package dev.linkgate.gateway.core.endpoints.provisioning;

import dev.linkgate.ManualClock;
import dev.linkgate.gateway.core.endpoints.link.Endpoint;
import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.endpoints.link.Precondition;
import dev.linkgate.gateway.core.endpoints.link.ScriptedAtlas;
import dev.linkgate.gateway.core.endpoints.link.WaitSettings;
import dev.linkgate.gateway.core.endpoints.observation.EndpointStore;
import dev.linkgate.gateway.core.endpoints.port.AtlasWrite;
import dev.linkgate.gateway.core.endpoints.port.EndpointApprovals;
import dev.linkgate.gateway.core.endpoints.port.EndpointWrite;
import dev.linkgate.gateway.core.endpoints.port.ProjectPolicy;
import dev.linkgate.gateway.core.endpoints.port.WriteResult;
import dev.linkgate.gateway.core.endpoints.reads.SharedAtlas;
import dev.linkgate.gateway.core.endpoints.reads.SharedProject;
import dev.linkgate.gateway.core.endpoints.reads.SharedReads;
import dev.linkgate.gateway.core.platform.encryption.TestSeals;
import dev.linkgate.gateway.core.platform.replica.DistributedLock;
import dev.linkgate.gateway.core.platform.replica.TestLocks;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.CallerRights;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Right;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.core.trail.audit.TestTrail;
import dev.linkgate.gateway.feature.masterkeys.TestKeys;
import dev.linkgate.gateway.feature.operations.Operation;
import dev.linkgate.gateway.feature.operations.Operations;
import dev.linkgate.gateway.feature.operations.TestOperations;
import dev.linkgate.gateway.feature.operations.replacement.OutcomeResolver;
import dev.linkgate.gateway.feature.operations.replacement.PendingOperations;
import dev.linkgate.gateway.feature.operations.replacement.ReplaceEndpoint;
import dev.linkgate.gateway.feature.operations.replacement.Replacements;
import dev.linkgate.gateway.feature.waiting.Waits;
import dev.linkgate.kernel.ProjectId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What one replica writes with: a real trail, lock and operations, and an Atlas that does as a test says. */
public final class WritingReplica implements AutoCloseable {

    public static final Duration POLL_INTERVAL = Duration.ofSeconds(5);
    public static final Duration SETTLE_AFTER = Duration.ofMinutes(2);
    public static final Duration ERROR_GRACE = Duration.ofMinutes(2);

    private static final WaitSettings SETTINGS =
            new WaitSettings(Duration.ofMinutes(1), POLL_INTERVAL, SETTLE_AFTER, ERROR_GRACE);

    static final ProjectPolicy ANYTHING = new ProjectPolicy() {
        @Override
        public Optional<Failure> decide(RequestContext context, AtlasWrite write, OptionalLong intent) {
            return Optional.empty();
        }

        @Override
        public Right right(RequestContext context, AtlasWrite write) {
            return Right.PERMANENT;
        }

        @Override
        public Failure refused(RequestContext context, AtlasWrite write, Failure why) {
            return why;
        }
    };

    /** Without approvals, and nobody who could give any. */
    static final EndpointApprovals UNASKED = new EndpointApprovals() {};

    public final ManualClock clock = new ManualClock();
    public final ScriptedAtlas atlas = new ScriptedAtlas();
    final SharedAtlas shared;
    public final TestTrail trail;
    public final RequestContext context;
    final JdbcClient database;
    public final TestOperations work;
    public final Operations operations;
    public final EndpointStore store;
    final Replacements replacements;
    final PendingOperations pending;
    public final OutcomeResolver resolver;
    final EndpointRules rules;
    final WritePipeline pipeline;
    public final ReplaceEndpoint replaceEndpoint;
    final Endpoints endpoints;
    /** What reading an endpoint's row throws from now on. */
    @Nullable
    RuntimeException databaseFailure;

    public Right.State toChangeEndpoints = new Right.Held();
    public Right.State toChangeLinks = new Right.Held();

    private final DistributedLock otherReplica;

    public WritingReplica(TestDatabase kind) {
        trail = new TestTrail(kind);
        context = trail.context();
        database = JdbcClient.create(trail.database());
        store = new EndpointStore(database, TestSeals.on(database, TestKeys.RING), clock);
        shared = SharedReads.of(atlas, clock, trail.writes(), this::seen);
        database.sql("DELETE FROM operation").update();
        database.sql("DELETE FROM endpoint").update();
        work = new TestOperations(trail.database(), clock);
        operations = work.operations();
        replacements = new Replacements(operations, store, trail.reader(), trail.trail());
        pending = new PendingOperations(operations);
        resolver = new OutcomeResolver(
                operations, shared, new Effects(), replacements, UNASKED, store, trail.trail(), SETTINGS, clock);
        rules = new EndpointRules(replacements, pending, store, trail.trail());
        pipeline = new WritePipeline(trail.trail(), TestLocks.on(trail.database(), clock), resolver, ANYTHING, UNASKED);
        replaceEndpoint = new ReplaceEndpoint(
                operations,
                replacements,
                trail.trail(),
                shared,
                pipeline,
                rules,
                new LinkRules(SETTINGS),
                callersRights(),
                UNASKED,
                SETTINGS,
                clock);
        endpoints = new Endpoints(
                shared,
                trail.trail(),
                Waits.on(shared, clock),
                pipeline,
                rules,
                replacements,
                SharedReads.FAN_OUT,
                store,
                new TransactionTemplate(new DataSourceTransactionManager(trail.database())),
                clock);
        otherReplica = TestLocks.on(trail.database(), clock);
    }

    /** The rights of the callers of operations, as the test says. */
    private CallerRights callersRights() {
        return new CallerRights() {
            @Override
            public Right toChangeEndpoints(Actor caller, ProjectId project) {
                return () -> toChangeEndpoints;
            }

            @Override
            public Right toChangeLinks(Actor caller, ProjectId project) {
                return () -> toChangeLinks;
            }
        };
    }

    /** The endpoint as the gateway reads it: while the database fails, a problem of the read. */
    private Endpoint seen(LinkPath link, Endpoint endpoint) {
        RuntimeException failure = databaseFailure;
        if (failure != null) {
            throw failure;
        }
        return store.seen(link, endpoint);
    }

    public SharedProject project() {
        return shared.project(context, ScriptedAtlas.PROJECT);
    }

    WriteResult<Endpoint> run(EndpointWrite write) {
        return run(write, WriteHooks.of(Precondition.NONE));
    }

    WriteResult<Endpoint> run(EndpointWrite write, WriteHooks<Endpoint> hooks) {
        return pipeline.run(context, project(), write, rules, hooks);
    }

    public List<String> records() {
        return trail.records();
    }

    /** The unfinished operations on the link. */
    public List<Operation> unfinished() {
        return operations.unfinishedOn(ScriptedAtlas.PROJECT, ScriptedAtlas.LINK);
    }

    /** Locks the link as another replica would, if it is free now. */
    Optional<DistributedLock.Held> lockElsewhere() {
        return otherReplica.acquire(ScriptedAtlas.PATH.toString(), Duration.ofSeconds(30), Duration.ZERO, () -> true);
    }

    /** Whether another replica could not change the link now. */
    boolean linkIsLocked() {
        Optional<DistributedLock.Held> held = lockElsewhere();
        held.ifPresent(DistributedLock.Held::close);
        return held.isEmpty();
    }

    @Override
    public void close() {
        trail.close();
    }
}
