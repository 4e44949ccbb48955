package dev.linkgate.sandbox;

import dev.linkgate.ManualClock;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Provider;
import dev.linkgate.kernel.Secret;
import dev.linkgate.sandbox.state.SimulatedLinkStatus;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** A simulated Atlas with one project and one ready AWS link, a hand-driven clock, and callers with the right key. */
final class RunningAtlas implements AutoCloseable {

    static final ProjectId PROJECT = new ProjectId("6a793f63c0eb9e7a177153f5");
    static final LinkId LINK = new LinkId("6a793f68c0eb9e7a17715835");
    static final String VPCE = "vpce-0b9c5701325cb15dd";
    static final String PUBLIC_KEY = "abcdefgh";
    static final String PRIVATE_KEY = "5f2b7a1c-3d4e-4f60-8a9b-0c1d2e3f4a5b";

    static final String V2_ROOT = "/api/atlas/v2/groups/" + PROJECT + "/privateEndpoint";
    static final String V2_ENDPOINTS = V2_ROOT + "/AWS/endpointService/" + LINK + "/endpoint";
    static final String CLASSIC_ROOT = "/api/atlas/v1.0/groups/" + PROJECT + "/privateEndpoint";
    static final String CLASSIC_ENDPOINTS = CLASSIC_ROOT + "/" + LINK + "/interfaceEndpoints";

    final ManualClock clock = new ManualClock();
    final SimulatedAtlas atlas;
    final AtlasCaller v2;
    final AtlasCaller v1;

    RunningAtlas() {
        this(UnaryOperator.identity());
    }

    RunningAtlas(UnaryOperator<SandboxSettings> settings) {
        atlas = new SimulatedAtlas(settings.apply(
                        SandboxSettings.defaults().withClock(clock).withKey(PUBLIC_KEY, Secret.of(PRIVATE_KEY))))
                .start();
        atlas.addLink(PROJECT, LINK, Provider.AWS, "EU_WEST_1", SimulatedLinkStatus.AVAILABLE);
        v2 = new AtlasCaller(atlas.baseUrl(), PUBLIC_KEY, PRIVATE_KEY, AtlasCaller.V2);
        v1 = new AtlasCaller(atlas.baseUrl(), PUBLIC_KEY, PRIVATE_KEY, "application/json");
    }

    HttpResponse<String> add(String vpce) {
        return v2.post(V2_ENDPOINTS, "{\"id\":\"" + vpce + "\"}");
    }

    /** Creates a link and waits until it accepts endpoints. */
    String readyLink(String provider, String region, boolean portMapping) {
        HttpResponse<String> created =
                v2.post(V2_ROOT + "/endpointService", """
                {"providerName":"%s","region":"%s","portMappingEnabled":%s}""".formatted(provider, region, portMapping));
        letPass(Duration.ofSeconds(20));
        return Json.of(created).get("id").stringValue();
    }

    static String endpoints(Provider provider, String link) {
        return V2_ROOT + "/" + provider + "/endpointService/" + link + "/endpoint";
    }

    /** The body that adds an endpoint with this id. */
    static String body(Provider provider, String id) {
        return switch (provider) {
            case AWS -> """
                    {"id":"%s"}""".formatted(id);
            case AZURE -> """
                    {"id":"%s","privateEndpointIPAddress":"10.0.0.4"}""".formatted(id);
            case GCP -> """
                    {"endpointGroupName":"%1$s","gcpProjectId":"my-network",\
                    "endpoints":[{"endpointName":"%1$s","ipAddress":"10.0.0.4"}]}""".formatted(id);
        };
    }

    void letPass(Duration duration) {
        clock.advance(duration);
    }

    @Override
    public void close() {
        atlas.close();
    }
}
