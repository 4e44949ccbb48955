package dev.linkgate.cli;

import dev.linkgate.kernel.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of every command that asks the gateway. */
final class GatewayOptions {

    /** How results are written. */
    enum Output {
        table,
        json
    }

    private static final String KEY = "LINKGATE_KEY";

    @Option(names = "--url", paramLabel = "URL", description = "The gateway's address. Default: $LINKGATE_URL")
    private @Nullable String url;

    @Option(
            names = "--key-file",
            paramLabel = "FILE",
            description = "A file with the API key. Default: the key in $LINKGATE_KEY")
    private @Nullable Path keyFile;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table, or json for the gateway's own answer. Default: table")
    private Output output = Output.table;

    @Mixin
    private TlsOptions tls = new TlsOptions();

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    /** Whether arguments ask for JSON, also if they cannot be understood otherwise. */
    static boolean askForJson(String... args) {
        return (" " + String.join(" ", args) + " ")
                .toLowerCase(Locale.ROOT)
                .matches(".* (?:-o=?|-o |--output[= ])json .*");
    }

    boolean json() {
        return output == Output.json;
    }

    /** @throws ParameterException if the address or the key is missing or malformed */
    GatewayClient client(Shell shell) {
        URI address = address(shell);
        boolean isTls = "https".equals(address.getScheme());
        return new GatewayClient(address, key(shell, isTls), isTls ? tls.context(shell) : TlsOptions.unused());
    }

    /** The file with the API key; absent if the key is not in one. */
    Optional<Path> keyFile() {
        return Optional.ofNullable(keyFile);
    }

    /** @return a value given as an option or by the environment */
    String required(Shell shell, @Nullable String option, String name, String variable) {
        String value = option == null ? shell.environment().getOrDefault(variable, "") : option;
        if (value.isBlank()) {
            throw usage("Missing: give " + name + " or set " + variable + ".");
        }
        return value;
    }

    ParameterException usage(String message) {
        if (command == null) {
            throw new IllegalStateException("the options belong to no command");
        }
        return new ParameterException(command.commandLine(), message);
    }

    private URI address(Shell shell) {
        String text = required(shell, url, "--url", "LINKGATE_URL");
        try {
            URI address = new URI(text.replaceFirst("/+$", ""));
            String scheme = String.valueOf(address.getScheme());
            if (scheme.matches("https?")
                    && address.getHost() != null
                    && address.getUserInfo() == null
                    && address.getQuery() == null
                    && address.getFragment() == null) {
                return address;
            }
        } catch (URISyntaxException e) {
            // The message below says what is expected, and does not repeat a text that may contain a secret.
        }
        throw usage("The address of --url or LINKGATE_URL must be like https://linkgate.example.com");
    }

    /** A client certificate may stand for the key, where there is TLS. */
    private @Nullable Secret key(Shell shell, boolean isTls) {
        boolean isGiven =
                keyFile != null || !shell.environment().getOrDefault(KEY, "").isBlank();
        if (!isGiven && isTls && tls.showCertificate(shell)) {
            return null;
        }
        String text = keyFile == null ? required(shell, null, "--key-file", KEY) : read(keyFile);
        String key = text.strip();
        if (key.isEmpty() || !key.chars().allMatch(c -> c > ' ' && c <= '~')) {
            throw usage("The key in " + (keyFile == null ? KEY : keyFile) + " is not one word of visible ASCII.");
        }
        return Secret.of(key);
    }

    private String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw usage("Cannot read the key file " + file + ".");
        }
    }
}
