package dev.linkgate.gateway.openapi;

import dev.linkgate.gateway.api.PreferWait;
import dev.linkgate.gateway.link.Freshness;
import dev.linkgate.gateway.web.Problems;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.Arrays;
import java.util.function.Consumer;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;

/** Documents the headers of shared reads, waiting and rate limits in the OpenAPI document. */
@Component
@Order(Ordered.LOWEST_PRECEDENCE)
class SharingDocs implements GlobalOperationCustomizer {

    @Override
    public Operation customize(Operation operation, HandlerMethod handler) {
        if (takes(handler, Freshness.class)) {
            RequestParameter.CACHE_CONTROL.addTo(operation);
            addToSuccess(operation, AnswerHeader.AGE::addTo);
        }
        if (takes(handler, PreferWait.class)) {
            RequestParameter.PREFER.addTo(operation);
            addToSuccess(operation, AnswerHeader.PREFERENCE_APPLIED::addTo);
            if (asksAtlas(handler)) {
                addToSuccess(operation, AnswerHeader.AGE::addTo);
            }
        }
        if (!OperationDocs.isPublic(handler)) {
            addToSuccess(operation, AnswerHeader::addRateLimitsTo);
        }
        return operation;
    }

    private static boolean takes(HandlerMethod handler, Class<?> type) {
        return Arrays.stream(handler.getMethodParameters()).anyMatch(p -> p.getParameterType() == type);
    }

    private static boolean asksAtlas(HandlerMethod handler) {
        Problems problems = handler.getMethodAnnotation(Problems.class);
        return problems != null && problems.asksAtlas();
    }

    /** The problems have the headers that they need among the components. */
    private static void addToSuccess(Operation operation, Consumer<ApiResponse> header) {
        operation.getResponses().values().stream()
                .filter(response -> response.get$ref() == null)
                .forEach(header);
    }
}
