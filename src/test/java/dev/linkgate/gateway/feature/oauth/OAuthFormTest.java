package dev.linkgate.gateway.feature.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkgate.kernel.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

class OAuthFormTest {

    private static final String FORM = "application/x-www-form-urlencoded";

    private static MockHttpServletRequest request(@Nullable String type, String body) {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/api/oauth/token");
        request.setContentType(type);
        request.setContent(body.getBytes(StandardCharsets.UTF_8));
        return request;
    }

    private static OAuthForm form(String body) {
        return OAuthForm.of(request(FORM, body));
    }

    @Test
    void valuesAreDecoded() {
        OAuthForm form = form("grant_type=client%5Fcredentials&scope=a+b%20c&unknown=1&=2");

        assertThat(form.text("grant_type")).contains("client_credentials");
        assertThat(form.text("scope")).contains("a b c");
        assertThat(form.text("token")).isEmpty();
    }

    @Test
    void thereAreThirtyTwoParametersAtMost() {
        String thirtyOne = IntStream.range(0, 31).mapToObj(i -> "p" + i + "=1&").collect(Collectors.joining());
        assertThat(form(thirtyOne + "scope=a").text("scope")).contains("a");
        assertThatThrownBy(() -> form(thirtyOne + "scope=a&more=b")).hasMessageContaining("more than 32 parameters");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "text/plain",
                "multipart/form-data; boundary=x",
                "x",
                "application/x-www-form-urlencoded-not"
            })
    void anotherMediaTypeIsRefused(String type) {
        assertThatThrownBy(() -> OAuthForm.of(request(type, "a=1"))).hasMessageContaining("invalid-request");
        assertThatThrownBy(() -> OAuthForm.of(request(null, ""))).hasMessageContaining("invalid-request");
        assertThat(OAuthForm.of(request(FORM + ";charset=UTF-8", "a=1")).text("a"))
                .contains("1");
    }

    @Test
    void bodyIsReadOnce() {
        MockHttpServletRequest request = request(FORM, "a=1");
        OAuthForm first = OAuthForm.of(request);
        request.setContent("a=2".getBytes(StandardCharsets.UTF_8));

        assertThat(OAuthForm.of(request)).isSameAs(first);
    }

    @Test
    void credentialsAreInTheHeaderOrInTheForm() {
        assertThat(ClientCredentials.ofForm(form("client_id=i&client_secret=s%2B")))
                .contains(new ClientCredentials("i", Secret.of("s+")));
        assertThat(ClientCredentials.ofForm(form("client_id=i"))).isEmpty();
        assertThat(ClientCredentials.ofForm(form("client_secret=s"))).isEmpty();
        assertThat(ClientCredentials.ofHeader("basic " + base64("i:s%2B:t+u")))
                .contains(new ClientCredentials("i", Secret.of("s+:t u")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer aTpz",
                "Basic",
                "Basic ",
                "Basic aTpz aTpz",
                "Basic é",
                "Basic aXM=",
                "Basic aTolenM=",
                "Digest username=\"i\""
            })
    void otherHeadersHaveNone(String header) {
        assertThat(ClientCredentials.ofHeader(header)).isEmpty();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void formDoesNotPrintItsValues() {
        assertThat(form("client_secret=s3cr3t").toString()).doesNotContain("s3cr3t");
        assertThat(ClientCredentials.ofForm(form("client_id=i&client_secret=s3cr3t"))
                        .toString())
                .doesNotContain("s3cr3t");
    }
}
