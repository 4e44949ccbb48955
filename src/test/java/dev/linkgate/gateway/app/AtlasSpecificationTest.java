package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.linkgate.Cloud;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each request of the gateway to each cloud is one of {@link AtlasDocument}; skipped without the document. */
@Alone
class AtlasSpecificationTest {

    private static final Set<String> OPERATIONS = Set.of(
            "POST /endpointService",
            "GET /CLOUD/endpointService",
            "GET /CLOUD/endpointService/LINK",
            "DELETE /CLOUD/endpointService/LINK",
            "POST /CLOUD/endpointService/LINK/endpoint",
            "GET /CLOUD/endpointService/LINK/endpoint/ID",
            "DELETE /CLOUD/endpointService/LINK/endpoint/ID",
            "GET /regionalMode",
            "PATCH /regionalMode");

    private static final String CHANGE = "PATCH /endpointService/LINK";

    private final Gateway gateway = Gateway.alone();
    private final Scene scene = Scene.in(gateway);
    private final Caller owner = scene.owner();

    @ParameterizedTest
    @EnumSource(Cloud.class)
    void eachRequestIsInTheSpecification(Cloud cloud) {
        assumeTrue(AtlasDocument.given().isPresent(), "no document is given");
        gateway.atlas().keepEmptyLinks(scene.project());
        String id = cloud.endpoint(Gateway.unused(16));

        Answer created = owner.post(
                scene.links(), "{\"provider\":\"%s\",\"region\":\"%s\"}".formatted(cloud, cloud.otherRegion()));
        assertThat(created).hasStatus(201);
        String link = scene.links() + "/" + created.text("/id");
        String endpoint = link + "/endpoints/" + new EndpointId(id).pathSegment();
        gateway.atlasClock().advance(Duration.ofMinutes(1));
        assertThat(owner.get(scene.links())).isOk();
        assertThat(owner.get(link)).isOk().has("/status", "AVAILABLE");
        if (cloud == Cloud.AWS) {
            assertThat(owner.patch(link, "{\"supportedRemoteRegions\":[\"eu-west-2\"]}"))
                    .isOk();
        }
        assertThat(owner.put("/projects/" + scene.project() + "/regional-mode", "{\"enabled\":true}"))
                .isOk();
        assertThat(owner.post(link + "/endpoints", cloud.body(id))).hasStatus(201);
        assertThat(owner.get(endpoint)).isOk();
        assertThat(owner.get(link + "/endpoints")).isOk();
        assertThat(owner.put(endpoint, cloud.body(id))).isOk();
        assertThat(owner.delete(endpoint + "?allowLinkRemoval=true")).hasStatus(202);
        gateway.atlasClock().advance(Duration.ofMinutes(1));
        assertThat(owner.delete(link)).hasStatus(202);

        Set<String> expected = new TreeSet<>(OPERATIONS);
        if (cloud == Cloud.AWS) {
            expected.add(CHANGE);
        }
        assertThat(requests(cloud, created.text("/id"))).containsAll(expected);
    }

    private Set<String> requests(Cloud cloud, String link) {
        gateway.house().checkRequests();
        String root = "/api/atlas/v2/groups/" + scene.project() + "/privateEndpoint";
        return gateway.atlas().log().seen().stream()
                .filter(request -> request.uri().startsWith(root))
                .map(request -> request.method() + " "
                        + request.uri()
                                .substring(root.length())
                                .replaceFirst("^/" + cloud + "/", "/CLOUD/")
                                .replace(link, "LINK")
                                .replaceFirst("/endpoint/[^/]+$", "/endpoint/ID"))
                .collect(Collectors.toSet());
    }
}
