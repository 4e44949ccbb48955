package dev.linkgate.gateway.feature.identities;

import dev.linkgate.gateway.core.access.principal.Claims;
import dev.linkgate.gateway.core.access.principal.Team;
import dev.linkgate.gateway.core.inbound.edge.AskedOrigins;
import dev.linkgate.kernel.StartRefused;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The issuers of JWTs by which teams and administrators can be known.
 *
 * @param issuers by the operator's names, at most {@value #MOST}
 */
@ConfigurationProperties("linkgate")
public record IssuerSettings(@DefaultValue Map<String, OfIssuer> issuers) implements AskedOrigins {

    private static final int MOST = 16;
    private static final String PREFIX = "linkgate.issuers.";
    private static final Duration SHORTEST_TOKEN = Duration.ofMinutes(1);
    private static final Duration LONGEST_TOKEN = Duration.ofHours(1);

    /** A {@code scope-token} (RFC 6749, appendix A.4), which clients' ids are, too. */
    private static final Pattern WORD = Pattern.compile("[!-~&&[^\"\\\\]]{1,255}");

    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    /**
     * One issuer.
     *
     * @param issuerUri its {@code iss}
     * @param jwkSetUri where its keys are; absent to take the address from its discovery document
     * @param audiences the {@code aud} of the JWTs for this gateway
     * @param maxLife the longest time until a token's end, more than zero
     * @param algorithms those that are accepted; empty for all that are safe
     * @param clientId of the gateway's pages there, a public client, so that people can sign in; absent if they cannot
     * @param scopes what the pages ask for, so that the access token is for one of the audiences
     * @param teamClaim the claim that is the team's name, in place of an identity; absent if only identities say whose a
     *     JWT is
     * @param nameClaim the claim with a readable name, on record beside the subject; absent if there is none
     * @param sslBundle the name of a bundle of Spring Boot ({@code spring.ssl.bundle}) with the certificates that it is
     *     trusted by; absent if the JVM's trust store applies
     * @param tokenLife the longest life of access tokens for its JWTs, from a minute to an hour
     */
    public record OfIssuer(
            @Nullable String issuerUri,
            @Nullable String jwkSetUri,
            @DefaultValue List<String> audiences,
            @DefaultValue("24h") Duration maxLife,
            @DefaultValue Set<String> algorithms,
            @Nullable String clientId,
            @DefaultValue("openid") List<String> scopes,
            @Nullable String teamClaim,
            @Nullable String nameClaim,
            @Nullable String sslBundle,
            @DefaultValue("1h") Duration tokenLife) {

        /** Its {@code iss}. */
        public String uri() {
            return issuerUri == null ? "" : issuerUri;
        }

        /** Scheme, host and port, as a policy of a page names them. */
        public String origin() {
            URI uri = URI.create(uri());
            return uri.getScheme() + "://" + uri.getRawAuthority();
        }

        public String discoveryUri() {
            return IssuerSettings.discoveryUri(uri());
        }
    }

    /** @throws StartRefused if one of them is not safe, or two are the same */
    public IssuerSettings {
        issuers = Map.copyOf(issuers);
        if (issuers.size() > MOST) {
            throw new StartRefused(
                    "There are " + issuers.size() + " issuers under " + PREFIX + "*.",
                    "At most " + MOST + " can be used.");
        }
        Map<String, String> names = new HashMap<>();
        issuers.forEach((name, issuer) -> {
            if (!Team.isName(name)) {
                throw new StartRefused(
                        "The name of the issuer " + PREFIX + name + " cannot be used.",
                        "It must have lowercase letters, digits and dashes only.");
            }
            require(issuer.issuerUri(), name, "issuer-uri", "the `iss` of its JWTs");
            require(
                    issuer.audiences().stream().allMatch(String::isBlank) ? null : "",
                    name,
                    "audiences",
                    "the `aud` of its JWTs for this gateway");
            requireSafe(issuer.uri(), name, "issuer-uri");
            if (issuer.jwkSetUri() != null) {
                requireSafe(issuer.jwkSetUri(), name, "jwk-set-uri");
            }
            if (issuer.clientId() != null) {
                requireWords(List.of(issuer.clientId()), name, "client-id");
            }
            requireWords(issuer.scopes(), name, "scopes");
            requireClaim(issuer.teamClaim(), name, "team-claim");
            requireClaim(issuer.nameClaim(), name, "name-claim");
            if (!issuer.maxLife().isPositive()) {
                throw new StartRefused(
                        PREFIX + name + ".max-life is not more than zero.", "Set it to 1h, for instance.");
            }
            if (issuer.tokenLife().compareTo(SHORTEST_TOKEN) < 0
                    || issuer.tokenLife().compareTo(LONGEST_TOKEN) > 0) {
                throw new StartRefused(
                        PREFIX + name + ".token-life is not between a minute and an hour.",
                        "Set it to 15m, for instance.");
            }
            String other = names.put(issuer.uri(), name);
            if (other != null) {
                throw new StartRefused(
                        "The issuers " + other + " and " + name + " have the same issuer-uri " + issuer.uri() + ".",
                        "Remove one of them: of a JWT of this issuer nobody could say whose it is.");
            }
        });
    }

    /** The longest life of access tokens for JWTs of an issuer, of which an identity is there. */
    public Duration tokenLife(String issuer) {
        OfIssuer known = issuers.get(issuer);
        return known == null ? SHORTEST_TOKEN : known.tokenLife();
    }

    /** The issuers at which people can sign in, by the operator's names. */
    public SortedMap<String, OfIssuer> logins() {
        SortedMap<String, OfIssuer> logins = new TreeMap<>(issuers);
        logins.values().removeIf(issuer -> issuer.clientId() == null);
        return logins;
    }

    /** The origins of the issuers at which people sign in on the pages. */
    @Override
    public List<String> origins() {
        return logins().values().stream().map(OfIssuer::origin).toList();
    }

    /** Where an issuer's discovery document is (OpenID Connect Discovery 1.0, section 4). */
    public static String discoveryUri(String issuer) {
        return issuer.replaceFirst("/$", "") + "/.well-known/openid-configuration";
    }

    private static void require(@Nullable String value, String name, String setting, String meaning) {
        if (value == null) {
            throw new StartRefused(PREFIX + name + "." + setting + " is not set.", "Set it to " + meaning + ".");
        }
    }

    private static void requireWords(List<String> words, String name, String setting) {
        if (words.isEmpty()
                || !words.stream().allMatch(word -> WORD.matcher(word).matches())) {
            throw new StartRefused(
                    PREFIX + name + "." + setting + " is not one that an issuer can have given.",
                    "Set it as the issuer shows it: visible ASCII characters, without spaces, quotes and backslashes.");
        }
    }

    private static void requireClaim(@Nullable String claim, String name, String setting) {
        if (claim != null && Claims.problemOf(claim).isPresent()) {
            throw new StartRefused(
                    PREFIX + name + "." + setting + " is not the name of a claim that has a value.",
                    "Set it to the claim's name, or to a JSON pointer, such as /profile/name, for one in an object.");
        }
    }

    private static void requireSafe(String address, String name, String setting) {
        if (!isSafe(address)) {
            throw new StartRefused(
                    PREFIX + name + "." + setting + " is not an address that can be trusted.",
                    "Set it to an address that starts with https://, or with http:// to this machine.");
        }
    }

    /** Whether an answer cannot be changed on its way: an address of https, or of http to this machine. */
    public static boolean isSafe(String address) {
        try {
            URI uri = URI.create(address);
            String host = uri.getHost();
            return host != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawFragment() == null
                    && ("https".equals(uri.getScheme())
                            || ("http".equals(uri.getScheme())
                                    && THIS_MACHINE.contains(host.toLowerCase(Locale.ROOT))));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
