package dev.linkgate.gateway.app;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.linkgate.ChildProcess;
import dev.linkgate.ProjectFiles;
import dev.linkgate.TestDirectories;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.util.DigestUtils;

/**
 * The packaged jar, unpacked as in the image, with a cache of its loaded classes (Java's AOT cache, from Java 25 on),
 * so that each start takes some seconds less. Without the jar the tests that need it fail and say how to make it.
 */
public final class PackagedGateway {

    private static final Path JAR = ProjectFiles.at(System.getProperty("linkgate.jar", "target/linkgate.jar"));
    private static final Path DIRECTORY = ProjectFiles.at("target/packaged-gateway");
    private static final int FIRST_WITH_CACHE = 25;

    private static final class Shared {
        static final List<String> OPTIONS = Stream.concat(
                        Stream.of("-Dlinkgate.audit.timeout=60s"), unpack(JAR, DIRECTORY).stream())
                .toList();
    }

    private PackagedGateway() {}

    /**
     * Java's options that start the jar of this build. It waits as long for records as {@link Gateway}, because a
     * machine that is busy with other tests may not store one in two seconds.
     */
    public static List<String> options() {
        return Shared.OPTIONS;
    }

    /**
     * Unpacks a jar, once for all processes of the tests, and of the checks of {@code .ci/sandbox.sh}.
     *
     * @param directory of the unpacked jar and its cache
     * @return Java's options that start it
     */
    public static List<String> unpack(Path jar, Path directory) {
        try {
            // Its time is the release's, whatever is in it.
            String build = md5(jar);
            Path madeBy = directory.resolve("build");
            Files.createDirectories(directory);
            try (FileChannel lock = FileChannel.open(directory.resolve("lock"), CREATE, WRITE)) {
                lock.lock();
                if (Files.notExists(madeBy) || !Files.readString(madeBy).equals(build)) {
                    Files.deleteIfExists(madeBy);
                    extract(jar, directory.resolve("unpacked"));
                    train(jar, directory);
                    Files.writeString(madeBy, build);
                }
            }
            return options(jar, directory, "-XX:AOTCache=");
        } catch (IOException e) {
            throw new UncheckedIOException("Is there a jar? ./mvnw package -DskipTests makes it.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String md5(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            return DigestUtils.md5DigestAsHex(bytes);
        }
    }

    private static List<String> options(Path jar, Path directory, String cacheOption) {
        Path unpacked = directory.resolve("unpacked").resolve(jar.getFileName());
        List<String> start = List.of("-jar", unpacked.toString());
        return Runtime.version().feature() < FIRST_WITH_CACHE
                ? start
                : List.of(cacheOption + directory.resolve("classes.aot"), start.get(0), start.get(1));
    }

    private static void extract(Path jar, Path to) throws IOException, InterruptedException {
        Process process = ChildProcess.of(
                        GatewayProcess.JAVA.getFirst(),
                        "-Djarmode=tools",
                        "-jar",
                        jar.toString(),
                        "extract",
                        "--force",
                        "--destination",
                        to.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException("could not unpack " + jar);
        }
    }

    private static void train(Path jar, Path directory) throws IOException {
        Files.deleteIfExists(directory.resolve("classes.aot"));
        GatewayProcess training = GatewayProcess.start(
                        options(jar, directory, "-XX:AOTCacheOutput="),
                        Map.of("LINKGATE_DATA_DIR", TestDirectories.create().toString()))
                .awaitReady();
        Caller anybody = training.caller(answer -> answer);
        List.of("/readyz", "/projects", "/problems").forEach(anybody::get);
        training.stop();
    }
}
