package dev.linkgate.gateway.feature.masterkeys;

import dev.linkgate.gateway.core.platform.encryption.EncryptedSecret;
import dev.linkgate.gateway.core.platform.encryption.EncryptedSecrets;
import dev.linkgate.gateway.core.platform.encryption.KeyRing;
import dev.linkgate.gateway.core.platform.encryption.UnreadableSecret;
import dev.linkgate.gateway.core.platform.request.Change;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import dev.linkgate.kernel.StartRefused;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Service;

/**
 * The master keys, and the number of stored secrets that need each. A start encrypts with its first key what another
 * known one has encrypted. Each secret is replaced by itself, so an end at any moment leaves all of them readable with
 * the keys that were known before, and the next start goes on.
 *
 * <p>With several replicas: first give all of them {@code old,new}, then {@code new,old}, then {@code new}. A running
 * replica has its secrets in memory and is not affected; a starting one must know the key.
 */
@Service
public class MasterKeys implements SmartInitializingSingleton {

    private static final Logger log = LoggerFactory.getLogger(MasterKeys.class);

    /** The number of secrets that one transaction replaces. */
    static final int BATCH = 500;

    private final List<EncryptedSecrets> kinds;
    private final KeyRing keys;
    private final AuditTrail audit;

    /**
     * All beans are made before one stores anything, so the keys are checked before a declaration is applied.
     *
     * @throws StartRefused if a master key is missing that encrypts a stored secret
     */
    @Autowired
    MasterKeys(List<EncryptedSecrets> kinds, KeyRing keys, AuditTrail audit, Reseal reseal) {
        this(kinds, keys, audit, reseal.isAsked());
    }

    /** @param reseal whether what cannot be decrypted is about to be given up */
    MasterKeys(List<EncryptedSecrets> kinds, KeyRing keys, AuditTrail audit, boolean reseal) {
        if (!reseal) {
            requireKeysOf(kinds.stream().flatMap(kind -> kind.secrets().stream()), keys);
        }
        this.kinds = kinds;
        this.keys = keys;
        this.audit = audit;
    }

    /**
     * Refuses the start if these secrets need another master key. An operator who gave this replica other keys meant
     * another database or made a mistake: the replica could not serve the projects of these secrets, and no other
     * replica could read what it stored.
     *
     * @throws StartRefused that names all of them
     */
    private static void requireKeysOf(Stream<EncryptedSecret> secrets, KeyRing keys) {
        Map<String, List<EncryptedSecret>> lacking = secrets.filter(secret -> keys.lacksKeyOf(secret.ciphertext()))
                .collect(Collectors.groupingBy(
                        secret -> KeyRing.idOf(secret.ciphertext()), LinkedHashMap::new, Collectors.toList()));
        if (lacking.isEmpty()) {
            return;
        }
        throw new StartRefused(
                lacking.entrySet().stream()
                        .map(entry -> "The master key of the id " + entry.getKey() + " is missing; only "
                                + keys.allIds() + " are known. It encrypts the "
                                + entry.getValue().stream()
                                        .map(EncryptedSecret::title)
                                        .collect(Collectors.joining(", the "))
                                + ".")
                        .collect(Collectors.joining("\n")),
                "Nothing was changed. Add the key to the end of linkgate.master-key (LINKGATE_MASTER_KEY); a generated one"
                        + " is in the file master-key of the data directory. If it is lost, stop all replicas, and run"
                        + " `java -jar linkgate.jar reseal` with the new master key, which gives up what the lost one"
                        + " encrypts.");
    }

    @Override
    public void afterSingletonsInstantiated() {
        Map<EncryptedSecrets, Map<EncryptedSecret, String>> anew = new LinkedHashMap<>();
        kinds.forEach(kind -> anew.put(kind, anew(kind)));
        Set<String> former = anew.values().stream()
                .flatMap(ofKind -> ofKind.keySet().stream())
                .map(secret -> KeyRing.idOf(secret.ciphertext()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (!former.isEmpty()) {
            try {
                encrypt(anew, former);
            } catch (LinkgateException e) {
                log.error(
                        "Nothing is encrypted anew, the next start tries again: {}",
                        e.failure().detail());
            }
        }
        if (keys.allIds().size() > 1) {
            tellWhichAreNeeded();
        }
    }

    /** What another known key has encrypted, with its new ciphertexts. What cannot be decrypted stays as it is. */
    private Map<EncryptedSecret, String> anew(EncryptedSecrets kind) {
        Map<EncryptedSecret, String> anew = new LinkedHashMap<>();
        for (EncryptedSecret secret : kind.secrets()) {
            if (keys.hasKeyOf(secret.ciphertext()) && !keys.isCurrent(secret.ciphertext())) {
                try {
                    anew.put(secret, secret.under(keys));
                } catch (UnreadableSecret e) {
                    log.error(e.about(secret.title()));
                }
            }
        }
        return anew;
    }

    private void encrypt(Map<EncryptedSecrets, Map<EncryptedSecret, String>> anew, Set<String> former) {
        RequestContext context = RequestContext.system("start");
        Target target = Target.of(MasterKeyWords.MASTER_KEY, keys.currentId())
                .changing(Change.of(() -> values(former), () -> values(Set.of(keys.currentId()))));
        int number = anew.values().stream().mapToInt(Map::size).sum();
        audit.write(context, MasterKeyWords.CREDENTIAL_REENCRYPT, target, 200, intent -> {
            anew.forEach(MasterKeys::replace);
            return number;
        });
        log.info(
                "{} stored secrets are encrypted anew, with the master key {} instead of {}",
                number,
                keys.currentId(),
                former);
    }

    private static Change.Values values(Set<String> ids) {
        return new Change.Values().with("masterKeys", ids);
    }

    private static void replace(EncryptedSecrets kind, Map<EncryptedSecret, String> anew) {
        List<EncryptedSecret> secrets = new ArrayList<>(anew.keySet());
        for (int from = 0; from < secrets.size(); from += BATCH) {
            kind.replace(secrets.subList(from, Math.min(from + BATCH, secrets.size())).stream()
                    .collect(Collectors.toMap(secret -> secret, anew::get)));
        }
    }

    private void tellWhichAreNeeded() {
        List<String> needed = others(key -> key.credentials() > 0);
        List<String> needless = others(key -> key.credentials() == 0);
        if (!needed.isEmpty()) {
            log.warn("Stored secrets still need the master keys {}; they must stay in linkgate.master-key", needed);
        }
        if (!needless.isEmpty()) {
            log.info(
                    "No stored secret needs the master keys {} any more. Once each replica was started with {} as the"
                            + " first, they may go from linkgate.master-key",
                    needless,
                    keys.currentId());
        }
    }

    private List<String> others(Predicate<MasterKey> which) {
        return all().stream()
                .filter(key -> key.known() && !key.encrypts())
                .filter(which)
                .map(MasterKey::id)
                .toList();
    }

    /** The known keys in their order in the settings, and then unknown ones that stored secrets need. */
    public List<MasterKey> all() {
        Map<String, Long> secrets = kinds.stream()
                .flatMap(kind -> kind.secrets().stream())
                .collect(Collectors.groupingBy(
                        secret -> KeyRing.idOf(secret.ciphertext()), TreeMap::new, Collectors.counting()));
        List<String> known = keys.allIds();
        return Stream.concat(known.stream(), secrets.keySet().stream())
                .distinct()
                .map(id -> new MasterKey(
                        id, id.equals(keys.currentId()), known.contains(id), secrets.getOrDefault(id, 0L)))
                .toList();
    }
}
