package dev.linkgate.gateway.atlas;

import dev.linkgate.gateway.atlas.channel.AtlasChannel;
import dev.linkgate.gateway.atlas.channel.AtlasRequest;
import dev.linkgate.gateway.atlas.channel.AtlasResponse;
import dev.linkgate.kernel.Secret;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notes the {@code Authorization} of each request that goes over the wire, before it goes; empty if it has none. */
final class WireTap implements AtlasChannel {

    private final AtlasChannel wire;
    private final List<String> authorizations = new CopyOnWriteArrayList<>();

    WireTap(AtlasChannel wire) {
        this.wire = wire;
    }

    @Override
    public AtlasResponse exchange(AtlasRequest request) {
        Secret authorization = request.authorization();
        authorizations.add(authorization == null ? "" : authorization.reveal());
        return wire.exchange(request);
    }

    List<String> authorizations() {
        return authorizations;
    }
}
