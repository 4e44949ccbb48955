package dev.linkgate.gateway.feature.operations;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.util.TreeMap;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;

/** Documents that an operation may be the answer to a request that ensures an endpoint. */
@Lazy
@Component
@Order(0) // before what is added to all answers
class EnsureDocument implements GlobalOperationCustomizer {

    private static final String JSON = org.springframework.http.MediaType.APPLICATION_JSON_VALUE;

    @Override
    public Operation customize(Operation documented, HandlerMethod method) {
        if ("ensureEndpoint".equals(documented.getOperationId())) {
            TreeMap<String, ApiResponse> responses = new TreeMap<>(documented.getResponses());
            responses.put("202", accepted());
            ApiResponses sorted = new ApiResponses();
            sorted.putAll(responses);
            documented.setResponses(sorted);
        }
        return documented;
    }

    private static ApiResponse accepted() {
        MediaType operation = new MediaType().schema(new JsonSchema().$ref("#/components/schemas/Operation"));
        return new ApiResponse()
                .description("An operation replaces the endpoint")
                .content(new Content().addMediaType(JSON, operation));
    }
}
