package dev.linkgate.app;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The compiled gateway as a jar with an archive of its loaded classes (class-data sharing), which saves each of the
 * tests' processes about two seconds of CPU time. Java archives only classes of jars.
 */
final class CompiledGateway {

    private static final String MAIN = "dev.linkgate.LinkgateApplication";
    private static final Path DIRECTORY = Path.of("target", "gateway-archive").toAbsolutePath();

    /** The same in all processes of Maven's tests, of which the first makes the archive for all of them. */
    private static final String BUILD =
            System.getProperty("test.build", UUID.randomUUID().toString());

    /** Java's options that locate the gateway. */
    static final List<String> OPTIONS = create();

    private CompiledGateway() {}

    private static List<String> create() {
        try {
            Path jar = DIRECTORY.resolve("gateway.jar");
            Path archive = DIRECTORY.resolve("gateway.jsa");
            Path madeBy = DIRECTORY.resolve("build");
            List<String> launch = List.of("-cp", classPath(jar), MAIN);
            Files.createDirectories(DIRECTORY);
            try (FileChannel lock = FileChannel.open(DIRECTORY.resolve("lock"), CREATE, WRITE)) {
                lock.lock();
                if (Files.notExists(madeBy) || !Files.readString(madeBy).equals(BUILD)) {
                    pack(jar);
                    train(archive, launch);
                    Files.writeString(madeBy, BUILD);
                }
            }
            List<String> options = new ArrayList<>(List.of("-XX:SharedArchiveFile=" + archive));
            options.addAll(launch);
            return List.copyOf(options);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void train(Path archive, List<String> launch) throws IOException, InterruptedException {
        List<String> training = new ArrayList<>(GatewayProcess.JAVA);
        training.add("-XX:ArchiveClassesAtExit=" + archive);
        training.add("-Dspring.context.exit=onRefresh");
        training.addAll(launch);
        training.addAll(List.of(
                "--server.port=0", "--management.server.port=0", "--linkgate.data-dir=" + Gateway.newDirectory()));
        Path log = DIRECTORY.resolve("training.log");
        ProcessBuilder builder =
                new ProcessBuilder(training).redirectErrorStream(true).redirectOutput(log.toFile());
        GatewayProcess.removeSettings(builder.environment());
        int status = builder.start().waitFor();
        if (status != 0) {
            throw new IllegalStateException("the training run failed:\n" + Files.readString(log));
        }
    }

    /** The class path of the tests without the tests, and with the jar instead of the compiled classes. */
    private static String classPath(Path jar) {
        return entries()
                .map(entry -> Files.isDirectory(Path.of(entry)) ? jar.toString() : entry)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static void pack(Path jar) {
        String classes = entries()
                .filter(entry -> Files.isDirectory(Path.of(entry)))
                .findFirst()
                .orElseThrow();
        int status = ToolProvider.findFirst("jar")
                .orElseThrow()
                .run(System.out, System.err, "--create", "--file", jar.toString(), "-C", classes, ".");
        if (status != 0) {
            throw new IllegalStateException("could not pack " + classes);
        }
    }

    private static Stream<String> entries() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.isEmpty() && !entry.endsWith("test-classes"));
    }
}
