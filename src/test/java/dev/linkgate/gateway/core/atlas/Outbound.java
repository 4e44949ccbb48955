package dev.linkgate.gateway.core.atlas;

import dev.linkgate.ManualClock;
import dev.linkgate.gateway.core.atlas.channel.AtlasChannel;
import dev.linkgate.gateway.core.atlas.channel.AtlasRequest;
import dev.linkgate.gateway.core.atlas.channel.AtlasResponse;
import dev.linkgate.gateway.core.atlas.credential.AtlasCredential;
import dev.linkgate.gateway.core.atlas.pacing.ResilienceSettings;
import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Right;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Provider;
import dev.linkgate.kernel.Secret;
import dev.linkgate.sandbox.DemoAtlas;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/** The outbound client with its clock driven by hand: a pause takes no time, but moves the clock. */
public final class Outbound {

    public static final Secret PRIVATE_KEY = Secret.of("6b1e0a52-private");
    static final AtlasCredential KEY = key("default");

    final ManualClock clock = new ManualClock();
    final List<Duration> pauses = new CopyOnWriteArrayList<>();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final ResilientClient client;

    private final KnownProviders known = new KnownProviders();

    Outbound(AtlasChannel wire, ResilienceSettings settings) {
        client = new ResilientClient(
                wire,
                Requests.settings(URI.create("http://127.0.0.1")),
                settings,
                (credential, state) -> {},
                (credential, patience) -> Optional.empty(),
                clock,
                new Random(7),
                this::pause,
                meters);
    }

    /** Notes that the link was read before. */
    void hasSeen(LinkPath link, Provider provider) {
        known.note(link, provider);
    }

    static AtlasCredential key(String name) {
        return new AtlasCredential.DigestKey(name, 1, DemoAtlas.PUBLIC_KEY, PRIVATE_KEY, null);
    }

    private boolean pause(Duration time, BooleanSupplier mayWait) {
        pauses.add(time);
        clock.advance(time);
        return mayWait.getAsBoolean();
    }

    public static RequestContext context(String team) {
        RequestContext context = new RequestContext("test", "", null, receipt -> {});
        context.identified(Actor.team(team, "key"));
        context.allowed(Right.PERMANENT);
        return context;
    }

    AtlasProjectClient project(Dialect dialect, String team, Duration deadline) {
        return project(dialect, team, deadline, KEY, DemoAtlas.PROJECT);
    }

    AtlasProjectClient project(
            Dialect dialect, String team, Duration deadline, AtlasCredential credential, ProjectId project) {
        return new AtlasProjectClient(client, dialect, known, deadline, context(team), credential, project);
    }

    AtlasResponse get(String team, String uri, AtlasCredential credential) {
        return client.read(AtlasRequest.read(
                uri, Requests.ACCEPT, credential, context(team), Requests.in(Duration.ofSeconds(20))));
    }

    double value(String meter) {
        return meters.get(meter).meter().measure().iterator().next().getValue();
    }
}
