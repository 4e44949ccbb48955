package dev.linkgate.gateway.core.atlas;

import dev.linkgate.gateway.core.atlas.channel.AtlasSettings;
import dev.linkgate.gateway.core.atlas.channel.HttpChannel;
import dev.linkgate.gateway.core.atlas.credential.AtlasCredential;
import dev.linkgate.gateway.core.endpoints.link.Endpoint;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.kernel.Secret;
import dev.linkgate.sandbox.DemoAtlas;
import dev.linkgate.sandbox.SandboxSettings;
import dev.linkgate.sandbox.SimulatedAtlas;
import dev.linkgate.sandbox.fault.Fault;
import dev.linkgate.sandbox.state.Timing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/** The outbound client as the product puts it together, before a simulated Atlas. */
final class AtlasFixture implements AutoCloseable {

    static final EndpointId NEW = new EndpointId(DemoAtlas.NEW_ENDPOINT);
    private static final EndpointId THERE = new EndpointId(DemoAtlas.AVAILABLE_ENDPOINT);
    private static final Secret PRIVATE_KEY = Secret.of("6b1e0a52-private");
    private static final AtlasCredential KEY =
            new AtlasCredential.DigestKey("default", 1, DemoAtlas.PUBLIC_KEY, PRIVATE_KEY, null);

    final SimulatedAtlas simulated = new SimulatedAtlas(SandboxSettings.defaults()
                    .withKey(DemoAtlas.PUBLIC_KEY, PRIVATE_KEY)
                    .withTiming(Timing.INSTANT))
            .start();
    private final HttpChannel http;
    private final Supplier<AtlasProjectClient> projects;

    AtlasFixture(AtlasSettings.Api api) {
        DemoAtlas.seed(simulated);
        AtlasSettings settings = new AtlasSettings(
                simulated.baseUrl().toString(),
                List.of(),
                false,
                api,
                Duration.ofSeconds(60),
                Duration.ofSeconds(20),
                Duration.ofSeconds(60),
                16);
        http = new HttpChannel(settings, "test", client -> client);
        ResilientClient client = new ResilientClient(
                http,
                settings,
                Requests.resilience(),
                (credential, state) -> {},
                (credential, patience) -> Optional.empty(),
                InstantSource.system(),
                new Random(1),
                (time, mayWait) -> true,
                new SimpleMeterRegistry());
        Dialect dialect = AtlasConfiguration.dialect(settings);
        KnownProviders known = new KnownProviders();
        projects = () -> new AtlasProjectClient(
                client, dialect, known, settings.deadline(), RequestContext.system("test"), KEY, DemoAtlas.PROJECT);
    }

    /** The project, for one call. */
    AtlasProjectClient project() {
        return projects.get();
    }

    Endpoint add() {
        return Requests.add(project(), NEW).resourceOrThrow();
    }

    void remove() {
        Requests.remove(project(), THERE).orThrow();
    }

    void faults(String method, Fault... faults) {
        simulated.faults().next(method, ".*", faults);
    }

    void always(String method, Fault fault) {
        simulated.faults().always(method, ".*", fault);
    }

    /** How many writes Atlas carried out. */
    int writes() {
        return simulated.log().applied().size();
    }

    /** How many requests of this method passed authentication. */
    long requestsOf(String method) {
        return simulated.log().seen().stream()
                .filter(request -> request.method().equals(method) && request.authorized())
                .count();
    }

    @Override
    public void close() {
        http.close();
        simulated.close();
    }
}
