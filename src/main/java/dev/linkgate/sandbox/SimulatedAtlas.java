package dev.linkgate.sandbox;

import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Provider;
import dev.linkgate.protocol.AtlasFederationEndpoint;
import dev.linkgate.protocol.Inbound;
import dev.linkgate.protocol.NewAtlasEndpoint;
import dev.linkgate.protocol.PrivateEndpointOperation;
import dev.linkgate.sandbox.authentication.AuthDecision;
import dev.linkgate.sandbox.authentication.DigestGuard;
import dev.linkgate.sandbox.authentication.Gate;
import dev.linkgate.sandbox.authentication.TokenGuard;
import dev.linkgate.sandbox.fault.Fault;
import dev.linkgate.sandbox.fault.Faults;
import dev.linkgate.sandbox.fault.MagicEndpoint;
import dev.linkgate.sandbox.http.Received;
import dev.linkgate.sandbox.log.SimulatedRequestLog;
import dev.linkgate.sandbox.state.Author;
import dev.linkgate.sandbox.state.EndpointState;
import dev.linkgate.sandbox.state.EndpointStatus;
import dev.linkgate.sandbox.state.EventLog;
import dev.linkgate.sandbox.state.Fate;
import dev.linkgate.sandbox.state.FederationList;
import dev.linkgate.sandbox.state.Inventory;
import dev.linkgate.sandbox.state.LinkState;
import dev.linkgate.sandbox.state.NewCluster;
import dev.linkgate.sandbox.state.Permissions;
import dev.linkgate.sandbox.state.ProjectRole;
import dev.linkgate.sandbox.state.RateBuckets;
import dev.linkgate.sandbox.state.Regions;
import dev.linkgate.sandbox.state.SimulatedLinkStatus;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;

/**
 * An HTTP server on the loopback address that behaves like the private endpoint part of the Atlas Administration API:
 * both dialects, strict authentication, slow state changes, and faults.
 *
 * <p>A request passes, in this order: the faults {@linkplain #faultsBeforeAuthentication() before authentication},
 * authentication, the {@linkplain #faults() faults}, the caller's permissions, the magic of {@link MagicEndpoint}, the
 * inventory.
 */
public final class SimulatedAtlas implements AutoCloseable {

    private static final Duration CLOSING = Duration.ofSeconds(30);

    private final SandboxSettings settings;
    private final Gate gate;
    private final Inventory inventory;
    private final FederationList federation;
    private final Permissions permissions = new Permissions();
    private final SimulatedRequestLog requestLog;
    private final Faults faults = new Faults();
    private final Faults faultsBeforeAuthentication = new Faults();
    private final RequestHandler handler;
    private @Nullable Running running;

    private record Running(DisposableServer server, ChannelGroup channels, LoopResources loops) {}

    public SimulatedAtlas(SandboxSettings settings) {
        this.settings = settings;
        this.gate = new Gate(settings.access(), settings.clock());
        this.inventory = new Inventory(settings.clock(), settings.timing());
        this.federation = new FederationList(settings.clock(), settings.timing());
        this.requestLog = new SimulatedRequestLog(settings.remembered(), settings.clock());
        RateBuckets buckets = new RateBuckets("privateEndpoint", settings.rateLimit(), settings.clock());
        RateBuckets eventBuckets =
                new RateBuckets("events", settings.rateLimit().ofEvents(), settings.clock());
        this.handler = new RequestHandler(
                gate,
                faultsBeforeAuthentication,
                faults,
                new Simulation(inventory, federation, permissions, buckets, eventBuckets, requestLog),
                requestLog,
                settings.answerDelay());
    }

    /** Starts listening. After {@link #close()} it may be started again; it keeps all state except its nonces. */
    public synchronized SimulatedAtlas start() {
        if (running != null) {
            throw new IllegalStateException("already started");
        }
        ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
        LoopResources loops =
                LoopResources.create("simulated-atlas", Runtime.getRuntime().availableProcessors(), true);
        DisposableServer server = HttpServer.create()
                .host("127.0.0.1")
                .port(settings.port())
                .runOn(loops)
                .channelGroup(channels)
                .handle(handler::handle)
                .bindNow();
        running = new Running(server, channels, loops);
        return this;
    }

    /** Closes all connections, the hanging ones too. */
    @Override
    public synchronized void close() {
        Running current = running;
        if (current != null) {
            running = null;
            // Stop listening first, or a client whose connection ends would be accepted again.
            current.server().channel().close().awaitUninterruptibly(CLOSING.toMillis());
            current.channels().close().awaitUninterruptibly(CLOSING.toMillis());
            current.server().disposeNow(CLOSING);
            current.loops().disposeLater(Duration.ZERO, CLOSING).block(CLOSING);
            gate.nonces().forget();
        }
    }

    /** Scheme, address and port, without a slash at the end. */
    public synchronized URI baseUrl() {
        Running current = running;
        if (current == null) {
            throw new IllegalStateException("not started");
        }
        return URI.create("http://127.0.0.1:" + current.server().port());
    }

    public void addProject(ProjectId project) {
        inventory.seedProject(project.value());
    }

    /** Adds a link that stays in this status until it is removed. Its project is added as well. */
    public void addLink(ProjectId project, LinkId link, Provider provider, String region, SimulatedLinkStatus status) {
        addLink(project, link, provider, region, false, status);
    }

    /** Adds a port-mapped GCP link that stays in this status until it is removed. Its project is added as well. */
    public void addPortMappedLink(ProjectId project, LinkId link, String region, SimulatedLinkStatus status) {
        addLink(project, link, Provider.GCP, region, true, status);
    }

    private void addLink(
            ProjectId project,
            LinkId link,
            Provider provider,
            String region,
            boolean portMapping,
            SimulatedLinkStatus status) {
        addProject(project);
        String atlasRegion = Regions.atlasName(provider, region);
        inventory.seedLink(
                link.value(),
                new PrivateEndpointOperation.CreateLink(project.value(), provider, atlasRegion, portMapping, null),
                status);
    }

    /** Adds an endpoint that stays in this status until it is removed. */
    public void addEndpoint(ProjectId project, LinkId link, NewAtlasEndpoint endpoint, EndpointStatus status) {
        inventory.seedEndpoint(project.value(), link.value(), endpoint, status);
    }

    /** Adds an AWS endpoint that stays in this status until it is removed. */
    public void addEndpoint(ProjectId project, LinkId link, String id, EndpointStatus status) {
        addEndpoint(project, link, new NewAtlasEndpoint.Aws(id), status);
    }

    /**
     * Adds a cluster, or replaces the one of this name. It has connection strings for the endpoints in its regions. Its
     * project is added as well.
     */
    public void addCluster(ProjectId project, NewCluster cluster) {
        addProject(project);
        inventory.seedCluster(project.value(), cluster, false);
    }

    /** Adds a cluster that stays {@code CREATING} and has no connection strings. Its project is added as well. */
    public void addClusterInCreation(ProjectId project, NewCluster cluster) {
        addProject(project);
        inventory.seedCluster(project.value(), cluster, true);
    }

    /** Sets the project's regional mode, as if outside the gateway. */
    public void setRegionalMode(ProjectId project, boolean enabled) {
        inventory.setRegionalMode(project.value(), enabled);
    }

    /**
     * Makes the project's links outlive their last endpoint. Atlas's specification says that they do not, but runs of
     * its own Terraform provider suggest that they may.
     */
    public void keepEmptyLinks(ProjectId project) {
        inventory.keepEmptyLinks(project.value());
    }

    /** Removes a link and its endpoints at once, as if outside the gateway. */
    public void dropLink(ProjectId project, LinkId link) {
        inventory.dropLink(project.value(), link.value());
    }

    /**
     * Adds an endpoint of Data Federation and Online Archive as if outside the gateway, or changes the comment of the
     * one with its id. Its project is added as well.
     *
     * @param endpoint with a status in which it stays until it is removed, or without one for normal state changes
     */
    public void addFederationEndpoint(ProjectId project, AtlasFederationEndpoint endpoint) {
        addProject(project);
        federation.add(project.value(), endpoint, Fate.AVAILABLE);
    }

    /** Removes an endpoint of Data Federation and Online Archive as if outside the gateway. */
    public void dropFederationEndpoint(ProjectId project, String id) {
        federation.remove(project.value(), id);
    }

    /** The endpoints of Data Federation and Online Archive of a project, in the order in which they were added. */
    public List<AtlasFederationEndpoint> federationEndpoints(ProjectId project) {
        return federation.of(project.value());
    }

    /** Does a write past the gateway, with its event. */
    public void write(Author author, PrivateEndpointOperation operation) {
        inventory.apply(operation, Fate.AVAILABLE, author);
    }

    /** What has happened in the projects, and the gaps in what is told of it. */
    public EventLog events() {
        return inventory.events();
    }

    /** The links of a project, including those being removed, in the order in which they were added. */
    public List<LinkState> links(ProjectId project) {
        return inventory.links(project.value());
    }

    public boolean isRegionalMode(ProjectId project) {
        return inventory.isRegionalMode(project.value());
    }

    public Optional<LinkState> link(ProjectId project, LinkId link) {
        return inventory.find(project.value(), link.value());
    }

    public Optional<EndpointState> endpoint(ProjectId project, LinkId link, String id) {
        return inventory.find(project.value(), link.value(), id);
    }

    /** The API keys that it accepts. */
    public DigestGuard keys() {
        return gate.digest();
    }

    /** The service accounts that it accepts, and their tokens. */
    public TokenGuard tokens() {
        return gate.tokens();
    }

    /**
     * Gives a caller these roles in the project, and takes its roles in projects without such a call. Without any such
     * call it owns every project. With no role here it is answered 401 {@code NOT_IN_GROUP}, and with too low a one
     * 401 {@code USER_UNAUTHORIZED}.
     *
     * @param caller a public key or client id
     */
    public void assignRoles(String caller, ProjectId project, ProjectRole... roles) {
        permissions.assign(caller, project.value(), Set.of(roles));
    }

    public Permissions permissions() {
        return permissions;
    }

    /** The faults of authorised requests and of requests for tokens. */
    public Faults faults() {
        return faults;
    }

    /** The faults of requests before authentication. */
    public Faults faultsBeforeAuthentication() {
        return faultsBeforeAuthentication;
    }

    /** The requests, including those for tokens and those with a fault, and the writes. */
    public SimulatedRequestLog log() {
        return requestLog;
    }

    /**
     * Handles a request: its faults before authentication, authentication, its other faults, then the simulation.
     *
     * @param earlyFaults the faults of requests before authentication
     * @param faults the faults of authorised requests and of requests for tokens
     * @param answerDelay waited before each answer, challenges included
     */
    record RequestHandler(
            Gate gate,
            Faults earlyFaults,
            Faults faults,
            Simulation simulation,
            SimulatedRequestLog log,
            Duration answerDelay) {

        Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
            String method = request.method().name();
            String uri = request.uri();
            HttpHeaders headers = request.requestHeaders();
            Fault early = earlyFaults.take(method, uri);
            if (uri.startsWith(TokenGuard.PATH)) {
                log.sees(method, uri, headers, new AuthDecision.Unasked());
                Fault fault = early != null ? early : faults.take(method, uri);
                return answer(request, response, fault, received -> token(received, fault));
            }
            if (early != null && !early.applied()) {
                log.sees(method, uri, headers, new AuthDecision.Unasked());
                return late(Wire.perform(response, new Simulation.Outcome(early, null)));
            }
            AuthDecision decision = gate.check(method, uri, headers.get("Authorization", ""));
            log.sees(method, uri, headers, decision);
            return switch (decision) {
                case AuthDecision.Challenged challenged ->
                    late(Wire.perform(response, new Simulation.Outcome(early, gate.challenge(challenged.reason()))));
                case AuthDecision.Granted granted -> {
                    Fault fault = early != null ? early : faults.take(method, uri);
                    yield answer(
                            request, response, fault, received -> simulation.answer(received, granted.caller(), fault));
                }
                case AuthDecision.Unasked unasked -> throw new IllegalStateException("the gate did not decide");
            };
        }

        /** Reads the body first, if there is one and it is needed. */
        private Publisher<Void> answer(
                HttpServerRequest request,
                HttpServerResponse response,
                @Nullable Fault fault,
                Function<Received, Simulation.Outcome> work) {
            if (fault != null && !fault.applied()) {
                return late(Wire.perform(response, new Simulation.Outcome(fault, null)));
            }
            HttpHeaders headers = request.requestHeaders();
            if (!headers.contains("Content-Length") && !headers.contains("Transfer-Encoding")) {
                return late(Wire.perform(response, work.apply(received(request, ""))));
            }
            return request.receive()
                    .aggregate()
                    .asString()
                    .defaultIfEmpty("")
                    .flatMap(body -> Mono.from(late(Wire.perform(response, work.apply(received(request, body))))));
        }

        private Simulation.Outcome token(Received request, @Nullable Fault fault) {
            return new Simulation.Outcome(fault, gate.tokens().answer(request));
        }

        private Publisher<Void> late(Publisher<Void> answer) {
            return Wire.late(answerDelay, answer);
        }

        private static Received received(HttpServerRequest request, String body) {
            HttpHeaders headers = request.requestHeaders();
            Inbound inbound = new Inbound(
                    request.method().name(),
                    request.uri(),
                    String.join(", ", headers.getAll("Accept")),
                    headers.get("Content-Type", ""),
                    body);
            return new Received(inbound, headers.get("Authorization", ""), headers.get("traceparent", ""));
        }
    }
}
