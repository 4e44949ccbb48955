package dev.linkgate.gateway.core.atlas.credential;

import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.Put;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import dev.linkgate.gateway.core.trail.audit.RollbackState;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.kernel.Secret;
import dev.linkgate.kernel.StartRefused;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Stores the key of {@code ATLAS_PUBLIC_KEY} and {@code ATLAS_PRIVATE_KEY} as the credential named {@code default},
 * unless it is stored already, or was and another one was stored over the API since. This happens before the first
 * request can arrive.
 */
@Component
final class CredentialImport implements SmartInitializingSingleton {

    private static final Logger log = LoggerFactory.getLogger(CredentialImport.class);
    private static final String PUBLIC = "ATLAS_PUBLIC_KEY";
    private static final String PRIVATE = "ATLAS_PRIVATE_KEY";

    private final Optional<KeyMaterial> given;
    private final CredentialVault vault;
    private final AuditTrail audit;
    private final RollbackState rollback;

    /** @throws StartRefused if only one of the two is set, or one cannot be a key */
    CredentialImport(Environment environment, CredentialVault vault, AuditTrail audit, RollbackState rollback) {
        this.given = given(environment.getProperty(PUBLIC), environment.getProperty(PRIVATE));
        this.vault = vault;
        this.audit = audit;
        this.rollback = rollback;
    }

    /** @throws StartRefused if it cannot be stored */
    @Override
    public void afterSingletonsInstantiated() {
        given.ifPresent(material -> {
            switch (vault.compare(CredentialName.DEFAULT, material)) {
                case SAME -> vault.noteConfigured(CredentialName.DEFAULT, material);
                case OUTDATED ->
                    log.warn(
                            "The credential {} is left as it is: another key was stored over the API since {} was set."
                                    + " Set it to that key, or remove it",
                            CredentialName.DEFAULT,
                            PRIVATE);
                case CHANGED, UNREADABLE -> store(material);
            }
        });
    }

    private void store(KeyMaterial material) {
        if (rollback.reason().isPresent()) {
            log.error("{} is not stored, because the audit trail is not the one that was signed", PRIVATE);
            return;
        }
        RequestContext context = RequestContext.system("start");
        context.facts().noteCredential(CredentialName.DEFAULT);
        try {
            Target target = material.target(CredentialName.DEFAULT);
            audit.write(context, Action.CREDENTIAL_PUT, target, Put::status, intent -> {
                Put<CredentialRow> put = intent.changed(vault.putConfigured(CredentialName.DEFAULT, material));
                context.facts().noteCredential(put.now().name(), put.now().version());
                return put;
            });
        } catch (LinkgateException e) {
            throw new StartRefused(
                    "The key of " + PUBLIC + " cannot be stored. " + e.failure().detail(),
                    "Start again when that is mended, or without the two variables.");
        }
    }

    private static Optional<KeyMaterial> given(@Nullable String publicKey, @Nullable String privateKey) {
        boolean hasPublic = publicKey != null && !publicKey.isBlank();
        boolean hasPrivate = privateKey != null && !privateKey.isBlank();
        if (hasPublic != hasPrivate) {
            throw new StartRefused(
                    (hasPublic ? PUBLIC : PRIVATE) + " is set, but " + (hasPublic ? PRIVATE : PUBLIC) + " is not.",
                    "Set both, to have them stored as the credential named default, or neither.");
        }
        if (publicKey == null || privateKey == null || !hasPublic) {
            return Optional.empty();
        }
        check(PUBLIC, publicKey);
        check(PRIVATE, privateKey);
        return Optional.of(new KeyMaterial(CredentialKind.DIGEST, publicKey, Secret.of(privateKey)));
    }

    private static void check(String variable, String text) {
        KeyText.problem(text).ifPresent(problem -> {
            throw new StartRefused(variable + " " + problem + ".", "Set it to the key as Atlas shows it.");
        });
    }
}
