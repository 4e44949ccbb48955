package dev.linkgate.gateway.core.atlas;

import dev.linkgate.gateway.core.atlas.channel.AtlasSettings;
import dev.linkgate.gateway.core.atlas.channel.HttpChannel;
import dev.linkgate.gateway.core.atlas.credential.AtlasCredential;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.springframework.boot.ssl.SslBundle;

/**
 * One client for each Atlas that a credential may belong to. They share no connection, circuit breaker, rate limit or
 * retry budget, so the failure of one Atlas leaves the others usable.
 */
final class AtlasClients implements AutoCloseable {

    private final URI usual;
    private final Map<URI, ResilientClient> clients = new HashMap<>();
    private final List<HttpChannel> channels = new ArrayList<>();

    /**
     * @param connecting makes the innermost layer for one Atlas
     * @param composing puts the other layers around it, with meters that have the label {@code atlas}
     */
    AtlasClients(
            AtlasSettings settings,
            MeterRegistry meters,
            Function<AtlasSettings, HttpChannel> connecting,
            Composition composing) {
        this.usual = settings.origin();
        for (URI origin : settings.origins()) {
            AtlasSettings own = settings.at(origin);
            HttpChannel channel = connecting.apply(own);
            channels.add(channel);
            clients.put(origin, composing.compose(channel, own, labelled(meters, origin)));
        }
    }

    /** Composes the layers of one client. */
    @FunctionalInterface
    interface Composition {
        ResilientClient compose(HttpChannel channel, AtlasSettings settings, MeterRegistry meters);
    }

    private static MeterRegistry labelled(MeterRegistry meters, URI origin) {
        CompositeMeterRegistry labelled = new CompositeMeterRegistry();
        labelled.config().commonTags("atlas", origin.getAuthority());
        labelled.add(meters);
        return labelled;
    }

    /** The client of the Atlas that the credential belongs to. */
    ResilientClient of(AtlasCredential credential) {
        URI origin = Objects.requireNonNullElse(credential.baseUrl(), usual);
        return Objects.requireNonNull(clients.get(origin), "the vault gives out credentials of allowed base URLs only");
    }

    /** Uses these certificates for all connections from now on. */
    void use(SslBundle bundle) {
        channels.forEach(channel -> channel.use(bundle));
    }

    /** Closes the connections. */
    @Override
    public void close() {
        channels.forEach(HttpChannel::close);
    }
}
