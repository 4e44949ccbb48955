package dev.linkgate.gateway.feature.checkpoints;

import dev.linkgate.gateway.core.platform.observability.Metric;
import dev.linkgate.gateway.core.platform.store.DirectorySetting;
import dev.linkgate.gateway.core.platform.store.Micros;
import dev.linkgate.kernel.StartRefused;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The directory of {@code linkgate.audit.checkpoint-dir}, with a file for each checkpoint. Its failures are reported
 * and end nothing: records do not depend on it. Safe for several threads and processes.
 */
@Component
class CheckpointDirectory {

    private static final Logger log = LoggerFactory.getLogger(CheckpointDirectory.class);

    private static final String SUFFIX = ".checkpoint";

    /** Twenty digits, of which a size never needs the first two. */
    private static final Pattern NAME = Pattern.compile("(00[0-9]{18})\\.checkpoint");

    /** The maximum size in bytes: longer than any note. A longer file is none. */
    private static final int MOST_BYTES = 64 * 1024;

    private final @Nullable Path directory;
    private final CheckpointKeys keys;
    private final Counter written;
    private final Counter unwritten;
    private volatile Optional<HeldCheckpoint> newest = Optional.empty();
    private boolean failing;

    /** @throws StartRefused if the directory cannot be used at the start */
    CheckpointDirectory(CheckpointSettings settings, CheckpointKeys keys, MeterRegistry meters) {
        this.directory = settings.checkpointDir();
        if (directory != null) {
            DirectorySetting.requireWritable("linkgate.audit.checkpoint-dir", directory);
        }
        this.keys = keys;
        this.written =
                Metric.AUDIT_CHECKPOINT_FILES.counter().tag("result", "written").register(meters);
        this.unwritten =
                Metric.AUDIT_CHECKPOINT_FILES.counter().tag("result", "failed").register(meters);
    }

    private interface Work {
        void in(Path directory) throws IOException;
    }

    /** The newest checkpoint, as {@link #look} found it last. */
    Optional<HeldCheckpoint> newest() {
        return newest;
    }

    /** Looks for the newest checkpoint. If the directory cannot be read, the last one found stays. */
    void look() {
        run(found -> {
            OptionalLong last;
            try (Stream<Path> files = Files.list(found)) {
                last = sizes(files).max();
            }
            newest = last.isPresent() ? Optional.of(read(found, last.getAsLong())) : Optional.empty();
        });
    }

    /** Writes the file of a checkpoint. One that is there already stays. */
    void write(StoredCheckpoint checkpoint) {
        run(found -> {
            Path file = found.resolve(name(checkpoint.size()));
            if (Files.notExists(file)) {
                store(file, checkpoint.note(), checkpoint.time());
                written.increment();
            }
            newest = Optional.of(read(found, checkpoint.size()));
        });
    }

    /**
     * Renames the files of a checkpoint that was given up, and of those before it that were, too; once for each
     * rollback, of which a file is kept. The checkpoints of a directory agree with each other, so those are the last
     * ones.
     *
     * @return false if that failed
     */
    boolean giveUp(StoredCheckpoint accepted, Predicate<HeldCheckpoint> isGivenUp) {
        boolean given = run(found -> {
            Path done = found.resolve("%020d.%d.given-up-note".formatted(accepted.size(), Micros.of(accepted.time())));
            if (Files.exists(done)) {
                return;
            }
            List<Long> sizes;
            try (Stream<Path> files = Files.list(found)) {
                sizes = sizes(files)
                        .filter(size -> size <= accepted.size())
                        .boxed()
                        .sorted(Comparator.reverseOrder())
                        .toList();
            }
            for (long size : sizes) {
                if (!isGivenUp.test(read(found, size))) {
                    break;
                }
                Path givenUp = found.resolve(name(size) + ".given-up");
                Files.move(found.resolve(name(size)), givenUp, StandardCopyOption.ATOMIC_MOVE);
            }
            store(done, accepted.note(), accepted.time());
        });
        look();
        return given;
    }

    private HeldCheckpoint read(Path found, long size) throws IOException {
        Path file = found.resolve(name(size));
        String holder = "in the file " + name(size); // callers see it, so it does not say where the directory is
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        Instant time = attributes.lastModifiedTime().toInstant();
        if (!attributes.isRegularFile()) {
            // Who opens a pipe waits until somebody writes into it.
            return HeldCheckpoint.faulty(holder, size, time, "is no regular file");
        }
        try (InputStream note = Files.newInputStream(file)) {
            return HeldCheckpoint.of(holder, size, time, note.readNBytes(MOST_BYTES), keys);
        }
    }

    private static LongStream sizes(Stream<Path> files) {
        return files.map(file -> file.getFileName().toString())
                .map(NAME::matcher)
                .filter(Matcher::matches)
                .mapToLong(name -> Long.parseLong(name.group(1)));
    }

    private static String name(long size) {
        return "%020d".formatted(size) + SUFFIX;
    }

    /** Writes a file of this time, which all may read, whole or not at all. */
    private static void store(Path file, String text, Instant time) throws IOException {
        Path draft = Files.createTempFile(file.getParent(), ".", ".new");
        try {
            try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            if (draft.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-r--r--"));
            }
            Files.setLastModifiedTime(draft, FileTime.from(time));
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** @return false if it failed */
    private synchronized boolean run(Work work) {
        if (directory == null) {
            return true;
        }
        try {
            Files.createDirectories(directory);
            work.in(directory);
            if (failing) {
                failing = false;
                log.info("The directory of audit checkpoints, {}, works again", directory);
            }
            return true;
        } catch (NoSuchFileException e) {
            log.debug("A file went away between two looks", e);
        } catch (IOException | UncheckedIOException | SecurityException e) {
            unwritten.increment();
            if (!failing) {
                failing = true;
                log.error(
                        "The directory of audit checkpoints, {}, cannot be used; the checkpoints are only in the"
                                + " database and in this log until it can: {}",
                        directory,
                        e.toString());
            }
        }
        return false;
    }
}
