package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.linkgate.Cloud;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.sandbox.state.EndpointStatus;
import dev.linkgate.sandbox.state.SimulatedLinkStatus;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Endpoints of each cloud, as docs/api.md describes them. */
@ParameterizedClass
@EnumSource(Cloud.class)
@AloneWithoutRetries
class CloudsTest {

    private final Cloud cloud;
    private final Gateway gateway = Gateway.aloneWithoutRetries();
    private final Scene scene = Scene.in(gateway);
    private final LinkId link = Scene.newLink();
    private final Caller editor = scene.editor();

    CloudsTest(Cloud cloud) {
        this.cloud = cloud;
        if (cloud == Cloud.GCP) {
            gateway.atlas().addPortMappedLink(scene.project(), link, cloud.region(), SimulatedLinkStatus.AVAILABLE);
        } else {
            gateway.atlas()
                    .addLink(scene.project(), link, cloud.provider(), cloud.region(), SimulatedLinkStatus.AVAILABLE);
        }
    }

    private static String newId(Cloud cloud) {
        return cloud.endpoint(Gateway.unused(16));
    }

    private String endpoints() {
        return scene.links() + "/" + link + "/endpoints";
    }

    private String path(String id) {
        return endpoints() + "/" + new EndpointId(id).pathSegment();
    }

    private String has(EndpointStatus status) {
        String id = newId(cloud);
        gateway.atlas().addEndpoint(scene.project(), link, cloud.existing(id), status);
        return id;
    }

    @Test
    void anEndpointIsAddedReadAndListed() {
        String id = newId(cloud);

        Answer added = editor.post(endpoints(), cloud.body(id));

        assertThat(added)
                .hasStatus(201)
                .hasHeader("Location", path(id))
                .has("/interfaceEndpointId", id)
                .has("/provider", cloud.name())
                .has("/failed", false);
        assertThat(editor.get(path(id))).isOk().has("/interfaceEndpointId", id);
        assertThat(editor.with("Cache-Control", "no-cache").get(endpoints()))
                .results("interfaceEndpointId")
                .containsExactly(id);
        assertThat(editor.with("Cache-Control", "no-cache").get(scene.links() + "/" + link))
                .has("/interfaceEndpointIds/0", id);
        assertThat(scene.writes()).singleElement().satisfies(write -> {
            assertThat(write.uri()).contains("/" + cloud.name() + "/endpointService/" + link);
            assertThat(write.contentType()).isEqualTo("application/vnd.atlas.2023-01-01+json");
        });
        switch (cloud) {
            case AWS -> assertThat(added).hasNo("/endpoints").hasNo("/privateEndpointIPAddress");
            case AZURE -> assertThat(added).has("/privateEndpointIPAddress", "10.0.0.4");
            case GCP -> assertThat(added).has("/gcpProjectId", "shop-prod").has("/endpoints/0/ipAddress", "10.0.0.4");
        }
    }

    @Test
    void anEndpointWithOtherPropertiesIsNotTheOneAskedFor() {
        String id = has(EndpointStatus.AVAILABLE);

        Answer answer = editor.put(path(id), cloud.body(id).replace("10.0.0.4", "10.0.0.5"));

        if (cloud == Cloud.AWS) {
            assertThat(answer).isOk();
        } else {
            assertThat(answer).isProblem("endpoint-exists");
        }
    }

    @Test
    void anAbsentEndpointIsEnsuredByItsWholeDescription() {
        String id = newId(cloud);

        Answer byId = editor.put(path(id));
        Answer whole = editor.put(path(id), cloud.body(id));

        switch (cloud) {
            case AWS -> {
                assertThat(byId).hasStatus(201);
                assertThat(whole).isOk();
            }
            case AZURE -> {
                assertThat(byId).isInvalidIn("privateEndpointIPAddress");
                assertThat(whole).hasStatus(201);
            }
            case GCP -> {
                assertThat(byId).isInvalidIn("gcpProjectId");
                assertThat(whole).hasStatus(201);
            }
        }
    }

    @Test
    void thePathHasTheIdOfAnEnsuredEndpoint() {
        String id = newId(cloud);

        assertThat(editor.put(path(id), cloud.bodyWithoutId(id))).hasStatus(201).has("/interfaceEndpointId", id);
        assertThat(editor.put(path(id), cloud.bodyWithoutId(id))).isOk().has("/interfaceEndpointId", id);
        assertThat(editor.put(path(id), cloud.body(newId(cloud)))).isInvalidIn("interfaceEndpointId");
        assertThat(editor.post(endpoints(), cloud.bodyWithoutId(id))).isInvalidIn("interfaceEndpointId");
    }

    @Test
    void anAbsentEndpointIsNotAnAbsentLink() {
        assertThat(editor.get(path(newId(cloud))))
                .isProblem("endpoint-not-found")
                .has("/atlas/errorCode", "PRIVATE_ENDPOINT_SERVICE_NOT_FOUND");

        gateway.atlas().dropLink(scene.project(), link);

        assertThat(editor.get(path(newId(cloud)))).isProblem("link-not-found");
    }

    @Test
    void aLinkWhoseEndpointsAreAllLeavingIsRemovedLater() {
        Caller owner = scene.owner();
        String linkPath = scene.links() + "/" + link;
        gateway.atlas().keepEmptyLinks(scene.project());
        String id = has(EndpointStatus.AVAILABLE);
        assertThat(owner.delete(linkPath))
                .isProblem("link-not-empty")
                .has("/retryable", false)
                .hasNoHeader("Retry-After");
        assertThat(editor.delete(path(id) + "?allowLinkRemoval=true")).hasStatus(202);

        assertThat(owner.delete(linkPath))
                .isProblem("link-not-empty")
                .has("/retryable", true)
                .hasHeader("Retry-After", "1");
        assertThat(owner.delete(linkPath + "?dryRun=true"))
                .isProblem("link-not-empty")
                .has("/retryable", true);

        gateway.atlasClock().advance(Duration.ofSeconds(6));
        assertThat(owner.delete(linkPath)).hasStatus(202).has("/status", "DELETING");
    }

    @Test
    void anEndpointOfAnotherCloudIsRefused() {
        for (Cloud other : Cloud.values()) {
            if (other != cloud) {
                assertThat(editor.post(endpoints(), other.body(newId(other)))).isInvalidIn("interfaceEndpointId");
                assertThat(editor.put(path(newId(other)))).isInvalidIn("interfaceEndpointId");
                assertThat(editor.get(path(newId(other)))).isInvalidIn("interfaceEndpointId");
                assertThat(editor.delete(path(newId(other)))).isInvalidIn("interfaceEndpointId");
            }
        }
        assertThat(scene.writes()).isEmpty();
    }

    @Test
    void aDryRunMakesTheChecksOfTheWrite() {
        String there = has(EndpointStatus.AVAILABLE);
        String absent = newId(cloud);

        assertThat(editor.post(endpoints() + "?dryRun=true", cloud.body(absent)))
                .isOk()
                .has("/wouldChange", true)
                .has("/requests/0/method", "POST")
                .isNullAt("/current");
        assertThat(editor.post(endpoints() + "?dryRun=true", cloud.body(there))).isProblem("endpoint-exists");
        assertThat(editor.put(path(there) + "?dryRun=true"))
                .isOk()
                .has("/wouldChange", false)
                .has("/current/interfaceEndpointId", there);
        assertThat(editor.delete(path(there) + "?dryRun=true")).isProblem("last-endpoint");
        assertThat(editor.delete(path(there) + "?dryRun=true&allowLinkRemoval=true"))
                .isOk()
                .has("/requests/0/method", "DELETE")
                .has("/current/interfaceEndpointId", there);
        assertThat(editor.delete(path(absent) + "?dryRun=true")).isProblem("endpoint-not-found");
        assertThat(scene.writes()).isEmpty();
    }

    @Test
    void aDryRunOnALinkInTheMakingSaysSo() {
        LinkId early = Scene.newLink();
        gateway.atlas()
                .addLink(scene.project(), early, cloud.provider(), cloud.otherRegion(), SimulatedLinkStatus.INITIATING);

        assertThat(editor.post(scene.links() + "/" + early + "/endpoints?dryRun=true", cloud.body(newId(cloud))))
                .isProblem("link-not-ready");
    }

    @ParameterizedTest
    @ValueSource(strings = {"aws:", "oci:us-east-1", "aws:us east", "5df264b8"})
    void aStrangeNameOfALinkIsRefused(String name) {
        assertThat(editor.get(scene.links() + "/" + name.replace(" ", "%20"))).isInvalidIn("linkId");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "privateEndpointIPAddress | {'interfaceEndpointId':'vpce-0b9c5701325cb15dd','privateEndpointIPAddress':'10.0.0.4'}",
                "privateEndpointIPAddress | {'interfaceEndpointId':'AZ'}",
                "privateEndpointIPAddress | {'interfaceEndpointId':'AZ','privateEndpointIPAddress':'10.0.0.400'}",
                "gcpProjectId             | {'interfaceEndpointId':'orders','endpoints':[{'endpointName':'a','ipAddress':'10.0.0.4'}]}",
                "endpoints                | {'interfaceEndpointId':'orders','gcpProjectId':'shop'}",
                "endpoints                | {'interfaceEndpointId':'orders','gcpProjectId':'shop','endpoints':[]}",
                "endpoints[0].ipAddress   | {'interfaceEndpointId':'orders','gcpProjectId':'shop','endpoints':[{'endpointName':'a'}]}",
                "interfaceEndpointId      | {'interfaceEndpointId':'/subscriptions/1'}",
                "interfaceEndpointId      | {'interfaceEndpointId':'vpce-orders'}",
                "id                       | {'id':'vpce-0b9c5701325cb15dd'}"
            })
    void aBadEndpointIsRefused(String field, String body) {
        String azure = newId(Cloud.AZURE);

        assertThat(editor.post(endpoints(), body.replace('\'', '"').replace("AZ", azure)))
                .isInvalidIn(field);
        assertThat(scene.writes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"vpc-123", "VPCE-0b9c5701", "0b9c5701325cb15dd", "subscriptions/1", "orders-endpoint"})
    void aMistypedIdIsToldByTheLinksCloud(String id) {
        assumeThat(cloud == Cloud.GCP && EndpointId.matches(id))
                .as("there it is a name")
                .isFalse();
        assertThat(editor.get(scene.links() + "/" + link)).isOk();
        String byPlace = scene.links() + "/" + cloud.name() + ":" + cloud.region() + "/endpoints";

        for (String path : List.of(endpoints(), endpoints() + "?dryRun=true", byPlace)) {
            Answer answer = editor.post(path, "{\"interfaceEndpointId\":\"" + id + "\"}");

            assertThat(answer).isInvalidIn("interfaceEndpointId");
            assertThat(answer.text("/errors/0/message"))
                    .startsWith("must be " + form())
                    .endsWith("because the link is to " + cloud.provider().title());
        }
    }

    /** Nothing is asked at Atlas for a bad request, so an unknown link shows no cloud. */
    @Test
    void aMistypedIdOnAnUnknownLinkIsToldByWhatItResembles() {
        for (String id : List.of("vpce-123", "VPCE-0b9c5701", "0b9c5701325cb15dd", "vpc-123")) {
            assertThat(editor.post(endpoints(), "{\"interfaceEndpointId\":\"" + id + "\"}")
                            .text("/errors/0/message"))
                    .startsWith("must be 'vpce-' followed by 8 or 17 lowercase hex digits");
        }
    }

    private String form() {
        return switch (cloud) {
            case AWS -> "'vpce-' followed by 8 or 17 lowercase hex digits,";
            case AZURE -> "the resource id of a private endpoint,";
            case GCP -> "the name of an endpoint group or forwarding rule,";
        };
    }

    @Test
    void aMistypedIdInThePathIsToldByTheLinksCloud() {
        assumeThat(cloud).as("there it is a name").isNotEqualTo(Cloud.GCP);
        for (Answer answer :
                List.of(editor.put(path("vpc-123")), editor.get(path("vpc-123")), editor.delete(path("vpc-123")))) {
            assertThat(answer).isInvalidIn("interfaceEndpointId");
            assertThat(answer.text("/errors/0/message"))
                    .startsWith("must be " + form())
                    .endsWith("because the link is to " + cloud.provider().title());
        }
    }
}
