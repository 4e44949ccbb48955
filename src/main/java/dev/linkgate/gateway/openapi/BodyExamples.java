package dev.linkgate.gateway.openapi;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.media.MediaType;
import java.util.List;
import java.util.Map;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import tools.jackson.databind.json.JsonMapper;

/**
 * Adds an example of each provider to request bodies whose fields depend on the provider. A body made from the schema
 * alone would have the fields of all providers, and be refused.
 */
@Component
class BodyExamples implements GlobalOperationCustomizer {

    /** The reference to a body's schema, the provider, and the example. */
    private record Row(String schema, String provider, String example) {}

    private static final List<Row> ROWS = List.of(
            new Row("#/components/schemas/EndpointRequest", "AWS", """
                    {"interfaceEndpointId": "vpce-0b9c5701325cb15dd"}"""),
            new Row("#/components/schemas/EndpointRequest", "AZURE", """
                    {"interfaceEndpointId": "/subscriptions/19265c27-b60e-4c3b-9426-ae3f507300b5/resourceGroups/payments\
                    /providers/Microsoft.Network/privateEndpoints/orders", "privateEndpointIPAddress": "10.0.0.4"}"""),
            new Row("#/components/schemas/EndpointRequest", "GCP", """
                    {"interfaceEndpointId": "orders-rule", "gcpProjectId": "payments-prod-4711",
                     "endpoints": [{"endpointName": "orders-rule", "ipAddress": "10.0.0.4"}]}"""),
            new Row("#/components/schemas/EnsureRequest", "AWS", "{}"),
            new Row("#/components/schemas/EnsureRequest", "AZURE", """
                    {"privateEndpointIPAddress": "10.0.0.4"}"""),
            new Row("#/components/schemas/EnsureRequest", "GCP", """
                    {"gcpProjectId": "payments-prod-4711", "endpoints": [{"ipAddress": "10.0.0.4"}]}"""),
            new Row("#/components/schemas/LinkRequest", "AWS", """
                    {"provider": "AWS", "region": "us-east-1"}"""),
            new Row("#/components/schemas/LinkRequest", "AZURE", """
                    {"provider": "AZURE", "region": "westeurope"}"""),
            new Row("#/components/schemas/LinkRequest", "GCP", """
                    {"provider": "GCP", "region": "us-central1"}"""),
            new Row("#/components/schemas/LinkChange", "AWS", """
                    {"supportedRemoteRegions": ["EU_WEST_1"]}"""));

    private final JsonMapper json;

    BodyExamples(JsonMapper json) {
        this.json = json;
    }

    @Override
    public Operation customize(Operation operation, HandlerMethod handler) {
        if (operation.getRequestBody() != null) {
            operation.getRequestBody().getContent().values().forEach(this::addExamples);
        }
        return operation;
    }

    private void addExamples(MediaType body) {
        String schema = body.getSchema().get$ref();
        for (Row row : ROWS) {
            if (row.schema().equals(schema)) {
                body.addExamples(row.provider(), new Example().value(json.readValue(row.example(), Map.class)));
            }
        }
    }
}
