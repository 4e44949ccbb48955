package dev.linkgate.app;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;

/**
 * The compiled gateway as a jar with an archive of its loaded classes (class-data sharing), which saves each of the
 * tests' processes about two seconds of CPU time. Java archives only classes of jars.
 */
final class CompiledGateway {

    /** Java's options that locate the gateway. The first use makes the jar and the archive. */
    static final List<String> OPTIONS = create();

    private static final String MAIN = "dev.linkgate.LinkgateApplication";

    private CompiledGateway() {}

    private static List<String> create() {
        try {
            Path directory = Gateway.newDirectory();
            Path jar = directory.resolve("gateway.jar");
            Path archive = directory.resolve("gateway.jsa");
            List.of(jar, archive).forEach(large -> large.toFile().deleteOnExit());
            List<String> launch = List.of("-cp", classPath(jar), MAIN);
            List<String> training = new ArrayList<>(GatewayProcess.JAVA);
            training.add("-XX:ArchiveClassesAtExit=" + archive);
            training.add("-Dspring.context.exit=onRefresh");
            training.addAll(launch);
            training.addAll(List.of(
                    "--server.port=0",
                    "--management.server.port=0",
                    "--linkgate.data-dir=" + directory.resolve("data")));
            Path log = directory.resolve("training.log");
            ProcessBuilder builder =
                    new ProcessBuilder(training).redirectErrorStream(true).redirectOutput(log.toFile());
            GatewayProcess.removeSettings(builder.environment());
            int status = builder.start().waitFor();
            if (status != 0) {
                throw new IllegalStateException("the training run failed:\n" + Files.readString(log));
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

    /** The class path of the tests without the tests, and with a jar of the compiled classes. */
    private static String classPath(Path jar) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.isEmpty() && !entry.endsWith("test-classes"))
                .map(entry -> Files.isDirectory(Path.of(entry))
                        ? pack(Path.of(entry), jar).toString()
                        : entry)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Path pack(Path classes, Path jar) {
        int status = ToolProvider.findFirst("jar")
                .orElseThrow()
                .run(System.out, System.err, "--create", "--file", jar.toString(), "-C", classes.toString(), ".");
        if (status != 0) {
            throw new IllegalStateException("could not pack " + classes);
        }
        return jar;
    }
}
