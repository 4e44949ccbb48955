package dev.linkgate.gateway.core.access.principal;

import dev.linkgate.gateway.core.access.attachment.AttachmentStore;
import dev.linkgate.gateway.core.access.key.KeyStore;
import dev.linkgate.gateway.core.access.key.Principal;
import dev.linkgate.gateway.core.platform.encryption.KeyRing;
import dev.linkgate.gateway.core.platform.encryption.SealedRow;
import dev.linkgate.gateway.core.platform.encryption.SealedRows;
import dev.linkgate.gateway.core.platform.encryption.Seals;
import dev.linkgate.gateway.core.platform.store.Micros;
import dev.linkgate.gateway.core.platform.store.ReadableRows;
import dev.linkgate.gateway.core.trail.read.RightsInForce;
import dev.linkgate.kernel.ProjectId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The tables of principals, their keys and grants. A row that cannot be read is none. */
@Repository
public class AccessStore implements RightsInForce {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<Map<String, Object>> CLAIMS = new TypeReference<>() {};

    private static final String ADMINISTRATORS =
            "SELECT name, description, scopes, created_at, seal FROM administrator";
    private static final String IDENTITIES =
            "SELECT team, administrator, name, issuer, claims, created_at, expires_at, seal FROM identity";
    private static final String GRANTS =
            "SELECT team, project_id, role, granted_by, since, until, afterwards, seal FROM project_grant";

    private final JdbcClient jdbc;
    private final ReadableRows teams = new ReadableRows("team", "name");
    private final SealedRows<Administrator> administrators;
    private final SealedRows<Grant> grants;
    private final SealedRows<Identity> identities;
    private final Seals seals;
    private final KeyStore keys;
    private final AttachmentStore attachments;

    public AccessStore(JdbcClient jdbc, KeyRing masterKeys, Seals seals) {
        this.jdbc = jdbc;
        this.seals = seals;
        this.administrators = new SealedRows<>("administrator", seals, Administrator::sealed, "name");
        this.grants = new SealedRows<>("project_grant", seals, Grant::sealed, "team", "project_id");
        this.identities = new SealedRows<>("identity", seals, Identity::sealed, "name");
        this.keys = new KeyStore(jdbc, masterKeys, seals);
        this.attachments = new AttachmentStore(jdbc, seals);
    }

    public KeyStore keys() {
        return keys;
    }

    AttachmentStore attachments() {
        return attachments;
    }

    public AccessSnapshot load() {
        List<SealedRow> unsealed = new ArrayList<>();
        return AccessSnapshot.of(
                teams(""),
                administrators(unsealed::add),
                keys.all(unsealed::add),
                grants("", unsealed::add),
                attachments.all(unsealed::add),
                identities("", List.of(), unsealed::add),
                unsealed);
    }

    @Override
    public Map<String, String> seals() {
        Map<String, String> all = new HashMap<>();
        all.putAll(administrators.seals(jdbc.sql(ADMINISTRATORS), AccessStore::administrator));
        all.putAll(identities.seals(jdbc.sql(IDENTITIES), AccessStore::identity));
        all.putAll(grants.seals(jdbc.sql(GRANTS), AccessStore::grant));
        all.putAll(keys.seals());
        all.putAll(attachments.seals());
        return all;
    }

    /** The rows that have no effect, because their seals do not fit. */
    public List<SealedRow> unsealed() {
        return load().unsealed();
    }

    /**
     * Seals all rows that have no seal as they are, in a transaction: who asks for it answers for them.
     */
    public void reseal() {
        administrators
                .unsealed(jdbc.sql(ADMINISTRATORS), AccessStore::administrator)
                .forEach(this::put);
        identities.unsealed(jdbc.sql(IDENTITIES), AccessStore::identity).forEach(this::put);
        grants.unsealed(jdbc.sql(GRANTS), AccessStore::grant).forEach(this::put);
        keys.reseal();
        attachments.reseal();
    }

    /** Whether a principal is stored now. */
    boolean has(Principal principal) {
        String table = principal.kind().word();
        return jdbc.sql("SELECT name FROM " + table + " WHERE name = ?")
                .param(principal.name())
                .query(String.class)
                .optional()
                .isPresent();
    }

    boolean remove(Principal principal) {
        String table = principal.kind().word();
        Seals.removed(principal.place());
        return jdbc.sql("DELETE FROM " + table + " WHERE name = ?")
                        .param(principal.name())
                        .update()
                > 0;
    }

    private List<Team> teams(String condition, Object... values) {
        return teams.of(
                jdbc.sql("SELECT name, description, created_at FROM team" + condition)
                        .params(values),
                (row, n) -> new Team(row.getString(1), row.getString(2), Micros.toInstant(row.getLong(3))));
    }

    private List<Administrator> administrators(Consumer<SealedRow> unsealed) {
        return administrators.of(jdbc.sql(ADMINISTRATORS), AccessStore::administrator, unsealed);
    }

    private static Administrator administrator(ResultSet row, int ignoredNumber) throws SQLException {
        return new Administrator(
                row.getString(1),
                row.getString(2),
                Arrays.stream(row.getString(3).split(","))
                        .map(AdminScope::of)
                        .collect(Collectors.toCollection(TreeSet::new)),
                Micros.toInstant(row.getLong(4)));
    }

    /** An administrator as stored now. */
    Optional<Administrator> administrator(String name) {
        return administrators(unsealed -> {}).stream()
                .filter(administrator -> administrator.name().equals(name))
                .findFirst();
    }

    /** Whether an administrator with all scopes has a valid key, as it is stored now. */
    boolean hasWayIn(Instant now) {
        return AccessSnapshot.of(
                        List.of(),
                        administrators(unsealed -> {}),
                        keys.all(Principal.Kind.ADMINISTRATOR),
                        List.of(),
                        Map.of(),
                        List.of(),
                        List.of())
                .hasWayIn(now);
    }

    /** Lets the changes of administrators by other transactions wait until the end of this one. */
    void lockAdministrators() {
        jdbc.sql("UPDATE administrator SET name = name").update();
    }

    /** Creates the administrator, or replaces the description and scopes of the existing one. */
    void put(Administrator administrator) {
        String scopes = administrator.scopes().stream().map(AdminScope::word).collect(Collectors.joining(","));
        jdbc.sql("INSERT INTO administrator (name, description, scopes, created_at, seal) VALUES (?, ?, ?, ?, ?)"
                        + " ON CONFLICT (name) DO UPDATE SET description = excluded.description,"
                        + " scopes = excluded.scopes, seal = excluded.seal")
                .params(
                        administrator.name(),
                        administrator.description(),
                        scopes,
                        Micros.of(administrator.createdAt()),
                        seals.seal(administrator.sealed()))
                .update();
    }

    private List<Identity> identities(String condition, List<String> values, Consumer<SealedRow> unsealed) {
        return identities.of(jdbc.sql(IDENTITIES + condition).params(values), AccessStore::identity, unsealed);
    }

    private static Identity identity(ResultSet row, int ignoredNumber) throws SQLException {
        return new Identity(
                KeyStore.owner(row.getString(1), row.getString(2)),
                row.getString(3),
                row.getString(4),
                claims(row.getString(5)),
                Micros.toInstant(row.getLong(6)),
                Micros.read(row, 7));
    }

    private List<Identity> identities(String condition, List<String> values) {
        return identities(condition, values, unsealed -> {});
    }

    private static SortedMap<String, Object> claims(String json) {
        SortedMap<String, Object> claims = new TreeMap<>();
        JSON.readValue(json, CLAIMS)
                .forEach((name, value) -> claims.put(name, Claims.wanted(value).orElseThrow()));
        return claims;
    }

    /** An identity as it is stored now. */
    Optional<Identity> identity(Principal owner, String name) {
        return identities(" WHERE " + owner.kind().word() + " = ? AND name = ?", List.of(owner.name(), name)).stream()
                .findFirst();
    }

    /** Identities of an owner as they are stored now. */
    List<Identity> identitiesOf(Principal owner) {
        return identities(" WHERE " + owner.kind().word() + " = ?", List.of(owner.name()));
    }

    /** Creates the identity, or replaces the existing one. */
    void put(Identity identity) {
        String owner = identity.owner().kind().word();
        jdbc.sql("INSERT INTO identity (" + owner
                        + ", name, issuer, claims, created_at, expires_at, seal) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT ("
                        + owner
                        + ", name) WHERE " + owner + " IS NOT NULL DO UPDATE SET issuer = excluded.issuer,"
                        + " claims = excluded.claims, expires_at = excluded.expires_at, seal = excluded.seal")
                .param(1, identity.owner().name())
                .param(2, identity.name())
                .param(3, identity.issuer())
                .param(4, JSON.writeValueAsString(identity.claims()))
                .param(5, Micros.of(identity.createdAt()))
                .param(6, identity.expiresAt() == null ? null : Micros.of(identity.expiresAt()), Types.BIGINT)
                .param(7, seals.seal(identity.sealed()))
                .update();
    }

    boolean removeIdentity(Principal owner, String name) {
        Seals.removed(Identity.place(owner, name));
        return jdbc.sql("DELETE FROM identity WHERE " + owner.kind().word() + " = ? AND name = ?")
                        .params(owner.name(), name)
                        .update()
                > 0;
    }

    private List<Grant> grants(String condition, Consumer<SealedRow> unsealed, Object... values) {
        return grants.of(jdbc.sql(GRANTS + condition).params(values), AccessStore::grant, unsealed);
    }

    private static Grant grant(ResultSet row, int ignoredNumber) throws SQLException {
        return new Grant(
                row.getString(1),
                new ProjectId(row.getString(2)),
                Role.of(row.getString(3)),
                Micros.toInstant(row.getLong(5)),
                row.getString(4),
                Micros.read(row, 6),
                row.getString(7) == null ? null : Role.of(row.getString(7)));
    }

    private List<Grant> grants(String condition, Object... values) {
        return grants(condition, unsealed -> {}, values);
    }

    boolean noteExpiryTold(String team, ProjectId project, Instant until, int days) {
        return jdbc.sql("UPDATE project_grant SET expiry_told = ? WHERE (expiry_told IS NULL OR expiry_told > ?)"
                                + " AND team = ? AND project_id = ? AND until = ?")
                        .params(days, days, team, project.value(), Micros.of(until))
                        .update()
                == 1;
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

    void put(Grant grant) {
        jdbc.sql("INSERT INTO project_grant (team, project_id, role, since, granted_by, until, afterwards, seal)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT (team, project_id) DO UPDATE SET role = excluded.role, since = excluded.since,"
                        + " granted_by = excluded.granted_by, until = excluded.until,"
                        + " afterwards = excluded.afterwards, expiry_told = NULL, seal = excluded.seal")
                .param(1, grant.team())
                .param(2, grant.projectId().value())
                .param(3, grant.role().word())
                .param(4, Micros.of(grant.since()))
                .param(5, grant.by())
                .param(6, grant.until() == null ? null : Micros.of(grant.until()), Types.BIGINT)
                .param(7, grant.afterwards() == null ? null : grant.afterwards().word(), Types.VARCHAR)
                .param(8, seals.seal(grant.sealed()))
                .update();
    }

    /**
     * Lets other changes of what a team has or asks for wait until the end of the transaction.
     *
     * @return whether there is such a team
     */
    boolean lock(String team) {
        return jdbc.sql("UPDATE team SET name = name WHERE name = ?")
                        .param(team)
                        .update()
                == 1;
    }

    boolean removeGrant(String team, ProjectId project) {
        Seals.removed(Grant.place(team, project));
        return jdbc.sql("DELETE FROM project_grant WHERE team = ? AND project_id = ?")
                        .params(team, project.value())
                        .update()
                > 0;
    }

    /** @return how many there were */
    int removeGrants(ProjectId project) {
        grants(" WHERE project_id = ?", project.value())
                .forEach(grant -> Seals.removed(Grant.place(grant.team(), project)));
        return jdbc.sql("DELETE FROM project_grant WHERE project_id = ?")
                .param(project.value())
                .update();
    }
}
