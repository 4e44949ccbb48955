package dev.linkgate.gateway.core.platform.store;

import dev.linkgate.ChildProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Objects;

/** A process that has prepared a database as the gateway does at its start, and lives until it is killed. */
final class OtherProcess implements AutoCloseable {

    private final Process process;

    private OtherProcess(Process process) {
        this.process = process;
    }

    static OtherProcess with(Path database) throws IOException {
        Process process = ChildProcess.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        OtherProcess.class.getName(),
                        database.toString())
                .redirectErrorStream(true)
                .start();
        String line = process.inputReader().readLine();
        if (!"prepared".equals(line)) {
            process.destroyForcibly();
            throw new IllegalStateException(String.valueOf(line));
        }
        return new OtherProcess(process);
    }

    /** @param args the database */
    public static void main(String[] args) throws IOException {
        Path database = Path.of(args[0]);
        DataDirectory directory = new DataDirectory(Objects.requireNonNull(database.getParent()));
        directory.prepareDatabase(database);
        System.out.println("prepared");
        System.in.transferTo(OutputStream.nullOutputStream());
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
