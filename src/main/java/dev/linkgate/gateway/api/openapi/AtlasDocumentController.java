package dev.linkgate.gateway.api.openapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linkgate.kernel.ProductVersion;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.core.util.Yaml31;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.List;
import java.util.Set;
import org.springdoc.core.properties.AbstractSwaggerUiConfigProperties.Direction;
import org.springdoc.core.properties.AbstractSwaggerUiConfigProperties.SwaggerUrl;
import org.springdoc.core.properties.SwaggerUiConfigProperties;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Makes the OpenAPI document of the Atlas API, which is written by hand in {@code openapi/atlas.yaml} and
 * {@code openapi/atlas-components.yaml}: its forms are Atlas's, and no code of ours says them. {@link OpenApiDocuments}
 * keeps it.
 */
@Hidden
@RestController
@ConditionalOnBooleanProperty(
        name = {"linkgate.atlas-api.enabled", "springdoc.api-docs.enabled"},
        matchIfMissing = true)
class AtlasDocumentController {

    static final String JSON = "/v3/api-docs/atlas";
    static final String YAML = "/v3/api-docs.yaml/atlas";

    /** The headers that any answer may have. */
    private static final List<String> COMMON_HEADERS = List.of(
            "X-Request-Id",
            "Age",
            "Audit-Receipt",
            "Key-Expires",
            "RateLimit",
            "RateLimit-Policy",
            "RateLimit-Limit",
            "RateLimit-Remaining",
            "RateLimit-Reset");

    private final ProductVersion version;

    /** @param page Swagger UI's settings, if it is not turned off; it gets a selector of two documents */
    AtlasDocumentController(ProductVersion version, ObjectProvider<SwaggerUiConfigProperties> page) {
        this.version = version;
        page.ifAvailable(settings -> {
            settings.setUrls(Set.of(
                    new SwaggerUrl("linkgate", "/v3/api-docs", "Linkgate API"),
                    new SwaggerUrl("atlas", JSON, "Atlas API")));
            settings.setGroupsOrder(Direction.DESC); // by name
        });
    }

    @GetMapping(path = JSON, produces = MediaType.APPLICATION_JSON_VALUE)
    byte[] json() throws JsonProcessingException {
        return Json31.mapper().writeValueAsBytes(document());
    }

    @GetMapping(path = YAML, produces = "application/vnd.oai.openapi")
    byte[] yaml() throws JsonProcessingException {
        return Yaml31.mapper().writeValueAsBytes(document());
    }

    private ObjectNode document() {
        ObjectNode components = DocumentFiles.read("atlas-components.yaml", ObjectNode.class);
        components.withObject("/responses").forEach(AtlasDocumentController::addHeaders);
        ObjectNode document = DocumentFiles.read("atlas.yaml", ObjectNode.class);
        document.withObject("/info").put("version", version.value());
        document.set("components", components);
        return document;
    }

    private static void addHeaders(JsonNode response) {
        ObjectNode headers = ((ObjectNode) response).withObject("/headers");
        COMMON_HEADERS.forEach(name -> headers.putObject(name).put("$ref", "#/components/headers/" + name));
    }
}
