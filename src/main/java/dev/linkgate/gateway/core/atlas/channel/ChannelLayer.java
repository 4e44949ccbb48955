package dev.linkgate.gateway.core.atlas.channel;

import java.net.URI;

/** A layer that a feature puts around the innermost channel, which sends. */
public interface ChannelLayer {

    /** @param origin scheme, host and port of the Atlas */
    AtlasChannel around(AtlasChannel inner, URI origin);
}
