package dev.linkgate.gateway.app;

import com.networknt.schema.dialect.Dialects;
import dev.linkgate.ProjectFiles;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Atlas's own OpenAPI document (3.0), as far as private endpoints go. Its licence (CC BY-NC-SA) does not let it be part
 * of this project, so the system property {@value #PROPERTY} names the file. Without it, nothing is checked.
 *
 * <p>The document has faults, which are mended here, each with its reason.
 */
final class AtlasDocument {

    static final String PROPERTY = "test.atlas-document";

    private static final String SCHEMAS = "/components/schemas/";

    private static final List<String> ADDITIONS =
            List.of("CreateAWSEndpointRequest", "CreateAzureEndpointRequest", "CreateGCPEndpointGroupRequest");

    /** The path of an endpoint. */
    private static final String ENDPOINT =
            "/paths/~1api~1atlas~1v2~1groups~1{groupId}~1privateEndpoint~1{cloudProvider}"
                    + "~1endpointService~1{endpointServiceId}~1endpoint~1{endpointId}";

    private AtlasDocument() {}

    /** @return absent if the system property names no file */
    static Optional<OpenApiDocument> given() {
        return Optional.ofNullable(System.getProperty(PROPERTY)).map(file -> {
            JsonNode document = JsonMapper.builder().build().readTree(ProjectFiles.at(file));
            mend(document);
            return new OpenApiDocument(document, Dialects.getOpenApi30());
        });
    }

    private static void mend(JsonNode document) {
        ObjectNode base = object(document, SCHEMAS + "CreateEndpointRequest");
        for (String addition : ADDITIONS) {
            flatten(object(document, SCHEMAS + addition), base);
        }

        // AWS still has endpoints with short ids from before 2018, and Atlas takes them.
        String awsId = "^vpce-([0-9a-f]{8}|[0-9a-f]{17})$";
        object(document, SCHEMAS + "CreateAWSEndpointRequest/properties/id").put("pattern", awsId);

        // The pattern fits ids of Atlas's own projects at GCP, but not the customers'.
        object(document, SCHEMAS + "CreateGCPEndpointGroupRequest/properties/gcpProjectId")
                .remove("pattern");

        // The pattern of endpoints in paths has no end, and no alternative for GCP, whose endpoints have free names.
        String id = "^(vpce-[0-9a-f]{8}|vpce-[0-9a-f]{17}|%2[fF]subscriptions%2[fF].+|(?!vpce-|%2[fF])[^/]+)$";
        for (JsonNode operation : object(document, ENDPOINT)) {
            for (JsonNode parameter : operation.path("parameters")) {
                if (parameter.path("name").asString("").equals("endpointId")) {
                    ((ObjectNode) parameter.path("schema")).put("pattern", id);
                }
            }
        }
    }

    /**
     * Gives a cloud's request the properties that it has by {@code allOf}. The base is {@code oneOf} its own heirs, so
     * validating either would never end.
     */
    private static void flatten(ObjectNode request, ObjectNode base) {
        JsonNode own = request.at("/allOf/1/properties");
        request.remove("allOf");
        request.putObject("properties")
                .setAll((ObjectNode) base.path("properties"))
                .setAll((ObjectNode) own);
    }

    private static ObjectNode object(JsonNode document, String pointer) {
        return (ObjectNode) document.at(pointer);
    }
}
