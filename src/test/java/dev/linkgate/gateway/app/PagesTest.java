package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages for people: the start page, the audit trail and the problems. */
class PagesTest {

    /** What browsers send for a page. */
    static final String BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    private static final List<String> SHARED = List.of(
            "/session.js", "/signin.js", "/login.js", "/issuers.js", "/expiry.js", "/health.js", "/elements.js");

    /** The scripts of each page. */
    private static final Map<String, List<String>> SCRIPTS = Map.of(
            "/",
            with(
                    SHARED,
                    "/start.js",
                    "/stream.js",
                    "/link.js",
                    "/endpoint.js",
                    "/tools.js",
                    "/project.js",
                    "/list.js",
                    "/write.js",
                    "/federation.js",
                    "/form.js",
                    "/change.js",
                    "/plan.js",
                    "/progress.js",
                    "/commands.js",
                    "/recent.js",
                    "/requests.js",
                    "/recorded.js",
                    "/answers.js",
                    "/mine.js",
                    "/overview.js"),
            "/audit",
            with(
                    SHARED,
                    "/audit.js",
                    "/trail.js",
                    "/filters.js",
                    "/record.js",
                    "/recorded.js",
                    "/timeline.js",
                    "/chain.js",
                    "/checkpoints.js",
                    "/findings.js"));

    private final Caller anybody = Gateway.shared().anonymous();
    private final Caller browser = anybody.with("Accept", BROWSER);

    private static List<String> with(List<String> some, String... others) {
        return Stream.concat(some.stream(), Stream.of(others)).toList();
    }

    private static Stream<String> pages() {
        return SCRIPTS.keySet().stream();
    }

    @ParameterizedTest
    @CsvSource({
        "/, text/html;charset=UTF-8",
        "/start.js, text/javascript;charset=UTF-8",
        "/endpoint.js, text/javascript;charset=UTF-8",
        "/audit, text/html;charset=UTF-8",
        "/audit.css, text/css;charset=UTF-8",
        "/pages.css, text/css;charset=UTF-8",
        "/icon.svg, image/svg+xml"
    })
    void aFileIsRevalidatedByItsTag(String path, String type) {
        Answer first = anybody.get(path);
        assertThat(first)
                .isOk()
                .hasHeader("Content-Type", type)
                .hasHeader("Cache-Control", "no-cache")
                .hasHeader("X-Content-Type-Options", "nosniff");
        assertThat(first.header("ETag")).matches("\"[0-9a-f]{16}\"");
        assertThat(anybody.with("If-None-Match", first.header("ETag")).get(path))
                .hasStatus(304)
                .isEmpty();
        assertThat(anybody.send("HEAD", path, BodyPublishers.noBody()))
                .isOk()
                .isEmpty()
                .hasHeader("ETag", first.header("ETag"))
                .hasHeader("Content-Type", type);
        assertThat(anybody.get(path + "?pretty=true&envelope=true&v=2").body()).isEqualTo(first.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/audit", "/problems", "/problems/last-endpoint", "/problems/none"})
    void aPageLoadsFilesOfTheGatewayOnlyAndNothingInline(String path) {
        Answer page = browser.get(path);

        assertThat(page.header("Content-Security-Policy").split("; ", -1))
                .contains(
                        "default-src 'none'",
                        "script-src 'self'",
                        "style-src 'self'",
                        "connect-src 'self'",
                        "base-uri 'none'",
                        "form-action 'none'",
                        "frame-ancestors 'none'")
                .noneMatch(directive -> directive.contains("unsafe") || directive.contains("*"));
        assertThat(page).hasHeader("Referrer-Policy", "no-referrer").hasHeader("X-Frame-Options", "DENY");
        assertThat(page.body())
                .doesNotContainPattern("<script(?! src=\"/)|\\son\\w+=|javascript:|<style|style=|//[a-z]+\\.");
    }

    @Test
    void withoutAClientAtAnIssuerNobodyIsAsked() {
        assertThat(anybody.get("/issuers.js").body()).isEqualTo("export const issuers = [];\n");
        assertThat(browser.get("/"))
                .hasHeader(
                        "Content-Security-Policy",
                        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                                + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        assertThat(anybody.get("/v3/api-docs")
                        .json()
                        .at("/components/securitySchemes")
                        .propertyNames())
                .containsExactly("Bearer");
    }

    @Test
    void theStartPageLeadsToTheOtherPages() {
        Answer start = browser.get("/");
        List<String> targets = Pattern.compile("(?:href|src)=\"([^\"]+)\"")
                .matcher(start.body())
                .results()
                .map(found -> found.group(1))
                .toList();

        assertThat(targets)
                .contains("/audit", "/swagger-ui.html", "/problems", "/v3/api-docs.yaml", "/start.js", "/pages.css");
        assertThat(targets)
                .allSatisfy(target ->
                        assertThat(browser.get(target).status()).as(target).isLessThan(400));
    }

    /** What a page loads is all there is of it, and there is nothing that no page loads. */
    @ParameterizedTest
    @MethodSource("pages")
    void scriptsImportEachOtherOnly(String page) {
        List<String> scripts = Objects.requireNonNull(SCRIPTS.get(page));
        Stream<String> first = Pattern.compile("<script src=\"(/[^\"]+)\" type=\"module\">")
                .matcher(browser.get(page).body())
                .results()
                .map(found -> found.group(1));
        Stream<String> imported = scripts.stream()
                .flatMap(script -> Pattern.compile("from \"\\.(/[^\"]+)\"")
                        .matcher(anybody.get(script).body())
                        .results()
                        .map(found -> found.group(1)));
        assertThat(Stream.concat(first, imported).distinct()).containsExactlyInAnyOrderElementsOf(scripts);
    }

    @ParameterizedTest
    @CsvSource({"/, 111000", "/audit, 78000"})
    void aPageIsSmall(String page, int limit) {
        Stream<String> styles = Pattern.compile("<link rel=\"\\w+\" href=\"(/[^\"]+)\"")
                .matcher(browser.get(page).body())
                .results()
                .map(found -> found.group(1));
        List<String> scripts = Objects.requireNonNull(SCRIPTS.get(page));
        assertThat(Stream.of(Stream.of(page), styles, scripts.stream())
                        .flatMap(files -> files)
                        .mapToInt(file -> anybody.get(file).body().length())
                        .sum())
                .isLessThan(limit);
    }

    /** A key in another storage, or in an address, would outlive the tab. */
    @ParameterizedTest
    @MethodSource("pages")
    void theScriptsKeepTheKeyForTheTabAndWriteTextOnly(String page) {
        assertThat(anybody.get("/session.js").body()).contains("Authorization: `Bearer ${this.#key}`");
        assertThat(Objects.requireNonNull(SCRIPTS.get(page)))
                .allSatisfy(script -> assertThat(anybody.get(script).body())
                        .doesNotContainPattern("(?i)localStorage|cookie|indexedDB|caches")
                        .doesNotContainPattern(
                                "innerHTML|outerHTML|insertAdjacent|document\\.write|eval|new Function|import\\("));
        assertThat(Objects.requireNonNull(SCRIPTS.get(page)))
                .filteredOn(script -> anybody.get(script).body().contains("sessionStorage"))
                .containsExactly("/signin.js", "/login.js");
        assertThat(Objects.requireNonNull(SCRIPTS.get(page)))
                .filteredOn(script -> Pattern.compile("(?i)history\\.|location")
                        .matcher(anybody.get(script).body())
                        .find())
                .as("an address has the code of a login, which is taken out of it")
                .containsExactly("/login.js");
        assertThat(browser.get(page).body())
                .as("the field is not part of a submitted form")
                .doesNotContainPattern("<input[^>]*\\sname=");
    }

    /** A browser may keep a page that is left in memory, and show it again, when somebody has signed out meanwhile. */
    @Test
    void aPageThatIsLeftEndsItsSession() {
        assertThat(anybody.get("/signin.js").body())
                .containsPattern("addEventListener\\(\"pagehide\", \\(\\) => \\{[^}]*session\\?\\.end\\(\\)")
                .contains("storage()?.removeItem(KEPT)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/*", "application/json, text/html;q=0.9", "text/html;q=0.5, application/json"})
    void problemsAreJsonForClients(String accept) {
        Caller client = anybody.with("Accept", accept);
        assertThat(client.get("/problems"))
                .isOk()
                .hasHeader("Content-Type", "application/json")
                .hasHeader("Vary", "Accept")
                .results("code")
                .contains("last-endpoint");
        assertThat(client.get("/problems/last-endpoint"))
                .isOk()
                .hasHeader("Vary", "Accept")
                .has("/code", "last-endpoint");
    }

    @ParameterizedTest
    @ValueSource(strings = {BROWSER, "text/html", "text/html, application/json;q=0.9", "text/*"})
    void problemsArePagesForPeople(String accept) {
        Caller person = anybody.with("Accept", accept);
        Answer page = person.get("/problems/unauthenticated");
        assertThat(page)
                .isOk()
                .hasHeader("Content-Type", "text/html;charset=UTF-8")
                .hasHeader("Vary", "Accept");
        assertThat(page.body())
                .contains("<h1>The caller is not authenticated</h1>", "status 401", "not retryable")
                .contains("<code>Authorization: Bearer &lt;token&gt;</code>")
                .doesNotContain("<token>");

        Answer list = person.get("/problems");
        assertThat(list).isOk().hasHeader("Content-Type", "text/html;charset=UTF-8");
        assertThat(HouseRules.codes().keySet())
                .allSatisfy(code -> assertThat(list.body()).contains("href=\"/problems/" + code + "\""));
    }

    @Test
    void aPageOfProblemsLeadsToTheNext() {
        assertThat(browser.get("/problems?itemsPerPage=2&pageNum=2").body())
                .contains("rel=\"previous\"", "itemsPerPage=2&amp;pageNum=3\">next page</a>");
    }

    @Test
    void headOfAProblemIsThatOfItsPage() {
        Answer get = browser.get("/problems/overloaded");
        assertThat(browser.send("HEAD", "/problems/overloaded", BodyPublishers.noBody()))
                .isOk()
                .isEmpty()
                .hasHeader("Content-Type", get.header("Content-Type"))
                .hasHeader("Vary", "Accept");
    }

    /** Besides successful answers only refusals have a page. */
    @Test
    void anUnknownCodeIsAProblemForPeopleToo() {
        Stream.of("/problems/none", "/problems/<script>alert(1)<%2Fscript>")
                .map(path -> path.replace("<", "%3C").replace(">", "%3E"))
                .forEach(path -> assertThat(browser.get(path)).isProblem("not-found"));
    }

    /** No other resource has a page, although its list has the same form. */
    @Test
    void otherListsHaveNoPage() {
        NewTeam team = NewTeam.in(Gateway.shared());
        assertThat(team.caller().with("Accept", "text/html").get("/projects")).isProblem("not-acceptable");
        assertThat(team.caller().with("Accept", BROWSER).get("/projects"))
                .isOk()
                .hasHeader("Content-Type", "application/json");
    }
}
