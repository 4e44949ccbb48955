package dev.linkgate.gateway.core.trail.audit;

import dev.linkgate.gateway.core.platform.replica.EverySecond;
import dev.linkgate.gateway.core.platform.store.DatabaseFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/**
 * Keeps space on the disk of an embedded database for the administrator, who must be able to revoke a key even when
 * nothing else works any more.
 *
 * <p>Below a limit of free space only the administrator's entries and outcomes of begun writes are admitted. When
 * something else has filled the disk completely, the next of these entries gets the space of a reserve file. The
 * reserve is not given up earlier, because the space would be taken again. Normal admission and the reserve return by
 * themselves when there is space.
 */
@Component
final class DiskSpace implements EverySecond {

    static final String RESERVE = "reserve";

    /** SQLite's log grows to 4 MiB before its pages go into the database; the rest is for those. */
    static final DataSize RESERVE_SIZE = DataSize.ofMegabytes(8);

    /** The reserve is given up below this free space, which is more than any request needs. */
    private static final DataSize ENOUGH = DataSize.ofMegabytes(1);

    private static final Logger log = LoggerFactory.getLogger(DiskSpace.class);
    private static final int BLOCK_BYTES = 64 * 1024;

    private final @Nullable Path directory;
    private final DataSize limit;
    private final ToLongFunction<Path> usableBytes;
    private volatile boolean low;

    @Autowired
    DiskSpace(DatabaseFiles files, AuditSettings settings) {
        this(files.directory(), settings.minFreeSpace(), path -> path.toFile().getUsableSpace());
    }

    /**
     * @param directory of the database; absent when there is nothing to watch
     * @param limit zero turns the limit and the reserve off
     */
    DiskSpace(@Nullable Path directory, DataSize limit, ToLongFunction<Path> usableBytes) {
        this.directory = limit.toBytes() == 0 ? null : directory;
        this.limit = limit;
        this.usableBytes = usableBytes;
    }

    /** Whether free space is below the limit for everyone but the administrator. */
    boolean isLow() {
        return low;
    }

    /** Whether there is space for a record; for the administrator's records, space is made. */
    boolean admits(PendingRecord record) {
        if (record.hasReserve() || (low && record.isOutcome())) {
            makeRoom();
            return true;
        }
        return !low || record.isOutcome();
    }

    /** Gives up the reserve if nothing else is left. */
    private void makeRoom() {
        if (directory == null || measure(directory) >= ENOUGH.toBytes()) {
            return;
        }
        try {
            if (Files.deleteIfExists(directory.resolve(RESERVE))) {
                log.warn("The disk of the database is full; the administrator's requests use the reserve");
            }
        } catch (IOException e) {
            log.error("Could not give up the disk reserve", e);
        }
    }

    /** Measures the free space, and makes the reserve again if there is enough for it. */
    @Override
    public void everySecond() {
        if (directory == null || Files.notExists(directory)) {
            return;
        }
        Path reserve = directory.resolve(RESERVE);
        if (measure(directory) >= limit.toBytes() + RESERVE_SIZE.toBytes() && !isWhole(reserve)) {
            reserve(reserve);
        }
    }

    private long measure(Path disk) {
        long usable = usableBytes.applyAsLong(disk);
        boolean nowLow = usable < limit.toBytes();
        if (nowLow && !low) {
            log.error(
                    "Less than {} MB are free on the disk of the database: requests that need an audit"
                            + " record are refused, except the administrator's",
                    limit.toMegabytes());
        } else if (low && !nowLow) {
            log.info("There is space for audit records again");
        }
        low = nowLow;
        return usable;
    }

    private static boolean isWhole(Path file) {
        return file.toFile().length() >= RESERVE_SIZE.toBytes();
    }

    private static void reserve(Path file) {
        try {
            Files.deleteIfExists(file);
            try (FileChannel channel = FileChannel.open(
                    file,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
                fill(channel);
            }
        } catch (IOException e) {
            log.warn("Could not create the reserve on the disk of the database: {}", e.getMessage());
        }
    }

    /** Fills the file with random bytes, which no file system can compress. */
    private static void fill(FileChannel channel) throws IOException {
        byte[] block = new byte[BLOCK_BYTES];
        while (channel.size() < RESERVE_SIZE.toBytes()) {
            ThreadLocalRandom.current().nextBytes(block);
            channel.write(ByteBuffer.wrap(block));
        }
        channel.force(true);
    }
}
