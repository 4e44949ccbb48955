package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Protections against browsers, proxies and careless clients. */
class HardeningTest {

    private static final NewTeam TEAM = NewTeam.in(Gateway.shared());

    private final NewTeam team = TEAM;
    private final Gateway gateway = team.gateway();

    /** If one of two counted, a proxy in between could use the other. */
    @ParameterizedTest
    @ValueSource(strings = {"/projects", "/problems", "/nowhere", "/admin/teams"})
    void aTokenIsSentOnce(String path) {
        for (String second : new String[] {"Bearer " + team.key(), "Bearer nonsense", "Basic dXNlcjpwYXNz", ""}) {
            assertThat(Socket.say(
                            gateway,
                            "GET " + path + " HTTP/1.1\nHost: a\nConnection: close\nAuthorization: Bearer " + team.key()
                                    + "\nAuthorization: " + second + "\n\n"))
                    .isInvalidIn("Authorization");
        }
    }

    @Test
    void aTokenIsNotSentInAQuery() {
        for (String query : new String[] {
            "access_token=" + team.key(), "a=b&access_token=anything", "key=" + team.key(), team.key(), "x=lga_abc"
        }) {
            for (Caller caller : new Caller[] {gateway.anonymous(), team.caller()}) {
                assertThat(caller.get("/projects?" + query)).isProblem("invalid-request");
            }
        }
        assertThat(team.caller().get("/projects?pretty=true")).isOk();
        assertThat(gateway.administrator().get("/admin/audit?team=access-token"))
                .isOk();
    }

    @Test
    void anAnswerIsNoPage() {
        for (Answer answer : new Answer[] {
            team.caller().get("/projects"),
            gateway.anonymous().get("/projects"),
            gateway.anonymous().get("/livez")
        }) {
            assertThat(answer)
                    .hasHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
                    .hasHeader("X-Content-Type-Options", "nosniff")
                    .hasHeader("X-Frame-Options", "DENY")
                    .hasHeader("Cache-Control", "no-store");
        }
    }

    @Test
    void aFileOfThePageMayBeKeptByCaches() {
        assertThat(gateway.anonymous().get("/swagger-ui/swagger-ui.css")).isOk().hasHeader("Cache-Control", "no-cache");
    }

    @Test
    void thePageRunsItsOwnScriptsOnly() {
        Answer page = gateway.anonymous().get("/swagger-ui/index.html");

        assertThat(page)
                .hasHeader("X-Frame-Options", "DENY")
                .hasHeader("Referrer-Policy", "no-referrer")
                .hasHeader("Cross-Origin-Resource-Policy", "same-origin");
        assertThat(page.header("Content-Security-Policy").split("; ", -1))
                .contains("default-src 'none'", "script-src 'self'", "connect-src 'self'", "frame-ancestors 'none'")
                .noneMatch(directive -> directive.contains("unsafe") || directive.contains("*"));
        assertThat(Pattern.compile("<script(?! src=\"\\./)|\\son\\w+=|javascript:|<style|style=")
                        .matcher(page.body())
                        .results())
                .as("nothing inline in %s", page.body())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/projects", "/livez", "/swagger-ui/index.html", "/v3/api-docs", "/actuator/nope"})
    void theManagementPortHasNothingElse(String path) {
        gateway.house().checkForm(gateway.operator().get(path));
        assertThat(gateway.operator().get(path)).isProblem("not-found");
        assertThat(gateway.operator().get("/actuator/health")).isOk();
    }

    /** No page of another origin may read an answer or send a request that it must ask for. */
    @Test
    void noOtherOriginMayAsk() {
        for (Caller caller : new Caller[] {gateway.anonymous(), team.caller(), gateway.operator()}) {
            Caller page = caller.with("Origin", "https://elsewhere.example");
            for (String path : new String[] {"/projects", "/problems", "/v3/api-docs", "/actuator/health"}) {
                assertAllowsNobody(page.get(path));
                assertAllowsNobody(page.with("Access-Control-Request-Method", "PUT")
                        .with("Access-Control-Request-Headers", "authorization")
                        .send("OPTIONS", path, BodyPublishers.noBody()));
            }
        }
    }

    @Test
    void traceIsRefused() {
        String trace = "TRACE %s HTTP/1.1\nHost: a\nConnection: close\nAuthorization: Bearer " + team.key() + "\n\n";
        for (String path : new String[] {"/projects", "/problems", "/swagger-ui/index.html"}) {
            assertThat(Socket.say(gateway, trace.formatted(path)))
                    .isProblem("method-not-allowed")
                    .hasHeader("Allow", "GET, HEAD");
        }
        assertThat(Socket.say(gateway, trace.formatted("/actuator/health"))).isProblem("not-found");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /actuator/nope, 404, ''",
        "PROPFIND, /nope, 404, ''",
        "TRACE, /actuator/health, 405, 'GET, HEAD'",
        "PROPFIND, /actuator/health, 405, GET",
        "POST, /actuator/prometheus, 405, GET",
        "GET, /actuator//health, 400, ''",
        "GET, /actuator/health/..%2fenv, 404, ''",
        "GET, /actuator/health;a=b, 400, ''"
    })
    void badRequestOnTheManagementPortLeavesNoStackTrace(String method, String path, int status, String allowed) {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        log.start();
        root.addAppender(log);
        try {
            Answer answer = Socket.say(
                    gateway,
                    gateway.managementUrl(),
                    method + " " + path + " HTTP/1.1\nHost: a\nConnection: close\n\n");
            assertThat(answer).hasStatus(status).header("Allow").isEqualTo(allowed);
        } finally {
            root.detachAppender(log);
        }
        assertThat(List.copyOf(log.list))
                .filteredOn(event -> event.getThreadName().startsWith("tomcat"))
                .noneMatch(event -> event.getThrowableProxy() != null);
    }

    private static void assertAllowsNobody(Answer answer) {
        assertThat(answer.headers().map().keySet())
                .as("%s", answer)
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control-"));
    }
}
