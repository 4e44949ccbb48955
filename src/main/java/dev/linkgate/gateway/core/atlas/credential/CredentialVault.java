package dev.linkgate.gateway.core.atlas.credential;

import dev.linkgate.gateway.core.platform.encryption.EncryptedSecret;
import dev.linkgate.gateway.core.platform.encryption.EncryptedSecrets;
import dev.linkgate.gateway.core.platform.encryption.KeyRing;
import dev.linkgate.gateway.core.platform.encryption.UnreadableSecret;
import dev.linkgate.gateway.core.platform.outbox.Event;
import dev.linkgate.gateway.core.platform.outbox.EventType;
import dev.linkgate.gateway.core.platform.outbox.Outbox;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.Put;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.store.Micros;
import dev.linkgate.gateway.core.platform.store.Snapshot;
import dev.linkgate.gateway.core.platform.store.Snapshots;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Secret;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.TransactionException;

/**
 * The stored credentials, each project's choice, and each credential's state. Reading costs no query: the credentials
 * are held in memory, decrypted once, and follow other replicas' changes within the snapshots' poll.
 */
public final class CredentialVault implements EncryptedSecrets {

    private static final Logger log = LoggerFactory.getLogger(CredentialVault.class);

    private final CredentialStore store;
    private final KeyRing keys;
    private final Bindings bindings;
    private final Outbox outbox;
    private final InstantSource clock;
    private final Snapshot<OpenedCredentials> opened;
    /** The last that were read. They are read by one thread at a time. */
    private volatile OpenedCredentials last = OpenedCredentials.NONE;

    private final Set<Report> reporting = ConcurrentHashMap.newKeySet();

    private record Report(String name, int version, CredentialState state) {}

    CredentialVault(
            CredentialStore store,
            KeyRing keys,
            BaseUrls baseUrls,
            Bindings bindings,
            Snapshots snapshots,
            Outbox outbox,
            InstantSource clock) {
        this.store = store;
        this.keys = keys;
        this.bindings = bindings;
        this.outbox = outbox;
        this.clock = clock;
        this.opened = snapshots.of("credential", () -> open(baseUrls));
    }

    private OpenedCredentials open(BaseUrls baseUrls) {
        last = OpenedCredentials.of(store.all(), keys, baseUrls, last);
        return last;
    }

    /**
     * The credential used for this project: the one bound to it, otherwise the one named {@code default}.
     *
     * @return nothing if there is neither
     * @throws LinkgateException {@code no-credential} if it is stored but cannot be decrypted, or the settings no longer
     *     allow its base URL
     */
    public Optional<AtlasCredential> forProject(ProjectId project) {
        return find(bindings.credentialOf(project).orElse(CredentialName.DEFAULT));
    }

    /**
     * The credential of this name.
     *
     * @throws LinkgateException {@code no-credential} if it is stored but cannot be decrypted, or the settings no longer
     *     allow its base URL
     */
    public Optional<AtlasCredential> find(String name) {
        return opened.get().find(name).map(OpenedCredential::credential);
    }

    /** Whether the database has a credential of this name, read in the current transaction if there is one. */
    public boolean exists(String name) {
        return store.find(name).isPresent();
    }

    /**
     * The credential that has replaced this one under its name, here or on another replica, at the same Atlas; empty if
     * this is the newest.
     *
     * @param patience the longest time to wait for the check of other requests
     * @throws LinkgateException {@code no-credential} if the newest cannot be decrypted, or the settings do not allow its
     *     base URL
     */
    public Optional<AtlasCredential> successor(AtlasCredential replaced, Duration patience) {
        opened.catchUp(patience);
        return find(replaced.name())
                .filter(newest ->
                        newest.version() > replaced.version() && Objects.equals(newest.baseUrl(), replaced.baseUrl()));
    }

    /** The number of stored credentials that Atlas rejected the last time. */
    public int suspects() {
        return opened.get().count(known -> known.row().state() == CredentialState.SUSPECT);
    }

    /**
     * Notes Atlas's verdict on a credential. Repeating a known state costs nothing. A failing store must not spoil the
     * request that Atlas has already answered, so the failure is logged, and the next report tries again.
     */
    public void report(AtlasCredential credential, CredentialState state) {
        if (opened.get()
                .version(credential)
                .filter(known -> known.row().state() != state)
                .isEmpty()) {
            return;
        }
        Report report = new Report(credential.name(), credential.version(), state);
        if (!reporting.add(report)) {
            return; // another thread is storing the same state
        }
        try {
            opened.change(() -> {
                boolean changed = store.setState(credential.name(), credential.version(), state);
                if (changed && state == CredentialState.SUSPECT) {
                    outbox.add(suspect(credential));
                }
                return report;
            });
            log.info("Credential {} version {} is {}", credential.name(), credential.version(), state);
        } catch (DataAccessException | TransactionException e) {
            log.warn("Could not store the state of credential {}, {}: {}", credential.name(), state, e.getMessage());
        } finally {
            reporting.remove(report);
        }
    }

    private static Event suspect(AtlasCredential credential) {
        return new Event(
                EventType.CREDENTIAL_SUSPECT,
                "/admin/credentials/" + credential.name(),
                Target.of(Target.Kind.CREDENTIAL, credential.name()),
                Map.of("name", credential.name(), "version", credential.version()));
    }

    /** Stores a programmatic API key from the gateway's own settings, so that a project can be bound to it. */
    public void putDigestKey(String name, String publicKey, Secret privateKey) {
        put(name, new KeyMaterial(CredentialKind.DIGEST, publicKey, privateKey), CredentialState.UNVERIFIED);
    }

    public List<CredentialView> views() {
        return opened.get().all().stream().map(known -> known.row().view()).toList();
    }

    public Optional<CredentialView> view(String name) {
        return opened.get().find(name).map(known -> known.row().view());
    }

    /**
     * Stores a credential under a version that its name never had.
     *
     * @throws LinkgateException {@code credential-unreadable} if the stored one is encrypted with a master key that
     *     this replica lacks: others may have it, and they could not read the new one
     */
    public Put<CredentialRow> put(String name, KeyMaterial material, CredentialState state) {
        return put(name, material, state, false);
    }

    /** Stores a credential that a declaration or the environment gives, as {@link #put}. */
    public Put<CredentialRow> putConfigured(String name, KeyMaterial material) {
        return put(name, material, CredentialState.UNVERIFIED, true);
    }

    /** The stored credential beside the one that a declaration or the environment gives under its name. */
    public ConfiguredKey compare(String name, KeyMaterial given) {
        return opened.get()
                .find(name)
                .map(stored -> ConfiguredKey.of(stored, given, keys))
                .orElse(ConfiguredKey.CHANGED);
    }

    /** Notes that a declaration or the environment gives the stored key, so that a later one is known to be newer. */
    public void noteConfigured(String name, KeyMaterial given) {
        boolean known = opened.get()
                .find(name)
                .filter(stored -> given.fingerprint().equals(stored.row().configuredFingerprint()))
                .isPresent();
        if (!known) {
            opened.change(() -> {
                store.setConfigured(name, given.fingerprint());
                return name;
            });
        }
    }

    private Put<CredentialRow> put(String name, KeyMaterial material, CredentialState state, boolean configured) {
        CredentialName.checked(name);
        return opened.change(() -> {
            int version = store.nextVersion(name);
            Optional<CredentialRow> before = store.find(name);
            before.filter(row -> keys.lacksKeyOf(row.ciphertext())).ifPresent(row -> {
                throw unreadable(row);
            });
            Instant now = Micros.now(clock);
            String baseUrl =
                    material.baseUrl() == null ? null : material.baseUrl().toString();
            CredentialRow row = new CredentialRow(
                    name,
                    material.kind(),
                    material.publicPart(),
                    baseUrl,
                    version,
                    keys.encrypt(CredentialRow.binding(name, baseUrl), material.secret()),
                    state,
                    material.fingerprint(),
                    material.secretExpiresAt(),
                    configured
                            ? material.fingerprint()
                            : before.map(CredentialRow::configuredFingerprint).orElse(null),
                    before.map(CredentialRow::createdAt).orElse(now),
                    now);
            store.save(row);
            return new Put<>(before.orElse(null), row);
        });
    }

    @Override
    public List<EncryptedSecret> secrets() {
        return store.secrets();
    }

    @Override
    public void replace(Map<EncryptedSecret, String> ciphertexts) {
        opened.change(() -> {
            ciphertexts.forEach(store::reencrypt);
            return ciphertexts;
        });
    }

    /** Nothing is sent to Atlas with such a credential until somebody stores it again. */
    @Override
    public void giveUp(Collection<EncryptedSecret> lost) {
        replace(lost.stream().collect(Collectors.toMap(secret -> secret, secret -> CredentialRow.GIVEN_UP)));
    }

    @Override
    public int underOtherKeys() {
        return opened.get()
                .count(known ->
                        !known.row().isGivenUp() && !keys.isCurrent(known.row().ciphertext()));
    }

    @Override
    public int unreadable() {
        return opened.get().count(OpenedCredential::isUnreadable);
    }

    /** When the first of the stored secrets expires, as far as that is known. */
    public Optional<Instant> firstSecretExpiry() {
        return opened.get().firstSecretExpiry();
    }

    /**
     * Removes a credential.
     *
     * @return the credential as it was
     * @throws LinkgateException {@code credential-not-found}, or {@code credential-in-use} while a project is bound to
     *     it; using the one named {@code default} is not a binding
     */
    public CredentialRow remove(String name) {
        try {
            return opened.change(() -> {
                List<ProjectId> projects = bindings.boundTo(name);
                if (!projects.isEmpty()) {
                    throw inUse(name, projects);
                }
                Optional<CredentialRow> before = store.find(name);
                if (before.isEmpty() || !store.remove(name)) {
                    throw notFound(name);
                }
                return before.get();
            });
        } catch (DataIntegrityViolationException e) {
            throw inUse(name, bindings.boundTo(name)); // bound in the meantime; the database refused
        }
    }

    private LinkgateException unreadable(CredentialRow row) {
        String detail = UnreadableSecret.about("credential " + row.name(), keys.reason(row.ciphertext()))
                + " Nothing was stored, because the other replicas could not read it. Start this one with that key, too.";
        return Failure.of(ProblemCode.CREDENTIAL_UNREADABLE, detail).toException();
    }

    public static LinkgateException notFound(String name) {
        String detail = "No credential is stored under the name " + name + ".";
        return Failure.of(ProblemCode.CREDENTIAL_NOT_FOUND, detail).toException();
    }

    private static LinkgateException inUse(String name, List<ProjectId> projects) {
        String detail = "The credential " + name + " is bound to " + projects + ". Bind each to another one first.";
        return Failure.of(ProblemCode.CREDENTIAL_IN_USE, detail).toException();
    }
}
