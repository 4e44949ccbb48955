package dev.linkgate.gateway.feature.federation;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.Schema;
import java.util.Objects;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Says in the OpenAPI document that a dry run may show an endpoint of Data Federation. */
@Lazy
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class FederationDocument implements OpenApiCustomizer {

    @Override
    public void customise(OpenAPI document) {
        if (!document.getComponents().getSchemas().containsKey("FederationEndpoint")) {
            return; // the feature is switched off
        }
        Schema<?> dryRun = document.getComponents().getSchemas().getOrDefault("DryRun", new JsonSchema());
        Objects.requireNonNull(Objects.requireNonNull(dryRun.getProperties()).get("current"))
                .addOneOfItem(new JsonSchema().$ref("#/components/schemas/FederationEndpoint"));
    }
}
