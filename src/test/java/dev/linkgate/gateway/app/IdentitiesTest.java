package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.linkgate.Patience;
import dev.linkgate.Ports;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Callers with JWTs of several issuers, who are known by what the JWTs say. */
@Tag("postgresql")
@Timeout(300)
class IdentitiesTest {

    private static final TokenIssuer PIPELINES = new TokenIssuer();
    private static final TokenIssuer PEOPLE = new TokenIssuer();

    /** An address at which no server listens. */
    private static final String DOWN = "http://127.0.0.1:" + Ports.free();

    private static final class Running {
        static final Gateway GATEWAY = start();
    }

    /** A replica that cannot reach one of the issuers, once it was needed. */
    private static @Nullable Gateway replica;

    private final Gateway gateway = Running.GATEWAY;
    private final Caller administrator = gateway.administrator();
    private final Scene scene = Scene.in(gateway);
    private final NewTeam team = NewTeam.in(gateway).may("editor", scene.project());

    /** A name that fits no other test's identity. */
    private final String repository = "acme/" + Gateway.unused(6);

    @AfterAll
    static void stop() {
        if (replica != null) {
            replica.close();
        }
        Running.GATEWAY.close();
        PIPELINES.close();
        PEOPLE.close();
    }

    private static Gateway start() {
        return Gateway.start(
                issuer("pipelines", PIPELINES.url()),
                "linkgate.issuers.pipelines.audiences=linkgate",
                issuer("people", PEOPLE.url()),
                "linkgate.issuers.people.audiences=linkgate",
                "linkgate.issuers.people.client-id=pages",
                "linkgate.issuers.people.token-life=5m",
                "linkgate.issuers.people.name-claim=/profile/name",
                "linkgate.issuers.people.scopes=openid,api://linkgate/.default",
                issuer("github", "https://token.actions.githubusercontent.com"),
                "linkgate.issuers.github.audiences=linkgate",
                issuer("gitlab", "https://gitlab.com"),
                "linkgate.issuers.gitlab.audiences=linkgate",
                issuer("terraform", "https://app.terraform.io"),
                "linkgate.issuers.terraform.audiences=linkgate",
                issuer("circle", "https://oidc.circleci.com/org/1"),
                "linkgate.issuers.circle.audiences=linkgate",
                issuer("buildkite", "https://agent.buildkite.com"),
                "linkgate.issuers.buildkite.audiences=linkgate",
                issuer("google", "https://accounts.google.com"),
                "linkgate.issuers.google.audiences=linkgate",
                issuer("entra", "https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0"),
                "linkgate.issuers.entra.audiences=linkgate");
    }

    private static String issuer(String name, String uri) {
        return "linkgate.issuers." + name + ".issuer-uri=" + uri;
    }

    private Caller with(TokenIssuer server, Consumer<JWTClaimsSet.Builder> changes) {
        return gateway.as(server.issue(changes));
    }

    private Caller pipeline() {
        return with(PIPELINES, claims -> claims.subject("repo:" + repository).claim("repository", repository));
    }

    private String identity(String claims) {
        return "{\"issuer\":\"pipelines\",\"claims\":" + claims + "}";
    }

    private String ofRepository() {
        return identity("{\"repository\":\"" + repository + "\"}");
    }

    @Test
    void aPipelineCallsAsItsTeamAndIsOnRecord() {
        assertThat(pipeline().get("/projects")).isProblem("unauthenticated");
        String path = team.path() + "/identities/deploy";
        Answer made =
                administrator.put(path, ofRepository().replaceFirst("}$", ",\"expiresAt\":\"2999-01-01T00:00:00Z\"}"));
        assertThat(made).hasStatus(201).hasHeader("Location", path).has("/claims/repository", repository);
        assertThat(administrator.get(path)).has("/issuer", "pipelines").has("/createdAt", made.text("/createdAt"));
        assertThat(administrator.get(team.path() + "/identities"))
                .results("name")
                .containsExactly("deploy");
        Caller ofAnotherIssuer = with(PEOPLE, claims -> claims.claim("repository", repository));
        assertThat(ofAnotherIssuer.get("/projects")).isProblem("unauthenticated");

        Answer added = pipeline().post(scene.endpoints(), Scene.body(Scene.newEndpoint()));

        assertThat(added).hasStatus(201);
        String sequence = added.header("Audit-Receipt").replaceFirst(":.*", "");
        assertThat(administrator.get("/admin/audit/records/" + sequence))
                .has("/actor/kind", "jwt")
                .has("/actor/team", team.name())
                .has("/actor/subject", "repo:" + repository)
                .has("/actor/issuer", "pipelines")
                .has("/actor/identity", "deploy");
        assertThat(administrator.get("/admin/audit?keyId=pipelines/deploy&team=" + team.name() + "&result=SUCCEEDED"))
                .results("action")
                .contains("endpoint.add");
        assertThat(administrator.get("/admin/audit?target=identity:" + team.name() + "/deploy&phase=OUTCOME"))
                .has("/results/0/action", "identity.put")
                .has("/results/0/change/after/claims/0", "repository=" + repository);
        assertThat(pipeline().get("/keys/current"))
                .has("/kind", "jwt")
                .has("/team", team.name())
                .has("/issuer", "pipelines")
                .has("/identity", "deploy")
                .has("/expiresAt", "2999-01-01T00:00:00Z");
        assertThat(pipeline().get("/admin/teams")).isProblem("forbidden");
        assertThat(pipeline().post("/keys/rotation", "{}")).isProblem("forbidden");
        assertThat(administrator.get("/admin/access").json().at("/identities").toString())
                .contains("{\"kind\":\"team\",\"name\":\"" + team.name() + "\",\"identity\":\"deploy\"");

        assertThat(administrator.delete(path)).hasStatus(204);
        assertThat(pipeline().get("/projects")).isProblem("unauthenticated");
        assertThat(administrator.delete(path)).isProblem("not-found");
        assertThat(administrator.get("/admin/access").json().at("/identities").toString())
                .doesNotContain(team.name());
    }

    /** What the identity asks for, and what the token says. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "{`repository`:`%s`}                          | {`repository`:`%s`}                      | true",
                "{`repository`:`%s`}                          | {`repository`:`%s-2`}                    | false",
                "{`repository`:`%s`}                          | {`repository`:`%S`}                      | false",
                "{`repository`:`%s`,`environment`:`live`}     | {`repository`:`%s`}                      | false",
                "{`repository`:`%s`,`environment`:`live`}     | {`repository`:`%s`,`environment`:`live`} | true",
                "{`sub`:`repo:%s:*`}                          | {`sub`:`repo:%s:ref`}                    | true",
                "{`sub`:`repo:%s:*`}                          | {`sub`:`repo:%s`}                        | false",
                "{`groups`:`g-%s`}                            | {`groups`:[`others`,`g-%s`]}             | true",
                "{`groups`:`g-%s`}                            | {`groups`:[`g-%s-2`]}                    | false",
                "{`groups`:`g-%s`}                            | {`groups`:{`g-%s`:`g-%1$s`}}             | false",
                "{`number`:`7`,`repository`:`%s`}             | {`number`:7,`repository`:`%s`}           | false",
                "{`number`:7,`repository`:`%s`}               | {`number`:7,`repository`:`%s`}           | true",
                "{`number`:7,`repository`:`%s`}               | {`number`:7.0,`repository`:`%s`}         | true",
                "{`number`:7,`repository`:`%s`}               | {`number`:`7`,`repository`:`%s`}         | false",
                "{`number`:7,`repository`:`%s`}               | {`number`:70,`repository`:`%s`}          | false",
                "{`verified`:true,`repository`:`%s`}          | {`verified`:true,`repository`:`%s`}      | true",
                "{`verified`:true,`repository`:`%s`}          | {`verified`:false,`repository`:`%s`}     | false",
                "{`verified`:true,`repository`:`%s`}          | {`verified`:`true`,`repository`:`%s`}    | false",
                "{`verified`:`true`,`repository`:`%s`}        | {`verified`:true,`repository`:`%s`}      | false",
                "{`/realm_access/roles`:`%s`}                 | {`realm_access`:{`roles`:[`a`,`%s`]}}    | true",
                "{`/realm_access/roles`:`%s`}                 | {`realm_access`:{`roles`:[`a`]}}         | false",
                "{`/realm_access/roles/1`:`%s`}               | {`realm_access`:{`roles`:[`a`,`%s`]}}    | true",
                "{`/realm_access/roles/0`:`%s`}               | {`realm_access`:{`roles`:[`a`,`%s`]}}    | false",
                "{`/a~1b/c~0d`:`%s`}                          | {`a/b`:{`c~d`:`%s`}}                     | true",
                "{`/a/b`:`%s`}                                | {`/a/b`:`%s`}                            | false",
                "{`/a`:`%s`}                                  | {`a`:{`a`:`%s`}}                         | false",
            })
    void valuesAreComparedWhole(String wanted, String said, boolean fits) {
        assertThat(administrator.put(
                        team.path() + "/identities/deploy",
                        identity(wanted.formatted(repository).replace('`', '"'))))
                .hasStatus(201);
        Caller caller = with(
                PIPELINES,
                claims -> JsonMapper.shared()
                        .readValue(
                                said.formatted(repository).replace('`', '"'),
                                new TypeReference<Map<String, Object>>() {})
                        .forEach(claims::claim));

        assertThat(caller.get("/projects").status()).isEqualTo(fits ? 200 : 401);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "issuer | {`issuer`:`unknown`,`claims`:{`a`:`b`}}",
                "issuer | {`claims`:{`a`:`b`}}",
                "claims | {`issuer`:`pipelines`}",
                "claims | {`issuer`:`pipelines`,`claims`:{}}",
                "claims.a | {`issuer`:`pipelines`,`claims`:{`a`:null}}",
                "claims.a | {`issuer`:`pipelines`,`claims`:{`a`:``}}",
                "claims.a | {`issuer`:`pipelines`,`claims`:{`a`:`x*`}}",
                "claims.a | {`issuer`:`pipelines`,`claims`:{`a`:{`b`:`c`}}}",
                "claims.a | {`issuer`:`pipelines`,`claims`:{`a`:[`b`]}}",
                "claims.realm_access | {`issuer`:`pipelines`,`claims`:{`realm_access`:`admin`}}",
                "claims.realm_access.roles | {`issuer`:`pipelines`,`claims`:{`realm_access.roles`:`admin`}}",
                "claims./resource_access | {`issuer`:`pipelines`,`claims`:{`/resource_access`:`admin`}}",
                "claims./a~2 | {`issuer`:`pipelines`,`claims`:{`/a~2`:`b`}}",
                "claims./ | {`issuer`:`pipelines`,`claims`:{`/`:`b`}}",
                "claims.iss | {`issuer`:`pipelines`,`claims`:{`iss`:`https://elsewhere.example`}}",
                "claims.repository_owner | {`issuer`:`github`,`claims`:{`repository_owner_id`:4711}}",
                "claims.sub | {`issuer`:`pipelines`,`claims`:{`sub`:`*`}}",
                "claims.sub | {`issuer`:`pipelines`,`claims`:{`sub`:`a*b`}}",
                "expiresAt | {`issuer`:`pipelines`,`claims`:{`a`:`b`},`expiresAt`:`2001-01-01T00:00:00Z`}",
                "claims.repository_owner | {`issuer`:`github`,`claims`:{`environment`:`production`}}",
                "claims.repository_owner | {`issuer`:`github`,`claims`:{`sub`:`repo:*`}}",
                "claims.namespace_path | {`issuer`:`gitlab`,`claims`:{`ref`:`main`}}",
                "claims.terraform_organization_name | {`issuer`:`terraform`,`claims`:{`terraform_run_phase`:`apply`}}",
                "claims.oidc.circleci.com/project-id | {`issuer`:`circle`,`claims`:{`aud`:`linkgate`}}",
                "claims.organization_slug | {`issuer`:`buildkite`,`claims`:{`pipeline_slug`:`shop`}}",
                "claims.hd | {`issuer`:`google`,`claims`:{`aud`:`linkgate`}}",
                "claims.oid | {`issuer`:`entra`,`claims`:{`groups`:`4711`}}",
            })
    void anIdentityThatIsNotSafeIsRefused(String field, String body) {
        String path = team.path() + "/identities/deploy";
        assertThat(administrator.put(path, body.replace('`', '"'))).isInvalidIn(field);
        assertThat(administrator.get(path)).isProblem("not-found");
    }

    @Test
    void aTokenOfTwoTeamsChooses() {
        NewTeam other = NewTeam.in(gateway);
        administrator.put(team.path() + "/identities/deploy", ofRepository());
        administrator.put(other.path() + "/identities/deploy", ofRepository());

        assertThat(pipeline().get("/keys/current"))
                .isProblem("team-ambiguous")
                .satisfies(answer -> assertThat(answer.text("/detail")).contains(team.name(), other.name()));
        assertThat(pipeline().with("Linkgate-Team", other.name()).get("/keys/current"))
                .has("/team", other.name());
        assertThat(pipeline().with("Linkgate-Team", "somebody-else").get("/keys/current"))
                .isProblem("forbidden");
    }

    /** Neither for another team that its JWT fits, nor as an administrator, and not what a colleague has asked for. */
    @Test
    void aPersonDoesNotAnswerWhatOneOfItsTeamsAsksFor() {
        NewTeam other = NewTeam.in(gateway).may("owner", scene.project());
        NewAdministrator ada = NewAdministrator.in(gateway, "all");
        String subject = "ada@acme-" + Gateway.unused(6);
        String login = "{\"issuer\":\"people\",\"claims\":{\"sub\":\"" + subject + "\"}}";
        administrator.put(team.path() + "/identities/login", login);
        administrator.put(other.path() + "/identities/login", login);
        Caller person = with(PEOPLE, claims -> claims.subject(subject));
        String requests = "/projects/" + scene.project() + "/access-requests";
        String wish = "{\"kind\":\"ENDPOINT\",\"interfaceEndpointId\":\"%s\"}";
        Answer asked = person.with("Linkgate-Team", team.name()).post(requests, wish.formatted(Scene.newEndpoint()));
        assertThat(asked).hasStatus(201).has("/team", team.name()).has("/askedBy/subject", subject);
        Answer ofColleague = team.caller().post(requests, wish.formatted(Scene.newEndpoint()));
        Caller asOther = person.with("Linkgate-Team", other.name());
        String yes = "{\"approved\":true}";

        for (Answer each : List.of(asked, ofColleague)) {
            assertThat(asOther.put(each.header("Location") + "/answer", yes)).isProblem("own-request");
        }
        administrator.put(ada.path() + "/identities/login", login);
        for (Answer each : List.of(asked, ofColleague)) {
            assertThat(person.put(each.header("Location") + "/answer", yes)).isProblem("own-request");
        }
        administrator.delete(team.path() + "/identities/login");
        assertThat(asOther.put(asked.header("Location") + "/answer", yes))
                .as("who has asked, and has left the team since")
                .isProblem("own-request");
        assertThat(other.caller().put(asked.header("Location") + "/answer", yes))
                .isOk()
                .has("/state", "APPROVED");
    }

    @Test
    void anAdministratorsIdentityHasItsScopes() {
        NewAdministrator auditor = NewAdministrator.in(gateway, "auditor");
        String group = "auditors-" + Gateway.unused(6);
        String body = "{\"issuer\":\"people\",\"claims\":{\"groups\":\"" + group + "\"}}";
        assertThat(administrator.put(auditor.path() + "/identities/group", body))
                .hasStatus(201);
        Caller person = with(PEOPLE, claims -> claims.subject("ines@acme").claim("groups", List.of(group)));

        assertThat(person.get("/admin/audit?limit=1")).isOk();
        assertThat(person.put(team.path(), "{\"description\":\"mine\"}")).isProblem("forbidden");
        assertThat(person.get("/keys/current"))
                .has("/kind", "admin")
                .has("/subject", auditor.name())
                .has("/person", "ines@acme")
                .has("/scopes/0", "auditor");
        assertThat(administrator.get("/admin/audit?actor=" + auditor.name()))
                .has("/results/0/actor/issuer", "people")
                .has("/results/0/actor/identity", "group")
                .has("/results/0/actor/person", "ines@acme");

        administrator.put(team.path() + "/identities/group", body);
        assertThat(person.with("Linkgate-Team", team.name()).get("/keys/current"))
                .has("/team", team.name());
        assertThat(person.get("/keys/current")).has("/subject", auditor.name());

        administrator.delete(auditor.path());
        assertThat(person.get("/keys/current")).has("/team", team.name());
    }

    /** Only the issuer whose JWTs name their team is trusted with that. */
    @Test
    void aPersonsNameIsOnRecordAndTheSubjectIsAFilter() {
        NewAdministrator auditor = NewAdministrator.in(gateway, "auditor");
        String subject = "a/b%=~" + Gateway.unused(6);
        String body = "{\"issuer\":\"people\",\"claims\":{\"sub\":\"" + subject + "\"}}";
        administrator.put(auditor.path() + "/identities/login", body);
        administrator.put(team.path() + "/identities/login", body);
        Caller person = with(PEOPLE, claims -> claims.subject(subject).claim("profile", Map.of("name", "Ines / Kühn")));

        assertThat(person.get("/keys/current")).has("/name", "Ines / Kühn").has("/person", subject);
        Caller asTheTeam = person.with("Linkgate-Team", team.name());
        assertThat(asTheTeam.get("/keys/current")).has("/name", "Ines / Kühn").has("/subject", subject);
        assertThat(asTheTeam.post(scene.endpoints(), Scene.body(Scene.newEndpoint())))
                .hasStatus(201);

        String filter = "/admin/audit?subject=" + URLEncoder.encode(subject, StandardCharsets.UTF_8);
        assertThat(administrator.get(filter + "&action=key.get&team=" + team.name()))
                .has("/results/0/actor/name", "Ines / Kühn")
                .has("/results/0/actor/subject", subject)
                .has("/results/0/actor/identity", "login")
                .has("/totalCount", 1);
        assertThat(administrator.get(filter + "&actor=" + auditor.name()))
                .has("/results/0/actor/name", "Ines / Kühn")
                .has("/results/0/actor/person", subject);
        assertThat(administrator.get(filter)).results("action").contains("endpoint.add", "key.get");
        assertThat(administrator.get("/admin/audit?subject=" + auditor.name()))
                .results("action")
                .contains("key.get");
        assertThat(administrator.get("/admin/audit?keyId=people/login&team=" + team.name()))
                .results("action")
                .contains("endpoint.add");
        for (String other : List.of("login", "people", "a", "Ines / Kühn", subject.toUpperCase(Locale.ROOT))) {
            assertThat(administrator.get("/admin/audit?subject=" + URLEncoder.encode(other, StandardCharsets.UTF_8)
                            + "&team=" + team.name()))
                    .as(other)
                    .results("action")
                    .isEmpty();
        }
        assertThat(administrator.post("/admin/audit/verification", "")).has("/valid", true);
    }

    @Test
    void noClaimMakesATeamOrAnAdministrator() {
        String token =
                PIPELINES.issue(claims -> claims.claim("team", team.name()).claim("scope", "linkgate:admin"));
        assertThat(gateway.as(token).get("/projects")).isProblem("unauthenticated");
    }

    /** RFC 7523, section 2.2. */
    @Test
    void atlassToolsGetAnAccessTokenForAJwt() {
        String path = team.path() + "/identities/deploy";
        administrator.put(path, ofRepository());
        String jwt = token();
        Answer issued = exchange(jwt);
        assertThat(issued).isOk().has("/token_type", "Bearer").has("/expires_in", 3600);
        assertThat(exchange(jwt)).hasStatus(401).has("/error_description", "The JWT was used before (jti).");

        Caller tool = gateway.as(issued.text("/access_token")).with("Accept", "application/vnd.atlas.2023-01-01+json");
        assertThat(tool.get("/api/atlas/v2/groups"))
                .results("id")
                .containsExactly(scene.project().value());
        assertThat(tool.get("/projects")).isProblem("unauthenticated");
        assertThat(administrator.get("/admin/audit?action=token.create&team=" + team.name()))
                .has("/results/0/actor/identity", "deploy")
                .has("/results/0/actor/subject", "repo:" + repository)
                .has("/results/0/target/name", team.name() + "/deploy");

        administrator.put(path, identity("{\"repository\":\"" + repository + "\",\"environment\":\"live\"}"));
        assertThat(tool.get("/api/atlas/v2/groups")).hasStatus(401);
    }

    @Test
    void anAccessTokenEndsWithItsIdentity() {
        Instant end = Instant.now().plusSeconds(600);
        administrator.put(
                team.path() + "/identities/deploy",
                ofRepository().replaceFirst("}$", ",\"expiresAt\":\"" + end + "\"}"));
        Answer issued = exchange(token());
        assertThat(issued.json().path("expires_in").asInt()).isBetween(1, 600);

        String ended = exchange(token()).text("/access_token");
        Caller holder = gateway.as(ended).with("Accept", "application/vnd.atlas.2023-01-01+json");
        assertThat(holder.get("/api/atlas/v2")).isOk();
        Answer revoked = OAuthClient.sendForm(
                gateway.anonymous(),
                "/api/oauth/revoke",
                assertion(token()) + "&token=" + issued.text("/access_token"));
        assertThat(revoked).isOk();
        assertThat(gateway.as(issued.text("/access_token")).get("/api/atlas/v2"))
                .hasStatus(401);

        assertThat(holder.get("/api/atlas/v2")).isOk();
        administrator.delete(team.path() + "/identities/deploy");
        assertThat(holder.get("/api/atlas/v2")).hasStatus(401);
    }

    @Test
    void anAccessTokenLivesAsLongAsItsIssuerAllows() {
        administrator.put(
                team.path() + "/identities/person",
                "{\"issuer\":\"people\",\"claims\":{\"sub\":\"" + repository + "\"}}");
        String jwt = PEOPLE.issue(claims -> fresh(claims).subject(repository));
        assertThat(exchange(jwt).json().path("expires_in").asInt()).isEqualTo(300);
    }

    @Test
    void anIdentityThatIsMadeAnewRevivesNoToken() {
        for (String removed : List.of(team.path() + "/identities/deploy", team.path())) {
            administrator.put(team.path() + "/identities/deploy", ofRepository());
            Caller holder = ofAtlas(exchange(token()).text("/access_token"));
            assertThat(holder.get("/api/atlas/v2")).isOk();

            assertThat(administrator.delete(removed)).hasStatus(204);
            administrator.put(team.path(), "{\"description\":\"anew\"}");
            administrator.put(team.path() + "/identities/deploy", ofRepository());

            assertThat(holder.get("/api/atlas/v2")).as(removed).hasStatus(401);
            assertThat(ofAtlas(exchange(token()).text("/access_token")).get("/api/atlas/v2"))
                    .isOk();
        }
    }

    @Test
    void anAdministratorEndsAccessTokens() {
        administrator.put(team.path() + "/identities/deploy", ofRepository());
        for (String selection : List.of(
                "team=" + team.name(),
                "team=" + team.name() + "&identity=deploy",
                "issuer=pipelines&subject=repo:" + repository)) {
            Caller holder = ofAtlas(exchange(token()).text("/access_token"));
            assertThat(atTheReplica(holder).get("/api/atlas/v2")).isOk();

            Answer ended = administrator.delete("/admin/tokens?" + selection);

            assertThat(ended).isOk().has("/ended", true);
            assertThat(holder.get("/api/atlas/v2")).as(selection).hasStatus(401);
            replica().looksForChanges();
            assertThat(atTheReplica(holder).get("/api/atlas/v2")).as(selection).hasStatus(401);
            assertThat(administrator.get("/admin/audit?action=token.end&phase=OUTCOME&limit=1"))
                    .has("/results/0/result", "SUCCEEDED");
            assertThat(pipeline().get("/projects"))
                    .as("its JWTs are the issuer's")
                    .isOk();
        }
        Caller another = ofAtlas(exchange(token()).text("/access_token"));
        administrator.delete("/admin/tokens?identity=another");
        administrator.delete("/admin/tokens?issuer=people&subject=repo:" + repository);
        assertThat(another.get("/api/atlas/v2")).isOk();
    }

    @ParameterizedTest
    @CsvSource({
        "'', team",
        "team=, team",
        "team=A, team",
        "identity=a/b, identity",
        "subject=somebody, issuer",
        "issuer=people&subject=%E2%80%AE, subject",
    })
    void noTokenIsEndedByMistake(String query, String field) {
        assertThat(administrator.delete("/admin/tokens" + (query.isEmpty() ? "" : "?" + query)))
                .isInvalidIn(field);
    }

    private Caller ofAtlas(String token) {
        return gateway.as(token).with("Accept", "application/vnd.atlas.2023-01-01+json");
    }

    @ParameterizedTest
    @CsvSource({
        "jti, , The JWT has no id (jti).",
        "exp, 600, 'The JWT must say when it was issued (iat), and end five minutes later at most.'",
        "repository, another, 'The JWT fits no identity of a team, which an access token needs.'",
        "cnf, jkt, 'The JWT is bound (cnf), and an access token would not be. Use one that is not.'",
    })
    void aJwtThatCouldBeRepeatedGetsNone(String claim, @Nullable String value, String reason) {
        administrator.put(team.path() + "/identities/deploy", ofRepository());
        String jwt = PIPELINES.issue(claims -> {
            fresh(claims).claim("repository", repository);
            if (claim.equals("exp")) {
                claims.expirationTime(Date.from(Instant.now().plusSeconds(Long.parseLong(String.valueOf(value)))));
            } else if (claim.equals("cnf")) {
                claims.claim(claim, Map.of(String.valueOf(value), "of a key"));
            } else {
                claims.claim(claim, value);
            }
        });
        assertThat(exchange(jwt)).hasStatus(401).has("/error", "invalid_client").has("/error_description", reason);
    }

    /** Short enough to be exchanged. */
    private static JWTClaimsSet.Builder fresh(JWTClaimsSet.Builder claims) {
        return claims.expirationTime(Date.from(Instant.now().plusSeconds(290)));
    }

    private String token() {
        return PIPELINES.issue(
                claims -> fresh(claims).subject("repo:" + repository).claim("repository", repository));
    }

    private static String assertion(String jwt) {
        return "client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer&client_assertion=" + jwt;
    }

    private Answer exchange(String jwt) {
        return OAuthClient.sendForm(
                gateway.anonymous(), "/api/oauth/token", "grant_type=client_credentials&" + assertion(jwt));
    }

    @Test
    void anIdentityThatIsRemovedEndsAWait() {
        administrator.put(team.path() + "/identities/deploy", ofRepository());
        Caller caller = pipeline();
        String endpoint = Scene.newEndpoint();
        caller.post(scene.endpoints(), Scene.body(endpoint));
        CompletableFuture<Answer> waiting = CompletableFuture.supplyAsync(
                () -> caller.with("Prefer", "wait=60").get(scene.endpoint(endpoint)), Thread.ofPlatform()::start);
        Patience.until(() -> readsOf(endpoint), reads -> reads > 0);

        administrator.delete(team.path() + "/identities/deploy");

        assertThat(waiting.join()).isProblem("unauthenticated");
    }

    private long readsOf(String endpoint) {
        return gateway.atlas().log().seen().stream()
                .filter(request ->
                        request.method().equals("GET") && request.uri().contains(endpoint))
                .count();
    }

    private Caller atTheReplica(Caller caller) {
        Gateway there = replica();
        return new Caller(there.url(), there.house()::check, caller.headers());
    }

    private Gateway replica() {
        if (replica == null) {
            replica = gateway.anotherWith(issuer("people", DOWN), "linkgate.issuers.people.audiences=linkgate");
        }
        return replica;
    }

    @Test
    void anotherReplicaKnowsAtOnceAndForgetsWithItsNextLook() {
        administrator.put(team.path() + "/identities/deploy", ofRepository());
        Caller tool = gateway.as(exchange(token()).text("/access_token"))
                .with("Accept", "application/vnd.atlas.2023-01-01+json");
        assertThat(atTheReplica(tool).get("/api/atlas/v2"))
                .as("the token of an identity that is new here")
                .isOk();
        Caller there = atTheReplica(pipeline());
        assertThat(there.get("/projects")).isOk();

        administrator.delete(team.path() + "/identities/deploy");
        replica().looksForChanges();
        assertThat(there.get("/projects")).isProblem("unauthenticated");
    }

    @Test
    void thePagesOfferTheLoginOfAnIssuerThatHasAClientForThem() {
        Caller anybody = gateway.anonymous();
        String discovery = PEOPLE.url() + "/.well-known/openid-configuration";
        assertThat(anybody.get("/issuers.js").body()).isEqualTo("""
                export const issuers = [{"name":"people","issuer":"%s","discovery":"%s","clientId":"pages",\
                "scope":"openid api://linkgate/.default"}];
                """.formatted(PEOPLE.url(), discovery));
        for (String page : List.of("/", "/audit", "/swagger-ui/index.html", "/swagger-ui/oauth2-redirect.html")) {
            Answer answer = anybody.get(page);
            assertThat(answer).isOk();
            assertThat(answer.header("Content-Security-Policy").split("; ", -1))
                    .contains("connect-src 'self' " + PEOPLE.url(), "script-src 'self'", "form-action 'none'");
        }
        for (String other : List.of("/problems", "/v3/api-docs", "/issuers.js", "/projects")) {
            assertThat(anybody.get(other).header("Content-Security-Policy")).doesNotContain(PEOPLE.url());
        }

        JsonNode document = anybody.get("/v3/api-docs").json();
        assertThat(document.at("/components/securitySchemes").propertyNames()).containsExactly("Bearer", "people");
        assertThat(document.at("/components/securitySchemes/people/openIdConnectUrl")
                        .asString())
                .isEqualTo(discovery);
        assertThat(document.at("/security/1/people/1").asString()).isEqualTo("api://linkgate/.default");
        assertThat(anybody.get("/swagger-ui/swagger-initializer.js").body())
                .containsPattern("\"usePkceWithAuthorizationCodeGrant\" ?: ?true")
                .containsPattern("\"clientId\" ?: ?\"pages\"");
    }

    @Test
    void anIssuerThatIsDownKeepsOutItsOwnCallersOnly() {
        Caller person = atTheReplica(with(PEOPLE, claims -> claims.issuer(DOWN)));
        for (int i = 0; i < 4; i++) { // more often than it is asked in a minute
            assertThat(person.get("/projects")).isProblem("issuer-unavailable").hasHeader("Retry-After", "30");
        }
        administrator.put(team.path() + "/identities/deploy", ofRepository());
        assertThat(atTheReplica(pipeline()).get("/projects")).isOk();
        assertThat(replica().as(team.key()).get("/projects")).isOk();
    }

    @Test
    void identitiesAreDeclared() {
        String yaml = """
                prune: false
                teams:
                  %s:
                    description: For a test
                    identities:
                      deploy: {issuer: pipelines, claims: {repository: %s}}
                """.formatted(team.name(), repository);
        Caller declaring = administrator.with("Content-Type", "application/yaml");
        Answer applied = declaring.send("POST", "/admin/config", BodyPublishers.ofString(yaml));
        assertThat(applied).isOk();
        assertThat(pipeline().get("/keys/current")).has("/identity", "deploy");
        assertThat(administrator.get("/admin/config"))
                .has("/teams/" + team.name() + "/identities/deploy/claims/repository", repository);
        assertThat(declaring
                        .send("POST", "/admin/config", BodyPublishers.ofString(yaml))
                        .json()
                        .at("/changes"))
                .isEmpty();
        assertThat(declaring.send(
                        "POST",
                        "/admin/config",
                        BodyPublishers.ofString(
                                yaml.replace("pipelines", "github").replace("{repository:", "{ref:"))))
                .isInvalidIn("teams." + team.name() + ".identities.deploy.claims.repository_owner");
    }

    @Test
    void anIdentityIsReplacedAndEnds() {
        String path = team.path() + "/identities/deploy";
        administrator.put(path, identity("{\"repository\":\"another\"}"));
        assertThat(administrator.put(path, ofRepository())).hasStatus(200);
        assertThat(pipeline().get("/keys/current")).has("/team", team.name());

        gateway.changeRights(
                "UPDATE identity SET expires_at = ? WHERE team = ?",
                Instant.now().getEpochSecond(),
                team.name());
        assertThat(pipeline().get("/keys/current")).isProblem("unauthenticated");
        assertThat(administrator.delete(team.path())).hasStatus(204);
        assertThat(gateway.database()
                        .sql("SELECT COUNT(*) FROM identity WHERE team = ?")
                        .param(team.name())
                        .query(Long.class)
                        .single())
                .isZero();
    }
}
