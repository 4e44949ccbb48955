package dev.linkgate.gateway.api.openapi;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.List;

/** References to the security scheme, the parameters and the headers of {@code openapi/frame.yaml}. */
final class References {

    static final String BEARER = "Bearer";
    static final String AUDIT_RECEIPT = "Audit-Receipt";
    static final String KEY_EXPIRES = "Key-Expires";

    /** How many requests a team has left. */
    private static final List<String> RATE_LIMITS =
            List.of("RateLimit", "RateLimit-Policy", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset");

    private References() {}

    /** Adds a parameter to an operation, unless it is there. */
    static void addParameter(Operation operation, String name) {
        Parameter reference = new Parameter().$ref(name);
        if (operation.getParameters() == null || !operation.getParameters().contains(reference)) {
            operation.addParametersItem(reference);
        }
    }

    static void addHeader(ApiResponse response, String name) {
        response.addHeaderObject(name, new Header().$ref(name));
    }

    static void addRateLimits(ApiResponse response) {
        RATE_LIMITS.forEach(name -> addHeader(response, name));
    }
}
