package dev.linkgate.gateway.feature.documents;

import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.models.OpenAPI;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.springdoc.core.customizers.SpringDocCustomizers;
import org.springdoc.core.properties.SpringDocConfigProperties;
import org.springdoc.core.providers.SpringDocProviders;
import org.springdoc.core.service.AbstractRequestService;
import org.springdoc.core.service.GenericResponseService;
import org.springdoc.core.service.OpenAPIService;
import org.springdoc.core.service.OperationService;
import org.springdoc.webmvc.api.OpenApiResource;
import org.springframework.beans.factory.ObjectFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.DependsOn;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/**
 * Serves the OpenAPI document that springdoc makes of our controllers. springdoc's own controller, which is turned off,
 * would render it for every request, in its caller's language and with the address that the caller used.
 */
@Hidden
@Lazy
@DependsOn("modelConverterRegistrar")
@Controller
@ConditionalOnBooleanProperty(name = "springdoc.api-docs.enabled", matchIfMissing = true)
class LinkgateDocumentController extends OpenApiResource {

    private final SharedDocument json = new SharedDocument("application/json", () -> writeJsonValue(document()));
    private final SharedDocument yaml = new SharedDocument(SharedDocument.YAML, () -> writeYamlValue(document()));

    LinkgateDocumentController(
            ObjectFactory<OpenAPIService> builders,
            AbstractRequestService requests,
            GenericResponseService responses,
            OperationService operations,
            SpringDocConfigProperties settings,
            SpringDocProviders providers,
            SpringDocCustomizers customizers) {
        super(builders, requests, responses, operations, settings, providers, customizers);
    }

    @GetMapping("/v3/api-docs")
    void json(HttpServletRequest request, HttpServletResponse response) throws IOException {
        json.write(request, response);
    }

    @GetMapping("/v3/api-docs.yaml")
    void yaml(HttpServletRequest request, HttpServletResponse response) throws IOException {
        yaml.write(request, response);
    }

    private OpenAPI document() {
        return getOpenApi(Locale.ENGLISH);
    }

    /** {@code frame.yaml} names the servers. */
    @Override
    protected String getServerUrl(HttpServletRequest request, String path) {
        return "";
    }
}
