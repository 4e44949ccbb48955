package dev.linkgate.gateway.feature.identities;

import dev.linkgate.gateway.core.platform.request.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** The issuers whose JWTs identities may name, and what an identity must say of a JWT of theirs. */
@Component
public final class TrustedIssuers {

    /**
     * An issuer that gives a JWT to everybody, so that only some claims tell whose customer the holder is.
     *
     * @param address what its {@code iss} begins with
     * @param claims one of them names the customer
     * @param subject the {@code sub} that does, too
     */
    private record Shared(String address, List<String> claims, Pattern subject) {

        Shared(String address, String subject, String... claims) {
            this(address, List.of(claims), Pattern.compile(subject));
        }

        /** These claims are texts, at each of these issuers. */
        boolean namesCustomer(Map<String, Object> given) {
            return claims.stream().anyMatch(claim -> given.get(claim) instanceof String)
                    || (given.get("sub") instanceof String sub
                            && subject.matcher(sub).matches());
        }
    }

    private static final List<Shared> SHARED = List.of(
            new Shared(
                    "https://token.actions.githubusercontent.com",
                    "repo:[^/*:]+/.*",
                    "repository_owner",
                    "repository_owner_id",
                    "repository",
                    "repository_id"),
            new Shared(
                    "https://gitlab.com",
                    "project_path:[^/*:]+/.*",
                    "namespace_path",
                    "namespace_id",
                    "project_path",
                    "project_id"),
            new Shared(
                    "https://app.terraform.io",
                    "organization:[^*:]+:.*",
                    "terraform_organization_name",
                    "terraform_organization_id"),
            new Shared(
                    "https://app.eu.terraform.io",
                    "organization:[^*:]+:.*",
                    "terraform_organization_name",
                    "terraform_organization_id"),
            new Shared("https://oidc.circleci.com", "org/[^/*]+/.*", "oidc.circleci.com/project-id"),
            new Shared("https://agent.buildkite.com", "organization:[^*:]+:.*", "organization_slug", "organization_id"),
            new Shared("https://accounts.google.com", "[^*]+", "hd", "email"),
            // The tenant of personal accounts, which everybody can have. The tenants of companies have issuers of their
            // own.
            new Shared("https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad", "[^*]+", "oid"));

    private final SortedMap<String, String> addresses = new TreeMap<>();

    TrustedIssuers(IssuerSettings settings) {
        settings.issuers().forEach((name, issuer) -> addresses.put(name, issuer.uri()));
    }

    /** What is wrong with an identity for a JWT of this issuer. */
    List<FieldError> errors(String issuer, Map<String, Object> claims) {
        List<FieldError> errors = new ArrayList<>();
        String address = addresses.get(issuer);
        if (address == null) {
            errors.add(new FieldError(
                    "issuer",
                    addresses.isEmpty()
                            ? "is not known: this gateway has no issuers (linkgate.issuers)"
                            : "must be an issuer of this gateway: " + String.join(", ", addresses.keySet())));
            return errors;
        }
        if (!claims.getOrDefault("iss", address).equals(address)) {
            errors.add(new FieldError("claims.iss", "is another issuer's, so no JWT of this one fits"));
        }
        sharedBy(address)
                .filter(shared -> !shared.namesCustomer(claims))
                .ifPresent(shared -> errors.add(IdentityController.ofClaim(
                        shared.claims().getFirst(),
                        "everybody can have a token of this issuer, so it or another one that tells whose it is must be"
                                + " given: " + String.join(", ", shared.claims()))));
        return errors;
    }

    private static Optional<Shared> sharedBy(String address) {
        return SHARED.stream()
                .filter(shared -> address.equals(shared.address()) || address.startsWith(shared.address() + "/"))
                .findFirst();
    }
}
