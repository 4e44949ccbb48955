package dev.linkgate.gateway.core.atlas.channel;

import dev.linkgate.kernel.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;

/**
 * The secrets that an answer of Atlas could repeat, because the gateway used or received them in the same exchange: the
 * private key or client secret, the bearer token, and a digest's nonces, client nonce and response.
 *
 * <p>A whole secret is found as it is, in hex, and at any place inside base64, as in {@code Authorization: Basic}; each
 * of these in upper and lower case, and with the escapes of URLs, JSON and HTML. What the request itself has sent to
 * Atlas in its path or body is no secret there, so an answer may repeat it.
 */
public final class RequestSecrets {

    private static final Logger log = LoggerFactory.getLogger(RequestSecrets.class);

    private static final String HIDDEN = "[hidden]";

    /** The minimum length of a secret, in characters. Shorter ones would be found in other texts by chance. */
    private static final int MIN_LENGTH = 4;

    /** The minimum length of a secret that is also looked for in hex and base64, in characters. */
    private static final int MIN_ENCODED = 8;

    /** An escape may be escaped again, by each of the programs on the way. */
    private static final int MAX_DECODINGS = 3;

    // The escapes of URLs (%31), of HTML (&#49; &#x31;), of JSON and others (a backslash and u0031, x31, a quote or a
    // slash).
    private static final Pattern ESCAPE = Pattern.compile("%([0-9A-Fa-f]{2})"
            + "|&#(?:[xX]([0-9A-Fa-f]{1,6})|([0-9]{1,7}));?"
            + "|\\\\(?:u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|([\"\\\\/]))");

    private static final int DECIMAL_GROUP = 3;
    private static final int ITSELF_GROUP = 6;

    /** The fields of a digest's headers that are secret: {@code nonce}, {@code cnonce}, {@code nextnonce} and so on. */
    private static final Pattern DIGEST_FIELD =
            Pattern.compile("(?:nonce|response|rspauth)=(?:\"([^\"]*)|([^\",\\s]+))");

    private final AtlasRequest request;
    private final HttpHeaders answer;
    private @Nullable List<String> secrets;
    private @Nullable List<String> forms;

    /**
     * @param request as it was sent
     * @param answer the header of its answer
     */
    public RequestSecrets(AtlasRequest request, HttpHeaders answer) {
        this.request = request;
        this.answer = answer;
    }

    /** The text with each secret in it replaced. A text that has one only behind escapes is returned without these. */
    public String hideIn(String text) {
        // Nearly all texts are ids that were asked for.
        if (isPlainly(text, request.uri()) || isPlainly(text, request.body())) {
            return text;
        }
        if (secrets == null) {
            secrets = secrets();
        }
        // No form of a secret is shorter than it is, and a text without its escapes is not longer.
        if (secrets.stream().allMatch(secret -> secret.length() > text.length())) {
            return text;
        }
        if (forms == null) {
            forms = forms(secrets);
        }
        String harmless = replaced(text, forms);
        String decoded = harmless;
        for (int i = 0; i < MAX_DECODINGS && ESCAPE.matcher(decoded).find(); i++) {
            decoded = decoded(decoded);
            String found = replaced(decoded, forms);
            if (!found.equals(decoded)) {
                harmless = found;
                decoded = found;
            }
        }
        if (!harmless.equals(text)) {
            log.warn(
                    "An answer of Atlas, or of a proxy before it, repeats a secret of credential {}; it was hidden",
                    request.credential().name());
        }
        return harmless;
    }

    /** Whether a text is in what was sent, where no escape can make it look like that. */
    private static boolean isPlainly(String text, @Nullable String sent) {
        return sent != null
                && sent.contains(text)
                && sent.indexOf('%') < 0
                && sent.indexOf('&') < 0
                && sent.indexOf('\\') < 0;
    }

    private static String replaced(String text, List<String> forms) {
        String lower = lowerCase(text);
        if (forms.stream().noneMatch(lower::contains)) {
            return text;
        }
        String any = forms.stream().map(Pattern::quote).collect(Collectors.joining("|"));
        return Pattern.compile(any, Pattern.CASE_INSENSITIVE).matcher(text).replaceAll(HIDDEN);
    }

    private static String lowerCase(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private List<String> secrets() {
        List<String> secrets = new ArrayList<>();
        secrets.add(request.credential().secret().reveal());
        Secret authorization = request.authorization();
        if (authorization != null) {
            String header = authorization.reveal();
            if (header.startsWith("Digest ")) {
                addDigestFields(header, secrets);
            } else {
                secrets.add(header.substring(header.indexOf(' ') + 1));
            }
        }
        answer.getOrEmpty(HttpHeaders.WWW_AUTHENTICATE).forEach(line -> addDigestFields(line, secrets));
        answer.getOrEmpty("Authentication-Info").forEach(line -> addDigestFields(line, secrets));
        secrets.removeIf(secret -> secret.length() < MIN_LENGTH);
        return secrets;
    }

    /**
     * How each of the secrets can be shown, in lower case, the longest first. Without what the request itself says in
     * its path or body.
     */
    private List<String> forms(List<String> secrets) {
        Set<String> forms = new HashSet<>();
        secrets.forEach(secret -> addForms(secret, forms));
        String sent = lowerCase(decoded(request.uri() + " " + Objects.requireNonNullElse(request.body(), "")));
        return forms.stream()
                .map(RequestSecrets::lowerCase)
                .filter(form -> !sent.contains(form))
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    private static void addDigestFields(String header, List<String> secrets) {
        Matcher field = DIGEST_FIELD.matcher(header);
        while (field.find()) {
            secrets.add(field.group(field.group(1) != null ? 1 : 2));
        }
    }

    private static void addForms(String secret, Set<String> forms) {
        forms.add(secret);
        if (secret.length() >= MIN_ENCODED) {
            byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
            forms.add(HexFormat.of().formatHex(bytes));
            for (int before = 0; before < 3; before++) {
                forms.add(base64(Base64.getEncoder(), bytes, before));
                forms.add(base64(Base64.getUrlEncoder(), bytes, before));
            }
        }
    }

    /**
     * The part of a secret's base64 that is the same whatever is beside it.
     *
     * @param before the number of bytes before it, 0 to 2: there are three forms
     */
    private static String base64(Base64.Encoder encoder, byte[] secret, int before) {
        byte[] shifted = new byte[before + secret.length];
        System.arraycopy(secret, 0, shifted, before, secret.length);
        String form = encoder.withoutPadding().encodeToString(shifted);
        // The first characters also depend on the text before, and the last one on the text after.
        return form.substring(before == 0 ? 0 : before + 1, form.length() - 1);
    }

    /** The text with its escapes replaced; those that this makes remain. */
    private static String decoded(String text) {
        StringBuilder decoded = new StringBuilder(text.length());
        Matcher escape = ESCAPE.matcher(text);
        int from = 0;
        for (; escape.find(); from = escape.end()) {
            decoded.append(text, from, escape.start()).append(character(escape, text));
        }
        return decoded.append(text, from, text.length()).toString();
    }

    /** Characters beyond the first plane are none of a key. */
    private static char character(Matcher escape, String text) {
        for (int group = 1; group < ITSELF_GROUP; group++) {
            if (escape.start(group) >= 0) {
                int radix = group == DECIMAL_GROUP ? 10 : 16;
                return (char) Integer.parseInt(text, escape.start(group), escape.end(group), radix);
            }
        }
        return text.charAt(escape.start(ITSELF_GROUP));
    }
}
