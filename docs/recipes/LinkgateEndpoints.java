import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientResponseException;

/** Ensures and removes endpoints of a link to AWS by Spring's RestClient. */
public final class LinkgateEndpoints {

    /** The longest time that the gateway holds an answer, and a margin for its way. */
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(90);

    private final RestClient gateway;

    /**
     * @param gateway the address, such as {@code https://linkgate.example.com}
     * @param key the team's API key
     */
    public LinkgateEndpoints(URI gateway, String key) {
        JdkClientHttpRequestFactory connections = new JdkClientHttpRequestFactory(
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build());
        connections.setReadTimeout(READ_TIMEOUT);
        this.gateway = RestClient.builder()
                .baseUrl(gateway.toString())
                .requestFactory(connections)
                .defaultHeaders(headers -> {
                    headers.setBearerAuth(key);
                    headers.set("Prefer", "wait=60");
                })
                .build();
    }

    /** The part of an endpoint that is used here. */
    public record Endpoint(String interfaceEndpointId, String connectionStatus, String errorMessage, boolean failed) {}

    /** The part of an operation that is used here. */
    private record Operation(String id, String state, ProblemDetail problem) {}

    /**
     * Adds the endpoint, leaves it, or replaces it when it has failed, and waits until it is available.
     *
     * @throws RestClientResponseException if the gateway refuses; its body is a problem with a code
     * @throws IllegalStateException if the endpoint has failed, or the time is up
     */
    public Endpoint ensure(String project, String link, String endpoint, Duration time) {
        Instant deadline = Instant.now().plus(time);
        ResponseEntity<Operation> ensured = request(HttpMethod.PUT, project, link, endpoint).toEntity(Operation.class);
        if (ensured.getStatusCode().isSameCodeAs(HttpStatus.ACCEPTED)) {
            await(ensured.getBody(), deadline);
        }
        Endpoint now = get(project, link, endpoint);
        while (!now.connectionStatus().equals("AVAILABLE")) {
            if (now.failed() || Instant.now().isAfter(deadline)) {
                throw new IllegalStateException("The endpoint is not available: " + now);
            }
            now = get(project, link, endpoint);
        }
        return now;
    }

    /** Removes the endpoint, and waits at most a minute until it is gone. */
    public void remove(String project, String link, String endpoint) {
        request(HttpMethod.DELETE, project, link, endpoint).toBodilessEntity();
    }

    private void await(Operation operation, Instant deadline) {
        Operation now = operation;
        while (!now.state().equals("SUCCEEDED")) {
            if (now.state().equals("FAILED") || Instant.now().isAfter(deadline)) {
                throw new IllegalStateException("The endpoint was not replaced: " + now);
            }
            now = gateway.get().uri("/operations/{id}", now.id()).retrieve().body(Operation.class);
        }
    }

    private Endpoint get(String project, String link, String endpoint) {
        return request(HttpMethod.GET, project, link, endpoint).body(Endpoint.class);
    }

    private RestClient.ResponseSpec request(HttpMethod method, String... names) {
        return gateway.method(method)
                .uri("/projects/{project}/links/{link}/endpoints/{endpoint}", (Object[]) names)
                .retrieve();
    }
}
