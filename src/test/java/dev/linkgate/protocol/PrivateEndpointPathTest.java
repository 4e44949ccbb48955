package dev.linkgate.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateEndpointPathTest {

    @ParameterizedTest
    @CsvSource({
        "v2, privateEndpoint/AWS/endpointService, MULTI_CLOUD, application/vnd.atlas.2023-01-01+json;charset=utf-8",
        "v2, privateEndpoint/0123, MULTI_CLOUD, application/vnd.atlas.2023-01-01+json;charset=utf-8",
        "v1.0, privateEndpoint/AZURE/endpointService, MULTI_CLOUD, application/json",
        "v1.0, privateEndpoint/endpointService, MULTI_CLOUD, application/json",
        "v1.0, privateEndpoint/regionalMode, MULTI_CLOUD, application/json",
        "v1.0, privateEndpoint, CLASSIC, application/json",
        "v1.0, privateEndpoint/0123/interfaceEndpoints, CLASSIC, application/json"
    })
    void aPathBelongsToOneApi(String version, String resource, Refusal.Generation generation, String contentType) {
        PrivateEndpointPath path =
                path("/api/atlas/" + version + "/groups/G/" + resource).orElseThrow();

        assertThat(path.project()).isEqualTo("G");
        assertThat(path.api().generation()).isEqualTo(generation);
        assertThat(path.api().contentType()).isEqualTo(contentType);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/atlas/v3/groups/G/privateEndpoint",
                "/api/atlas/v2/orgs/G/privateEndpoint",
                "/api/atlas/v2/groups/G/clusters",
                "/api/atlas/v2/groups/G",
                "/api/public/v2/groups/G/privateEndpoint",
                "/"
            })
    void otherPathsBelongToNone(String path) {
        assertThat(path(path)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"a%2Fb, a/b", "a%20b, a b", "a+b, a+b"})
    void anEncodedSlashDoesNotSplitASegment(String encoded, String decoded) {
        assertThat(request("/x/" + encoded).segments()).isEqualTo(List.of("x", decoded));
    }

    private static Optional<PrivateEndpointPath> path(String uri) {
        return PrivateEndpointPath.of(request(uri).segments());
    }

    private static Inbound request(String uri) {
        return new Inbound("GET", uri, "", "", "");
    }
}
