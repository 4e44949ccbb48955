package dev.linkgate.gateway.core.atlas;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers of an Atlas that is broken or malicious: correct answers with pieces displaced, and the gateway's own secrets
 * repeated, unchanged, encoded, or truncated. Equal seeds make equal answers to equal requests.
 */
final class HostileAnswers {

    private static final Pattern AUTHORIZATION = Pattern.compile("(?im)^authorization: (.*)$");
    private static final Pattern FIELD = Pattern.compile("(nonce|cnonce|response)=\"([^\"]*)\"");

    private static final String LINK = """
            {"id":"5df264b8f10fab7d2cad2f0d","status":"AVAILABLE","regionName":"US_EAST_1",
             "endpointServiceName":"com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0","errorMessage":null,
             "interfaceEndpoints":["vpce-0123456789abcdef0","vpce-0123456789abcdef1"],"more":{"deep":[1]}}""";
    private static final String ENDPOINT = """
            {"interfaceEndpointId":"vpce-0123456789abcdef0","connectionStatus":"AVAILABLE","deleteRequested":false,
             "errorMessage":null}""";
    private static final String ERROR = """
            {"error":409,"errorCode":"OUT_OF_CAPACITY","detail":"No capacity.","reason":"Conflict","parameters":["a",1]}""";
    private static final String LIMIT = """
            {"error":429,"errorCode":"RATE_LIMITED_TOKEN_BUCKET","parameters":["api/atlas/v2/groups/x",1,4000,2000,60]}""";
    private static final String TOKEN = """
            {"access_token":"eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJtZSJ9.c2lnbmF0dXJl","expires_in":3600,"token_type":"Bearer",
             "error":"invalid_client","error_description":"No."}""";

    /** A value of a field, or of an element. */
    private static final Pattern VALUE =
            Pattern.compile("(?<=[:\\[,])(\"[^\"]*\"|null|true|false|\\d+|\\{[^{}]*}|\\[[^\\[\\]]*])");

    private final RandomGenerator random;
    private final String longLived;

    /** @param longLived the private key or client secret, which such an Atlas knows as well */
    HostileAnswers(RandomGenerator random, String longLived) {
        this.random = random;
        this.longLived = longLived;
    }

    /** The secrets of the credential in this request. */
    static List<String> shown(String request) {
        Matcher header = AUTHORIZATION.matcher(request);
        if (!header.find()) {
            return List.of();
        }
        String value = header.group(1).strip();
        return value.startsWith("Digest ")
                ? FIELD.matcher(value).results().map(field -> field.group(2)).toList()
                : List.of(value.substring(value.indexOf(' ') + 1));
    }

    /** The bytes of an answer, shown as ISO 8859-1. */
    String to(String request) {
        if (!request.contains("uthorization: ") && random.nextInt(8) > 0) {
            return answer(401, challenge("b1946ac9/2d2+f0", "false"), "");
        }
        int status = pick(200, 200, 200, 200, 200, 201, 202, 400, 401, 403, 404, 409, 418, 429, 503, 999);
        String body = random.nextInt(20) == 0 ? garbage() : spoiled(entity(request, status), request);
        StringBuilder headers = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            headers.append(header(request)).append("\r\n");
        }
        return answer(
                status,
                headers.toString(),
                new String(body.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
    }

    private static String answer(int status, String headers, String body) {
        return "HTTP/1.1 " + status + " Whatever\r\n" + headers + "Content-Length: " + body.length() + "\r\n\r\n"
                + body;
    }

    private static String challenge(String nonce, String stale) {
        return "WWW-Authenticate: Digest realm=\"r\", nonce=\"" + nonce + "\", algorithm=MD5, qop=\"auth\", stale="
                + stale + "\r\n";
    }

    private String entity(String request, int status) {
        if (request.startsWith("POST /api/oauth")) {
            return TOKEN;
        }
        if (status >= 400) {
            return pick(ERROR, ERROR, ERROR, LIMIT, LINK);
        }
        String target = request.substring(0, request.indexOf('\r'));
        if (target.contains("vpce-") || (target.contains("5df264b8") && target.startsWith("POST"))) {
            return ENDPOINT;
        }
        return target.contains("5df264b8") || target.startsWith("POST") ? LINK : "[" + LINK + "," + LINK + "]";
    }

    private String spoiled(String entity, String request) {
        String body = entity;
        for (int i = random.nextInt(4); i > 0; i--) {
            Matcher values = VALUE.matcher(body);
            long count = values.results().count();
            if (count > 0) {
                long chosen = random.nextLong(count);
                values.reset();
                for (long seen = 0; seen <= chosen && values.find(); seen++) {}
                body = body.substring(0, values.start()) + value(request) + body.substring(values.end());
            }
        }
        return random.nextInt(20) == 0 ? body.substring(0, random.nextInt(body.length() + 1)) : body;
    }

    private String value(String request) {
        return switch (random.nextInt(14)) {
            case 0 -> pick("null", "true", "[]", "{}", "\"\"");
            case 1 ->
                pick(
                        "9000000000000000000",
                        "-1",
                        "0",
                        "1e400",
                        "-9223372036854775808",
                        "7".repeat(99),
                        "7".repeat(200));
            case 2 -> "[".repeat(100) + "]".repeat(100);
            case 3 -> "[" + "[],".repeat(random.nextInt(30_000)) + "[]]";
            case 4 -> "[" + "\"vpce-0123456789abcdef0\",".repeat(random.nextInt(3_000)) + "\"vpce-0123456789abcdef0\"]";
            case 5 -> "\"" + "long ".repeat(random.nextInt(60_000)) + "\"";
            case 6 -> "\"\\ud800 \\u0000 \\u202e \\r\\n \\u2028 \u00fcber\"";
            case 7 -> pick("[null]", "[7]", "[\"vpce-none\"]", "[\"\"]", "\"NaN\"", "\"3600\"", "\"a\\r\\nb: c\"");
            default -> "\"" + "x".repeat(random.nextInt(1_100)) + " said: " + echo(request) + "\"";
        };
    }

    private String echo(String request) {
        List<String> shown = shown(request);
        String secret = shown.isEmpty() || random.nextInt(3) == 0 ? longLived : shown.get(random.nextInt(shown.size()));
        return switch (random.nextInt(6)) {
            case 0 -> URLEncoder.encode(secret, StandardCharsets.UTF_8);
            case 1 -> secret.replace("+", "&#43;").replace("/", "&#x2F;").replace("=", "&#61;");
            case 2 -> base64("x".repeat(random.nextInt(3)) + longLived + "; more");
            case 3 -> secret.toUpperCase(java.util.Locale.ROOT);
            default -> request.replaceAll("[\"\\\\\r\n]", " ");
        };
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private String header(String request) {
        String number =
                pick("0", "1", "-5", "NaN", "1e9", "2147483647", "2147483648", "999999999999999999999", "", "7, 7");
        return switch (random.nextInt(9)) {
            case 0 -> "Retry-After: " + number;
            case 1 -> "RateLimit-Limit: " + number;
            case 2 -> "RateLimit-Remaining: " + number;
            case 3 -> "X-Error-Code: " + echo(request).replaceAll("[\\x00-\\x1f]", " ");
            case 4 ->
                challenge(pick("x", "n".repeat(3_000), "\\\"\\\"", "\u00e9", ""), pick("true", "false", "7"))
                        .strip();
            case 5 -> "WWW-Authenticate: Digest " + pick("nonce=", "realm=\"", ",".repeat(3_000), "\"\\".repeat(1_500));
            case 6 -> "Authentication-Info: nextnonce=\"" + pick("", "y".repeat(3_000), "\\") + "\"";
            case 7 ->
                "Content-Type: " + pick("application/json; charset=utf-32", "text/html; charset=unheard-of", ";;", "");
            default -> "X-" + "h".repeat(random.nextInt(9_000)) + ": x";
        };
    }

    private String garbage() {
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private int pick(int... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
