package dev.linkgate.sandbox;

import dev.linkgate.kernel.ProjectId;
import dev.linkgate.protocol.ApiVersion;
import dev.linkgate.protocol.AtlasApi;
import dev.linkgate.protocol.FederationOperation;
import dev.linkgate.protocol.FederationPath;
import dev.linkgate.protocol.Inbound;
import dev.linkgate.protocol.OperationResult;
import dev.linkgate.protocol.PrivateEndpointOperation;
import dev.linkgate.protocol.PrivateEndpointPath;
import dev.linkgate.protocol.Refusal;
import dev.linkgate.protocol.RequestRefused;
import dev.linkgate.sandbox.fault.Fault;
import dev.linkgate.sandbox.fault.Magic;
import dev.linkgate.sandbox.fault.MagicEndpoint;
import dev.linkgate.sandbox.http.Caller;
import dev.linkgate.sandbox.http.Received;
import dev.linkgate.sandbox.http.Reply;
import dev.linkgate.sandbox.log.SimulatedRequestLog;
import dev.linkgate.sandbox.resources.ClusterResources;
import dev.linkgate.sandbox.resources.EventResources;
import dev.linkgate.sandbox.resources.FederationResources;
import dev.linkgate.sandbox.resources.GeneralResources;
import dev.linkgate.sandbox.state.Author;
import dev.linkgate.sandbox.state.Fate;
import dev.linkgate.sandbox.state.FederationList;
import dev.linkgate.sandbox.state.Inventory;
import dev.linkgate.sandbox.state.Permissions;
import dev.linkgate.sandbox.state.RateBuckets;
import dev.linkgate.sandbox.state.Regions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Answers authenticated requests: checks permissions, finds the API, applies magic and faults, asks the inventory. */
final class Simulation {

    /** The segments of {@code /api/atlas/v2}. */
    private static final int PATH_PREFIX = 3;
    /** The segments of {@code /api/atlas/v2/groups/{project}}. */
    private static final int PROJECT_PREFIX = 5;

    private final Inventory inventory;
    private final Permissions permissions;
    private final GeneralResources general;
    private final ClusterResources clusters;
    private final EventResources events;
    private final FederationResources federation;
    private final RateBuckets buckets;
    private final RateBuckets eventBuckets;
    private final SimulatedRequestLog requestLog;
    private final Magic magic = new Magic();

    Simulation(
            Inventory inventory,
            FederationList federation,
            Permissions permissions,
            RateBuckets buckets,
            RateBuckets eventBuckets,
            SimulatedRequestLog requestLog) {
        this.inventory = inventory;
        this.permissions = permissions;
        this.general = new GeneralResources(inventory, permissions);
        this.clusters = new ClusterResources(inventory);
        this.events = new EventResources(inventory, inventory.events());
        this.federation = new FederationResources(inventory, federation);
        this.buckets = buckets;
        this.eventBuckets = eventBuckets;
        this.requestLog = requestLog;
    }

    /**
     * The answer to a request.
     *
     * @param fault the fault to apply
     * @param reply the correct answer, absent if it is not needed because nothing was applied
     */
    record Outcome(@Nullable Fault fault, @Nullable Reply reply) {}

    /** @param scripted the fault requested by a test; it takes precedence over magic */
    Outcome answer(Received received, Caller caller, @Nullable Fault scripted) {
        if (scripted != null && !scripted.applied()) {
            return new Outcome(scripted, null);
        }
        Inbound request = received.request();
        Refusal.Generation generation = Refusal.Generation.MULTI_CLOUD;
        try {
            permissions.checkAddress(caller.name());
            List<String> path = request.segments();
            boolean versioned = isUnder("v2", path);
            if (!versioned && !isUnder("v1.0", path)) {
                throw request.nothingThere();
            }
            if (path.size() <= PROJECT_PREFIX || !path.get(3).equals("groups")) {
                return new Outcome(scripted, general(request, caller, path, versioned));
            }
            String project = path.get(4);
            List<String> rest = path.subList(PROJECT_PREFIX, path.size());
            if (versioned && ClusterResources.has(rest)) {
                return new Outcome(scripted, cluster(request, caller, project, rest));
            }
            if (versioned && EventResources.has(rest)) {
                return new Outcome(scripted, events(request, caller, project));
            }
            Optional<FederationPath> federated = FederationPath.of(path);
            if (federated.isPresent()) {
                checkAccess(request, caller, project);
                return federation(received, federated.get(), scripted);
            }
            PrivateEndpointPath resource = PrivateEndpointPath.of(path).orElseThrow(request::nothingThere);
            generation = resource.api().generation();
            checkAccess(request, caller, project);
            return answer(received, caller, resource, scripted);
        } catch (RequestRefused refused) {
            return new Outcome(scripted, Reply.of(refused, generation));
        }
    }

    private void checkAccess(Inbound request, Caller caller, String project) {
        if (!ProjectId.matches(project)) {
            throw Refusal.INVALID_GROUP_ID.of(project);
        }
        permissions.check(caller.name(), project, !request.method().equals("GET"));
    }

    private Outcome answer(Received received, Caller caller, PrivateEndpointPath path, @Nullable Fault scripted) {
        AtlasApi api = path.api();
        Map<String, String> limits = buckets.headers(buckets.take(path.project()));
        PrivateEndpointOperation operation = Regions.resolved(path.parse(received.request()), api.generation());
        Optional<MagicEndpoint> magicEndpoint = scripted == null ? magic.strike(operation) : Optional.empty();
        return carriedOut(scripted, magicEndpoint, fate -> {
            OperationResult result = inventory.apply(operation, fate, author(caller));
            if (operation.isWrite()) {
                requestLog.applied(
                        received, operation instanceof PrivateEndpointOperation.OnEndpoint on ? on.endpoint() : "");
            }
            String body = api.body(result).toString();
            return Reply.of(result.status(), api.contentType(), body).with(limits);
        });
    }

    private Outcome federation(Received received, FederationPath path, @Nullable Fault scripted) {
        Map<String, String> limits = buckets.headers(buckets.take(path.project()));
        FederationOperation operation = path.parse(received.request());
        Optional<MagicEndpoint> magicEndpoint = scripted == null ? magic.strike(operation) : Optional.empty();
        return carriedOut(scripted, magicEndpoint, fate -> {
            Reply reply = federation.answer(received.request(), operation, fate);
            switch (operation) {
                case FederationOperation.AddEntry add -> requestLog.applied(received, add.endpoint());
                case FederationOperation.RemoveEntry remove -> requestLog.applied(received, remove.endpoint());
                case FederationOperation.ListEntries list -> {}
                case FederationOperation.GetEntry get -> {}
            }
            return reply.with(limits);
        });
    }

    /** @param work carries out the request, and makes the correct answer */
    private static Outcome carriedOut(
            @Nullable Fault scripted, Optional<MagicEndpoint> magicEndpoint, Function<Fate, Reply> work) {
        Fault fault = magicEndpoint.map(MagicEndpoint::fault).orElse(scripted);
        if (fault != null && !fault.applied()) {
            return new Outcome(fault, null);
        }
        return new Outcome(
                fault, work.apply(magicEndpoint.map(MagicEndpoint::fate).orElse(Fate.AVAILABLE)));
    }

    private Reply cluster(Inbound request, Caller caller, String project, List<String> path) {
        permissions.check(caller.name(), project, false);
        String body = clusters.read(request, project, path).toString();
        return Reply.of(200, ApiVersion.V2024_08_05.contentType(), body);
    }

    private Reply events(Inbound request, Caller caller, String project) {
        permissions.checkEvents(caller.name(), project);
        Map<String, String> limits = eventBuckets.headers(eventBuckets.take(project));
        String body = events.read(request, project).toString();
        return Reply.of(200, ApiVersion.V2023_01_01.contentType(), body).with(limits);
    }

    private static Author author(Caller caller) {
        return caller.kind() == Caller.Kind.API_KEY ? Author.key(caller.name()) : Author.UNTOLD;
    }

    private Reply general(Inbound request, Caller caller, List<String> path, boolean versioned) {
        if (versioned) {
            ApiVersion.V2023_01_01.check(request);
        }
        String type = versioned ? ApiVersion.V2023_01_01.contentType() : "application/json";
        List<String> resource = path.subList(PATH_PREFIX, path.size());
        return Reply.of(200, type, general.read(request, caller, resource).toString());
    }

    private static boolean isUnder(String version, List<String> path) {
        return path.size() >= PATH_PREFIX
                && path.get(0).equals("api")
                && path.get(1).equals("atlas")
                && path.get(2).equals(version);
    }
}
