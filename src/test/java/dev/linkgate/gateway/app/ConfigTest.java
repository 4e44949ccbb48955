package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.TestDirectories;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.kernel.ProjectId;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Declared set-up: what a declaration says is made, and what it does not say is left alone. */
@Tag("postgresql")
class ConfigTest {

    private static final String SECRET = "c0f1c0f1-aaaa-4bbb-8ccc-d15ea5e0c0f1";
    private static final String OTHER_SECRET = "c0f1c0f1-aaaa-4bbb-8ccc-d15ea5e0c0f2";
    private static final Path SECRETS = TestDirectories.create();

    private static final Gateway GATEWAY = Gateway.start(
            "linkgate.config.secrets-dir=" + SECRETS,
            "linkgate.webhooks.allow=127.0.0.1",
            "ATLAS_DECLARED_KEY=" + SECRET,
            "ATLAS_COPIED_TOKEN=" + Gateway.ADMIN_TOKEN,
            "OTHER=x");

    private final Gateway gateway = GATEWAY;
    private final Caller administrator = gateway.administrator();
    private final String team = "t-" + Gateway.unused(6);
    private final ProjectId project = Scene.newProject();
    private final String credential = "c-" + Gateway.unused(6);

    ConfigTest() throws IOException {
        Files.writeString(SECRETS.resolve("first"), SECRET + "\n");
        Files.writeString(SECRETS.resolve("second"), OTHER_SECRET);
        Files.writeString(SECRETS.resolve("signer"), "whsec_" + "c2lnbmVyLXNpZ25lci1zaWduZXItc2lnbmVy");
        Files.writeString(SECRETS.resolve("linkgate.other"), "harmless");
        Files.writeString(SECRETS.resolve("copied-token"), Gateway.ADMIN_TOKEN + "\n");
        Files.writeString(SECRETS.resolve("copied-key"), "x," + Gateway.MASTER_KEY + "\n");
        Files.writeString(SECRETS.resolve("copied-api-key"), "lgk_K11aWVDAmXgY_0000000000\n");
        Files.createDirectories(SECRETS.resolve("spring.within"));
        Files.writeString(SECRETS.resolve("spring.within/first"), SECRET);
        Path link = SECRETS.resolve("link");
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, Path.of("linkgate.other"));
        gateway.house().forbid(SECRET);
        gateway.house().forbid(OTHER_SECRET);
    }

    @AfterEach
    void removeAll() {
        apply("prune: true\nprojects: {}\nteams: {}\nwebhooks: {}\nadministrators: {}\n");
    }

    @AfterAll
    static void close() {
        GATEWAY.close();
    }

    private Answer apply(String yaml) {
        return send("", yaml);
    }

    private Answer send(String query, String yaml) {
        return administrator
                .with("Content-Type", "application/yaml")
                .send("POST", "/admin/config" + query, BodyPublishers.ofString(yaml));
    }

    private static List<String> changes(Answer answer, String field) {
        assertThat(answer).isOk();
        return answer.json()
                .path("changes")
                .valueStream()
                .map(change -> change.path(field).asString())
                .toList();
    }

    private String whole(String role, String secret) {
        return """
                credentials:
                  %s:
                    kind: digest
                    publicKey: declared
                    privateKey: %s
                projects:
                  %s: {name: payments, credential: %s}
                teams:
                  %s:
                    description: Takes the customers' money
                    grants:
                      %s: %s
                """.formatted(credential, secret, project, credential, team, project, role);
    }

    @Test
    void whatIsDeclaredIsMadeOnce() {
        Answer made = apply(whole("editor", "{file: first}"));

        assertThat(made).isOk().has("/dryRun", false);
        assertThat(changes(made, "kind")).containsExactly("credential", "project", "team", "grant");
        assertThat(changes(made, "change")).containsOnly("create");
        assertThat(administrator.get("/admin/credentials/" + credential)).isOk().has("/publicKey", "declared");
        assertThat(administrator.get("/admin/projects/" + project)).isOk().has("/credential", credential);
        assertThat(administrator.get("/admin/teams/" + team + "/grants"))
                .has("/results/0/role", "editor")
                .has("/totalCount", 1);
        assertThat(changes(apply(whole("editor", "{env: ATLAS_DECLARED_KEY}")), "kind"))
                .isEmpty();
    }

    @Test
    void theEndOfASecretIsDeclared() {
        String declaration = """
                credentials:
                  %s:
                    kind: service-account
                    clientId: mdb_sa_id_1
                    clientSecret: {file: first}
                    secretExpiresAt: %s
                """;
        assertThat(changes(apply(declaration.formatted(credential, "2027-05-24T00:00:00Z")), "change"))
                .containsExactly("create");
        assertThat(changes(apply(declaration.formatted(credential, "2027-05-24T00:00:00Z")), "change"))
                .isEmpty();
        assertThat(apply(declaration.formatted(credential, "2028-05-24T00:00:00Z")))
                .has("/changes/0/before/secretExpiresAt", "2027-05-24T00:00:00Z")
                .has("/changes/0/after/secretExpiresAt", "2028-05-24T00:00:00Z");
        assertThat(apply(declaration.formatted(credential, "soon")))
                .isInvalidIn("credentials." + credential + ".secretExpiresAt");
    }

    @Test
    void onlyDifferencesAreMade() {
        apply(whole("editor", "{file: first}"));

        Answer changed = apply(whole("owner", "{file: second}"));

        assertThat(changes(changed, "kind")).containsExactly("credential", "grant");
        assertThat(changed)
                .has("/changes/0/change", "update")
                .has("/changes/1/name", team + "/" + project)
                .has("/changes/1/before/role", "editor")
                .has("/changes/1/after/role", "owner");
        assertThat(changed.text("/changes/0/before/fingerprint"))
                .isNotEqualTo(changed.text("/changes/0/after/fingerprint"));
        assertThat(administrator.get("/admin/credentials/" + credential)).has("/version", 2);
    }

    @Test
    void whatIsNotNamedStaysUnlessPruned() {
        apply(whole("editor", "{file: first}"));
        String smaller = "teams: {%s: {grants: {}}}".formatted(team);

        assertThat(changes(apply("teams: {}"), "kind")).isEmpty();
        assertThat(changes(apply(smaller), "kind")).containsExactly("team");
        Answer pruned = apply("prune: true\n" + smaller);

        assertThat(changes(pruned, "change")).containsOnly("remove");
        assertThat(changes(pruned, "name")).contains(team + "/" + project);
        assertThat(administrator.get("/admin/teams/" + team)).isOk();
        assertThat(administrator.get("/admin/projects/" + project)).isOk();
        assertThat(administrator.get("/admin/credentials/default")).isOk();
        Answer all = apply(
                "prune: true\nteams: {}\nprojects: {}\ncredentials: {default: {kind: digest, publicKey: %s, privateKey: {file: first}}}"
                        .formatted(Gateway.PUBLIC_KEY));
        assertThat(changes(all, "kind")).containsSubsequence("team", "project", "credential");
        assertThat(administrator.get("/admin/teams/" + team)).isProblem("team-not-found");
        assertThat(administrator.get("/admin/credentials/" + credential)).isProblem("credential-not-found");
    }

    @Test
    void aDryRunShowsTheDifferencesAndMakesNone() {
        Answer shown = send("?dryRun=true", whole("viewer", "{file: first}"));

        assertThat(shown).isOk().has("/dryRun", true);
        assertThat(changes(shown, "kind")).containsExactly("credential", "project", "team", "grant");
        assertThat(administrator.get("/admin/teams/" + team)).isProblem("team-not-found");
        assertThat(administrator.get("/admin/audit?action=config.apply&limit=1"))
                .has("/results/0/phase", "EVENT")
                .has("/results/0/dryRun", true);
    }

    /** All that can be declared, with an administrator, and a webhook to a receiver that does not exist. */
    private void isSetUp() {
        assertThat(apply(whole("editor", "{file: first}") + """
                webhooks:
                  %s:
                    url: http://127.0.0.1:9/hook
                    secret: file:signer
                    projects: [%s]
                    events: [endpoint.*]
                    enabled: false
                administrators:
                  %s: {description: Reads, scopes: [operator, auditor]}
                """.formatted(team, project, team)))
                .isOk();
    }

    @Test
    void theSetUpIsShownAsTheDeclarationThatChangesNothing() {
        isSetUp();
        NewAdministrator auditor = NewAdministrator.in(gateway, "auditor");

        Answer shown = auditor.caller().get("/admin/config");

        assertThat(shown)
                .isOk()
                .has("/teams/" + team + "/grants/" + project, "editor")
                .has("/projects/" + project + "/credential", credential)
                .has("/credentials/" + credential + "/publicKey", "declared")
                .has("/administrators/" + team + "/scopes/0", "auditor");
        assertThat(shown.json().at("/credentials/" + credential + "/privateKey").isNull())
                .isTrue();
        assertThat(shown.json().at("/webhooks/" + team + "/secret").isNull()).isTrue();
        assertThat(administrator.get("/admin/audit?action=config.get&limit=1"))
                .has("/results/0/actor/subject", auditor.name());
        Answer yaml = administrator.with("Accept", "application/yaml").get("/admin/config");
        assertThat(yaml.header("Content-Type")).startsWith("application/yaml");
        assertThat(changes(apply(yaml.body()), "name")).isEmpty();
        assertThat(changes(apply(yaml.body() + "prune: true\n"), "name")).isEmpty();
        assertThat(changes(administrator.post("/admin/config", shown.body()), "name"))
                .isEmpty();
        assertThat(NewAdministrator.in(gateway, "operator", "access").caller().get("/admin/config"))
                .isProblem("forbidden");
    }

    /** The test runs on the other database. */
    @Tag("harness")
    @Test
    void anEmptyGatewayGetsTheSameSetUp() {
        isSetUp();
        JsonNode shown = administrator.get("/admin/config").json();
        try (Gateway empty = Gateway.start(
                TestDatabase.POSTGRESQL,
                "linkgate.config.secrets-dir=" + SECRETS,
                "linkgate.webhooks.allow=127.0.0.1")) {
            Caller other = empty.administrator();
            assertThat(other.post("/admin/config", shown.toString()))
                    .isInvalidIn("credentials." + credential + ".privateKey", "webhooks." + team + ".secret");

            ((ObjectNode) shown.at("/credentials/" + credential))
                    .putObject("privateKey")
                    .put("file", "first");
            ((ObjectNode) shown.at("/webhooks/" + team)).put("secret", "file:signer");
            assertThat(other.post("/admin/config", shown.toString())).isOk();

            assertThat(other.get("/admin/config").json())
                    .isEqualTo(administrator.get("/admin/config").json());
        }
    }

    @Test
    void aBodyOfAnotherTypeIsToldBothThatAreTaken() {
        assertThat(administrator
                        .with("Content-Type", "text/plain")
                        .send("POST", "/admin/config", BodyPublishers.ofString("teams: {}")))
                .isProblem("unsupported-media-type")
                .has("/detail", "Send the body as application/yaml or application/json.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{teams: {A: {}}} | teams.A",
                "{teams: {a: 1}} | teams.a",
                "{projects: {64b7f0c2a91d3e5f60718293: {}}} | projects.64b7f0c2a91d3e5f60718293.name",
                "{credentials: {c: {kind: digest, publicKey: k, privateKey: c0f1-text}}} | credentials.c.privateKey",
                "{credentials: {c: {kind: digest, publicKey: k, privateKey: {env: ATLAS_NOPE}}}} | credentials.c.privateKey.env",
                "{credentials: {c: {kind: digest, publicKey: k, privateKey: {file: ../../etc/passwd}}}} | credentials.c.privateKey.file",
                "{credentials: {c: {kind: digest, publicKey: k, privateKey: {file: /etc/passwd}}}} | credentials.c.privateKey.file",
                "{credentials: {c: {kind: digest, publicKey: k, privateKey: {}}}} | credentials.c.privateKey",
                "{credentials: {c: {kind: digest, publicKey: k}}} | credentials.c.privateKey",
                "{credentials: {c: {kind: digest, publicKey: k, privateKey: {file: linkgate.other}}}} | credentials.c.privateKey.file",
                "{credentials: {c: {kind: digest, publicKey: k, privateKey: {file: LINKGATE.absent}}}} | credentials.c.privateKey.file",
                "{credentials: {c: {kind: digest, publicKey: k, privateKey: {file: ./x/../linkgate.other}}}} | credentials.c.privateKey.file",
                "{credentials: {c: {kind: digest, publicKey: k, privateKey: {file: spring.within/first}}}} | credentials.c.privateKey.file",
                "{credentials: {c: {kind: digest, publicKey: k, privateKey: {file: link}}}} | credentials.c.privateKey.file",
                "{credentials: {c: {kind: digest, publicKey: k, privateKey: {file: copied-token}}}} | credentials.c.privateKey.file",
                "{credentials: {c: {kind: digest, publicKey: k, privateKey: {file: copied-key}}}} | credentials.c.privateKey.file",
                "{credentials: {c: {kind: digest, publicKey: k, privateKey: {file: copied-api-key}}}} | credentials.c.privateKey.file",
                "{credentials: {c: {kind: digest, publicKey: k, privateKey: {file: spring.within}}}} | credentials.c.privateKey.file",
                "{credentials: {c: {kind: digest, publicKey: k, privateKey: {env: ATLAS_COPIED_TOKEN}}}} | credentials.c.privateKey.env",
                "{credentials: {c: {kind: digest, publicKey: 12345678, privateKey: {file: first}}}} | credentials.c.publicKey",
                "{teams: {a: {description: true}}} | teams.a.description",
                "{teams: {a: {description: [x]}}} | teams.a.description",
                "{projects: {64b7f0c2a91d3e5f60718293: {name: 7}}} | projects.64b7f0c2a91d3e5f60718293.name",
                "{teams: {a: {grants: {64b7f0c2a91d3e5f60718293: }}}} | teams.a.grants.64b7f0c2a91d3e5f60718293",
                "{administrators: {A: {scopes: [all]}}} | administrators.A",
                "{administrators: {a: {scopes: []}}} | administrators.a.scopes",
                "{administrators: {a: {scopes: [all, king]}}} | administrators.a.scopes[1]",
                "{administrators: {a: {scopes: [all], keys: []}}} | administrators.a.keys",
                "{administrators: {a: {description: \"two\\nlines\", scopes: [all]}}} | administrators.a.description",
                "{teams: {a: {}, a: {}}} | body",
                "teams: {a | body",
                "[] | body",
                "'' | body",
                "a: &x [*x] | a"
            })
    void errorsAreNamedAndNothingIsChanged(String yaml, String field) {
        Answer refused = apply(yaml);

        assertThat(refused).isProblem("invalid-request").has("/errors/0/field", field);
        assertThat(refused.body()).doesNotContain("c0f1-text");
        assertThat(administrator.get("/admin/teams/a")).isProblem("team-not-found");
    }

    @Test
    void allErrorsAreShownAtOnce() {
        Answer refused = apply("""
                prune: maybe
                credentials:
                  C:
                    kind: ldap
                    publicKye: k
                    privateKey: {env: HOME}
                    baseUrl: https://elsewhere.example
                  d: {kind: digest, publicKey: 7, privateKey: text, clientId: x}
                projects:
                  x: {nam: a}
                  64b7f0c2a91d3e5f60718293: {name: "", credential: nope}
                teams:
                  a:
                    descripton: x
                    description: 1e99999999
                    grants: {64b7f0c2a91d3e5f60718293: king, y: viewer}
                  b: {description: "two\\nlines", grants: {64b7f0c2a91d3e5f60718293: Owner}}
                """);

        assertThat(refused).isProblem("invalid-request");
        assertThat(refused.json().path("errors").valueStream())
                .extracting(error -> error.path("field").asString())
                .containsExactlyInAnyOrder(
                        "prune",
                        "credentials.C",
                        "credentials.C.kind",
                        "credentials.C.publicKye",
                        "credentials.C.privateKey.env",
                        "credentials.C.baseUrl",
                        "credentials.d.publicKey",
                        "credentials.d.privateKey",
                        "credentials.d.clientId",
                        "projects.x",
                        "projects.x.nam",
                        "projects.x.name",
                        "projects.64b7f0c2a91d3e5f60718293.name",
                        "projects.64b7f0c2a91d3e5f60718293.credential",
                        "teams.a.descripton",
                        "teams.a.description",
                        "teams.a.grants.64b7f0c2a91d3e5f60718293",
                        "teams.a.grants.y",
                        "teams.b.description",
                        "teams.b.grants.64b7f0c2a91d3e5f60718293");
    }

    @Test
    void credentialThatWasRotatedIsNotPutBack() {
        apply(whole("editor", "{file: first}"));
        Answer rotated = administrator.put("/admin/credentials/" + credential, """
                {"kind":"digest","publicKey":"declared","privateKey":"%s"}""".formatted(OTHER_SECRET));
        assertThat(rotated).isOk().has("/version", 2);
        assertThat(rotated.text("/warnings/0")).contains("declaration", "remove the credential there");

        for (String query : List.of("?dryRun=true", "")) {
            Answer unchanged = send(query, whole("editor", "{file: first}"));
            assertThat(changes(unchanged, "kind")).isEmpty();
            assertThat(unchanged.text("/warnings/0")).contains("The credential " + credential + " is left as it is");
        }
        assertThat(administrator.get("/admin/credentials/" + credential))
                .has("/version", 2)
                .hasNo("/warnings/0");

        assertThat(changes(apply(whole("editor", "{file: second}")), "kind"))
                .as("the key that is stored")
                .isEmpty();
        assertThat(changes(apply(whole("editor", "{file: first}")), "change"))
                .as("another one than was declared last")
                .containsExactly("update");
        assertThat(administrator.get("/admin/credentials/" + credential)).has("/version", 3);
    }

    @Test
    void aLargeDeclarationIsRefused() {
        assertThat(apply("teams: {%s: {}}\n".formatted(team) + "# padding\n".repeat(110_000)))
                .isProblem("body-too-large");
        assertThat(administrator.get("/admin/teams/" + team)).isProblem("team-not-found");
    }
}
