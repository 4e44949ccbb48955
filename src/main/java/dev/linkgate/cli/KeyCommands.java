package dev.linkgate.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;
import tools.jackson.databind.node.ObjectNode;

/** The commands of the API key that calls. */
@Command(
        name = "key",
        addMethodSubcommands = false, // CommandLineClient adds them
        description = "Shows and renews the API key that you use.",
        footerHeading = "%nExample:%n",
        footer = "  linkgate key rotate --key-file ~/.linkgate-key")
final class KeyCommands extends Commands {

    private static final String ROTATION = "/keys/rotation";
    private static final Resource KEY = new Resource("key", "", null, key -> State.SETTLED, List.of());

    KeyCommands(Shell shell) {
        super(shell);
    }

    @Command(
            name = "show",
            description = "Shows whose key it is, what it may use, and when it expires.",
            footerHeading = "%nExample:%n",
            footer = "  linkgate key show")
    int show(@Mixin GatewayOptions gateway) {
        return show(gateway, Deadline.NONE, "/keys/current", KEY);
    }

    @Command(
            name = "rotate",
            description = {
                "Makes a new key with the same rights. The one that you use ends after the overlap.",
                "",
                "With --key-file the new key takes the place of the old one in that file, at once; nobody but its owner may"
                        + " read it. Otherwise the new key is printed, this once."
            },
            footerHeading = "%nExamples:%n",
            footer = {
                "  linkgate key rotate --key-file ~/.linkgate-key",
                "  LINKGATE_KEY=$(linkgate key rotate -o json | jq -r .key)"
            })
    int rotate(
            @Mixin GatewayOptions gateway,
            @Option(
                            names = "--overlap",
                            paramLabel = "TIME",
                            converter = Overlap.class,
                            description = "How long the key that you use stays valid: 30m, 24h at most. Default: 1h")
                    @Nullable
                    Duration overlap,
            @Option(
                            names = "--again",
                            description = "Take back a rotation before whose answer was lost, and begin anew")
                    boolean again) {
        ObjectNode body = object();
        if (overlap != null) {
            body.put("overlap", overlap.toString());
        }
        Request rotation = Request.post(ROTATION, body);
        Path file = gateway.keyFile().orElse(null);
        if (file == null) {
            try (Session session = session(gateway, Deadline.NONE)) {
                Printer printer = printer(gateway);
                printer.resource(made(session, rotation, again));
                if (printer.isBroken()) {
                    throw new CommandFailed(
                            "The new key could not be written to standard output, and is nowhere else. To take it back and"
                                    + " get another one: linkgate key rotate --again",
                            ExitCode.FAILED);
                }
                return ExitCode.DONE;
            }
        }
        try (Session session = session(gateway, Deadline.NONE);
                KeyFile replacement = KeyFile.of(file)) {
            printer(gateway).resource(kept(made(session, rotation, again), file, replacement));
            return ExitCode.DONE;
        }
    }

    private static Answer made(Session session, Request rotation, boolean again) {
        if (again) {
            session.send(Request.delete(ROTATION));
        }
        return session.send(rotation);
    }

    /** The answer without its key, which is in the file. */
    private static Answer kept(Answer answer, Path file, KeyFile replacement) {
        ObjectNode made = answer.json();
        String key = made.path("key").asString("");
        if (key.isEmpty()) {
            throw answer.foreign();
        }
        try {
            replacement.replace(key);
        } catch (IOException e) {
            throw new CommandFailed(
                    "Cannot write the file " + file + ". The new key is on standard output, and nowhere else: keep it.",
                    ExitCode.FAILED,
                    answer);
        }
        made.remove("key");
        return answer.withBody(made);
    }

    /** Reads the time that two keys are valid beside each other. */
    static final class Overlap extends Time {

        private static final Duration MAX = Duration.ofHours(24);

        @Override
        public Duration convert(String text) {
            Duration time = super.convert(text);
            if (time.isNegative() || time.compareTo(MAX) > 0) {
                throw new TypeConversionException("must be from 0s to 24h");
            }
            return time;
        }
    }
}
