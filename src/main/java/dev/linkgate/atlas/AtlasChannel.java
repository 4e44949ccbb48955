package dev.linkgate.atlas;

/** Carries one request to Atlas and brings the answer back. Each layer of the client is one. */
@FunctionalInterface
interface AtlasChannel {

    /**
     * @return Atlas's answer, whatever its status
     * @throws TransportFailure if no whole answer came
     */
    AtlasResponse exchange(AtlasRequest request);
}
