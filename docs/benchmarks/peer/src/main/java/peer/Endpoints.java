package peer;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClient.RequestHeadersSpec;
import org.springframework.web.server.ResponseStatusException;
import peer.ApiKeyFilter.ApiKey;
import reactor.core.publisher.Mono;

/** The endpoints of a link: each call is recorded, sent to Atlas, and recorded with Atlas's status. */
@RestController
class Endpoints {

    private static final String PATH = "/api/atlas/v2/groups/{project}/privateEndpoint/AWS/endpointService/{link}/endpoint";
    private static final MediaType TYPE = MediaType.valueOf("application/vnd.atlas.2023-01-01+json");
    private static final Duration ATLAS_WITHIN = Duration.ofSeconds(30);

    record NewEndpoint(String interfaceEndpointId) {}

    record Endpoint(
            String interfaceEndpointId,
            @Nullable String connectionStatus,
            @Nullable Boolean deleteRequested,
            @Nullable String errorMessage) {}

    private record Call(ApiKey caller, String action, String project, String link, String endpoint) {}

    private final WebClient atlas;
    private final JdbcClient database;

    Endpoints(WebClient atlas, JdbcClient database) {
        this.atlas = atlas;
        this.database = database;
    }

    @GetMapping("/readyz")
    void ready() {}

    @GetMapping("/projects/{project}/links/{link}/endpoints/{endpoint}")
    ResponseEntity<Endpoint> get(
            @AuthenticationPrincipal ApiKey caller,
            @PathVariable String project,
            @PathVariable String link,
            @PathVariable String endpoint) {
        return send(
                new Call(caller, "get", project, link, endpoint),
                atlas.get().uri(PATH + "/{endpoint}", project, link, endpoint));
    }

    @PostMapping("/projects/{project}/links/{link}/endpoints")
    ResponseEntity<Endpoint> add(
            @AuthenticationPrincipal ApiKey caller,
            @PathVariable String project,
            @PathVariable String link,
            @RequestBody NewEndpoint added) {
        return send(
                new Call(caller, "add", project, link, added.interfaceEndpointId()),
                atlas.post()
                        .uri(PATH, project, link)
                        .contentType(TYPE)
                        .bodyValue(Map.of("id", added.interfaceEndpointId())));
    }

    private ResponseEntity<Endpoint> send(Call call, RequestHeadersSpec<?> request) {
        if (!call.caller().project().equals(call.project())) {
            throw new ResponseStatusException(HttpStatus.FORBIDDEN);
        }
        String id = UUID.randomUUID().toString();
        record(id, call, null);
        ResponseEntity<Endpoint> answer =
                request.accept(TYPE).exchangeToMono(Endpoints::answer).block(ATLAS_WITHIN);
        record(id, call, answer.getStatusCode().value());
        return answer;
    }

    private static Mono<ResponseEntity<Endpoint>> answer(ClientResponse response) {
        return response.statusCode().is2xxSuccessful()
                ? response.toEntity(Endpoint.class)
                        .map(atlas -> ResponseEntity.status(atlas.getStatusCode()).body(atlas.getBody()))
                : response.releaseBody()
                        .thenReturn(ResponseEntity.status(response.statusCode()).build());
    }

    private void record(String id, Call call, @Nullable Integer status) {
        database.sql("INSERT INTO audit (at, call, caller, action, project, link, endpoint, status)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
                .params(
                        Instant.now().toString(),
                        id,
                        call.caller().hash(),
                        call.action(),
                        call.project(),
                        call.link(),
                        call.endpoint(),
                        status)
                .update();
    }
}
