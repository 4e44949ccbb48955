package dev.linkgate.gateway.feature.documents;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linkgate.kernel.ProductVersion;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.core.util.Yaml31;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springdoc.core.properties.AbstractSwaggerUiConfigProperties.Direction;
import org.springdoc.core.properties.AbstractSwaggerUiConfigProperties.SwaggerUrl;
import org.springdoc.core.properties.SwaggerUiConfigProperties;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/**
 * Serves the OpenAPI document of the Atlas API, which is written by hand in {@code openapi/atlas.yaml} and
 * {@code openapi/atlas-components.yaml}: its forms are Atlas's, and no code of ours says them.
 */
@Hidden
@Controller
@ConditionalOnBooleanProperty(
        name = {"linkgate.atlas-api.enabled", "springdoc.api-docs.enabled"},
        matchIfMissing = true)
class AtlasDocumentController {

    private static final String PATH = "/v3/api-docs/atlas";

    private final ProductVersion version;
    private final SharedDocument json =
            new SharedDocument("application/json", () -> Json31.mapper().writeValueAsBytes(document()));
    private final SharedDocument yaml =
            new SharedDocument(SharedDocument.YAML, () -> Yaml31.mapper().writeValueAsBytes(document()));

    /** @param page Swagger UI's settings, if it is not turned off; it gets a selector of two documents */
    AtlasDocumentController(ProductVersion version, ObjectProvider<SwaggerUiConfigProperties> page) {
        this.version = version;
        page.ifAvailable(settings -> {
            settings.setUrls(Set.of(
                    new SwaggerUrl("linkgate", "/v3/api-docs", "Linkgate API"),
                    new SwaggerUrl("atlas", PATH, "Atlas API")));
            settings.setGroupsOrder(Direction.DESC); // by name
        });
    }

    @GetMapping(PATH)
    void json(HttpServletRequest request, HttpServletResponse response) throws IOException {
        json.write(request, response);
    }

    @GetMapping("/v3/api-docs.yaml/atlas")
    void yaml(HttpServletRequest request, HttpServletResponse response) throws IOException {
        yaml.write(request, response);
    }

    private ObjectNode document() {
        ObjectNode document = DocumentFiles.read("atlas.yaml", ObjectNode.class);
        document.withObject("/info").put("version", version.value());
        document.set("components", DocumentFiles.read("atlas-components.yaml", ObjectNode.class));
        return document;
    }
}
