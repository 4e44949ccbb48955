package dev.linkgate.gateway.feature.declared;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.linkgate.gateway.core.atlas.credential.BaseUrls;
import dev.linkgate.gateway.core.atlas.credential.CredentialKind;
import dev.linkgate.gateway.core.atlas.credential.CredentialName;
import dev.linkgate.gateway.core.atlas.credential.CredentialRow;
import dev.linkgate.gateway.core.atlas.credential.CredentialVault;
import dev.linkgate.gateway.core.atlas.credential.CredentialView;
import dev.linkgate.gateway.core.atlas.credential.KeyMaterial;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.Put;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.gateway.feature.credentials.CredentialController;
import dev.linkgate.gateway.feature.credentials.CredentialRequest;
import dev.linkgate.kernel.Secret;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** The section {@code credentials}. Its secrets are {@link SecretReference references}. */
@Component
@Order(1)
class DeclaredCredentials implements DeclaredResources<DeclaredCredentials.Shown> {

    private final CredentialVault vault;
    private final BaseUrls baseUrls;
    private final SecretReference.Resolver secrets;
    private final CredentialController requests;
    private final AuditTrail audit;

    DeclaredCredentials(
            CredentialVault vault,
            BaseUrls baseUrls,
            SecretReference.Resolver secrets,
            CredentialController requests,
            AuditTrail audit) {
        this.vault = vault;
        this.baseUrls = baseUrls;
        this.secrets = secrets;
        this.requests = requests;
        this.audit = audit;
    }

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
    public String kind() {
        return "credential";
    }

    @Override
    public Optional<String> problemOf(String name) {
        return CredentialName.matches(name)
                ? Optional.empty()
                : Optional.of("must be a name that matches " + CredentialName.PATTERN);
    }

    @Override
    public Map<String, Shown> stored() {
        Map<String, Shown> stored = new TreeMap<>();
        vault.views().forEach(view -> stored.put(view.name(), shown(view)));
        return stored;
    }

    @Override
    public Map<String, ?> present() {
        Map<String, Map<String, @Nullable Object>> present = new TreeMap<>();
        vault.views().forEach(view -> present.put(view.name(), withoutSecret(view)));
        return present;
    }

    private static Map<String, @Nullable Object> withoutSecret(CredentialView view) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("kind", view.kind());
        fields.put(
                view.kind().publicField(), view.kind() == CredentialKind.DIGEST ? view.publicKey() : view.clientId());
        fields.put(view.kind().secretField(), null);
        if (view.baseUrl() != null) {
            fields.put("baseUrl", view.baseUrl());
        }
        if (view.secretExpiresAt() != null) {
            fields.put("secretExpiresAt", view.secretExpiresAt());
        }
        return fields;
    }

    @Override
    public void compare(String name, @Nullable Shown before, DeclaredFields fields, Differences differences) {
        CredentialRequest wanted = request(fields, differences);
        if (vault.view(name).filter(view -> isStored(wanted, view)).isEmpty()) {
            compare(name, before, wanted.material(baseUrls), fields.path(), differences);
        }
    }

    /** Whether it gives no secret, and all else is as it is stored. */
    private static boolean isStored(CredentialRequest wanted, CredentialView view) {
        return wanted.privateKey() == null
                && wanted.clientSecret() == null
                && view.kind().word().equals(wanted.kind())
                && Objects.equals(view.publicKey(), wanted.publicKey())
                && Objects.equals(view.clientId(), wanted.clientId())
                && Objects.equals(view.baseUrl(), wanted.baseUrl())
                && Objects.equals(Objects.toString(view.secretExpiresAt(), null), wanted.secretExpiresAt());
    }

    private void compare(
            String name, @Nullable Shown before, KeyMaterial wanted, String field, Differences differences) {
        Shown after = shown(wanted);
        switch (vault.compare(name, wanted)) {
            case OUTDATED ->
                differences.warning("The credential " + name + " is left as it is: another key was stored over the API"
                        + " since this one was declared. Declare that key, or remove the credential from the"
                        + " declaration");
            case SAME -> {
                if (after.equals(before)) {
                    differences.note(() -> vault.noteConfigured(name, wanted));
                } else {
                    differences.add(Difference.put(kind(), name, before, after, context -> put(context, name, wanted)));
                }
            }
            case UNREADABLE ->
                differences.error(
                        field,
                        "cannot be stored: the stored one is encrypted with a master key that this replica does not"
                                + " have. Start it with that key, too");
            case CHANGED ->
                differences.add(Difference.put(kind(), name, before, after, context -> put(context, name, wanted)));
        }
    }

    /** The request of a PUT of the declared credential, with {@link SecretReference references} resolved. */
    private CredentialRequest request(DeclaredFields fields, Differences differences) {
        return new CredentialRequest(
                fields.text("kind"),
                fields.text("publicKey"),
                secret("privateKey", fields, differences),
                fields.text("clientId"),
                secret("clientSecret", fields, differences),
                fields.text("baseUrl"),
                fields.text("secretExpiresAt"));
    }

    private @Nullable Secret secret(String name, DeclaredFields fields, Differences differences) {
        DeclaredFields reference = fields.object(
                name, "must be a reference, {env: ATLAS_…} or {file: …}: a declaration contains no secret");
        if (reference == null) {
            return null;
        }
        SecretReference read = new SecretReference(reference.text("env"), reference.text("file"));
        reference.noOthers();
        try {
            return secrets.resolve(name, read);
        } catch (LinkgateException e) {
            differences.errors(fields.path(), e);
            return null;
        }
    }

    private void put(RequestContext context, String name, KeyMaterial material) {
        context.facts().noteCredential(name);
        audit.write(context, Action.CREDENTIAL_PUT, material.target(name), Put::status, intent -> {
            Put<CredentialRow> put = intent.changed(vault.putConfigured(name, material));
            context.facts().noteCredential(name, put.now().version());
            return put;
        });
    }

    @Override
    public void remove(RequestContext context, String name) {
        requests.remove(context, name);
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
