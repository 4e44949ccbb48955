package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Unknown callers, and requests that need no body, are answered without it. These bodies never come. Each answer says
 * that its connection ends.
 */
class WithheldBodyTest {

    private static final String FORM = "Content-Type: application/x-www-form-urlencoded\n";
    private static final String PARTS = "Content-Type: multipart/form-data; boundary=b\n";
    private static final String JSON = "Content-Type: application/json\n";

    private final Gateway gateway = Gateway.shared();

    @ParameterizedTest
    @ValueSource(strings = {FORM, PARTS, JSON, ""})
    void nobodyIsWaitedFor(String type) {
        for (String path : new String[] {
            "/nope?pretty=true",
            "/projects?pageNum=1&envelope=true",
            "/admin/teams/a/keys?pretty=true",
            "/admin/audit?limit=1"
        }) {
            assertThat(beginning("POST", path, type)).as(path).startsWith("HTTP/1.1 401 ");
        }
        assertThat(beginning("GET", "/problems?pretty=true&pageNum=1", type)).startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {FORM, PARTS})
    void noFormOfAKnownCallerIsWaitedFor(String type) {
        String administrator = type + "Authorization: Bearer " + Gateway.ADMIN_TOKEN + "\n";
        assertThat(beginning("POST", "/admin/teams/a/keys?pretty=true", administrator))
                .startsWith("HTTP/1.1 413 ");
        assertThat(beginning("GET", "/admin/audit?limit=1&pretty=true", administrator))
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void unreadBodyIsNotRequested() {
        assertThat(beginning("POST", "/projects?pretty=true", JSON + "Expect: 100-continue\n"))
                .startsWith("HTTP/1.1 401 ");
    }

    /** Parameters come from the query alone, never from the body. */
    @Test
    void aFormHasNoParameters() {
        String form = "pageNum=nonsense&limit=nonsense&pretty=true";
        assertThat(Socket.say(
                        gateway,
                        "GET /admin/teams?itemsPerPage=7 HTTP/1.1\nHost: a\nConnection: close\nAuthorization: Bearer "
                                + Gateway.ADMIN_TOKEN + "\n" + FORM + "Content-Length: " + form.length() + "\n\n"
                                + form))
                .isOk();
    }

    /** @return the answer while only one byte of a body of two million was sent */
    private String beginning(String method, String path, String headers) {
        String answer = Socket.sayBeginning(
                gateway, method + " " + path + " HTTP/1.1\nHost: a\n" + headers + "Content-Length: 2000000\n\nx");
        assertThat(answer).containsOnlyOnce("\r\nConnection: close\r\n");
        return answer;
    }
}
