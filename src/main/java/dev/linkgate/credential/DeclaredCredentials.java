package dev.linkgate.credential;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.linkgate.audit.Action;
import dev.linkgate.audit.AuditTrail;
import dev.linkgate.config.Declaration;
import dev.linkgate.config.DeclaredResources;
import dev.linkgate.config.Difference;
import dev.linkgate.config.Differences;
import dev.linkgate.kernel.LinkgateException;
import dev.linkgate.kernel.RequestContext;
import dev.linkgate.kernel.Secret;
import dev.linkgate.kernel.Target;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** The section {@code credentials}. Its secrets are {@link SecretReference references}. */
@Component
@Order(1)
class DeclaredCredentials implements DeclaredResources {

    private static final String KIND = "credential";
    private static final List<String> SECRETS = List.of("privateKey", "clientSecret");

    private final CredentialVault vault;
    private final BaseUrls baseUrls;
    private final SecretReference.Resolver secrets;
    private final AuditTrail audit;

    DeclaredCredentials(CredentialVault vault, BaseUrls baseUrls, SecretReference.Resolver secrets, AuditTrail audit) {
        this.vault = vault;
        this.baseUrls = baseUrls;
        this.secrets = secrets;
        this.audit = audit;
    }

    /** A credential as it is declared, with the fields of {@link CredentialRequest}. */
    record Declared(
            @Nullable String kind,
            @Nullable String publicKey,
            @Nullable SecretReference privateKey,
            @Nullable String clientId,
            @Nullable SecretReference clientSecret,
            @Nullable String baseUrl,
            @Nullable String secretExpiresAt) {}

    /** A credential as a difference shows it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Shown(
            CredentialKind kind,
            @Nullable String publicKey,
            @Nullable String clientId,
            @Nullable String baseUrl,
            String fingerprint,
            @Nullable Instant secretExpiresAt) {}

    @Override
    public String section() {
        return "credentials";
    }

    @Override
    public void compare(Map<String, JsonNode> declared, Declaration whole, Differences differences) {
        declared.forEach((name, node) -> {
            String field = section() + "." + name;
            for (String secret : SECRETS) {
                if (node.path(secret).isString()) {
                    differences.error(
                            field + "." + secret,
                            "must be a reference, {env: ATLAS_…} or {file: …}: a declaration contains no secret");
                    return;
                }
            }
            differences.read(field, node, Declared.class).ifPresent(wanted -> {
                try {
                    CredentialName.checked(name);
                    compare(name, material(wanted), differences);
                } catch (LinkgateException e) {
                    differences.errors(field, e);
                }
            });
        });
        if (whole.prune()) {
            vault.views().stream()
                    .filter(view -> !declared.containsKey(view.name()))
                    .forEach(view -> differences.add(Difference.removal(
                            KIND, view.name(), shown(view), context -> remove(context, view.name()))));
        }
    }

    private void compare(String name, KeyMaterial wanted, Differences differences) {
        @Nullable
        Shown before = vault.view(name).map(DeclaredCredentials::shown).orElse(null);
        Shown after = shown(wanted);
        if (!after.equals(before)) {
            differences.add(Difference.put(KIND, name, before, after, context -> put(context, name, wanted)));
        }
    }

    private KeyMaterial material(Declared declared) {
        return new CredentialRequest(
                        declared.kind(),
                        declared.publicKey(),
                        secret("privateKey", declared.privateKey()),
                        declared.clientId(),
                        secret("clientSecret", declared.clientSecret()),
                        declared.baseUrl(),
                        declared.secretExpiresAt())
                .material(baseUrls);
    }

    private @Nullable Secret secret(String field, @Nullable SecretReference reference) {
        return reference == null ? null : secrets.resolve(field, reference);
    }

    private void put(RequestContext context, String name, KeyMaterial material) {
        context.concerns(name);
        audit.write(context, Action.CREDENTIAL_PUT, Target.NONE, CredentialVault.Put::status, intent -> {
            CredentialVault.Put put = vault.put(name, material, CredentialState.UNVERIFIED);
            context.uses(name, put.view().version());
            return put;
        });
    }

    private void remove(RequestContext context, String name) {
        context.concerns(name);
        audit.write(context, Action.CREDENTIAL_REMOVE, Target.NONE, 204, intent -> {
            vault.remove(name);
            return name;
        });
    }

    private static Shown shown(CredentialView view) {
        return new Shown(
                view.kind(),
                view.publicKey(),
                view.clientId(),
                view.baseUrl(),
                view.fingerprint(),
                view.secretExpiresAt());
    }

    private static Shown shown(KeyMaterial material) {
        boolean digest = material.kind() == CredentialKind.DIGEST;
        return new Shown(
                material.kind(),
                digest ? material.publicPart() : null,
                digest ? null : material.publicPart(),
                material.baseUrl() == null ? null : material.baseUrl().toString(),
                material.fingerprint(),
                material.secretExpiresAt());
    }
}
