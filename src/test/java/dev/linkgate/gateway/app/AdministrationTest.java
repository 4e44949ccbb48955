package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.kernel.Secret;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The administrator's resources. */
@Tag("postgresql")
class AdministrationTest {

    private static final String SECRET = "5b1d7c7e-aaaa-4bbb-8ccc-d15ea5e0beef";

    private final Gateway gateway = Gateway.shared();
    private final Caller administrator = gateway.administrator();
    private final String credential = "/admin/credentials/c-" + Gateway.unused(6);
    private final String publicKey = "k" + Gateway.unused(7);

    AdministrationTest() {
        gateway.house().forbid(SECRET);
    }

    @Test
    void theSecretOfAServiceAccountHasAnEnd() {
        String body = """
                {"kind":"service-account","clientId":"mdb_sa_id_1","clientSecret":"%s","secretExpiresAt":%s}""";
        assertThat(administrator.put(credential, body.formatted(SECRET, "\"2027-05-24T02:00:00+02:00\"")))
                .hasStatus(201)
                .has("/secretExpiresAt", "2027-05-24T00:00:00Z")
                .hasNo("/warnings/0");
        assertThat(administrator.get(credential)).isOk().has("/secretExpiresAt", "2027-05-24T00:00:00Z");

        Answer without = administrator.put(credential, body.formatted(SECRET, "null"));
        assertThat(without).isOk().isNullAt("/secretExpiresAt");
        assertThat(without.text("/warnings/0")).contains("No alert", "secretExpiresAt");
        assertThat(administrator.get(credential)).isOk().hasNo("/warnings/0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2027-05-24", "2027-02-30T00:00:00Z", "+292278993-12-31T00:00:00Z", ""})
    void otherEndsAreRefused(String time) {
        assertThat(administrator.put(credential, """
                {"kind":"service-account","clientId":"mdb_sa_id_1","clientSecret":"%s","secretExpiresAt":"%s"}""".formatted(SECRET, time))).isInvalidIn("secretExpiresAt");
    }

    @Test
    void onlyTheSecretOfAServiceAccountHasAnEnd() {
        assertThat(administrator.put(credential, """
                {"kind":"digest","publicKey":"%s","privateKey":"%s","secretExpiresAt":"2027-05-24T00:00:00Z"}""".formatted(publicKey, SECRET)))
                .isInvalidIn("secretExpiresAt");
    }

    @Test
    void credentialLifecycleNeverShowsTheSecret() {
        Answer stored = administrator.put(credential, digestKey(publicKey, SECRET));
        assertThat(stored)
                .hasStatus(201)
                .hasHeader("Location", credential)
                .has("/kind", "digest")
                .has("/publicKey", publicKey)
                .has("/version", 1)
                .has("/state", "UNVERIFIED");
        assertThat(stored.text("/fingerprint")).matches("[0-9a-f]{16}");
        assertThat(stored.json().propertyNames())
                .containsExactlyInAnyOrder(
                        "name",
                        "kind",
                        "publicKey",
                        "clientId",
                        "baseUrl",
                        "fingerprint",
                        "version",
                        "state",
                        "secretExpiresAt",
                        "createdAt",
                        "updatedAt",
                        "warnings");

        Answer replaced = administrator.put(credential, """
                {"kind":"service-account","clientId":"mdb_sa_id_1","clientSecret":"%s"}""".formatted(SECRET));
        assertThat(replaced)
                .isOk()
                .has("/kind", "service-account")
                .has("/clientId", "mdb_sa_id_1")
                .isNullAt("/publicKey")
                .has("/version", 2);
        assertThat(replaced.text("/fingerprint")).isNotEqualTo(stored.text("/fingerprint"));

        assertThat(administrator.get(credential)).isOk().has("/version", 2);
        assertThat(administrator.all("/admin/credentials", "name")).contains("default", replaced.text("/name"));
        assertThat(administrator.delete(credential)).hasStatus(204).isEmpty();
        assertThat(administrator.get(credential)).isProblem("credential-not-found");
        assertThat(administrator.delete(credential)).isProblem("credential-not-found");
        assertThat(administrator.post(credential + "/verification", "{}")).isProblem("credential-not-found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/admin/credentials/Default", "/admin/teams/-a", "/admin/teams/a_b", "/admin/teams/a%20b"})
    void aNameThatIsNoneIsRefused(String path) {
        assertThat(administrator.get(path)).isProblem("invalid-request");
        assertThat(administrator.put(path, "{\"description\":\"\"}")).isProblem("invalid-request");
        assertThat(administrator.get(path.substring(0, path.lastIndexOf('/') + 1) + "a".repeat(64)))
                .isProblem("invalid-request");
    }

    @Test
    void rejectedCredentialLeavesTheOldOneInForce() {
        Scene scene = Scene.in(gateway);
        gateway.atlas().keys().accept(publicKey, Secret.of(SECRET));
        String name = scene.hasCredential(publicKey, SECRET);
        String path = "/admin/credentials/" + name;
        Answer before = administrator.get(path);

        assertThat(administrator.put(path + "?verify=true", digestKey(publicKey, SECRET + "-mistyped")))
                .isProblem("credential-rejected")
                .has("/atlas/status", 401);

        assertThat(administrator.get(path)).has("/version", 1).has("/fingerprint", before.text("/fingerprint"));
        assertThat(scene.viewer().get(scene.linkPath())).isOk();
    }

    @Test
    void boundCredentialCannotBeRemoved() {
        String project = "/admin/projects/" + Scene.newProject();
        String name = credential.substring(credential.lastIndexOf('/') + 1);
        administrator.put(credential, digestKey(publicKey, SECRET));

        assertThat(administrator.put(project, "{\"name\":\"payments\",\"credential\":\"" + name + "\"}"))
                .hasStatus(201)
                .hasHeader("Location", project)
                .has("/name", "payments")
                .has("/credential", name);
        assertThat(administrator.get(project)).isOk().has("/credential", name);
        assertThat(administrator.delete(credential)).isProblem("credential-in-use");

        assertThat(administrator.put(project, "{\"name\":\"payments, really\"}"))
                .isOk()
                .isNullAt("/credential");
        assertThat(administrator.all("/admin/projects", "name"))
                .contains("payments, really")
                .isSorted();
        assertThat(administrator.delete(credential)).hasStatus(204);
        assertThat(administrator.delete(project)).hasStatus(204).isEmpty();
        assertThat(administrator.get(project)).isProblem("project-not-found");
        assertThat(administrator.delete(project)).isProblem("project-not-found");
    }

    @Test
    void bindingNeedsAStoredCredential() {
        String project = "/admin/projects/" + Scene.newProject();
        assertThat(administrator.put(project, "{\"name\":\"payments\",\"credential\":\"none-such\"}"))
                .isInvalidIn("credential");
        for (String name :
                List.of("{}", "{\"name\":\"\"}", "{\"name\":\" x\"}", "{\"name\":\"" + "x".repeat(101) + "\"}")) {
            assertThat(administrator.put(project, name)).isInvalidIn("name");
        }
        assertThat(administrator.put(project, "{\"name\":\"a\",\"colour\":\"red\"}"))
                .isInvalidIn("colour");
        assertThat(administrator.put("/admin/projects/x", "{\"name\":\"a\"}")).isInvalidIn("projectId");
        assertThat(administrator.get("/admin/projects/x")).isInvalidIn("projectId");
        assertThat(administrator.delete("/admin/projects/x")).isInvalidIn("projectId");
        assertThat(administrator.get(project)).isProblem("project-not-found");
    }

    @Test
    void removedTeamLosesKeysAndGrants() {
        Scene scene = Scene.in(gateway);
        NewTeam team = NewTeam.in(gateway).may("viewer", scene.project());
        assertThat(administrator.put(team.path(), "{\"description\":\"Renamed\"}"))
                .isOk()
                .has("/description", "Renamed");
        assertThat(administrator.get(team.path())).isOk().has("/name", team.name());
        assertThat(administrator.all("/admin/teams", "name")).contains(team.name());
        assertThat(team.caller().get(scene.linkPath())).isOk();

        assertThat(administrator.delete(team.path())).hasStatus(204).isEmpty();

        assertThat(team.caller().get(scene.linkPath())).isProblem("unauthenticated");
        for (String gone : List.of("", "/keys", "/grants")) {
            assertThat(administrator.get(team.path() + gone)).isProblem("team-not-found");
        }
        assertThat(administrator.delete(team.path())).isProblem("team-not-found");
        assertThat(administrator.put(team.path(), "{\"description\":\"Back\"}")).hasStatus(201);
        assertThat(administrator.get(team.path() + "/keys")).results("id").isEmpty();
        assertThat(administrator.get(team.path() + "/grants"))
                .results("projectId")
                .isEmpty();
    }

    @Test
    void aKeyIsShownOnce() {
        NewTeam team = NewTeam.in(gateway);
        assertThat(team.key()).matches("lgk_[0-9A-Za-z]{12}_[0-9A-Za-z]{49}").contains(team.keyId());

        // That no answer after the first shows the key is a rule of the house.
        assertThat(administrator.get(team.path() + "/keys"))
                .has("/results/0/id", team.keyId())
                .has("/results/0/label", "ci")
                .isNullAt("/results/0/expiresAt");
        assertThat(administrator
                        .get(team.path() + "/keys")
                        .json()
                        .at("/results/0")
                        .propertyNames())
                .containsExactlyInAnyOrder(
                        "id",
                        "label",
                        "createdAt",
                        "expiresAt",
                        "networks",
                        "certificate",
                        "digest",
                        "replacedById",
                        "firstId");
    }

    @Test
    void aKeyWorksUntilItExpires() {
        NewTeam old = NewTeam.in(gateway);
        Instant expiry = Instant.now().plus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.MILLIS);
        Answer made =
                administrator.post(old.path() + "/keys", "{\"label\":\"short\",\"expiresAt\":\"" + expiry + "\"}");
        assertThat(made).hasStatus(201).has("/expiresAt", expiry);
        NewTeam team = new NewTeam(gateway, old.name(), made.text("/id"), made.text("/key"));
        assertThat(team.caller().get("/projects")).isOk();

        team.keyExpires();

        Answer refused = team.caller().get("/projects");
        assertThat(refused).isProblem("unauthenticated");
        assertThat(refused.text("/detail")).contains("expired");
        assertThat(old.caller().get("/projects")).as("the other key").isOk();
    }

    @Test
    void invalidKeyIsNotCreated() {
        NewTeam team = NewTeam.in(gateway);
        String keys = team.path() + "/keys";
        assertThat(administrator.post(keys, "{}")).isInvalidIn("label");
        assertThat(administrator.post(keys, "{\"label\":\" \"}")).isInvalidIn("label");
        assertThat(administrator.post(keys, "{\"label\":\"a\",\"expiresAt\":\"2020-01-01T00:00:00Z\"}"))
                .isInvalidIn("expiresAt");
        assertThat(administrator.post(keys, "{\"label\":\"a\",\"expiresAt\":\"tomorrow\"}"))
                .isInvalidIn("expiresAt")
                .has("/errors/0/message", "must be a date and a time with its zone, such as 2027-11-24T00:00:00Z");
        assertThat(administrator.post("/admin/teams/none-such/keys", "{\"label\":\"a\"}"))
                .isProblem("team-not-found");
        assertThat(administrator.get(keys)).results("label").containsExactly("ci");
    }

    /** PostgreSQL stores no NUL, and a terminal obeys the others. */
    @ParameterizedTest
    @ValueSource(strings = {"\\u0000", "\\u001b[31m", "\\n", "\\u202e", "\\u200b"})
    void textsAreOneLineOfVisibleCharacters(String hidden) {
        NewTeam team = NewTeam.in(gateway);
        String text = "\"a" + hidden + "b\"";
        assertThat(administrator.put(team.path(), "{\"description\":" + text + "}"))
                .isInvalidIn("description");
        assertThat(administrator.put(
                        "/admin/administrators/somebody", "{\"description\":" + text + ",\"scopes\":[\"auditor\"]}"))
                .isInvalidIn("description");
        assertThat(administrator.post(team.path() + "/keys", "{\"label\":" + text + "}"))
                .isInvalidIn("label");
        assertThat(administrator.put("/admin/projects/" + Scene.newProject(), "{\"name\":" + text + "}"))
                .isInvalidIn("name");
        assertThat(administrator.put(team.path(), "{\"description\":\"\"}")).isOk();
    }

    @Test
    void grantLifecycle() {
        Scene scene = Scene.in(gateway);
        NewTeam team = NewTeam.in(gateway);
        String grant = team.path() + "/grants/" + scene.project();

        assertThat(administrator.put(grant, "{\"role\":\"viewer\"}"))
                .hasStatus(201)
                .hasHeader("Location", grant)
                .has("/projectId", scene.project())
                .has("/role", "viewer");
        assertThat(administrator.put(grant, "{\"role\":\"owner\"}")).isOk().has("/role", "owner");
        assertThat(administrator.get(team.path() + "/grants")).results("role").containsExactly("owner");
        assertThat(team.caller().get(scene.linkPath())).isOk();

        assertThat(administrator.delete(grant)).hasStatus(204).isEmpty();

        assertThat(team.caller().get(scene.linkPath())).isProblem("forbidden");
        assertThat(administrator.delete(grant)).isProblem("not-found");
        assertThat(administrator.put(grant, "{\"role\":\"emperor\"}"))
                .isInvalidIn("role")
                .has("/errors/0/message", "must be one of viewer, editor, owner");
        assertThat(administrator.put(grant, "{}")).isInvalidIn("role");
        assertThat(administrator.put("/admin/teams/none-such/grants/" + scene.project(), "{\"role\":\"viewer\"}"))
                .isProblem("team-not-found");
    }

    private static String digestKey(String publicKey, String privateKey) {
        return """
                {"kind":"digest","publicKey":"%s","privateKey":"%s"}""".formatted(publicKey, privateKey);
    }
}
