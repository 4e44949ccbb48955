package dev.linkgate.gateway.feature.archives;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * The directory of the archives. A file gets its name when it is whole and on the disk, so whatever has a name of an
 * archive is one, unless it was altered later.
 */
final class ArchiveDirectory {

    private static final String DRAFT = ".part";

    private final Path directory;

    ArchiveDirectory(Path directory) {
        this.directory = directory;
    }

    /** Writes what a file has. */
    interface Content {
        void write(OutputStream to) throws IOException;
    }

    /** Where the records of an archive are while they are not checked. */
    Path draft(ArchiveName name) {
        return directory.resolve(name.records() + DRAFT);
    }

    Path records(ArchiveName name) {
        return directory.resolve(name.records());
    }

    Path checkpoint(ArchiveName name) {
        return directory.resolve(name.checkpoint());
    }

    /** The archive that begins with a record; the longest, if there are several. */
    Optional<ArchiveName> beginningWith(long first) throws IOException {
        if (Files.notExists(directory)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.flatMap(file -> ArchiveName.of(file.getFileName().toString()).stream())
                    .filter(name -> name.first() == first)
                    .max(Comparator.comparingLong(ArchiveName::last));
        }
    }

    /** Writes the checkpoint, and the records as a draft. Both are on the disk then. */
    void write(ArchiveName name, byte[] note, Content records) throws IOException {
        Files.createDirectories(directory);
        removeDrafts();
        Path draft = directory.resolve(name.checkpoint() + DRAFT);
        write(draft, to -> to.write(note));
        Files.move(draft, checkpoint(name), StandardCopyOption.ATOMIC_MOVE);
        write(draft(name), to -> {
            GZIPOutputStream zipped = new GZIPOutputStream(to);
            records.write(zipped);
            zipped.finish();
        });
    }

    /** What a process left that was killed. */
    private void removeDrafts() throws IOException {
        try (DirectoryStream<Path> drafts = Files.newDirectoryStream(directory, "audit-*" + DRAFT)) {
            for (Path draft : drafts) {
                Files.delete(draft);
            }
        }
    }

    /** Gives the draft its name. */
    void publish(ArchiveName name) throws IOException {
        Files.move(draft(name), records(name), StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    /** Only the gateway's user may read it: it has what all teams did. */
    private static void write(Path file, Content content) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            OutputStream to = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
            content.write(to);
            to.flush();
            channel.force(true);
        }
    }
}
