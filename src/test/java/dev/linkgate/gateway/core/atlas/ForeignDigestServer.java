package dev.linkgate.gateway.core.atlas;

import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.sandbox.DemoAtlas;
import java.net.URI;
import java.nio.file.Path;

/** A digest server that other people wrote, on loopback. */
interface ForeignDigestServer {

    /** Whether it runs on this machine. */
    default boolean isInstalled() {
        return true;
    }

    /**
     * The path of its one resource. Slashes are percent-encoded in the id of an Azure endpoint, and the digest covers
     * the path as it is sent.
     */
    default String path() {
        return "/groups/1/endpoint/" + new EndpointId(DemoAtlas.AVAILABLE_AZURE_ENDPOINT).pathSegment();
    }

    /** Whether a nonce that it gave out, or its successor, is good until the test ends. */
    default boolean keepsNonces() {
        return true;
    }

    default void letNoncesGrowOld() {}

    /** @param directory an empty one, for all that it needs and writes */
    Running start(Path directory, String user, String password) throws Exception;

    /** A server until it is closed. */
    record Running(URI uri, AutoCloseable stop) implements AutoCloseable {
        @Override
        public void close() throws Exception {
            stop.close();
        }
    }
}
