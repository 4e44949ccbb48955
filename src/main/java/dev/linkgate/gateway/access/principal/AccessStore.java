package dev.linkgate.gateway.access.principal;

import dev.linkgate.gateway.access.key.KeyColumns;
import dev.linkgate.gateway.access.key.StoredKey;
import dev.linkgate.gateway.access.key.StoredVerifier;
import dev.linkgate.gateway.access.key.VerifierCipher;
import dev.linkgate.gateway.platform.encryption.EncryptedSecret;
import dev.linkgate.gateway.platform.encryption.KeyRing;
import dev.linkgate.gateway.platform.store.Micros;
import dev.linkgate.gateway.platform.store.ReadableRows;
import dev.linkgate.gateway.platform.store.Snapshot;
import dev.linkgate.kernel.ProjectId;
import java.sql.Types;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The tables of teams, keys and grants. A key or a grant that cannot be read is none. */
@Repository
public class AccessStore implements Snapshot.Source<AccessSnapshot> {

    /** As 0.1.0 writes it, whose replicas read the rest in the same way. */
    private static final String TEAM = "TEAM_WITH_ALL ";

    private final JdbcClient jdbc;
    private final ReadableRows teams = new ReadableRows("team", "name");
    private final ReadableRows keys = new ReadableRows("team_key", "id");
    private final ReadableRows grants = new ReadableRows("project_grant", "team", "project_id");
    private final KeyRing masterKeys;
    private final VerifierCipher cipher;

    /** The last one that was read. One is read at a time. */
    private volatile AccessSnapshot last = AccessSnapshot.EMPTY;

    public AccessStore(JdbcClient jdbc, KeyRing masterKeys) {
        this.jdbc = jdbc;
        this.masterKeys = masterKeys;
        this.cipher = new VerifierCipher(masterKeys);
    }

    /** @throws dev.linkgate.kernel.StartRefused if the master key of a verifier is missing here */
    void requireMasterKeys() {
        masterKeys.requireKeysOf(
                verifiers(),
                names -> "run this in the database, and start. The API keys then work as bearer tokens only:"
                        + " UPDATE team_key SET digest = '' WHERE id IN (" + names + ");");
    }

    VerifierCipher cipher() {
        return cipher;
    }

    @Override
    public AccessSnapshot load() {
        last = AccessSnapshot.of(teams(""), keys(""), grants(""));
        return last;
    }

    /** A change of a team, its keys or its grants, after which all of the team is read again. */
    static String subject(String team) {
        return TEAM + team;
    }

    @Override
    public AccessSnapshot reread(AccessSnapshot snapshot, String subject) {
        if (!subject.startsWith(TEAM)) {
            return load(); // another version of the gateway wrote it
        }
        String name = subject.substring(TEAM.length());
        last = team(name)
                .map(team -> snapshot.with(AccessSnapshot.Entry.of(team, keysOf(name), grantsOf(name))))
                .orElseGet(() -> snapshot.without(name));
        return last;
    }

    private List<Team> teams(String condition, Object... values) {
        return teams.of(
                jdbc.sql("SELECT name, description, created_at FROM team" + condition)
                        .params(values),
                (row, n) -> new Team(row.getString(1), row.getString(2), Micros.toInstant(row.getLong(3))));
    }

    private List<StoredKey> keys(String condition, Object... values) {
        return keys.of(
                jdbc.sql("SELECT id, team, " + KeyColumns.COLUMNS + ", digest, replaced_by, line FROM team_key"
                                + condition)
                        .params(values),
                (row, n) -> {
                    StoredKey key = KeyColumns.read(row, n);
                    return key.with(verifier(key, row.getString(9)))
                            .replacedBy(row.getString(10))
                            .ofLine(row.getString(11));
                });
    }

    /**
     * A verifier that is known is not decrypted again, so a replica without a new master key keeps working after
     * another one has encrypted everything again, and says once that it cannot decrypt one.
     */
    private StoredVerifier verifier(StoredKey key, @Nullable String ciphertext) {
        StoredVerifier known = last.key(key.id())
                .filter(before -> before.hash().equals(key.hash()))
                .map(StoredKey::digest)
                .orElse(StoredVerifier.NONE);
        if (ciphertext == null || ciphertext.equals(known.ciphertext())) {
            return ciphertext == null ? StoredVerifier.NONE : known;
        }
        return known.usable()
                .map(verifier -> new StoredVerifier(ciphertext, verifier))
                .orElseGet(() -> cipher.open(key.id(), ciphertext));
    }

    /** The verifiers of the keys that were made for Digest, read now. */
    List<EncryptedSecret> verifiers() {
        return jdbc.sql("SELECT id, digest FROM team_key WHERE digest IS NOT NULL ORDER BY id")
                .query((row, n) -> VerifierCipher.encrypted(row.getString(1), row.getString(2)))
                .list();
    }

    /** The team that has a key. */
    Optional<String> teamOf(String id) {
        return jdbc.sql("SELECT team FROM team_key WHERE id = ?")
                .param(id)
                .query(String.class)
                .optional();
    }

    /**
     * Replaces a ciphertext with a new one of the same verifier.
     *
     * @return whether the row was still the same
     */
    boolean replaceVerifier(String id, String before, String after) {
        return jdbc.sql("UPDATE team_key SET digest = ? WHERE id = ? AND digest = ?")
                        .params(after, id, before)
                        .update()
                == 1;
    }

    private List<Grant> grants(String condition, Object... values) {
        return grants.of(
                jdbc.sql("SELECT team, project_id, role, granted_by, since FROM project_grant" + condition)
                        .params(values),
                (row, n) -> new Grant(
                        row.getString(1),
                        new ProjectId(row.getString(2)),
                        Role.of(row.getString(3)),
                        Micros.read(row, 5),
                        row.getString(4)));
    }

    /** A team's grants as they are stored now. */
    List<Grant> grantsOf(String team) {
        return grants(" WHERE team = ?", team);
    }

    /** A grant as it is stored now. */
    Optional<Grant> grant(String team, ProjectId project) {
        return grants(" WHERE team = ? AND project_id = ?", team, project.value()).stream()
                .findFirst();
    }

    /** Creates the team, or replaces the description of the existing one. */
    void put(Team team) {
        jdbc.sql("INSERT INTO team (name, description, created_at) VALUES (?, ?, ?)"
                        + " ON CONFLICT (name) DO UPDATE SET description = excluded.description")
                .params(team.name(), team.description(), Micros.of(team.createdAt()))
                .update();
    }

    Optional<Team> team(String name) {
        return teams(" WHERE name = ?", name).stream().findFirst();
    }

    boolean removeTeam(String team) {
        return jdbc.sql("DELETE FROM team WHERE name = ?").param(team).update() > 0;
    }

    void add(StoredKey key) {
        jdbc.sql("INSERT INTO team_key (id, team, " + KeyColumns.COLUMNS + ", digest, line) VALUES ("
                        + KeyColumns.PARAMETERS + ", ?, ?)")
                .params(KeyColumns.parameters(key))
                .param(key.digest().ciphertext())
                .param(key.line())
                .update();
    }

    boolean removeKey(String team, String id) {
        return jdbc.sql("DELETE FROM team_key WHERE team = ? AND id = ?")
                        .params(team, id)
                        .update()
                > 0;
    }

    /** A team's keys as they are stored now. */
    List<StoredKey> keysOf(String team) {
        return keys(" WHERE team = ?", team);
    }

    /** A team's key as it is stored now. */
    Optional<StoredKey> key(String team, String id) {
        return keys(" WHERE team = ? AND id = ?", team, id).stream().findFirst();
    }

    /**
     * Ends a key that another one replaces.
     *
     * @param end its new end
     * @param sequence of the rotation's intent in the trail
     * @return whether the key was there, and was not rotated before
     */
    boolean rotate(String id, String successor, Instant end, long sequence) {
        return jdbc.sql(
                                "UPDATE team_key SET former_expires_at = expires_at, expires_at = ?, replaced_by = ?, rotation = ?"
                                        + " WHERE id = ? AND replaced_by IS NULL")
                        .params(Micros.of(end), successor, sequence, id)
                        .update()
                == 1;
    }

    /** The sequence of the intent that a key was rotated with. */
    Optional<Long> rotationOf(String id) {
        return jdbc.sql("SELECT rotation FROM team_key WHERE id = ? AND rotation IS NOT NULL")
                .param(id)
                .query(Long.class)
                .optional();
    }

    /**
     * Gives a rotated key back the end that it had.
     *
     * @return whether it was still replaced by this successor
     */
    boolean takeBack(String id, String successor) {
        return jdbc.sql(
                                "UPDATE team_key SET expires_at = former_expires_at, former_expires_at = NULL, replaced_by = NULL,"
                                        + " rotation = NULL WHERE id = ? AND replaced_by = ?")
                        .params(id, successor)
                        .update()
                == 1;
    }

    void put(Grant grant) {
        jdbc.sql("INSERT INTO project_grant (team, project_id, role, since, granted_by) VALUES (?, ?, ?, ?, ?)"
                        + " ON CONFLICT (team, project_id) DO UPDATE SET role = excluded.role, since = excluded.since,"
                        + " granted_by = excluded.granted_by")
                .param(1, grant.team())
                .param(2, grant.projectId().value())
                .param(3, grant.role().word())
                .param(4, grant.since() == null ? null : Micros.of(grant.since()), Types.BIGINT)
                .param(5, grant.by(), Types.VARCHAR)
                .update();
    }

    /** Stores the grant, unless the stored one includes it. */
    void raise(Grant grant) {
        List<String> enough = Arrays.stream(Role.values())
                .filter(role -> role.includes(grant.role()))
                .map(Role::word)
                .toList();
        jdbc.sql("INSERT INTO project_grant (team, project_id, role, since, granted_by)"
                        + " VALUES (:team, :project, :role, :since, :by)"
                        + " ON CONFLICT (team, project_id) DO UPDATE SET role = excluded.role, since = excluded.since,"
                        + " granted_by = excluded.granted_by"
                        + " WHERE project_grant.role NOT IN (:enough)")
                .param("team", grant.team())
                .param("project", grant.projectId().value())
                .param("role", grant.role().word())
                .param("since", grant.since() == null ? null : Micros.of(grant.since()), Types.BIGINT)
                .param("by", grant.by(), Types.VARCHAR)
                .param("enough", enough)
                .update();
    }

    boolean removeGrant(String team, ProjectId project) {
        return jdbc.sql("DELETE FROM project_grant WHERE team = ? AND project_id = ?")
                        .params(team, project.value())
                        .update()
                > 0;
    }

    /** The teams with a grant on a project. */
    List<String> teamsOn(ProjectId project) {
        return jdbc.sql("SELECT team FROM project_grant WHERE project_id = ? ORDER BY team")
                .param(project.value())
                .query(String.class)
                .list();
    }
}
