package dev.linkgate.gateway.credential;

import dev.linkgate.gateway.audit.Action;
import dev.linkgate.gateway.audit.AuditTrail;
import dev.linkgate.gateway.operation.Operation;
import dev.linkgate.gateway.operation.OperationHandler;
import dev.linkgate.gateway.operation.Step;
import dev.linkgate.gateway.operation.StepResult;
import dev.linkgate.gateway.request.Failure;
import dev.linkgate.gateway.request.ProblemCode;
import dev.linkgate.gateway.request.RequestContext;
import dev.linkgate.gateway.request.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Encrypts the stored secrets again with the master key whose id is the operation's argument. Each secret is replaced
 * by itself, so an end at any moment leaves all of them readable with the keys that were known before.
 */
@Component
final class Reencryption implements OperationHandler {

    static final String KIND = "re-encrypt-credentials";
    static final Step FIRST_STEP = OnlyStep.REENCRYPTING;

    /** The number of secrets after which a cancellation is looked for. */
    static final int BATCH = 50;

    private final CredentialStore store;
    private final CredentialVault vault;
    private final KeyRing keys;
    private final AuditTrail audit;

    Reencryption(CredentialStore store, CredentialVault vault, KeyRing keys, AuditTrail audit) {
        this.store = store;
        this.vault = vault;
        this.keys = keys;
        this.audit = audit;
    }

    private enum OnlyStep implements Step {
        REENCRYPTING;

        @Override
        public String word() {
            return "re-encrypting";
        }
    }

    @Override
    public String name() {
        return KIND;
    }

    @Override
    public boolean isSafeToCancel(Operation operation, RequestContext context) {
        return true;
    }

    @Override
    public Failure overdue(Operation operation) {
        return Failure.of(
                ProblemCode.INTERNAL_ERROR,
                "No replica with the master key of id " + operation.argument()
                        + " finished before the operation's deadline. Nothing is lost; start it again.");
    }

    @Override
    public StepResult advance(Operation operation, RequestContext context) {
        Optional<KeyRing> ring = keys.encryptingWith(operation.argument());
        if (ring.isEmpty()) {
            return new StepResult.Elsewhere();
        }
        List<CredentialRow> others = store.all().stream()
                .filter(row -> !ring.get().isCurrent(row.ciphertext()))
                .toList();
        List<String> unreadable = new ArrayList<>();
        int done = 0;
        for (CredentialRow row : others) {
            if (done == BATCH) {
                return new StepResult.Next(OnlyStep.REENCRYPTING);
            }
            try {
                reencrypt(context, row, row.open(ring.get()), ring.get());
                done++;
            } catch (UnreadableSecret e) {
                unreadable.add(e.about(row.name()));
            }
        }
        if (!unreadable.isEmpty()) {
            return new StepResult.GivenUp(Failure.of(ProblemCode.INTERNAL_ERROR, String.join(" ", unreadable)));
        }
        return others.isEmpty() ? new StepResult.Done() : new StepResult.Next(OnlyStep.REENCRYPTING);
    }

    private void reencrypt(RequestContext context, CredentialRow row, KeyMaterial material, KeyRing ring) {
        context.facts().noteCredential(row.name());
        context.facts().noteCredential(row.name(), row.version());
        String ciphertext = ring.encrypt(CredentialRow.binding(row.name(), row.baseUrl()), material.secret());
        audit.write(context, Action.CREDENTIAL_REENCRYPT, Target.NONE, 200, intent -> vault.reencrypt(row, ciphertext));
    }
}
