package dev.linkgate.gateway.feature.masterkeys;

import dev.linkgate.gateway.core.access.principal.AccessStore;
import dev.linkgate.gateway.core.platform.encryption.EncryptedSecret;
import dev.linkgate.gateway.core.platform.encryption.EncryptedSecrets;
import dev.linkgate.gateway.core.platform.encryption.KeyRing;
import dev.linkgate.gateway.core.platform.encryption.SealedRow;
import dev.linkgate.gateway.core.platform.encryption.Seals;
import dev.linkgate.gateway.core.platform.request.Change;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What {@code java -jar linkgate.jar reseal} does while no gateway runs: gives up the secrets whose master key is lost,
 * and takes over the rows that give rights and have no seal, after a person has seen both. Nothing is sealed anew
 * otherwise, because a row without a seal may be anybody's.
 */
@Component
public class Reseal implements SmartInitializingSingleton {

    /** Absent but in that run: {@link #ASK}; {@link #YES} to do it without a question, {@link #DRY_RUN} not to do it. */
    public static final String PROPERTY = "reseal";

    public static final String ASK = "ask";
    public static final String YES = "yes";
    public static final String DRY_RUN = "dry-run";

    private final String mode;
    private final List<EncryptedSecrets> kinds;
    private final KeyRing keys;
    private final Seals seals;
    private final AccessStore rights;
    private final TransactionTemplate transactions;
    private final AuditTrail trail;

    Reseal(
            @Value("${" + PROPERTY + ":}") String mode,
            List<EncryptedSecrets> kinds,
            KeyRing keys,
            Seals seals,
            AccessStore rights,
            TransactionTemplate transactions,
            AuditTrail trail) {
        this.mode = mode;
        this.kinds = kinds;
        this.keys = keys;
        this.seals = seals;
        this.rights = rights;
        this.transactions = transactions;
        this.trail = trail;
    }

    /** Whether this run is for that, so that what it will give up need not be readable. */
    boolean isAsked() {
        return !mode.isEmpty();
    }

    /** Nothing else has begun yet, and nothing else will. */
    @Override
    public void afterSingletonsInstantiated() {
        if (!isAsked()) {
            return;
        }
        List<String> findings = findings();
        findings.forEach(System.out::println);
        if (findings.isEmpty()) {
            System.out.println("All secrets can be decrypted, and all rights have their seals. Nothing was changed.");
        } else if (mode.equals(YES) || (mode.equals(ASK) && isConfirmed())) {
            run(findings);
            System.out.println("Done. Start the gateway, and store what was given up again.");
        } else {
            System.out.println("Nothing was changed.");
        }
        throw new SpringApplication.AbandonedRunException();
    }

    private static boolean isConfirmed() {
        System.out.print(
                "Do you answer for all of these? A right that you do not know may be somebody's who has written"
                        + " the database. Type yes: ");
        System.out.flush();
        Scanner answers = new Scanner(System.in, StandardCharsets.UTF_8);
        return answers.hasNextLine() && answers.nextLine().strip().equals(YES);
    }

    /** What it would do, a line each: the secrets first. */
    private List<String> findings() {
        List<String> findings = new ArrayList<>();
        kinds.forEach(kind -> lost(kind).forEach(secret -> findings.add("given up: the " + secret.title())));
        rights.unsealed().forEach(row -> findings.add("sealed: " + name(row)));
        return findings;
    }

    private List<EncryptedSecret> lost(EncryptedSecrets kind) {
        return kind.secrets().stream()
                .filter(secret -> keys.lacksKeyOf(secret.ciphertext()))
                .toList();
    }

    private static String name(SealedRow row) {
        SealedRow.Name name = SealedRow.Name.of(row.place());
        return name.kind() + " " + name.name() + (name.projectId() == null ? "" : " on project " + name.projectId());
    }

    /** Does it. It is on record as one write. */
    private void run(List<String> findings) {
        Target target = Target.of(MasterKeyWords.MASTER_KEY, keys.currentId())
                .changing(Change.of(null, () -> new Change.Values().with("changes", findings)));
        trail.write(RequestContext.system("reseal"), MasterKeyWords.RIGHTS_RESEAL, target, 200, intent -> {
            kinds.forEach(kind -> kind.giveUp(lost(kind)));
            seals.makeKey();
            transactions.executeWithoutResult(status -> rights.reseal());
            return target;
        });
    }
}
