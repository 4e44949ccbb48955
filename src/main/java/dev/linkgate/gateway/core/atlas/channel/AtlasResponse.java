package dev.linkgate.gateway.core.atlas.channel;

import dev.linkgate.gateway.core.endpoints.port.AtlasBody;
import dev.linkgate.gateway.core.platform.request.AtlasAnswer;
import dev.linkgate.gateway.core.platform.request.AtlasField;
import dev.linkgate.gateway.core.platform.web.JsonBuffers;
import dev.linkgate.kernel.VisibleText;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Atlas's complete answer. The body is read, within a bound, and decoded before it is used. It may be wrong, endless or
 * repeat the gateway's secrets, so Atlas's texts leave only through {@link #text}.
 *
 * @param body empty if there is none, and {@link #TOO_LONG} if it was longer than {@link #MAX_BODY_BYTES}
 * @param secrets the secrets to hide in texts
 */
public record AtlasResponse(int status, HttpHeaders headers, String body, RequestSecrets secrets) implements AtlasBody {

    /** Room for the ids of 9,000 endpoints; a project has about a hundred. */
    public static final int MAX_BODY_BYTES = 256 * 1024;

    /** Stands for a body that was not read to its end. It is not JSON. */
    public static final String TOO_LONG = "(too long)";

    /** The maximum length of a text that is passed on, in characters. */
    public static final int MAX_TEXT = 1_000;

    /** The maximum number of wrong fields that are passed on; bodies of this API have fewer. */
    public static final int MAX_FIELDS = 20;

    /** The longest pause that is honoured, so that a wrong value from Atlas does not last for days. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);

    private static final Pattern SECONDS = Pattern.compile("\\d{1,18}");

    /** Twice the tokens of {@link #MAX_BODY_BYTES} of ids; a parsed body takes two megabytes at most. */
    private static final JsonMapper JSON = new JsonMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxDocumentLength(MAX_BODY_BYTES)
                    .maxTokenCount(20_000)
                    .maxNestingDepth(32)
                    .maxNameLength(1_000)
                    .maxNumberLength(100)
                    .build())
            .recyclerPool(JsonBuffers.POOL)
            .build());

    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** Whether the body is larger than any that is read. */
    public boolean isTooLong() {
        if (body.equals(TOO_LONG)) {
            return true;
        }
        try {
            JSON.readTree(body);
            return false;
        } catch (StreamConstraintsException e) {
            return true;
        } catch (JacksonException e) {
            return false;
        }
    }

    /** Atlas's explanation of its refusal, if the answer is from Atlas and not from a proxy before it. */
    public AtlasAnswer refusal() {
        JsonNode error = json();
        String code = text(error, "errorCode");
        return new AtlasAnswer(
                status,
                code != null ? code : shown(headers.getFirst("X-Error-Code")),
                text(error, "detail"),
                fields(error.path("badRequestDetail").path("fields")));
    }

    /** The named ones among the first {@value #MAX_FIELDS}; Atlas may omit a description. */
    private List<AtlasField> fields(JsonNode fields) {
        return fields.valueStream()
                .limit(MAX_FIELDS)
                .map(this::field)
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<AtlasField> field(JsonNode one) {
        String description = Objects.requireNonNullElse(text(one, "description"), "");
        return Optional.ofNullable(text(one, "field")).map(name -> new AtlasField(name, description));
    }

    /**
     * The pause that Atlas asks for, at most a quarter of an hour: {@code Retry-After} in seconds, which may be 0, or
     * the value in the body of its token bucket's 429. Atlas does not use the header's other form, a date.
     */
    @Nullable
    public Duration retryAfter() {
        String seconds = headers.getFirst(HttpHeaders.RETRY_AFTER);
        if (seconds != null && SECONDS.matcher(seconds).matches()) {
            return bounded(Duration.ofSeconds(Long.parseLong(seconds)));
        }
        RateNotice notice = status == 429 ? RateNotice.read(this) : null;
        return notice == null || notice.retryAfter() == null ? null : bounded(notice.retryAfter());
    }

    private static Duration bounded(Duration asked) {
        return asked.compareTo(LONGEST_WAIT) < 0 ? asked : LONGEST_WAIT;
    }

    /** The body as JSON; a missing node if it is not JSON, or larger than any body of Atlas. */
    @Override
    public JsonNode json() {
        try {
            return JSON.readTree(body);
        } catch (JacksonException e) {
            return JSON.missingNode();
        }
    }

    /**
     * The text of a field, safe to show: without secrets, in printable characters, {@value #MAX_TEXT} at most.
     *
     * @return nothing if the field is absent or is not a text
     */
    @Override
    @Nullable
    public String text(JsonNode object, String field) {
        return shown(object.path(field).stringValue(null));
    }

    @Override
    public boolean repeatsSecret(String text) {
        return !secrets.hideIn(text).equals(text);
    }

    /** A text of the body, as {@link #text(JsonNode, String)} shows it. */
    public String text(JsonNode text) {
        return Objects.requireNonNull(shown(text.stringValue()));
    }

    private @Nullable String shown(@Nullable String said) {
        if (said == null) {
            return null;
        }
        String harmless = secrets.hideIn(said); // before it is cut, because a part of a secret would not be found
        return VisibleText.in(harmless.length() <= MAX_TEXT ? harmless : harmless.substring(0, MAX_TEXT - 1) + "…");
    }

    /** Headers and body can hold nonces and tokens. */
    @Override
    public String toString() {
        return "AtlasResponse[" + status + "]";
    }
}
