package dev.linkgate.atlas;

import dev.linkgate.kernel.AtlasAnswer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Atlas's whole answer: its body is read, within a bound, and decoded before anybody sees it. */
record AtlasResponse(int status, HttpHeaders headers, String body) {

    private static final int MAX_DETAIL = 500;
    private static final JsonMapper JSON = new JsonMapper();

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** What Atlas says of its refusal, as far as it is Atlas that speaks and not a proxy before it. */
    AtlasAnswer refusal() {
        JsonNode error = json();
        String code = text(error, "errorCode");
        String detail = text(error, "detail");
        return new AtlasAnswer(
                status,
                code != null ? code : headers.getFirst("X-Error-Code"),
                detail == null || detail.length() <= MAX_DETAIL ? detail : detail.substring(0, MAX_DETAIL));
    }

    /**
     * How long Atlas asks to wait: {@code Retry-After} in seconds, or what the body of its token bucket's 429 says. The
     * header's other form, a date, is not used by Atlas.
     */
    @Nullable
    Duration retryAfter() {
        String seconds = headers.getFirst(HttpHeaders.RETRY_AFTER);
        if (seconds != null && seconds.matches("\\d{1,6}")) {
            return Duration.ofSeconds(Long.parseLong(seconds));
        }
        RateNotice notice = status == 429 ? RateNotice.read(this) : null;
        return notice == null ? null : notice.retryAfter();
    }

    /** The body as JSON; a missing node if it is anything else. */
    JsonNode json() {
        try {
            return JSON.readTree(body);
        } catch (JacksonException e) {
            return JSON.missingNode();
        }
    }

    /** The text of a field; absent if the field is, or holds anything but text. */
    static @Nullable String text(JsonNode object, String field) {
        return object.path(field).stringValue(null);
    }

    /** Headers and body can hold nonces and tokens. */
    @Override
    public String toString() {
        return "AtlasResponse[" + status + "]";
    }
}
