package dev.linkgate.gateway.core.atlas.channel;

/** Sends one request to Atlas and returns the answer. Each layer of the client is a channel. */
@FunctionalInterface
public interface AtlasChannel {

    /**
     * @return Atlas's answer, whatever its status
     * @throws TransportFailure if no complete answer came
     */
    AtlasResponse exchange(AtlasRequest request);
}
