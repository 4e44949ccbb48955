package dev.linkgate.gateway.access.masterkeys;

import dev.linkgate.gateway.platform.encryption.EncryptedSecret;
import dev.linkgate.gateway.platform.encryption.EncryptedSecrets;
import dev.linkgate.gateway.platform.encryption.KeyRing;
import dev.linkgate.gateway.platform.encryption.MasterKey;
import dev.linkgate.gateway.platform.operation.NewOperation;
import dev.linkgate.gateway.platform.operation.Operation;
import dev.linkgate.gateway.platform.operation.Operations;
import dev.linkgate.gateway.platform.request.RequestContext;
import dev.linkgate.gateway.platform.request.Target;
import dev.linkgate.gateway.trail.audit.AuditTrail;
import dev.linkgate.gateway.trail.audit.RollbackState;
import dev.linkgate.gateway.trail.record.Action;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Service;

/**
 * The master keys, the number of stored secrets that need each, and the rotation from one to the next, which a start
 * begins if any secret is encrypted with another key than the first.
 *
 * <p>With several replicas: first give all of them {@code old,new}, then {@code new,old}, then {@code new}. A running
 * replica has its secrets in memory and is not affected; a starting one must know the key.
 */
@Service
public class MasterKeys implements SmartInitializingSingleton {

    private static final Logger log = LoggerFactory.getLogger(MasterKeys.class);

    private final List<EncryptedSecrets> kinds;
    private final KeyRing keys;
    private final Operations operations;
    private final AuditTrail audit;
    private final RollbackState rollback;

    MasterKeys(
            List<EncryptedSecrets> kinds,
            KeyRing keys,
            Operations operations,
            AuditTrail audit,
            RollbackState rollback) {
        this.kinds = kinds;
        this.keys = keys;
        this.operations = operations;
        this.audit = audit;
        this.rollback = rollback;
    }

    @Override
    public void afterSingletonsInstantiated() {
        boolean needed = secrets()
                .map(EncryptedSecret::ciphertext)
                .anyMatch(ciphertext -> keys.hasKeyOf(ciphertext) && !keys.isCurrent(ciphertext));
        if (needed && rollback.reason().isPresent()) {
            log.error("Nothing is re-encrypted, because the audit trail is not the one that was signed");
        } else if (needed) {
            reencrypt(RequestContext.system("start"));
        }
    }

    private Stream<EncryptedSecret> secrets() {
        return kinds.stream().flatMap(kind -> kind.secrets().stream());
    }

    /** The known keys in their order in the settings, and then unknown ones that stored secrets need. */
    public List<MasterKey> all() {
        Map<String, Long> secrets = secrets()
                .collect(Collectors.groupingBy(
                        secret -> KeyRing.idOf(secret.ciphertext()), TreeMap::new, Collectors.counting()));
        List<String> known = keys.allIds();
        Set<String> ids = new LinkedHashSet<>(known);
        ids.addAll(secrets.keySet());
        return ids.stream()
                .map(id -> new MasterKey(
                        id, id.equals(keys.currentId()), known.contains(id), secrets.getOrDefault(id, 0L)))
                .toList();
    }

    /**
     * Starts the operation that encrypts all stored secrets with this replica's first master key, or returns the
     * unfinished one.
     *
     * @throws dev.linkgate.gateway.platform.request.LinkgateException {@code audit-unavailable} if that cannot be
     *     recorded
     */
    public Operation reencrypt(RequestContext context) {
        return audit.write(
                context,
                Action.CREDENTIAL_REENCRYPT,
                Target.of(Target.Kind.MASTER_KEY, keys.currentId()),
                202,
                intent -> operations.start(new NewOperation(
                        Reencryption.KIND,
                        "credentials",
                        Reencryption.FIRST_STEP,
                        Target.NONE,
                        keys.currentId(),
                        context)));
    }
}
