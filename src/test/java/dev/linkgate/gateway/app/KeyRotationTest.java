package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Teams that rotate the key that they use, and learn in time when it ends. */
class KeyRotationTest {

    private static final String ROTATION = "/keys/rotation";
    private static final String KEY_EXPIRES = "Key-Expires";

    /** A path that is not offered, which only known callers learn. */
    private static final String OF_ATLAS = "/api/atlas/v2/nothing";

    private static final int KNOWN = 403;

    private final Gateway gateway = Gateway.shared();
    private final NewTeam team = NewTeam.in(gateway);

    /** A key of a team as it was shown. */
    private record Key(Gateway gateway, Answer shown) {

        Key {
            gateway.house().forbid(shown.text("/key"));
        }

        static Key in(NewTeam team, String fields) {
            Answer made =
                    team.gateway().administrator().post(team.path() + "/keys", "{\"label\":\"tools\"," + fields + "}");
            assertThat(made).hasStatus(201);
            return new Key(team.gateway(), made);
        }

        static Key thatExpires(NewTeam team, Duration life) {
            return in(team, "\"expiresAt\":\"" + Instant.now().plus(life).truncatedTo(ChronoUnit.MICROS) + "\"");
        }

        Key rotated(String body) {
            Answer made = caller().post(ROTATION, body);
            assertThat(made).hasStatus(201);
            return new Key(gateway, made);
        }

        String id() {
            return shown.text("/id");
        }

        String key() {
            return shown.text("/key");
        }

        Caller caller() {
            return gateway.as(key());
        }

        Instant expiresAt() {
            return Instant.parse(shown.text("/expiresAt"));
        }
    }

    @Tag("postgresql")
    @Test
    void aTeamReplacesItsKey() {
        NewTeam owner = NewTeam.in(Gateway.shared());
        Key old = Key.in(owner, "\"networks\":[\"127.0.0.0/8\"]");

        Key made = old.rotated("{\"overlap\":\"PT2H\"}");

        assertThat(made.shown())
                .has("/label", "tools")
                .has("/networks/0", "127.0.0.0/8")
                .has("/digest", false)
                .isNullAt("/expiresAt")
                .has("/replaces/id", old.id())
                .hasHeader("Cache-Control", "no-store");
        Instant end = Instant.parse(made.shown().text("/replaces/expiresAt"));
        assertThat(end).isCloseTo(Instant.now().plus(Duration.ofHours(2)), Assertions.within(5, ChronoUnit.MINUTES));
        assertThat(made.caller().get("/keys/current"))
                .isOk()
                .has("/id", made.id())
                .has("/team", owner.name())
                .isNullAt("/replacedById")
                .hasNoHeader(KEY_EXPIRES);
        Answer current = old.caller().get("/keys/current");
        assertThat(current).isOk().has("/expiresAt", end).has("/replacedById", made.id());
        assertThat(owner.gateway().administrator().get(owner.path() + "/keys"))
                .results("replacedById")
                .contains(made.id());
        assertThat(owner.gateway().administrator().get("/admin/audit?action=key.rotate&team=" + owner.name()))
                .has("/totalCount", 2)
                .has("/results/0/phase", "OUTCOME")
                .has("/results/0/status", 201)
                .has("/results/0/actor/keyId", old.id())
                .has("/results/0/hash", made.shown().header("Audit-Receipt").replaceFirst(".*:", ""));
    }

    @Test
    void withoutABodyTheOverlapIsAnHour() {
        Answer made = team.caller().send("POST", ROTATION, BodyPublishers.noBody());

        gateway.house().forbid(made.text("/key"));
        assertThat(made).hasStatus(201);
        assertThat(Instant.parse(made.text("/replaces/expiresAt")))
                .isCloseTo(Instant.now().plus(Duration.ofHours(1)), Assertions.within(5, ChronoUnit.MINUTES));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"-PT1S\"", "\"PT24H0.001S\"", "\"1h\"", "\"\"", "\"P1M\""})
    void anotherOverlapIsRefused(String overlap) {
        assertThat(team.caller().post(ROTATION, "{\"overlap\":" + overlap + "}"))
                .isInvalidIn("overlap");
        assertThat(team.caller().get("/keys/current")).isOk().isNullAt("/replacedById");
    }

    @Test
    void whoHasNoKeyOfATeamRotatesNone() {
        for (Caller caller : List.of(
                gateway.administrator(), NewAdministrator.in(gateway, "all").caller())) {
            Answer refused = caller.post(ROTATION, "{}");
            assertThat(refused).isProblem("forbidden");
            assertThat(refused.text("/detail")).contains("an API key of a team");
            assertThat(caller.delete(ROTATION)).isProblem("forbidden");
        }
        assertThat(gateway.anonymous().post(ROTATION, "{}")).isProblem("unauthenticated");
        String token = OAuthClient.of(team).ask(OAuthClient.GRANT).text("/access_token");
        assertThat(gateway.as(token).post(ROTATION, "{}")).isProblem("unauthenticated");
    }

    @Test
    void accessTokensEndWithTheKey() {
        Answer issued = OAuthClient.of(team).ask(OAuthClient.GRANT);
        Caller tool = gateway.as(issued.text("/access_token"));

        Key first = new Key(gateway, team.caller().post(ROTATION, "{}"));
        assertThat(tool.get(OF_ATLAS)).hasStatus(KNOWN);
        assertThat(OAuthClient.of(team)
                        .ask(OAuthClient.GRANT)
                        .json()
                        .at("/expires_in")
                        .asInt())
                .isLessThanOrEqualTo(3600);

        first.rotated("{\"overlap\":\"PT0S\"}");
        assertThat(tool.get(OF_ATLAS)).isAtlasError(401, "UNEXPECTED_ERROR");
    }

    @Tag("postgresql")
    @Test
    void aRotationWhoseAnswerWasLostIsTakenBack() {
        NewTeam owner = NewTeam.in(Gateway.shared());
        Key old = Key.thatExpires(owner, Duration.ofDays(30));
        assertThat(old.caller().delete(ROTATION)).isProblem("not-found");
        Key lost = old.rotated("{}");

        assertThat(old.caller().delete(ROTATION)).hasStatus(204).isEmpty();

        assertThat(lost.caller().get("/projects")).isProblem("unauthenticated");
        assertThat(old.caller().get("/keys/current"))
                .has("/expiresAt", old.expiresAt())
                .isNullAt("/replacedById");
        assertThat(owner.gateway().administrator().get("/admin/audit?action=key.revoke&team=" + owner.name()))
                .has("/results/0/result", "SUCCEEDED")
                .has("/results/0/actor/keyId", old.id())
                .has("/results/2/result", "REFUSED");

        Key made = old.rotated("{}");
        assertThat(made.caller().get("/projects")).isOk();
        Answer refused = old.caller().delete(ROTATION);
        assertThat(refused).isProblem("key-rotated");
        assertThat(refused.text("/detail")).contains("was used");
        assertThat(made.caller().get("/projects")).isOk();
    }

    @Test
    void answersSayWhenAKeyIsAboutToExpire() {
        Key key = Key.thatExpires(team, Duration.ofDays(13));
        Caller caller = key.caller();
        List<Answer> answers = List.of(
                caller.get("/projects"),
                caller.get("/keys/current"),
                caller.get("/nowhere"),
                caller.get("/admin/teams"),
                caller.send("PATCH", "/projects", BodyPublishers.noBody()),
                caller.get("/problems"),
                caller.get(OF_ATLAS),
                caller.get("/api/atlas/v2/groups?envelope=true"),
                OAuthClient.sendForm(
                        gateway.anonymous(),
                        "/api/oauth/token",
                        "client_id=" + key.id() + "&client_secret=" + key.key() + "&" + OAuthClient.GRANT));
        assertThat(answers)
                .extracting(
                        answer -> ZonedDateTime.parse(answer.header(KEY_EXPIRES), DateTimeFormatter.RFC_1123_DATE_TIME)
                                .toInstant())
                .containsOnly(key.expiresAt().truncatedTo(ChronoUnit.SECONDS));
        assertThat(gateway.anonymous().get("/problems")).hasNoHeader(KEY_EXPIRES);
        assertThat(gateway.administrator().get("/projects")).hasNoHeader(KEY_EXPIRES);
    }

    @Test
    void answersToAnAdministratorsKeySayItToo() {
        NewAdministrator ada = NewAdministrator.in(gateway, "access");
        for (int days : List.of(13, 15)) {
            Answer made = gateway.administrator()
                    .post(
                            ada.path() + "/keys",
                            "{\"label\":\"laptop\",\"expiresAt\":\""
                                    + Instant.now().plus(Duration.ofDays(days)) + "\"}");
            gateway.house().forbid(made.text("/key"));
            Answer answer = gateway.as(made.text("/key")).get("/admin/teams");
            assertThat(answer.headers().map().containsKey(KEY_EXPIRES)).isEqualTo(days == 13);
        }
    }
}
