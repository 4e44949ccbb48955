package dev.linkgate.gateway.core.endpoints.link;

import dev.linkgate.gateway.core.endpoints.port.Atlas;
import dev.linkgate.gateway.core.endpoints.port.AtlasBody;
import dev.linkgate.gateway.core.endpoints.port.AtlasProject;
import dev.linkgate.gateway.core.endpoints.port.AtlasWrite;
import dev.linkgate.gateway.core.endpoints.port.EndpointWrite;
import dev.linkgate.gateway.core.endpoints.port.LinkWrite;
import dev.linkgate.gateway.core.endpoints.port.PlannedRequest;
import dev.linkgate.gateway.core.endpoints.port.ProjectResource;
import dev.linkgate.gateway.core.endpoints.port.ResourceWrite;
import dev.linkgate.gateway.core.endpoints.port.WriteResult;
import dev.linkgate.gateway.core.platform.request.AtlasAnswer;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.trail.audit.Intent;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Provider;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * An Atlas with one link, with a test's endpoints, which counts its requests. It carries writes out, unless the test
 * gives the next one another result.
 */
public final class ScriptedAtlas implements Atlas {

    public static final ProjectId PROJECT = new ProjectId("5df264b8f10fab7d2cad2f0a");
    public static final LinkId LINK = new LinkId("5df264b8f10fab7d2cad2f0d");
    public static final LinkPath PATH = new LinkPath(PROJECT, LINK);

    public final AtomicInteger linkReads = new AtomicInteger();
    public final AtomicInteger endpointReads = new AtomicInteger();
    public final List<AtlasWrite> sent = new CopyOnWriteArrayList<>();
    /** Whether each read of an endpoint gave way to callers. */
    public final List<Boolean> background = new CopyOnWriteArrayList<>();

    public final AtomicInteger connectionReads = new AtomicInteger();
    private final Map<EndpointId, Endpoint> endpoints = new ConcurrentHashMap<>();
    private volatile List<ClusterConnection> connections = List.of();
    private final Queue<Supplier<WriteResult<Endpoint>>> results = new ConcurrentLinkedQueue<>();
    private final AtomicReference<ObjectNode> resource =
            new AtomicReference<>(JsonNodeFactory.instance.objectNode().put("enabled", false));
    private volatile Provider provider = Provider.AWS;
    private volatile @Nullable Failure failure;
    private volatile @Nullable Failure linkFailure;
    private volatile Runnable beforeAnswer = () -> {};
    private volatile Duration timeLeft = Duration.ofSeconds(30);

    public static EndpointId id(int number) {
        return new EndpointId("vpce-%08x".formatted(number));
    }

    public static Endpoint endpoint(EndpointId id, ConnectionStatus status) {
        return new Endpoint(id, status, null, status == ConnectionStatus.DELETING, null, EndpointDetails.AWS);
    }

    public void has(EndpointId id, ConnectionStatus status) {
        endpoints.put(id, endpoint(id, status));
    }

    public void has(Endpoint endpoint) {
        endpoints.put(endpoint.interfaceEndpointId(), endpoint);
    }

    /** One connection of each of these clusters leads through the endpoint, and there is no other. */
    public void connects(EndpointId id, String... clusters) {
        connections = Stream.of(clusters)
                .map(cluster -> new ClusterConnection(
                        cluster,
                        ClusterConnection.Type.MONGOD,
                        "mongodb://" + cluster + ".example.com:1024/",
                        null,
                        null,
                        List.of(new ClusterConnection.Through(id, null))))
                .toList();
    }

    /** The link is to this cloud. */
    public void isOn(Provider cloud) {
        provider = cloud;
    }

    public void drop(EndpointId id) {
        endpoints.remove(id);
    }

    public void fails(ProblemCode code) {
        failure = Failure.of(code, "as the test wants it");
    }

    /** Reads of the link fail; those of its endpoints do not. */
    public void failsOfLink(ProblemCode code) {
        linkFailure = Failure.of(code, "as the test wants it");
    }

    public void works() {
        failure = null;
        linkFailure = null;
    }

    /** Done by each read after Atlas has looked and before it answers. */
    public void beforeAnswer(Runnable pause) {
        beforeAnswer = pause;
    }

    /** What becomes of the next write of an endpoint that has no result yet; it may throw. */
    public void answers(Supplier<WriteResult<Endpoint>> result) {
        results.add(result);
    }

    /** The next write is refused by Atlas. */
    public void rejects(ProblemCode code) {
        answers(() -> rejected(code));
    }

    public static WriteResult<Endpoint> rejected(ProblemCode code) {
        return new WriteResult.Rejected<>(
                Failure.of(code, "as the test wants it").answeredBy(new AtlasAnswer(code.status(), null, null)));
    }

    /** The next write is not carried out, and its outcome is unknown. */
    public void leavesUnknown() {
        answers(ScriptedAtlas::unknown);
    }

    public static WriteResult.Unknown<Endpoint> unknown() {
        return new WriteResult.Unknown<>(Failure.of(ProblemCode.OUTCOME_UNKNOWN, "as the test wants it"));
    }

    /** What requests have left of their time. */
    public void timeLeft(Duration left) {
        timeLeft = left;
    }

    @Override
    public AtlasProject project(RequestContext context, ProjectId project) {
        context.facts().noteCredential("default", 7);
        return new Project(context);
    }

    @Override
    public Optional<Provider> knownProviderOf(LinkPath link) {
        return Optional.empty();
    }

    private final class Project implements AtlasProject {
        private final RequestContext context;

        Project(RequestContext context) {
            this.context = context;
        }

        @Override
        public Duration timeLeft() {
            return timeLeft;
        }

        @Override
        public Set<Provider> providers() {
            return Set.of(Provider.AWS);
        }

        @Override
        public List<Link> links(Provider provider) {
            return List.of(link(LINK));
        }

        @Override
        public Provider providerOf(LinkId link) {
            return provider;
        }

        @Override
        public <T extends Record> T resource(ProjectResource<T> asked) {
            return asked.body().apply(new PlainBody(resource.get())).orElseThrow();
        }

        /** A body without secrets. */
        private record PlainBody(JsonNode json) implements AtlasBody {

            @Override
            public @Nullable String text(JsonNode object, String field) {
                return object.path(field).stringValue(null);
            }

            @Override
            public boolean repeatsSecret(String text) {
                return false;
            }
        }

        @Override
        public ProjectDescription description() {
            return new ProjectDescription("a project", null, null, null);
        }

        @Override
        public Cluster cluster(String name) {
            return clusters().all().stream()
                    .filter(cluster -> cluster.name().equals(name))
                    .findFirst()
                    .orElseThrow();
        }

        @Override
        public Clusters clusters() {
            context.facts().noteAttempt();
            connectionReads.incrementAndGet();
            Failure refusal = failure;
            List<ClusterConnection> there = connections;
            beforeAnswer.run();
            if (refusal != null) {
                throw refusal.toException();
            }
            return new Clusters(
                    there.stream()
                            .map(connection -> new Cluster(
                                    connection.cluster(), null, null, null, null, null, Map.of(), List.of(connection)))
                            .toList(),
                    List.of());
        }

        @Override
        public PlannedRequest request(AtlasWrite write) {
            return new PlannedRequest("POST", "/" + write.target(), null);
        }

        @Override
        public Link link(LinkId link) {
            context.facts().noteAttempt();
            Failure refusal = linkFailure;
            Link there = readyLink(link);
            linkReads.incrementAndGet();
            beforeAnswer.run();
            if (refusal != null) {
                throw refusal.toException();
            }
            return there;
        }

        @Override
        public Endpoint endpoint(LinkId link, EndpointId endpoint) {
            context.facts().noteAttempt();
            background.add(context.isBackground());
            Failure refusal = failure;
            Endpoint there = endpoints.get(endpoint);
            endpointReads.incrementAndGet();
            beforeAnswer.run();
            if (refusal != null) {
                throw refusal.toException();
            }
            if (there == null) {
                throw notFound();
            }
            return there;
        }

        @Override
        public WriteResult<Endpoint> send(Intent intent, EndpointWrite write) {
            return sendAllowed(intent, write, () -> {
                Supplier<WriteResult<Endpoint>> result = results.poll();
                return result == null ? carryOut(write) : result.get();
            });
        }

        @Override
        public WriteResult<Link> send(Intent intent, LinkWrite write) {
            return sendAllowed(
                    intent,
                    write,
                    () -> new WriteResult.Applied<>(
                            write instanceof LinkWrite.Remove ? Optional.empty() : Optional.of(readyLink(LINK))));
        }

        @Override
        public <T extends Record> WriteResult<T> send(Intent intent, ResourceWrite<T> write) {
            return sendAllowed(intent, write, () -> {
                resource.set(write.body());
                return new WriteResult.Applied<>(Optional.of(resource(write.written())));
            });
        }

        private <T> WriteResult<T> sendAllowed(Intent intent, AtlasWrite write, Supplier<WriteResult<T>> result) {
            try {
                intent.right().require();
            } catch (LinkgateException refusal) {
                return new WriteResult.NotSent<>(refusal.failure());
            }
            sent.add(write);
            return result.get();
        }
    }

    private Link readyLink(LinkId link) {
        return new Link(
                link,
                "US_EAST_1",
                LinkStatus.AVAILABLE,
                null,
                endpoints.keySet().stream()
                        .sorted(Comparator.comparing(EndpointId::value))
                        .toList(),
                null,
                new LinkDetails.Aws(null, List.of()));
    }

    /** What Atlas does about a write that it takes. */
    public WriteResult<Endpoint> carryOut(EndpointWrite write) {
        boolean removes = write instanceof EndpointWrite.Remove;
        Endpoint endpoint = endpoint(write.id(), removes ? ConnectionStatus.DELETING : ConnectionStatus.PENDING);
        endpoints.put(write.id(), endpoint);
        return new WriteResult.Applied<>(removes ? Optional.empty() : Optional.of(endpoint));
    }

    public static LinkgateException notFound() {
        return Failure.of(ProblemCode.ENDPOINT_NOT_FOUND, "It is not there.").toException();
    }
}
