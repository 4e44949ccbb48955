package dev.linkgate.gateway.core.atlas;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.linkgate.gateway.core.atlas.channel.AtlasRequest;
import dev.linkgate.gateway.core.atlas.channel.AtlasResponse;
import dev.linkgate.gateway.core.atlas.channel.RequestSecrets;
import dev.linkgate.gateway.core.platform.request.AtlasField;
import dev.linkgate.gateway.core.trail.audit.Intents;
import dev.linkgate.kernel.Provider;
import dev.linkgate.kernel.Secret;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;

class AtlasResponseTest {

    /** Several hundred may be under way at once, in a heap of 400 MB. */
    private static final long MOST_BYTES = 2 << 20;

    private static final String DETAIL =
            "The PrivateLink with the specified id 5df264b8f10fab7d2cad2f0d is not ready; see"
                    + " /api/atlas/v2/groups/64b7f0c2a91d3e5f60718293/privateEndpoint/AWS/endpointService?a=b%20c.";

    static Stream<Arguments> bombs() {
        return Stream.of(
                Arguments.of("[", "[],", "[]]"),
                Arguments.of("[", "{},", "{}]"),
                Arguments.of("[", "1,", "1]"),
                Arguments.of("[", "null,", "null]"),
                Arguments.of("[", "\"\",", "\"\"]"),
                Arguments.of("[", "1e9,", "1]"),
                Arguments.of("{", "\"a\":{},", "\"b\":1}"),
                Arguments.of("", "[", ""),
                Arguments.of("", "{\"a\":", ""),
                Arguments.of("\"", "\\u0041", "\""),
                Arguments.of("", "9", ""),
                Arguments.of("{\"id\":\"", "x", "\"}"));
    }

    /** Memory is limited: all bodies that fit into the bound are read in a moment. */
    @ParameterizedTest
    @MethodSource("bombs")
    void anyBodyTakesLittleMemory(String head, String piece, String tail) {
        int pieces = (AtlasResponse.MAX_BODY_BYTES - head.length() - tail.length()) / piece.length();
        AtlasResponse response = response(head + piece.repeat(pieces) + tail);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        response.json(); // classes and tables that are made once

        long before = threads.getCurrentThreadAllocatedBytes();
        response.json();

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(MOST_BYTES);
    }

    @Test
    void largestAllowedListIsRead() {
        String ids = "\"vpce-0123456789abcdef0\",".repeat(BodyFields.MAX_ENDPOINTS);
        String link = "{\"id\":\"5df264b8f10fab7d2cad2f0d\",\"status\":\"AVAILABLE\",\"interfaceEndpoints\":["
                + ids.substring(0, ids.length() - 1) + "]}";
        String list = "[" + link + ("," + link).repeat(7) + "]";

        assertThat(LinkBodies.links(response(list), Provider.AWS).orElseThrow())
                .hasSize(8)
                .allSatisfy(one -> assertThat(one.interfaceEndpointIds()).hasSize(BodyFields.MAX_ENDPOINTS));
    }

    @Test
    void oversizedListIsRefused() {
        String ids = "\"vpce-0123456789abcdef0\",".repeat(BodyFields.MAX_ENDPOINTS);
        String link = "{\"id\":\"5df264b8f10fab7d2cad2f0d\",\"status\":\"AVAILABLE\",\"interfaceEndpoints\":[" + ids
                + "\"vpce-0123456789abcdef1\"]}";
        String small = "{\"id\":\"5df264b8f10fab7d2cad2f0d\",\"status\":\"AVAILABLE\"}";

        assertThat(LinkBodies.link(response(link), Provider.AWS)).isEmpty();
        assertThat(LinkBodies.links(
                        response("[" + small + ("," + small).repeat(LinkBodies.MAX_LINKS) + "]"), Provider.AWS))
                .isEmpty();
    }

    @Test
    void unknownFieldsAndFieldsWithoutAValueAreFine() {
        String link = """
                {"id":"5df264b8f10fab7d2cad2f0d","status":"AVAILABLE","interfaceEndpoints":null,"regionName":null,
                 "endpointServiceName":null,"errorMessage":null,"supportedRemoteRegions":null,"new":{"a":[1,{"b":2e9}]}}""";

        assertThat(LinkBodies.link(response(link), Provider.AWS)).isPresent();
    }

    @Test
    void invalidDeleteRequestedIsNoEndpoint() {
        String endpoint = """
                {"interfaceEndpointId":"vpce-0123456789abcdef0","connectionStatus":"AVAILABLE","deleteRequested":%s}""";

        assertThat(EndpointBodies.endpoint(response(endpoint.formatted("\"false\"")), Provider.AWS))
                .isEmpty();
        assertThat(EndpointBodies.endpoint(response(endpoint.formatted("null")), Provider.AWS))
                .isPresent();
        assertThat(EndpointBodies.endpoint(response(endpoint.formatted("true")), Provider.AWS)
                        .orElseThrow()
                        .deleteRequested())
                .isTrue();
    }

    @Test
    void fieldsAreCleanedLikeOtherTexts() {
        String secret = Requests.KEY.privateKey().reveal();
        AtlasResponse response = response("""
                {"badRequestDetail":{"fields":[
                 {"field":"a\\u202eb","description":"%s"},
                 {"field":"%s","description":"got %s"},
                 {"field":"c"},
                 {"field":7,"description":"a number"},
                 "text", null, []]}}""".formatted("x".repeat(5_000), secret, secret));

        assertThat(response.refusal().fields())
                .containsExactly(
                        new AtlasField("a b", "x".repeat(AtlasResponse.MAX_TEXT - 1) + "…"),
                        new AtlasField("[hidden]", "got [hidden]"),
                        new AtlasField("c", ""));
    }

    @Test
    void excessFieldsAreLeftOut() {
        String field = "{\"field\":\"a\",\"description\":\"b\"}";
        String many = field + ("," + field).repeat(AtlasResponse.MAX_FIELDS);

        assertThat(response("{\"badRequestDetail\":{\"fields\":[" + many + "]}}")
                        .refusal()
                        .fields())
                .hasSize(AtlasResponse.MAX_FIELDS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "no JSON",
                "{\"badRequestDetail\":null}",
                "{\"badRequestDetail\":7}",
                "{\"badRequestDetail\":{\"fields\":\"a\"}}",
                "{\"badRequestDetail\":{\"fields\":null}}"
            })
    void anAnswerWithoutFieldsHasNone(String body) {
        assertThat(response(body).refusal().fields()).isEmpty();
    }

    @Test
    void secretAtTheCutIsHidden() {
        String secret = Requests.KEY.privateKey().reveal();
        for (int before = AtlasResponse.MAX_TEXT - 2 * secret.length(); before <= AtlasResponse.MAX_TEXT; before++) {
            String detail = response("{\"detail\":\"%s %s\"}".formatted("x".repeat(before), secret))
                    .refusal()
                    .detail();

            assertThat(detail).doesNotContain(secret.substring(0, 4)).hasSizeLessThanOrEqualTo(AtlasResponse.MAX_TEXT);
        }
    }

    static Stream<String> encodings() {
        String key = Requests.KEY.privateKey().reveal();
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        return Stream.of(
                encoded(key, "%%%02x"),
                encoded(key, "%%25%02X"),
                encoded(key, "%%2525%02X"),
                encoded(key, "&#%d;"),
                encoded(key, "&#x%x;"),
                encoded(key, "&amp;#%d;").replace("&amp;", "%26"),
                encoded(key, "\\\\u%04x"),
                encoded(key, "\\\\x%02X"),
                HexFormat.of().formatHex(bytes),
                HexFormat.of().withUpperCase().formatHex(bytes),
                key.toUpperCase(Locale.ROOT),
                Base64.getEncoder().encodeToString(bytes),
                Base64.getEncoder()
                        .encodeToString((Requests.KEY.publicKey() + ":" + key).getBytes(StandardCharsets.UTF_8)),
                Base64.getUrlEncoder().encodeToString(("key=" + key).getBytes(StandardCharsets.UTF_8)));
    }

    private static String encoded(String key, String format) {
        return key.chars().mapToObj(c -> format.formatted(c)).collect(Collectors.joining());
    }

    @ParameterizedTest
    @MethodSource("encodings")
    void encodedSecretIsHidden(String echo) {
        String detail = response("{\"detail\":\"You sent (%s)?\"}".formatted(echo))
                .refusal()
                .detail();

        assertThat(detail).matches("You sent \\(.{0,12}\\[hidden].{0,3}\\)\\?");
    }

    /** One of a length that Atlas could send, of which each character could begin an escape or a piece. */
    @ParameterizedTest
    @ValueSource(strings = {"%2", "%25", "&#1", "\\\\u", "0f1e2d3cpriv ", "a"})
    void searchForSecretsIsBounded(String piece) {
        AtlasResponse response = response(
                "{\"detail\":\"%s\"}".formatted(piece.repeat((AtlasResponse.MAX_BODY_BYTES - 20) / piece.length())));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        response.refusal();

        long before = threads.getCurrentThreadAllocatedBytes();
        response.refusal();

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(MOST_BYTES);
    }

    @Test
    void partOfASecretIsNoSecret() {
        String key = Requests.KEY.privateKey().reveal();

        assertThat(hiddenIn(Requests.get("/x"), key.substring(1))).isEqualTo(key.substring(1));
    }

    /** Its sender knows it, and a changed id names something else. */
    @ParameterizedTest
    @ValueSource(strings = {"0f1e2d3c-private-key", "0f1e2d3c%2Dprivate-key"})
    void whatTheRequestSaysIsNoSecret(String said) {
        String answer = "The endpoint 0f1e2d3c-private-key is new.";

        assertThat(hiddenIn(Requests.get("/x"), answer)).isEqualTo("The endpoint [hidden] is new.");
        assertThat(hiddenIn(Requests.get("/x/" + said), answer)).isEqualTo(answer);
        assertThat(hiddenIn(Requests.post("/x", "{\"id\":\"" + said + "\"}", Intents.any()), answer))
                .isEqualTo(answer);
    }

    @Test
    void theRestOfAnEscapeIsNotWhatTheRequestSays() {
        String key = Requests.KEY.privateKey().reveal();

        assertThat(hiddenIn(Requests.get("/x/%" + key), key)).isEqualTo("[hidden]");
    }

    /** A proxy may write the header into the text of an error. */
    @Test
    void tokenWithEscapedSlashesIsHidden() {
        AtlasRequest request = Requests.get("/x", Requests.ACCOUNT).authorizedBy(Secret.of("Bearer ab/cd+ef/gh=="));

        assertThat(hiddenIn(request, "{\"got\":\"Bearer ab\\/cd+ef\\/gh==\"}"))
                .isEqualTo("{\"got\":\"Bearer [hidden]\"}");
        assertThat(hiddenIn(request, "got Bearer%20ab%2fcd%2Bef%2Fgh%3D%3D")).isEqualTo("got Bearer [hidden]");
    }

    @Test
    void shortTokenIsHidden() {
        AtlasRequest request = Requests.get("/x", Requests.ACCOUNT).authorizedBy(Secret.of("Bearer good"));

        assertThat(hiddenIn(request, "got Bearer good")).isEqualTo("got Bearer [hidden]");
    }

    private static String hiddenIn(AtlasRequest request, String text) {
        return new RequestSecrets(request, new HttpHeaders()).hideIn(text);
    }

    @Test
    void textWithoutSecretsStaysUnchanged() {
        assertThat(response("{\"detail\":\"%s\"}".formatted(DETAIL)).refusal().detail())
                .isEqualTo(DETAIL);
    }

    private static AtlasResponse response(String body) {
        return ScriptedWire.answer(200, body);
    }
}
