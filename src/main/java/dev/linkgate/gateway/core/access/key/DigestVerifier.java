package dev.linkgate.gateway.core.access.key;

import dev.linkgate.gateway.core.platform.digest.DigestAlgorithm;
import dev.linkgate.kernel.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What checks the Digest responses of a key: RFC 7616's H(A1) for each algorithm, where A1 is the key's id, the realm
 * and the key. An H(A1) is a secret, because its holder can use the key by Digest. As a text each has a line:
 *
 * <pre>
 * verifier = 1*( algorithm SP H(A1) LF )
 * </pre>
 */
public final class DigestVerifier {

    /** Atlas's, for clients that know it. */
    public static final String REALM = "MMS Public API";

    /** The algorithms that challenges offer, in the order of their challenges. */
    public static final List<DigestAlgorithm> ALGORITHMS = Stream.of(DigestAlgorithm.MD5, DigestAlgorithm.SHA_256)
            .filter(DigestAlgorithm::isAvailable)
            .toList();

    private final Map<DigestAlgorithm, Secret> hashes;

    private DigestVerifier(Map<DigestAlgorithm, Secret> hashes) {
        this.hashes = hashes;
    }

    public static DigestVerifier of(String id, Secret key) {
        String a1 = id + ":" + REALM + ":" + key.reveal();
        return new DigestVerifier(ALGORITHMS.stream()
                .collect(Collectors.toUnmodifiableMap(
                        Function.identity(), algorithm -> Secret.of(algorithm.hash(a1, StandardCharsets.US_ASCII)))));
    }

    /** One of no key, which costs as much as another and accepts nothing. */
    public static DigestVerifier ofNoKey() {
        return of("none", ApiKey.generate(Principal.Kind.TEAM, new SecureRandom()));
    }

    /** @throws IllegalArgumentException if it is not the {@link #text} of one */
    static DigestVerifier parse(Secret text) {
        Map<String, Secret> lines = text.reveal()
                .lines()
                .map(line -> line.split(" ", 2))
                .filter(words -> words.length == 2)
                .collect(Collectors.toMap(words -> words[0], words -> Secret.of(words[1])));
        if (!ALGORITHMS.stream().allMatch(algorithm -> lines.containsKey(algorithm.word()))) {
            throw new IllegalArgumentException("an algorithm is missing");
        }
        return new DigestVerifier(ALGORITHMS.stream()
                .collect(Collectors.toUnmodifiableMap(Function.identity(), algorithm -> lines.get(algorithm.word()))));
    }

    public Secret text() {
        return Secret.of(ALGORITHMS.stream()
                .map(algorithm -> algorithm.word() + " " + hash(algorithm) + "\n")
                .collect(Collectors.joining()));
    }

    /**
     * Whether a response is right. Compares in constant time.
     *
     * @param algorithm one of {@link #ALGORITHMS}
     * @param data RFC 7616's {@code data} of {@code KD(H(A1), data)}, each character a byte
     */
    public boolean accepts(DigestAlgorithm algorithm, String data, String response) {
        String expected = algorithm.hash(hash(algorithm) + ":" + data, StandardCharsets.ISO_8859_1);
        return MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.ISO_8859_1), response.getBytes(StandardCharsets.ISO_8859_1));
    }

    private String hash(DigestAlgorithm algorithm) {
        return Objects.requireNonNull(hashes.get(algorithm)).reveal();
    }

    @Override
    public String toString() {
        return "DigestVerifier[hidden]";
    }
}
