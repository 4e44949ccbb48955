package dev.linkgate.gateway.feature.oauth;

import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.kernel.Secret;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/**
 * The parameters of a request to an endpoint of OAuth: a form that has each parameter once (RFC 6749, section 3.2). A parameter without a value counts as absent, and unknown ones are ignored.
 */
public final class OAuthForm {

    private static final String ATTRIBUTE = OAuthForm.class.getName();

    /** The standards have about ten. Anybody may send a form. */
    private static final int MOST_PARAMETERS = 32;

    private final Map<String, String> values;

    private OAuthForm(Map<String, String> values) {
        this.values = values;
    }

    /**
     * The form of a request; its body is read the first time only.
     *
     * @throws LinkgateException {@code invalid-request} if the request has another body, or a query;
     *     {@code body-too-large}
     */
    public static OAuthForm of(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof OAuthForm known) {
            return known;
        }
        if (request.getQueryString() != null) {
            throw invalid("Send the parameters in the body, not in the query, which logs and histories keep.");
        }
        requireMediaType(request.getContentType());
        OAuthForm form = new OAuthForm(parse(read(request)));
        request.setAttribute(ATTRIBUTE, form);
        return form;
    }

    private static void requireMediaType(@Nullable String contentType) {
        try {
            if (contentType != null
                    && MediaType.parseMediaType(contentType)
                            .equalsTypeAndSubtype(MediaType.APPLICATION_FORM_URLENCODED)) {
                return;
            }
        } catch (InvalidMediaTypeException e) {
            // falls through: it is another one
        }
        throw invalid("Send the parameters as " + MediaType.APPLICATION_FORM_URLENCODED_VALUE + ".");
    }

    private static String read(HttpServletRequest request) {
        try {
            return new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw Failure.invalid("body", "could not be read to its end").toException();
        }
    }

    private static Map<String, String> parse(String text) {
        Map<String, String> values = new HashMap<>();
        String[] pairs = text.split("&", MOST_PARAMETERS + 1);
        if (pairs.length > MOST_PARAMETERS) {
            throw invalid("The form has more than " + MOST_PARAMETERS + " parameters.");
        }
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
            if (!pair.isEmpty() && values.putIfAbsent(name, value) != null) {
                throw invalid("A parameter is there more than once.");
            }
        }
        values.values().removeIf(String::isEmpty);
        return values;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw invalid("The form is not well-formed.");
        }
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }

    Optional<Secret> secret(String name) {
        return text(name).map(Secret::of);
    }

    private static LinkgateException invalid(String detail) {
        return Failure.of(ProblemCode.INVALID_REQUEST, detail).toException();
    }

    /** Omits the values, because some are secrets. */
    @Override
    public String toString() {
        return "OAuthForm" + values.keySet();
    }
}
