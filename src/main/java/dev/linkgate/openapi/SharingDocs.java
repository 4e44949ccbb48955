package dev.linkgate.openapi;

import dev.linkgate.api.PreferWait;
import dev.linkgate.api.ProblemController;
import dev.linkgate.link.Freshness;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import java.util.Arrays;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;

/** Documents the headers of shared reads, waiting and rate limits in the OpenAPI document. */
@Component
@Order(Ordered.LOWEST_PRECEDENCE)
class SharingDocs implements GlobalOperationCustomizer {

    @Override
    public Operation customize(Operation operation, HandlerMethod handler) {
        if (takes(handler, Freshness.class)) {
            addParameter(
                    operation, HttpHeaders.CACHE_CONTROL, "`no-cache`: ask Atlas now, and accept no shared answer");
            addHeader(
                    operation,
                    HttpHeaders.AGE,
                    "How many seconds ago Atlas was asked; absent if it was asked for this request alone",
                    false);
        }
        if (takes(handler, PreferWait.class)) {
            addParameter(
                    operation,
                    PreferWait.REQUEST_HEADER,
                    "`wait=N`: hold the answer until the resource has settled, is gone or is there, as the request asks,"
                            + " or N seconds are up");
            addHeader(operation, PreferWait.RESPONSE_HEADER, "`wait=N`, if the preference was applied", false);
        }
        if (handler.getBeanType() != ProblemController.class) {
            addHeader(operation, "RateLimit-Limit", "Your team's requests a minute, if there is a limit", true);
            addHeader(operation, "RateLimit-Remaining", "The number of requests left", true);
            addHeader(operation, "RateLimit-Reset", "The seconds until all of them are available again", true);
        }
        return operation;
    }

    private static boolean takes(HandlerMethod handler, Class<?> type) {
        return Arrays.stream(handler.getMethodParameters()).anyMatch(p -> p.getParameterType() == type);
    }

    /** Without an example, because Swagger UI would send it with every request. */
    private static void addParameter(Operation operation, String name, String description) {
        operation.addParametersItem(
                new HeaderParameter().name(name).description(description).schema(new StringSchema()));
    }

    /** @param inRefusals whether problems contain it too */
    private static void addHeader(Operation operation, String name, String description, boolean inRefusals) {
        Schema<?> schema = name.equals(PreferWait.RESPONSE_HEADER) ? new StringSchema() : new IntegerSchema();
        operation.getResponses().forEach((status, response) -> {
            if (response.get$ref() == null && (inRefusals || status.startsWith("2") || status.equals("304"))) {
                response.addHeaderObject(
                        name, new Header().description(description).schema(schema));
            }
        });
    }
}
