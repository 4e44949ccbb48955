package dev.linkgate.crash;

import dev.linkgate.app.Caller;
import dev.linkgate.app.GatewayProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The packaged jar, laid out and with its classes ready to be loaded, so that each start takes seconds less. */
final class Packaged {

    private static final int FIRST_WITH_CACHE = 25;

    private Packaged() {}

    /** @return Java's options that locate the gateway */
    static List<String> unpack(Path jar, Path directory) {
        Path unpacked = directory.resolve("unpacked");
        extract(jar, unpacked);
        List<String> launch =
                List.of("-jar", unpacked.resolve(jar.getFileName()).toString());
        if (Runtime.version().feature() < FIRST_WITH_CACHE) {
            return launch;
        }
        Path cache = directory.resolve("classes.aot");
        GatewayProcess training = GatewayProcess.start(
                        with("-XX:AOTCacheOutput=" + cache, launch),
                        Map.of(
                                "LINKGATE_DATA_DIR",
                                directory.resolve("training").toString()))
                .awaitReady();
        Caller anybody = training.caller(answer -> answer);
        List.of("/readyz", "/projects", "/problems").forEach(anybody::get);
        training.stop();
        return with("-XX:AOTCache=" + cache, launch);
    }

    private static List<String> with(String option, List<String> launch) {
        return List.of(option, launch.get(0), launch.get(1));
    }

    private static void extract(Path jar, Path to) {
        try {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Djarmode=tools",
                            "-jar",
                            jar.toString(),
                            "extract",
                            "--destination",
                            to.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (process.waitFor() != 0) {
                throw new IllegalStateException("could not unpack " + jar);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
