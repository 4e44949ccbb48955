package dev.linkgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A command that has ended: its exit code, and what it wrote. */
public record CommandRun(int exitCode, String out, String err) {

    /** Where nothing can be written, for this reason. */
    private static OutputStream broken(String reason) {
        return new OutputStream() {
            @Override
            public void write(int each) throws IOException {
                throw new IOException(reason);
            }

            @Override
            public String toString() {
                return "";
            }
        };
    }

    /** Runs a command in this process. Fails if the key is in its output. */
    public static CommandRun of(Map<String, String> environment, String... args) {
        return run(environment, InputStream.nullInputStream(), new ByteArrayOutputStream(), false, args);
    }

    /** A run while nothing can be written to standard output. */
    public static CommandRun withoutOutput(Map<String, String> environment, String... args) {
        return run(environment, InputStream.nullInputStream(), broken("No space left on device"), false, args);
    }

    /** A run whose standard output is not read. */
    public static CommandRun withoutReader(Map<String, String> environment, String... args) {
        return run(environment, InputStream.nullInputStream(), broken("Broken pipe"), false, args);
    }

    /** A run while a person looks at standard error. */
    public static CommandRun onTerminal(Map<String, String> environment, String... args) {
        return run(environment, InputStream.nullInputStream(), new ByteArrayOutputStream(), true, args);
    }

    /** A run with this on standard input. */
    public static CommandRun reading(InputStream in, String... args) {
        return run(Map.of(), in, new ByteArrayOutputStream(), false, args);
    }

    private static CommandRun run(
            Map<String, String> environment, InputStream in, OutputStream out, boolean terminal, String... args) {
        StringWriter err = new StringWriter();
        Shell shell = new Shell(
                environment, in, new Output(out, StandardCharsets.UTF_8), new PrintWriter(err), () -> terminal);
        int exitCode = CommandLineClient.run(shell, args);
        CommandRun run = new CommandRun(exitCode, out.toString(), err.toString());
        String key = environment.getOrDefault("LINKGATE_KEY", "");
        if (!key.isBlank()) {
            assertThat(run.out() + run.err()).as("%s", List.of(args)).doesNotContain(key.strip());
        }
        return run;
    }

    public CommandRun isDone() {
        return endsWith(0);
    }

    public CommandRun endsWith(int expected) {
        assertThat(exitCode).as("%s", this).isEqualTo(expected);
        return this;
    }

    /** The output, which is one document. */
    public JsonNode json() {
        return JsonMapper.shared().readTree(out);
    }

    /** The words of each line of the output. */
    public List<List<String>> rows() {
        return out.lines().map(line -> List.of(line.strip().split(" +"))).toList();
    }
}
