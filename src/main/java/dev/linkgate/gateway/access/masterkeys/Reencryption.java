package dev.linkgate.gateway.access.masterkeys;

import dev.linkgate.gateway.platform.encryption.EncryptedSecret;
import dev.linkgate.gateway.platform.encryption.EncryptedSecrets;
import dev.linkgate.gateway.platform.encryption.KeyRing;
import dev.linkgate.gateway.platform.encryption.UnreadableSecret;
import dev.linkgate.gateway.platform.operation.Operation;
import dev.linkgate.gateway.platform.operation.OperationHandler;
import dev.linkgate.gateway.platform.operation.Step;
import dev.linkgate.gateway.platform.operation.StepResult;
import dev.linkgate.gateway.platform.request.Failure;
import dev.linkgate.gateway.platform.request.ProblemCode;
import dev.linkgate.gateway.platform.request.RequestContext;
import dev.linkgate.gateway.platform.request.Right;
import dev.linkgate.gateway.platform.request.Target;
import dev.linkgate.gateway.trail.audit.AuditTrail;
import dev.linkgate.gateway.trail.record.Action;
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

    private final List<EncryptedSecrets> kinds;
    private final KeyRing keys;
    private final AuditTrail audit;

    Reencryption(List<EncryptedSecrets> kinds, KeyRing keys, AuditTrail audit) {
        this.kinds = kinds;
        this.keys = keys;
        this.audit = audit;
    }

    private record Other(EncryptedSecrets kind, EncryptedSecret secret) {}

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
        context.allowed(Right.PERMANENT); // of whoever began it, because each secret stays what it is
        List<Other> others = others(ring.get());
        List<String> unreadable = new ArrayList<>();
        int done = 0;
        for (Other other : others) {
            if (done == BATCH) {
                return new StepResult.Next(OnlyStep.REENCRYPTING);
            }
            try {
                reencrypt(other, ring.get(), context);
                done++;
            } catch (UnreadableSecret e) {
                unreadable.add(e.about(other.secret().title()));
            }
        }
        if (!unreadable.isEmpty()) {
            return new StepResult.GivenUp(Failure.of(ProblemCode.INTERNAL_ERROR, String.join(" ", unreadable)));
        }
        return others.isEmpty() ? new StepResult.Done() : new StepResult.Next(OnlyStep.REENCRYPTING);
    }

    private void reencrypt(Other other, KeyRing ring, RequestContext context) throws UnreadableSecret {
        EncryptedSecret secret = other.secret();
        String ciphertext = secret.under(ring);
        Action action = Action.KEY_REENCRYPT;
        if (secret.version() != null) {
            action = Action.CREDENTIAL_REENCRYPT;
            context.facts().noteCredential(secret.name(), secret.version());
        }
        Target target = Target.of(secret.thing().kind(), secret.name());
        audit.write(context, action, target, 200, intent -> {
            other.kind().replace(secret, ciphertext);
            return ciphertext;
        });
    }

    private List<Other> others(KeyRing ring) {
        return kinds.stream()
                .flatMap(kind -> kind.secrets().stream().map(secret -> new Other(kind, secret)))
                .filter(other -> !ring.isCurrent(other.secret().ciphertext()))
                .toList();
    }
}
