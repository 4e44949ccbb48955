package dev.linkgate.gateway.openapi;

import dev.linkgate.gateway.api.PreferWait;
import dev.linkgate.gateway.request.RequestId;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.http.HttpHeaders;

/** The headers of answers. Each is among the document's components once, and answers refer to it. */
enum AnswerHeader {
    AGE(
            HttpHeaders.AGE,
            new IntegerSchema(),
            "How many seconds ago Atlas was asked; absent if it was asked for this request alone"),
    ALLOW(HttpHeaders.ALLOW, new StringSchema(), "The methods that the path accepts"),
    AUDIT_RECEIPT(
            "Audit-Receipt",
            new StringSchema(),
            "Sequence and hash of the audit record, `<sequence>:<hash>`, if there is one of this request alone"),
    ETAG(HttpHeaders.ETAG, new StringSchema(), "The entity tag, for `If-Match` and `If-None-Match`"),
    IDEMPOTENCY_REPLAYED(
            "Idempotency-Replayed", new StringSchema(), "`true`, if it is the answer to an earlier request"),
    LOCATION(HttpHeaders.LOCATION, new StringSchema(), "The path of the new resource, or of the operation"),
    PREFERENCE_APPLIED(PreferWait.RESPONSE_HEADER, new StringSchema(), "`wait=N`, if the preference was applied"),
    RATE_LIMIT(
            "RateLimit",
            new StringSchema(),
            "Your team's standing, if there is a limit: `r` requests are left for `t` seconds (draft 11 of the IETF)"),
    RATE_LIMIT_POLICY("RateLimit-Policy", new StringSchema(), "The limit: `q` requests in `w` seconds"),
    RATE_LIMIT_LIMIT("RateLimit-Limit", new IntegerSchema(), "Your team's requests a minute, if there is a limit"),
    RATE_LIMIT_REMAINING("RateLimit-Remaining", new IntegerSchema(), "The number of requests left"),
    RATE_LIMIT_RESET("RateLimit-Reset", new IntegerSchema(), "The seconds until all of them are available again"),
    REQUEST_ID(RequestId.HEADER, new StringSchema(), "The name of this request"),
    RETRY_AFTER(HttpHeaders.RETRY_AFTER, new IntegerSchema(), "When to try or ask again, in seconds"),
    WWW_AUTHENTICATE(
            HttpHeaders.WWW_AUTHENTICATE,
            new StringSchema(),
            "`Bearer`; with the reason, if a token was sent (RFC 6750)");

    private final String header;
    private final Schema<?> schema;
    private final String description;

    AnswerHeader(String header, Schema<?> schema, String description) {
        this.header = header;
        this.schema = schema;
        this.description = description;
    }

    /** All of them, by name, for the document's components. */
    static Map<String, Header> components() {
        return Arrays.stream(values())
                .collect(Collectors.toMap(
                        header -> header.header, AnswerHeader::component, (one, other) -> one, TreeMap::new));
    }

    private Header component() {
        // Only the request's id is in every answer that has the header at all.
        return new Header()
                .description(description)
                .required(this == REQUEST_ID ? true : null)
                .schema(schema);
    }

    /** Adds a team's standing to an answer. */
    static void addRateLimitsTo(ApiResponse response) {
        Stream.of(RATE_LIMIT, RATE_LIMIT_POLICY, RATE_LIMIT_LIMIT, RATE_LIMIT_REMAINING, RATE_LIMIT_RESET)
                .forEach(header -> header.addTo(response));
    }

    /** Adds it to an answer, as a reference. */
    void addTo(ApiResponse response) {
        response.addHeaderObject(header, new Header().$ref("#/components/headers/" + header));
    }
}
