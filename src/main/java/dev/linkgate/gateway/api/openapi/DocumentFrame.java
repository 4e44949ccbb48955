package dev.linkgate.gateway.api.openapi;

import dev.linkgate.kernel.ProductVersion;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Puts the operations and schemas of the OpenAPI document into the frame of {@code openapi/frame.yaml}, and adds the
 * answers with problems, which {@link OperationDocs} refers to.
 */
@Lazy
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class DocumentFrame implements OpenApiCustomizer {

    private final ProductVersion version;
    private final JsonMapper json;

    DocumentFrame(ProductVersion version, JsonMapper json) {
        this.version = version;
        this.json = json;
    }

    @Override
    public void customise(OpenAPI document) {
        OpenAPI frame = DocumentFiles.read("frame.yaml", OpenAPI.class);
        document.info(frame.getInfo().version(version.value()))
                .servers(frame.getServers())
                .tags(frame.getTags());
        Components shared = frame.getComponents();
        // The schema of problems is there already, because an operation can end with one.
        document.getComponents()
                .securitySchemes(shared.getSecuritySchemes())
                .parameters(shared.getParameters())
                .headers(shared.getHeaders())
                .responses(ProblemResponses.all(json));
    }
}
