package dev.linkgate.harness.crash;

import dev.linkgate.Cloud;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Secret;
import dev.linkgate.sandbox.SandboxSettings;
import dev.linkgate.sandbox.SimulatedAtlas;
import dev.linkgate.sandbox.log.AppliedWrite;
import dev.linkgate.sandbox.log.SeenRequest;
import dev.linkgate.sandbox.state.EndpointStatus;
import dev.linkgate.sandbox.state.LinkState;
import dev.linkgate.sandbox.state.SimulatedLinkStatus;
import dev.linkgate.sandbox.state.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The simulated Atlas behind gateways, which outlives them, with access to its state. */
public final class HarnessAtlas implements AutoCloseable {

    public static final String PUBLIC_KEY = "crashkey";
    public static final String PRIVATE_KEY = "0c5f7e1d-77aa-4a51-9b1e-00c0ffee1234";

    private static final int REMEMBERED = 10_000;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final SimulatedAtlas atlas;
    private volatile boolean closed;
    private volatile Trap trap = new Trap("", Pattern.compile(""), 0);

    /**
     * A write that Atlas carried out.
     *
     * @param link empty for a write of a project
     * @param endpoint empty for a write of a project or a link
     * @param requestId of the caller's request that it came from; empty for a write of the gateway itself
     */
    public record Write(
            long number,
            Instant at,
            AtlasCall call,
            ProjectId project,
            String link,
            String endpoint,
            String requestId) {

        private static final Pattern TARGET =
                Pattern.compile("/groups/([^/]+)/privateEndpoint/[A-Za-z/]+?(?:/([0-9a-f]{24})(/endpoint.*)?)?");

        static Write of(AppliedWrite write) {
            Matcher target = TARGET.matcher(write.uri().replaceFirst(".*(?=/groups/)", ""));
            if (!target.matches()) {
                throw new IllegalArgumentException(write.toString());
            }
            String link = Objects.requireNonNullElse(target.group(2), "");
            return new Write(
                    write.number(),
                    write.at(),
                    AtlasCall.of(write.method(), !link.isEmpty(), target.group(3) != null),
                    new ProjectId(target.group(1)),
                    link,
                    write.endpoint(),
                    write.traceparent().isEmpty() ? "" : write.traceparent().split("-", -1)[1]);
        }
    }

    /**
     * A link as Atlas has it.
     *
     * @param region with its cloud: {@code AWS:US_EAST_1}
     * @param remoteRegions separated by commas
     */
    record Link(LinkId id, String region, String status, String remoteRegions) {

        static Link of(LinkState link) {
            return new Link(
                    new LinkId(link.id()),
                    link.provider() + ":" + link.region(),
                    link.status().name(),
                    String.join(",", Objects.requireNonNullElse(link.remoteRegions(), List.of())));
        }
    }

    /** @param after the number of the last request before it was set */
    private record Trap(String method, Pattern uri, long after) {

        boolean caught(SeenRequest request) {
            return request.number() > after
                    && request.authorized()
                    && request.method().equals(method)
                    && uri.matcher(request.uri()).find();
        }
    }

    private HarnessAtlas(SimulatedAtlas atlas) {
        this.atlas = atlas;
    }

    /**
     * @param phase the duration of each of Atlas's background steps
     * @param trouble how often a request gets a fault; zero for never
     */
    public static HarnessAtlas start(Duration phase, Duration trouble, long seed) {
        SimulatedAtlas atlas = new SimulatedAtlas(SandboxSettings.defaults()
                        .withTiming(new Timing(phase, phase, phase, phase, phase, phase))
                        .withRemembered(REMEMBERED)
                        .withKey(PUBLIC_KEY, Secret.of(PRIVATE_KEY)))
                .start();
        HarnessAtlas harness = new HarnessAtlas(atlas);
        if (trouble.isPositive()) {
            Trouble.begin(atlas, trouble, new Random(seed), () -> !harness.closed);
        }
        return harness;
    }

    /** @param host a name of this machine, by which the requests of one replica are told from those of another */
    public String url(String host) {
        return "http://" + host + ":" + atlas.baseUrl().getPort();
    }

    /** Adds a link to AWS that accepts endpoints. */
    public void addLink(Place place) {
        addLink(place, Cloud.AWS);
    }

    /** Adds a link that accepts endpoints, in the cloud's region. */
    void addLink(Place place, Cloud cloud) {
        switch (cloud) {
            case AWS, AZURE ->
                atlas.addLink(
                        place.project(), place.link(), cloud.provider(), cloud.region(), SimulatedLinkStatus.AVAILABLE);
            case GCP ->
                atlas.addPortMappedLink(place.project(), place.link(), cloud.region(), SimulatedLinkStatus.AVAILABLE);
        }
    }

    /** The links of a project, including those being removed. */
    List<Link> links(ProjectId project) {
        return atlas.links(project).stream().map(Link::of).toList();
    }

    boolean isRegionalMode(ProjectId project) {
        return atlas.isRegionalMode(project);
    }

    /** Adds an endpoint that is connected until it is removed. */
    void addEndpoint(Place place, String id) {
        addEndpoint(place, id, EndpointStatus.AVAILABLE);
    }

    /** Adds an endpoint that stays in this status until it is removed. */
    public void addEndpoint(Place place, String id, EndpointStatus status) {
        atlas.addEndpoint(place.project(), place.link(), Cloud.of(id).existing(id), status);
    }

    /** The status of an endpoint; {@code ABSENT} if it does not exist. */
    String endpoint(Place place, String id) {
        return atlas.endpoint(place.project(), place.link(), id)
                .map(state -> state.status().name())
                .orElse("ABSENT");
    }

    /** Lets something go wrong with the next requests of this kind. */
    void trouble(String method, String uri, Trouble kind, int times) {
        for (int i = 0; i < times; i++) {
            atlas.faultsBeforeAuthentication().next(method, uri, kind.fault());
        }
    }

    /** Lets the next request of this kind hang; there is one trap at a time. */
    void trap(String method, String uri, Trouble kind) {
        trap = new Trap(method, Pattern.compile(uri), atlas.log().requests());
        atlas.faults().clear();
        atlas.faults().next(method, uri, kind.fault());
    }

    /** Waits until a request hangs in the trap; the host that it asked for, {@code -} if none came. */
    String sprung() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (atlas.faults().pending() > 0) {
            if (System.nanoTime() > end) {
                atlas.faults().clear();
                return "-";
            }
            Pace.rest(2);
        }
        return atlas.log().seen().reversed().stream()
                .filter(trap::caught)
                .findFirst()
                .map(request -> String.join("", request.headers().getOrDefault("Host", List.of())))
                .orElse("-");
    }

    public List<Write> writesAfter(long number) {
        return atlas.log().applied().stream()
                .filter(write -> write.number() > number)
                .map(Write::of)
                .toList();
    }

    @Override
    public void close() {
        closed = true;
        atlas.close();
    }
}
