package dev.linkgate.gateway.core.platform.request;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.linkgate.kernel.LowercaseHex;
import dev.linkgate.kernel.Provider;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;

/**
 * The id of an interface endpoint. Its form shows its provider:
 *
 * <ul>
 *   <li>AWS: {@code vpce-} and 17 lowercase hex digits, or 8 for endpoints that AWS made before 2018.
 *   <li>Azure: the resource id of a private endpoint, which begins with a slash. Azure compares it without case, and so
 *       does {@link #equals}.
 *   <li>GCP: the name of an endpoint group or, port-mapped, of a forwarding rule; 1 to 255 characters. A forwarding
 *       rule has the form of RFC 1035, and Atlas accepts groups of other names. What looks like a wrong AWS id is taken
 *       for one.
 * </ul>
 */
public record EndpointId(@JsonValue String value) {

    private static final String AZURE_PATTERN = "(?i:/subscriptions/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
            + "/resourceGroups/[-\\p{L}\\p{Mn}\\p{Nd}\\p{Pc}.()]{1,90}"
            + "/providers/Microsoft\\.Network/privateEndpoints/[-\\p{L}\\p{Mn}\\p{Nd}\\p{Pc}.()]{1,80})";

    /** The name of a forwarding rule (RFC 1035). */
    private static final String GCP_RULE = "[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?";

    /** The name of a group of forwarding rules: printable text without slashes that is not nearly an id of AWS. */
    private static final String GCP_GROUP = "(?!(?i:vpce)|[0-9a-fA-F]+$|[.]{1,2}$)[^/\\\\\\p{C}\\p{Z}]"
            + "(?:[^/\\\\\\p{C}\\p{Zl}\\p{Zp}]{0,253}[^/\\\\\\p{C}\\p{Z}])?";

    /**
     * The pattern of an id of any provider, for the OpenAPI document. It does not check ids whole: its dialect has no
     * switch for case, and generated clients for Go reject every id if a pattern looks ahead or has a comma.
     */
    public static final String DOCUMENTED_PATTERN = "^(?:/[^/]+/[0-9a-fA-F-]{36}/.+|[^/]+)$";

    private static final String AWS_FORM = "'vpce-' followed by 8 or 17 lowercase hex digits";
    private static final String AZURE_FORM =
            "the resource id of a private endpoint, '/subscriptions/…/providers/Microsoft.Network/privateEndpoints/…'";
    private static final String GCP_FORM = "the name of an endpoint group or forwarding rule";

    /** The message for an id of which no provider is known. */
    public static final String EXPECTED =
            "must be " + AWS_FORM + " (AWS), " + AZURE_FORM + " (Azure), or " + GCP_FORM + " (GCP)";

    private static final String PREFIX = "vpce-";
    private static final int SHORT_LENGTH = PREFIX.length() + 8;
    private static final int LENGTH = PREFIX.length() + 17;
    private static final int MAX_LENGTH = 300;
    private static final Pattern AWS = Pattern.compile("(?i:vpce)|[0-9a-fA-F]+$");
    private static final Pattern AZURE = Pattern.compile(AZURE_PATTERN);
    private static final Pattern GCP = Pattern.compile(GCP_RULE + "|" + GCP_GROUP);

    /** @throws IllegalArgumentException if the value has another form */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public EndpointId {
        if (!matches(value)) {
            throw new IllegalArgumentException("an interface endpoint id " + EXPECTED);
        }
    }

    /** Whether a text has the form of an id. */
    public static boolean matches(String value) {
        if (value.startsWith(PREFIX)) {
            return (value.length() == LENGTH || value.length() == SHORT_LENGTH)
                    && LowercaseHex.isAllOf(value, PREFIX.length());
        }
        return value.length() <= MAX_LENGTH
                && (value.startsWith("/") ? AZURE : GCP).matcher(value).matches();
    }

    /** The provider, as the form shows it. */
    public Provider provider() {
        if (value.startsWith(PREFIX)) {
            return Provider.AWS;
        }
        return value.startsWith("/") ? Provider.AZURE : Provider.GCP;
    }

    /** @throws LinkgateException {@code invalid-request} if a link to this provider cannot have such an endpoint */
    public void requireOn(Provider link) {
        if (provider() != link) {
            throw notOn(link);
        }
    }

    /** @throws LinkgateException {@code invalid-request} if a body has another id than its path, which is this one */
    public void requireRepeatedBy(@Nullable String inBody) {
        if (inBody != null && !(matches(inBody) && new EndpointId(inBody).equals(this))) {
            throw Failure.invalid(List.of(FieldError.at(
                            JsonPointer.empty().appendProperty("interfaceEndpointId"),
                            "interfaceEndpointId",
                            "must be the id in the path, or be left out")))
                    .toException();
        }
    }

    /** The refusal of what is no id of an endpoint on a link to this provider. */
    public static LinkgateException notOn(Provider link) {
        return Failure.invalid(
                        "interfaceEndpointId", "must be " + formOf(link) + ", because the link is to " + link.title())
                .toException();
    }

    /** The message for a text of another form: what it resembles, or else the forms of all providers. */
    public static String expectedFor(String text) {
        if (text.contains("/")) {
            return "must be " + AZURE_FORM;
        }
        return AWS.matcher(text).lookingAt() ? "must be " + AWS_FORM : EXPECTED;
    }

    private static String formOf(Provider provider) {
        return switch (provider) {
            case AWS -> AWS_FORM;
            case AZURE -> AZURE_FORM;
            case GCP -> GCP_FORM;
        };
    }

    /** The id as one segment of a path, percent-encoded (RFC 3986, section 2.1). */
    public String pathSegment() {
        return segment(value);
    }

    /**
     * A path segment that is equal for equal ids. It need not have the form of an id, because some letters are longer
     * in lower case.
     */
    public String canonicalSegment() {
        return segment(canonical());
    }

    private static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** A text that is equal for equal ids. */
    public String canonical() {
        return value.startsWith("/") ? value.toLowerCase(Locale.ROOT) : value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EndpointId id && canonical().equals(id.canonical());
    }

    @Override
    public int hashCode() {
        return canonical().hashCode();
    }

    @Override
    public String toString() {
        return value;
    }
}
