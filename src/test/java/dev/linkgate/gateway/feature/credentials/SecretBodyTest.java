package dev.linkgate.gateway.feature.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.linkgate.gateway.core.atlas.credential.BaseUrls;
import dev.linkgate.gateway.core.atlas.credential.KeyMaterial;
import dev.linkgate.gateway.core.platform.request.FieldError;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

class SecretBodyTest {

    private static final String SECRET = "hush-4711-hush";

    private final SecretBody bodies = new SecretBody(JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{}                                                                            | kind",
                "null                                                                          | body",
                "[]                                                                            | body",
                "'hush-4711-hush'                                                              | body",
                "{'kind':'password','publicKey':'a','privateKey':'hush-4711-hush'}             | kind",
                "{'kind':'DIGEST','publicKey':'a','privateKey':'hush-4711-hush'}               | kind",
                "{'kind':'digest'}                                                             | publicKey,privateKey",
                "{'kind':'digest','publicKey':null,'privateKey':' '}                           | publicKey,privateKey",
                "{'kind':'digest','publicKey':'a\\nb','privateKey':'hush-4711-hush\\u0000'}    | publicKey,privateKey",
                "{'kind':'digest','publicKey':'a','clientSecret':'hush-4711-hush'}             | privateKey,clientSecret",
                "{'kind':'service-account','publicKey':'a','clientSecret':'hush-4711-hush'}    | publicKey,clientId",
                "{'kind':'digest','publicKey':'a','privateKey':'hush-4711-hush','extra':1}     | extra",
                "{'kind':'digest','publicKey':'a','privateKey':{'x':'hush-4711-hush'}}         | privateKey",
                "{'kind':'digest','publicKey':'a','privateKey':['hush-4711-hush']}             | privateKey",
            })
    void namesEveryFieldThatIsWrongAndShowsNoValue(String json, String fields) {
        LinkgateException refusal = refusal(json.strip());

        assertThat(refusal.failure().errors())
                .extracting(FieldError::field)
                .containsExactlyInAnyOrder(fields.strip().split(","));
    }

    @Test
    void refusesALongValue() {
        refusal("{'kind':'digest','publicKey':'a','privateKey':'" + SECRET + "x".repeat(512) + "'}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hush-4711-hush",
                "{'kind':'digest','publicKey':'a','privateKey':hush-4711-hush}",
                "{'kind':'digest','publicKey':'a','privateKey':'hush-4711-hush\n'}",
                "{'kind':'digest','publicKey':'a','privateKey':'hush-4711-hush\\q'}",
                "{'kind':'digest','publicKey':'a','privateKey':'hush-4711-hush'",
                "{'kind':'digest','publicKey':'a','privateKey':'hush-4711-hush'} hush-4711-hush",
                "{'kind':'digest','publicKey':'a','privateKey':'b'}{'privateKey':'hush-4711-hush'}",
            })
    void refusesBrokenJsonWithoutQuotingIt(String json) {
        assertThat(refusal(json).failure().errors())
                .extracting(FieldError::field)
                .containsExactly("body");
    }

    @Test
    void letsTheRefusalOfTheStreamPass() {
        IOException broken = new IOException("the body ended early");
        InputStream body = new FilterInputStream(InputStream.nullInputStream()) {
            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                throw broken;
            }
        };

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> bodies.read(body, CredentialRequest.class))
                .isSameAs(broken);
    }

    /** The result of reading the body; none of its printed forms may contain the secret. */
    private LinkgateException refusal(String json) {
        LinkgateException refusal =
                Objects.requireNonNull(catchThrowableOfType(LinkgateException.class, () -> material(json)));
        StringWriter printed = new StringWriter();
        refusal.printStackTrace(new PrintWriter(printed));
        assertThat(List.of(printed, refusal.failure())).asString().doesNotContain("hush");
        assertThat(refusal.failure().code()).isEqualTo(ProblemCode.INVALID_REQUEST);
        return refusal;
    }

    private KeyMaterial material(String json) throws IOException {
        byte[] body = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return bodies.read(new ByteArrayInputStream(body), CredentialRequest.class)
                .material(new BaseUrls(Set.of()));
    }
}
