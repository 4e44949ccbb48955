package dev.linkgate.cli.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file with certificates, a private key, or both, as texts (RFC 7468). What is between them is ignored. */
public final class PemFile {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s+([A-Za-z0-9+/=\\s]*)-----END \\1-----");
    private static final String CERTIFICATE = "CERTIFICATE";
    private static final String PRIVATE_KEY = "PRIVATE KEY";

    private record Block(String label, String base64) {

        /** @throws IllegalArgumentException if it is damaged */
        byte[] content() {
            return Base64.getMimeDecoder().decode(base64);
        }
    }

    private final Path file;
    private final List<Block> blocks = new ArrayList<>();

    /** @throws CommandFailed if the file cannot be read */
    public PemFile(Path file) {
        this.file = file;
        try {
            // Each byte is a character, because what is ignored may have any encoding.
            Matcher block = BLOCK.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
            while (block.find()) {
                blocks.add(new Block(block.group(1), block.group(2)));
            }
        } catch (IOException e) {
            throw new CommandFailed("Cannot read the file " + file + ".", ExitCode.USAGE);
        }
    }

    /** @throws CommandFailed if there is none, or a damaged one */
    public List<X509Certificate> certificates() {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Block block : blocks) {
                if (block.label().equals(CERTIFICATE)
                        && factory.generateCertificate(new ByteArrayInputStream(block.content()))
                                instanceof X509Certificate certificate) {
                    certificates.add(certificate);
                }
            }
        } catch (CertificateException | IllegalArgumentException e) {
            throw unusable("has a certificate that is damaged");
        }
        if (certificates.isEmpty()) {
            throw unusable("has no certificate in PEM");
        }
        return certificates;
    }

    /**
     * The private key.
     *
     * @param algorithm of the certificate's public key
     * @throws CommandFailed if there is none, or one of another form or algorithm
     */
    public PrivateKey privateKey(String algorithm) {
        Optional<Block> key = blocks.stream()
                .filter(block -> block.label().endsWith(PRIVATE_KEY))
                .findFirst();
        if (key.isEmpty()) {
            throw unusable("has no private key in PEM. Name the file that has it by --client-key");
        }
        if (!key.get().label().equals(PRIVATE_KEY)) {
            throw unusable(
                    "has its private key in another form than PKCS#8, or encrypted. Convert it: openssl pkcs8 -topk8"
                            + " -nocrypt -in " + file + " -out client-key.pem");
        }
        try {
            return KeyFactory.getInstance(algorithm)
                    .generatePrivate(new PKCS8EncodedKeySpec(key.get().content()));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw unusable("has a private key that is damaged, or not that of the certificate");
        }
    }

    private CommandFailed unusable(String reason) {
        return new CommandFailed("The file " + file + " " + reason + ".", ExitCode.USAGE);
    }
}
