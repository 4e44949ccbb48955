package dev.linkgate.gateway.core.atlas;

import dev.linkgate.gateway.core.atlas.channel.AtlasRequest;
import dev.linkgate.gateway.core.atlas.channel.AtlasSettings;
import dev.linkgate.gateway.core.atlas.credential.AtlasCredential;
import dev.linkgate.gateway.core.atlas.pacing.ResilienceSettings;
import dev.linkgate.gateway.core.endpoints.link.Endpoint;
import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.endpoints.link.NewEndpoint;
import dev.linkgate.gateway.core.endpoints.port.EndpointWrite;
import dev.linkgate.gateway.core.endpoints.port.WriteResult;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.trail.audit.Intent;
import dev.linkgate.gateway.core.trail.audit.Intents;
import dev.linkgate.kernel.Provider;
import dev.linkgate.kernel.Secret;
import dev.linkgate.sandbox.DemoAtlas;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.http.HttpMethod;

/** Requests, credentials and settings for the tests of the client's lower layers. */
public final class Requests {

    public static final AtlasCredential.DigestKey KEY =
            new AtlasCredential.DigestKey("default", 1, "abcdefgh", Secret.of("0f1e2d3c-private-key"), null);
    public static final AtlasCredential.ServiceAccount ACCOUNT = new AtlasCredential.ServiceAccount(
            "default", 1, "mdb_sa_id_0123456789abcdef01234567", Secret.of("mdb_sa_sk_client-secret"), null);
    public static final String ACCEPT = "application/vnd.atlas.2023-01-01+json";

    private static final ResilienceSettings RESILIENCE =
            new Binder(List.of()).bindOrCreate("linkgate.atlas", ResilienceSettings.class);

    private Requests() {}

    public static AtlasSettings settings(URI base) {
        return new AtlasSettings(
                base.toString(),
                List.of(),
                true,
                AtlasSettings.Api.V2,
                Duration.ofSeconds(60),
                Duration.ofSeconds(20),
                Duration.ofSeconds(20),
                64);
    }

    /** The product's defaults. */
    public static ResilienceSettings resilience() {
        return RESILIENCE;
    }

    public static AtlasRequest get(String uri, AtlasCredential credential) {
        return AtlasRequest.read(uri, ACCEPT, credential, RequestContext.system("test"), in(Duration.ofSeconds(60)));
    }

    public static AtlasRequest get(String uri) {
        return get(uri, KEY);
    }

    public static AtlasRequest post(String uri, String body, AtlasCredential credential) {
        return post(uri, body, credential, Intents.any());
    }

    public static AtlasRequest post(String uri, String body, Intent intent) {
        return post(uri, body, KEY, intent);
    }

    private static AtlasRequest post(String uri, String body, AtlasCredential credential, Intent intent) {
        return AtlasRequest.write(
                intent,
                HttpMethod.POST,
                uri,
                ACCEPT,
                body,
                credential,
                RequestContext.system("test"),
                in(Duration.ofSeconds(60)));
    }

    public static AtlasRequest before(AtlasRequest request, Duration deadline) {
        return new AtlasRequest(
                request.method(),
                request.uri(),
                request.accept(),
                request.body(),
                request.contentType(),
                request.credential(),
                request.authorization(),
                request.context(),
                request.right(),
                request.precedence(),
                in(deadline),
                request.trace());
    }

    public static long in(Duration time) {
        return System.nanoTime() + time.toNanos();
    }

    /** Adds an endpoint to the demo project's link to its cloud. */
    static WriteResult<Endpoint> add(AtlasProjectClient project, EndpointId endpoint) {
        return add(project, endpoint, Intents.any());
    }

    static WriteResult<Endpoint> add(AtlasProjectClient project, EndpointId endpoint, Intent intent) {
        NewEndpoint whole = switch (endpoint.provider()) {
            case AWS -> new NewEndpoint.Aws(endpoint);
            case AZURE -> new NewEndpoint.Azure(endpoint, "10.0.0.9");
            case GCP ->
                new NewEndpoint.Gcp(
                        endpoint,
                        DemoAtlas.GCP_PROJECT,
                        List.of(new NewEndpoint.ForwardingRule(endpoint.value(), "10.0.0.9")));
        };
        return project.send(
                intent, new EndpointWrite.Add(demoLink(endpoint.provider()), whole, EndpointWrite.Cause.REQUEST));
    }

    /** Removes an endpoint from the demo project's link to its cloud. */
    static WriteResult<Endpoint> remove(AtlasProjectClient project, EndpointId endpoint) {
        return project.send(Intents.any(), new EndpointWrite.Remove(demoLink(endpoint.provider()), endpoint, false));
    }

    /** The demo project's link to a cloud that accepts endpoints with one forwarding rule, if they have any. */
    static LinkPath demoLink(Provider provider) {
        return new LinkPath(
                DemoAtlas.PROJECT,
                switch (provider) {
                    case AWS -> DemoAtlas.READY_LINK;
                    case AZURE -> DemoAtlas.AZURE_LINK;
                    case GCP -> DemoAtlas.PORT_MAPPED_LINK;
                });
    }
}
