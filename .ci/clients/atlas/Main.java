import atlas.ApiClient;
import atlas.ApiException;
import atlas.api.PrivateEndpointServicesApi;
import atlas.model.ApiError;
import atlas.model.CloudProviderEndpointServiceRequest;
import atlas.model.CloudProviderEndpointServiceRequest.ProviderNameEnum;
import atlas.model.CreateEndpointRequest;
import atlas.model.CreateGCPForwardingRuleRequest;
import atlas.model.EndpointService;
import atlas.model.PrivateLinkEndpoint;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/**
 * Uses the Java client that is generated from Atlas's document, on Apache's HttpClient 5 with Digest, against the sandbox whose
 * address is in G: the whole life of an endpoint service and its endpoint on each cloud. Prints a line for each step: client,
 * cloud, step, and what it saw.
 */
final class Main {

    private static final String NAME = "Java";
    private static final String PROJECT = "64b7f0c2a91d3e5f60718293";
    private static final String NOT_FOUND = "404 PRIVATE_ENDPOINT_SERVICE_NOT_FOUND";
    private static final String CLUSTERS = "/api/atlas/v2/groups/" + PROJECT
            + "/clusters?includeCount=true&includeDeletedWithRetainedBackups=false&itemsPerPage=100&pageNum=1";
    private static final int POLLS = 120;

    private final ProviderNameEnum cloud;
    private final String id;
    private final CreateEndpointRequest addition;
    private final CloseableHttpClient http = http(System.getenv("ID"), System.getenv("KEY"));
    private final ApiClient client = client(http);
    private final PrivateEndpointServicesApi api = new PrivateEndpointServicesApi(client);
    private String service = "";

    private Main(ProviderNameEnum cloud, String id, CreateEndpointRequest addition) {
        this.cloud = cloud;
        this.id = id;
        this.addition = addition;
    }

    public static void main(String... args) throws Exception {
        String tag = System.getenv("TAG");
        String vpce = "vpce-0a1b2c3d4e5f609" + tag;
        String azure = "/subscriptions/19265c27-b60e-4c3b-9426-ae3f507300b5/resourceGroups/shop/providers/Microsoft.Network"
                + "/privateEndpoints/java" + tag;
        String rule = "java-rule-" + tag;
        List<Main> lives = List.of(
                new Main(ProviderNameEnum.AWS, vpce, new CreateEndpointRequest().id(vpce)),
                new Main(
                        ProviderNameEnum.AZURE,
                        azure,
                        new CreateEndpointRequest().id(azure).privateEndpointIPAddress("10.0.0.4")),
                new Main(
                        ProviderNameEnum.GCP,
                        rule,
                        new CreateEndpointRequest()
                                .endpointGroupName(rule)
                                .gcpProjectId("p-fdeeb3e43b8e733e5ab627b1")
                                .addEndpointsItem(new CreateGCPForwardingRuleRequest()
                                        .endpointName(rule)
                                        .ipAddress("10.0.0.4"))));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (Main life : lives) {
                running.add(threads.submit(life::run));
            }
            for (Future<?> life : running) {
                life.get();
            }
        }
    }

    private Void run() throws Exception {
        create();
        poll("service is ready", "AVAILABLE", this::serviceStatus);

        PrivateLinkEndpoint added = api.createGroupPrivateEndpointEndpointServiceEndpoint(
                PROJECT, cloud.getValue(), service, addition, null, null);
        see("add endpoint", "201", String.valueOf(client.getStatusCode()));
        same("endpoint's own id", idOf(added), id);
        poll("endpoint is ready", "AVAILABLE", this::endpointStatus);
        clusters();
        see("regional mode", "true", api.getGroupPrivateEndpointRegionalMode(PROJECT, null, null).getEnabled().toString());

        var viewer = new PrivateEndpointServicesApi(client(http(System.getenv("VIEWER_ID"), System.getenv("VIEWER_KEY"))));
        see("viewer removes", "403 USER_UNAUTHORIZED", outcome(() -> remove(viewer)));
        var stranger = new PrivateEndpointServicesApi(client(http(System.getenv("ID"), System.getenv("VIEWER_KEY"))));
        see(
                "wrong key",
                "401 UNEXPECTED_ERROR",
                outcome(() -> stranger.getGroupPrivateEndpointEndpointService(
                        PROJECT, cloud.getValue(), service, null, null)));

        see("remove endpoint", "202", outcome(() -> remove(api)));
        poll("endpoint is gone", NOT_FOUND, this::endpointStatus);
        poll("service goes with its last endpoint", NOT_FOUND, this::serviceStatus);

        create();
        see("remove service", "202", outcome(this::removeService));
        poll("service is gone", NOT_FOUND, this::serviceStatus);
        see("remove it again", NOT_FOUND, outcome(this::removeService));
        return null;
    }

    private void create() throws ApiException {
        var body = new CloudProviderEndpointServiceRequest()
                .providerName(cloud)
                .region(System.getenv(cloud + "_REGION"))
                .portMappingEnabled(cloud == ProviderNameEnum.GCP ? true : null);
        EndpointService created = api.createGroupPrivateEndpointEndpointService(PROJECT, body, null, null);
        service = created.getId();
        see("create service", "201 INITIATING", client.getStatusCode() + " " + created.getStatus());
    }

    private Void remove(PrivateEndpointServicesApi with) throws ApiException {
        with.deleteGroupPrivateEndpointEndpointServiceEndpoint(PROJECT, cloud.getValue(), id, service, null, null);
        return null;
    }

    private Void removeService() throws ApiException {
        api.deleteGroupPrivateEndpointEndpointService(PROJECT, cloud.getValue(), service, null, null);
        return null;
    }

    private String serviceStatus() throws ApiException {
        return api.getGroupPrivateEndpointEndpointService(PROJECT, cloud.getValue(), service, null, null)
                .getStatus()
                .getValue();
    }

    private String endpointStatus() throws ApiException {
        PrivateLinkEndpoint shown = api.getGroupPrivateEndpointEndpointServiceEndpoint(
                PROJECT, cloud.getValue(), id, service, null, null);
        return cloud == ProviderNameEnum.AWS
                ? shown.getConnectionStatus().getValue()
                : shown.getStatus().getValue();
    }

    private String idOf(PrivateLinkEndpoint endpoint) {
        return switch (cloud) {
            case AWS -> endpoint.getInterfaceEndpointId();
            case AZURE -> endpoint.getPrivateEndpointResourceId();
            case GCP -> endpoint.getEndpointGroupName();
        };
    }

    /** The request is not in the document's excerpt, so it is made by hand: as Terraform's provider sends it. */
    private void clusters() throws Exception {
        HttpGet request = new HttpGet(System.getenv("G") + CLUSTERS);
        request.setHeader("Accept", "application/vnd.atlas.2024-08-05+json");
        List<String> states = new ArrayList<>();
        for (int i = 0; i < POLLS; i++) {
            String page = http.execute(request, answer -> {
                same("status of clusters", answer.getCode(), 200);
                return EntityUtils.toString(answer.getEntity());
            });
            states.clear();
            client.getObjectMapper().readTree(page).get("results").forEach(cluster ->
                    states.add(cluster.get("stateName").asText()));
            if (!states.isEmpty() && states.stream().allMatch("IDLE"::equals)) {
                print("clusters are idle", String.join(", ", states));
                return;
            }
            Thread.sleep(1000);
        }
        throw new AssertionError(cloud + ", clusters: " + states);
    }

    /** Asks every second until the end is seen. Any other refusal is a failure. */
    private void poll(String step, String end, Callable<String> ask) throws Exception {
        List<String> seen = new ArrayList<>();
        for (int i = 0; i < POLLS; i++) {
            boolean refused = false;
            String state;
            try {
                state = ask.call();
            } catch (ApiException e) {
                state = error(e);
                refused = true;
            }
            if (seen.isEmpty() || !seen.getLast().equals(state)) {
                seen.add(state);
            }
            if (state.equals(end)) {
                print(step, String.join(", ", seen));
                return;
            }
            if (refused) {
                break;
            }
            Thread.sleep(1000);
        }
        throw new AssertionError(cloud + ", " + step + ": " + seen);
    }

    /** The status, and the code of an error in Atlas's shape. */
    private String outcome(Callable<?> request) throws Exception {
        try {
            request.call();
        } catch (ApiException e) {
            return error(e);
        }
        return String.valueOf(client.getStatusCode());
    }

    private String error(ApiException e) throws Exception {
        return e.getCode() + " "
                + client.getObjectMapper().readValue(e.getResponseBody(), ApiError.class).getErrorCode();
    }

    private static CloseableHttpClient http(String id, String key) {
        var credentials = new BasicCredentialsProvider();
        credentials.setCredentials(
                new AuthScope(HttpHost.create(URI.create(System.getenv("G")))),
                new UsernamePasswordCredentials(id, key.toCharArray()));
        return HttpClients.custom().setDefaultCredentialsProvider(credentials).build();
    }

    private static ApiClient client(CloseableHttpClient http) {
        return new ApiClient(http).setBasePath(System.getenv("G"));
    }

    private void see(String step, String expected, String actual) {
        same(step, actual, expected);
        print(step, actual);
    }

    private void print(String step, String saw) {
        System.out.println(String.join("\t", NAME, cloud.getValue(), step, saw));
    }

    private void same(String what, Object actual, Object expected) {
        if (!Objects.equals(actual, expected)) {
            throw new AssertionError(cloud + ", " + what + ": " + actual + " instead of " + expected);
        }
    }
}
