package dev.linkgate.harness.outage;

import dev.linkgate.gateway.app.GatewayProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.opentest4j.TestAbortedException;

/** A way in which the database of a gateway stops storing records, and later stores them again. */
interface Outage extends AutoCloseable {

    /** A kind of outage. */
    enum Kind {
        /** The disk has not one byte left. */
        FULL_DISK(directory -> new FullDisk(directory)),
        /** The process may not make a file longer ({@code RLIMIT_FSIZE}). */
        FILE_SIZE_LIMIT(directory -> new FileSizeLimit(directory)),
        /** The files of the database are read-only, even for who has them open. */
        READ_ONLY_FILES(directory -> new ReadOnlyFiles(directory)),
        /** Another process has the database locked for writing. */
        LOCKED_DATABASE(directory -> new LockedDatabase(directory)),
        /** The disk does not answer a sync, and with it the commit. */
        HANGING_SYNC(directory -> new HangingSync(directory)),
        /** The server is stopped, and refuses connections. */
        STOPPED_SERVER(directory -> new OwnServer(directory, OwnServer::stop, OwnServer::restart)),
        /** The server is suspended: the operating system accepts connections for it, and nothing is ever answered. */
        SUSPENDED_SERVER(directory -> new OwnServer(directory, OwnServer::suspend, OwnServer::goOn));

        private final Maker maker;

        Kind(Maker maker) {
            this.maker = maker;
        }

        /**
         * @param directory a new one, for the gateway's data
         * @throws TestAbortedException if this system does not allow it
         */
        Outage in(Path directory) throws IOException {
            return maker.in(directory);
        }
    }

    /** Makes an outage. */
    interface Maker {
        Outage in(Path directory) throws IOException;
    }

    /** A command that becomes the gateway's, which is given to it as its last arguments. */
    default List<String> around() {
        return List.of();
    }

    /** Settings of the gateway, and variables of its process. */
    Map<String, String> environment();

    void begin(GatewayProcess gateway) throws IOException;

    void end(GatewayProcess gateway) throws IOException;

    /** Ends what runs for it. */
    @Override
    default void close() throws IOException {}
}
