package dev.linkgate.gateway.core.atlas.credential;

import dev.linkgate.ManualClock;
import dev.linkgate.gateway.core.platform.encryption.KeyRing;
import dev.linkgate.gateway.core.platform.outbox.Outbox;
import dev.linkgate.gateway.core.platform.request.Put;
import dev.linkgate.gateway.core.platform.store.Snapshots;
import dev.linkgate.gateway.feature.webhooks.TestOutbox;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A gateway's vault on a database that it may share with others; its clock stands until a test moves it. */
public final class Replica implements Bindings {

    public static final URI GOVERNMENT = URI.create("https://cloud.mongodbgov.com");

    private final Map<ProjectId, String> bindings = new HashMap<>();
    private final Snapshots snapshots;
    private final ManualClock clock = new ManualClock();

    public final CredentialVault vault;
    final JdbcClient jdbc;
    final CredentialStore store;
    private final Outbox outbox;
    final KeyRing keys;

    public Replica(DataSource database, String masterKeys) {
        this(database, masterKeys, new BaseUrls(Set.of(GOVERNMENT)));
    }

    public Replica(DataSource database, String masterKeys, BaseUrls baseUrls) {
        jdbc = JdbcClient.create(database);
        keys = KeyRing.of(Secret.of(masterKeys), "test");
        snapshots = new Snapshots(jdbc, new TransactionTemplate(new JdbcTransactionManager(database)));
        outbox = TestOutbox.on(database, clock);
        store = new CredentialStore(jdbc);
        vault = new CredentialVault(store, keys, baseUrls, this, snapshots, outbox, clock);
    }

    /** Checks what a start checks. */
    void start() {
        new CredentialConfiguration()
                .credentialVault(store, keys, new BaseUrls(Set.of(GOVERNMENT)), this, snapshots, outbox, clock);
    }

    public static KeyMaterial digestKey(String secret) {
        return new KeyMaterial(CredentialKind.DIGEST, "abcdefgh", Secret.of(secret));
    }

    public static KeyMaterial serviceAccount(String secret) {
        return new KeyMaterial(CredentialKind.SERVICE_ACCOUNT, "client-1", Secret.of(secret));
    }

    Put<CredentialRow> put(String name, KeyMaterial material) {
        return vault.put(name, material, CredentialState.UNVERIFIED);
    }

    CredentialView view(String name) {
        return vault.view(name).orElseThrow();
    }

    AtlasCredential credential(String name) {
        return vault.find(name).orElseThrow();
    }

    /** Does the scheduled work of every two seconds. */
    void poll() {
        snapshots.poll();
    }

    void bind(ProjectId project, String credential) {
        bindings.put(project, credential);
    }

    void tick() {
        clock.advance(Duration.ofSeconds(1));
    }

    @Override
    public Optional<String> credentialOf(ProjectId project) {
        return Optional.ofNullable(bindings.get(project));
    }

    @Override
    public List<ProjectId> boundTo(String credential) {
        return bindings.entrySet().stream()
                .filter(binding -> binding.getValue().equals(credential))
                .map(Map.Entry::getKey)
                .toList();
    }
}
