package dev.linkgate.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Looks into the answers of Atlas. */
final class Json {

    private Json() {}

    static JsonNode of(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body());
    }

    /** The error has Atlas's shape: these five fields, the code in a header, plain JSON. */
    static void assertError(HttpResponse<String> answer, int status, String errorCode) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        JsonNode body = of(answer);
        assertThat(body.propertyNames()).containsExactly("detail", "error", "errorCode", "parameters", "reason");
        assertThat(body.get("error").intValue()).isEqualTo(status);
        assertThat(body.get("errorCode").stringValue()).isEqualTo(errorCode);
        assertThat(answer.headers().firstValue("X-Error-Code")).contains(errorCode);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    }
}
