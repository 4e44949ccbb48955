import dev.linkgate.client.ApiClient;
import dev.linkgate.client.ApiException;
import dev.linkgate.client.JSON;
import dev.linkgate.client.api.EndpointsApi;
import dev.linkgate.client.api.EndpointsApi.APIAddEndpointRequest;
import dev.linkgate.client.api.EndpointsApi.APIEnsureEndpointRequest;
import dev.linkgate.client.api.EndpointsApi.APIListEndpointsRequest;
import dev.linkgate.client.api.EndpointsApi.APIRemoveEndpointRequest;
import dev.linkgate.client.api.LinksApi;
import dev.linkgate.client.api.LinksApi.APIGetLinkRequest;
import dev.linkgate.client.model.EndpointRequest;
import dev.linkgate.client.model.GcpEndpoint;
import dev.linkgate.client.model.ListingEndpoint;
import dev.linkgate.client.model.Problem;
import java.net.http.HttpClient;
import java.util.Objects;
import java.util.concurrent.Callable;

/** Uses the generated Java client against the sandbox whose address and key are in G and KEY. */
final class Main {

    private static final String PROJECT = "64b7f0c2a91d3e5f60718293";
    private static final String LINK = "64b7f1d8a91d3e5f60718301";
    private static final String GCP_LINK = "64b7f1d8a91d3e5f60718304";
    private static final String PORT_MAPPED_LINK = "64b7f1d8a91d3e5f60718305";
    private static final String ADDED = "vpce-0a1b2c3d4e5f60803";

    public static void main(String... args) throws Exception {
        // The mapper of failOnUnknownProperties. The default one takes a dry run for an endpoint, too.
        ApiClient client =
                new ApiClient(HttpClient.newBuilder(), JSON.getDefault().getMapper(), System.getenv("G"));
        client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + System.getenv("KEY")));
        EndpointsApi endpoints = new EndpointsApi(client);

        var link = new LinksApi(client)
                .getLink(APIGetLinkRequest.newBuilder().projectId(PROJECT).linkId(LINK).build())
                .getAwsLink();
        same("link's status", link.getStatus().getValue(), "AVAILABLE");
        same("link has a service", link.getEndpointServiceName() != null, true);

        var addition = APIAddEndpointRequest.newBuilder()
                .projectId(PROJECT)
                .linkId(LINK)
                .endpointRequest(new EndpointRequest().interfaceEndpointId(ADDED));
        var planned = endpoints.addEndpoint(addition.dryRun(true).build()).getDryRun();
        same("planned request", planned.getRequests().getFirst().getMethod(), "POST");
        same("planned endpoint", planned.getCurrent(), null);

        var added = endpoints.addEndpoint(addition.dryRun(false).prefer("wait=60").build()).getAwsEndpoint();
        same("added endpoint", added.getInterfaceEndpointId(), ADDED);
        same("status after the wait", added.getConnectionStatus().getValue(), "AVAILABLE");

        ListingEndpoint page = list(endpoints, LINK);
        same("page's link", page.getLinks().getFirst().getRel(), "self");
        same(
                "list has the endpoint",
                page.getResults().stream()
                        .anyMatch(endpoint -> endpoint.getAwsEndpoint().getInterfaceEndpointId().equals(ADDED)),
                true);

        GcpEndpoint gcp = list(endpoints, PORT_MAPPED_LINK).getResults().getFirst().getGcpEndpoint();
        same("GCP project", gcp.getGcpProjectId(), "demo-network");
        same("GCP address", gcp.getEndpoints().getFirst().getIpAddress(), "10.3.0.4");

        var ensured = endpoints.ensureEndpoint(APIEnsureEndpointRequest.newBuilder()
                .projectId(PROJECT)
                .linkId(GCP_LINK)
                .interfaceEndpointId("billing")
                .build());
        same("operation", ensured.getOperation().getKind(), "replace-endpoint");

        var removed = endpoints.removeEndpointWithHttpInfo(
                removal(LINK, ADDED).prefer("wait=60").build());
        same("status of a removal", removed.getStatusCode(), 204);

        var bad = addition.endpointRequest(new EndpointRequest().interfaceEndpointId("vpce-nonsense")).build();
        Problem invalid = problem(() -> endpoints.addEndpoint(bad));
        same("code of a bad id", invalid.getCode().getValue(), "invalid-request");
        same("place of a bad id", invalid.getErrors().getFirst().getPointer(), "/interfaceEndpointId");

        Problem last = problem(() -> endpoints.removeEndpoint(removal(PORT_MAPPED_LINK, "orders-rule").build()));
        same("code for the last endpoint", last.getCode().getValue(), "last-endpoint");
        System.out.println("The Java client works");
    }

    private static ListingEndpoint list(EndpointsApi endpoints, String link) throws ApiException {
        return endpoints.listEndpoints(
                APIListEndpointsRequest.newBuilder().projectId(PROJECT).linkId(link).build());
    }

    private static APIRemoveEndpointRequest.Builder removal(String link, String endpoint) {
        return APIRemoveEndpointRequest.newBuilder().projectId(PROJECT).linkId(link).interfaceEndpointId(endpoint);
    }

    private static Problem problem(Callable<?> request) throws Exception {
        try {
            request.call();
        } catch (ApiException e) {
            return JSON.getDefault().getMapper().readValue(e.getResponseBody(), Problem.class);
        }
        throw new AssertionError("A problem was expected, but there was a success");
    }

    private static void same(String what, Object actual, Object expected) {
        if (!Objects.equals(actual, expected)) {
            throw new AssertionError(what + ": " + actual + " instead of " + expected);
        }
    }
}
