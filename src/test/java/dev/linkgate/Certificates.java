package dev.linkgate;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** Certificates for servers and clients of tests. */
public final class Certificates {

    /** Issues the certificates that tests trust. */
    public static final X509Bundle AUTHORITY = authority("Authority of the tests");

    private static final Duration DAY = Duration.ofDays(1);

    private Certificates() {}

    public static X509Bundle authority(String name) {
        return built(() -> new CertificateBuilder()
                .subject("CN=" + name + ",O=Example")
                .setIsCertificateAuthority(true)
                .setKeyUsage(true, CertificateBuilder.KeyUsage.keyCertSign)
                .buildSelfSigned());
    }

    /** A new certificate for a server on this machine. */
    public static X509Bundle server() {
        return built(() -> new CertificateBuilder()
                .subject("CN=localhost")
                .addSanDnsName("localhost")
                .addSanIpAddress("127.0.0.1")
                .addExtendedKeyUsage(CertificateBuilder.ExtendedKeyUsage.PKIX_KP_SERVER_AUTH)
                .buildIssuedBy(AUTHORITY));
    }

    public static X509Bundle client(String subject) {
        return client(subject, AUTHORITY);
    }

    public static X509Bundle client(String subject, X509Bundle authority) {
        return built(() -> clientBuilder(subject).buildIssuedBy(authority));
    }

    /** The certificate of a client that was valid until an hour ago. */
    public static X509Bundle expiredClient(String subject) {
        Instant end = Instant.now().minus(Duration.ofHours(1));
        return built(() ->
                clientBuilder(subject).notBefore(end.minus(DAY)).notAfter(end).buildIssuedBy(AUTHORITY));
    }

    private static CertificateBuilder clientBuilder(String subject) {
        return new CertificateBuilder()
                .subject(subject)
                .addExtendedKeyUsage(CertificateBuilder.ExtendedKeyUsage.PKIX_KP_CLIENT_AUTH);
    }

    @FunctionalInterface
    private interface Building<T> {
        T build() throws Exception;
    }

    private static <T> T built(Building<T> building) {
        try {
            return building.build();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** TLS that trusts the servers of {@link #AUTHORITY}, and has no certificate of its own. */
    public static SSLContext trusting() {
        return context(new KeyManager[0]);
    }

    /** TLS that trusts the servers of {@link #AUTHORITY}, and shows this certificate to each of them. */
    public static SSLContext showing(X509Bundle certificate) {
        return context(new KeyManager[] {new Shown(certificate)});
    }

    private static SSLContext context(KeyManager[] own) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own, new TrustManager[] {AUTHORITY.toTrustManager()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes the certificates of a bundle and their key to one file, which it creates or replaces at once. */
    public static Path write(Path file, X509Bundle bundle) {
        return write(file, bundle.getCertificatePathPEM() + bundle.getPrivateKeyPEM());
    }

    /** Writes the certificate of an authority to a file, which it creates or replaces at once. */
    public static Path writeTrusted(Path file, X509Bundle authority) {
        return write(file, authority.getRootCertificatePEM());
    }

    private static Path write(Path file, String text) {
        try {
            Path fresh = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), text);
            return Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Shows its certificate even to a server that asks for certificates of other authorities. */
    private static final class Shown extends X509ExtendedKeyManager {

        private static final String ALIAS = "own";

        private final X509Bundle certificate;

        Shown(X509Bundle certificate) {
            this.certificate = certificate;
        }

        @Override
        public String chooseClientAlias(String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return ALIAS;
        }

        @Override
        public String chooseEngineClientAlias(
                String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
            return ALIAS;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return certificate.getCertificatePath();
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return certificate.getKeyPair().getPrivate();
        }

        @Override
        public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
            return null;
        }

        @Override
        public @Nullable String chooseServerAlias(
                String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return null;
        }
    }
}
