package dev.linkgate.gateway.core.platform.digest;

import dev.linkgate.gateway.core.platform.digest.HeaderScanner.SchemeChallenge;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A server's challenge, RFC 7616, section 3.3. It prints none of its content, because a nonce must not be logged.
 *
 * @param realm unescaped
 * @param nonce unescaped
 * @param opaque unescaped, to be sent back as it came
 * @param algorithmWord the algorithm as the server spelt it, to be sent back as it came; absent means MD5
 * @param stale whether the server only wants a newer nonce
 * @param userhash whether the user's name must be hashed
 * @param utf8 whether name and password are UTF-8
 */
public record DigestChallenge(
        String realm,
        String nonce,
        @Nullable String opaque,
        @Nullable String algorithmWord,
        boolean stale,
        boolean userhash,
        boolean utf8) {

    /**
     * The first Digest challenge that can be answered: its algorithm is known and its {@code qop} offers {@code auth}.
     *
     * @param lines all values of {@code WWW-Authenticate}, in their order
     */
    public static Optional<DigestChallenge> firstSupported(List<String> lines) {
        return lines.stream()
                .flatMap(line -> HeaderScanner.challenges(line).stream())
                .flatMap(challenge -> of(challenge).stream())
                .findFirst();
    }

    private static Optional<DigestChallenge> of(SchemeChallenge challenge) {
        Map<String, String> parameters = challenge.parameters();
        String realm = parameters.get("realm");
        String nonce = parameters.get("nonce");
        String algorithm = parameters.get("algorithm");
        if (!challenge.scheme().equalsIgnoreCase("Digest")
                || realm == null
                || nonce == null
                || !offersAuth(parameters.get("qop"))
                || named(algorithm).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new DigestChallenge(
                realm,
                nonce,
                parameters.get("opaque"),
                algorithm,
                "true".equalsIgnoreCase(parameters.get("stale")),
                "true".equalsIgnoreCase(parameters.get("userhash")),
                "UTF-8".equalsIgnoreCase(parameters.get("charset"))));
    }

    private static boolean offersAuth(@Nullable String qop) {
        return qop != null
                && Arrays.stream(qop.split(",", -1))
                        .anyMatch(option -> option.strip().equalsIgnoreCase("auth"));
    }

    DigestAlgorithm algorithm() {
        return named(algorithmWord).orElseThrow();
    }

    private static Optional<DigestAlgorithm> named(@Nullable String word) {
        return DigestAlgorithm.of(word == null ? DigestAlgorithm.MD5.word() : word);
    }

    @Override
    public String toString() {
        return "DigestChallenge[hidden]";
    }
}
