package dev.linkgate.cli;

import dev.linkgate.cli.client.CommandFailed;
import dev.linkgate.cli.client.ExitCode;
import dev.linkgate.cli.client.GatewayClient;
import dev.linkgate.cli.client.PemFile;
import dev.linkgate.kernel.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
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

    /** The options of TLS: whom the command trusts, and which certificate it shows. */
    static final class TlsOptions {

        private static final String CA_FILE = "LINKGATE_CA_FILE";
        private static final String CLIENT_CERTIFICATE = "LINKGATE_CLIENT_CERT";
        private static final String CLIENT_KEY = "LINKGATE_CLIENT_KEY";

        /** It stays in memory. */
        private static final char[] NO_PASSWORD = new char[0];

        @Option(
                names = "--ca-file",
                paramLabel = "FILE",
                description = "Trust gateways with certificates of these authorities (PEM) only. Default: $" + CA_FILE
                        + ", or the authorities that Java trusts")
        private @Nullable Path authorities;

        @Option(
                names = "--client-cert",
                paramLabel = "FILE",
                description =
                        "Show this certificate (PEM, with the authorities between). It may stand for a key. Default: $"
                                + CLIENT_CERTIFICATE)
        private @Nullable Path certificate;

        @Option(
                names = "--client-key",
                paramLabel = "FILE",
                description = "The certificate's private key (PEM, PKCS#8). Default: $" + CLIENT_KEY
                        + ", or the file of the certificate")
        private @Nullable Path key;

        /** Whether the command shows a certificate. */
        boolean showCertificate(Shell shell) {
            return given(shell, certificate, CLIENT_CERTIFICATE) != null;
        }

        /**
         * TLS as the options ask for it.
         *
         * @throws CommandFailed if a file cannot be used
         */
        SSLContext context(Shell shell) {
            Path trusted = given(shell, authorities, CA_FILE);
            Path shown = given(shell, certificate, CLIENT_CERTIFICATE);
            Path shownKey = given(shell, key, CLIENT_KEY);
            if (shown == null && shownKey != null) {
                throw new CommandFailed("--client-key needs --client-cert.", ExitCode.USAGE);
            }
            try {
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(
                        shown == null
                                ? null
                                : showing(new PemFile(shown), new PemFile(shownKey == null ? shown : shownKey)),
                        trusted == null ? null : trusting(new PemFile(trusted).certificates()),
                        null);
                return context;
            } catch (GeneralSecurityException | IOException e) {
                throw new CommandFailed("The files for TLS cannot be used: " + e.getMessage(), ExitCode.USAGE);
            }
        }

        /** TLS for an address without it: what Java trusts need not be read. */
        static SSLContext unused() {
            try {
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(null, new TrustManager[0], null);
                return context;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        private static @Nullable Path given(Shell shell, @Nullable Path option, String variable) {
            String value = shell.environment().getOrDefault(variable, "");
            return option == null && !value.isBlank() ? Path.of(value) : option;
        }

        private static TrustManager[] trusting(List<X509Certificate> certificates)
                throws GeneralSecurityException, IOException {
            KeyStore store = store();
            for (int i = 0; i < certificates.size(); i++) {
                store.setCertificateEntry("authority-" + i, certificates.get(i));
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory.getTrustManagers();
        }

        private static KeyManager[] showing(PemFile certificateFile, PemFile keyFile)
                throws GeneralSecurityException, IOException {
            X509Certificate[] chain = certificateFile.certificates().toArray(X509Certificate[]::new);
            PublicKey publicKey = chain[0].getPublicKey();
            PrivateKey privateKey = keyFile.privateKey(publicKey.getAlgorithm());
            if (!areAPair(privateKey, publicKey)) {
                throw new CommandFailed(
                        "The private key is not that of the certificate of --client-cert.", ExitCode.USAGE);
            }
            KeyStore store = store();
            store.setKeyEntry("own", privateKey, NO_PASSWORD, chain);
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, NO_PASSWORD);
            return factory.getKeyManagers();
        }

        private static boolean areAPair(PrivateKey privateKey, PublicKey publicKey) throws GeneralSecurityException {
            String algorithm = publicKey.getAlgorithm();
            Signature signature = Signature.getInstance(
                    switch (algorithm) {
                        case "RSA" -> "SHA256withRSA";
                        case "EC" -> "SHA256withECDSA";
                        default -> algorithm;
                    });
            signature.initSign(privateKey);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            return signature.verify(signed);
        }

        private static KeyStore store() throws GeneralSecurityException, IOException {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, NO_PASSWORD);
            return store;
        }
    }
}
