package dev.linkgate.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of TLS: whom the command trusts, and which certificate it shows. */
final class TlsOptions {

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
            throw new CommandFailed("The private key is not that of the certificate of --client-cert.", ExitCode.USAGE);
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
