package dev.linkgate.cli.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A file whose key is replaced: a reader of the file sees the key before or the new one, whole. Only its owner may read
 * it. Each step that may be refused is tried before there is a new key.
 */
public final class KeyFile implements AutoCloseable {

    /** The maximum length of a file in bytes. It is longer than any key. */
    private static final int SPACE = 4096;

    private final Path file;
    private final Path fresh;

    private KeyFile(Path file, Path fresh) {
        this.file = file;
        this.fresh = fresh;
    }

    /** @throws CommandFailed if the file cannot be replaced */
    public static KeyFile of(Path file) {
        try {
            Path real = file.toRealPath();
            boolean isPosix = Files.getFileStore(real).supportsFileAttributeView("posix");
            FileAttribute<?>[] owners = isPosix
                    ? new FileAttribute<?>[] {
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                    }
                    : new FileAttribute<?>[0];
            Path fresh = Files.createTempFile(real.toAbsolutePath().getParent(), ".key", ".new", owners);
            KeyFile replacement = new KeyFile(real, fresh);
            try {
                if (isPosix && !Files.getOwner(real).equals(Files.getOwner(fresh))) {
                    Files.setOwner(fresh, Files.getOwner(real));
                }
                replacement.write(new byte[SPACE]);
            } catch (IOException e) {
                replacement.close();
                throw e;
            }
            return replacement;
        } catch (IOException e) {
            throw new CommandFailed("Cannot replace the file " + file + ", so the key stays as it is.", ExitCode.USAGE);
        }
    }

    /** @throws IOException if the file still has the key before */
    public void replace(String key) throws IOException {
        write((key + "\n").getBytes(StandardCharsets.UTF_8));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void write(byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.truncate(content.length);
            channel.force(true);
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(fresh);
        } catch (IOException e) {
            // The file that stays can be read by its owner only.
        }
    }
}
