package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.sandbox.state.EndpointStatus;
import dev.linkgate.sandbox.state.SimulatedLinkStatus;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A link's whole life: created or adopted, changed, removed. */
@Tag("postgresql")
class LinkLifeTest {

    private static final String NEW = "{\"provider\":\"AWS\",\"region\":\"eu-west-1\"}";

    private final Gateway gateway = Gateway.shared();
    private final Scene scene = Scene.in(gateway);

    @ParameterizedTest
    @CsvSource({
        "AWS, eu-west-1, EU_WEST_1, endpointServiceName",
        "AZURE, EUROPE_WEST, EUROPE_WEST, privateLinkServiceResourceId",
        "GCP, us-east4, US_EAST_4, portMappingEnabled"
    })
    void anOwnerCreatesALink(String provider, String region, String atlasRegion, String own) {
        Answer created = scene.owner()
                .post(scene.links(), "{\"provider\":\"%s\",\"region\":\"%s\"}".formatted(provider, region));

        assertThat(created)
                .hasStatus(201)
                .hasHeader("Location", scene.links() + "/" + created.text("/id"))
                .has("/provider", provider)
                .has("/region", atlasRegion)
                .has("/adopted", false);
        assertThat(created.json().has(own)).isTrue();
        assertThat(scene.viewer().get(scene.links() + "/" + provider.toLowerCase(Locale.ROOT) + ":" + region))
                .isOk()
                .has("/id", created.text("/id"));
        assertThat(recorded("link.create"))
                .containsExactly("INTENT null null", "OUTCOME SUCCEEDED " + created.text("/id"));
    }

    @Test
    void aMissingLinkNamedByItsRegionIsOnRecord() {
        Answer missing = scene.viewer().get(scene.links() + "/aws:eu-west-9/endpoints");

        assertThat(missing).isProblem("link-not-found");
        assertThat(missing.header("Audit-Receipt")).isNotEmpty();
        assertThat(recorded("link.get")).containsExactly("EVENT REFUSED null");
    }

    @Test
    void anExistingLinkIsAdopted() {
        Caller owner = scene.owner();

        Answer adopted = owner.post(scene.links(), "{\"provider\":\"aws\",\"region\":\"us-east-1\"}");

        assertThat(adopted)
                .isOk()
                .has("/id", scene.link())
                .has("/adopted", true)
                .hasNoHeader("Location");
        assertThat(scene.writes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"supportedRemoteRegions", "portMappingEnabled"})
    void aLinkThatDiffersIsNotAdopted(String difference) {
        Caller owner = scene.owner();
        assertThat(owner.post(scene.links(), "{\"provider\":\"GCP\",\"region\":\"US_EAST_4\"}"))
                .hasStatus(201);
        String wanted = difference.equals("portMappingEnabled")
                ? "{\"provider\":\"GCP\",\"region\":\"US_EAST_4\",\"portMappingEnabled\":false}"
                : "{\"provider\":\"AWS\",\"region\":\"us-east-1\",\"supportedRemoteRegions\":[\"eu-west-1\"]}";

        Answer refused = owner.post(scene.links(), wanted);

        assertThat(refused).isProblem("link-exists");
        assertThat(refused.text("/detail"))
                .contains(
                        difference.equals("portMappingEnabled")
                                ? "\"portMappingEnabled\":true"
                                : "\"supportedRemoteRegions\":[]");
    }

    @Test
    void remoteRegionsAreChanged() {
        Caller owner = scene.owner();

        assertThat(owner.patch(scene.linkPath(), "{\"supportedRemoteRegions\":[\"eu-west-1\",\"EU_WEST_2\"]}"))
                .isOk()
                .has("/supportedRemoteRegions/0", "EU_WEST_1")
                .has("/supportedRemoteRegions/1", "EU_WEST_2");
        assertThat(owner.patch(scene.linkPath(), "{\"supportedRemoteRegions\":[\"EU_WEST_2\",\"EU_WEST_1\"]}"))
                .isOk();
        assertThat(scene.writes()).as("the second changes nothing").hasSize(1);
        assertThat(owner.patch(scene.linkPath(), "{\"supportedRemoteRegions\":null}"))
                .isOk()
                .hasNo("/supportedRemoteRegions/0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"region\":\"eu-west-1\"}", "{\"supportedRemoteRegions\":\"eu-west-1\"}"})
    void unknownChangesAreRefused(String change) {
        assertThat(scene.owner().patch(scene.linkPath(), change)).isProblem("invalid-request");
        assertThat(scene.writes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[null]", "[\"eu west\"]"})
    void aRegionOfAnotherFormIsRefused(String regions) {
        Answer refused = scene.owner().patch(scene.linkPath(), "{\"supportedRemoteRegions\":" + regions + "}");

        assertThat(refused).isInvalidIn("supportedRemoteRegions[0]");
        assertThat(scene.writes()).isEmpty();
    }

    @Test
    void onlyAnEmptyLinkIsRemoved() {
        Caller owner = scene.owner();
        String endpoint = scene.hasEndpoint(EndpointStatus.AVAILABLE);

        assertThat(owner.delete(scene.linkPath())).isProblem("link-not-empty");
        assertThat(scene.writes()).isEmpty();

        String empty = scene.links() + "/" + scene.hasLink("EU_WEST_1", SimulatedLinkStatus.AVAILABLE);
        assertThat(owner.delete(empty)).hasStatus(202).has("/status", "DELETING");
        assertThat(owner.with("Prefer", "wait=1")
                        .delete(scene.links() + "/" + scene.hasLink("EU_WEST_2", SimulatedLinkStatus.AVAILABLE)))
                .hasStatus(202)
                .hasHeader("Preference-Applied", "wait=1");
        assertThat(owner.get(scene.endpoint(endpoint))).isOk();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "provider               | {'region':'eu-west-1'}",
                "region                 | {'provider':'AWS'}",
                "region                 | {'provider':'AWS','region':'eu west'}",
                "provider               | {'provider':'OCI','region':'eu-west-1'}",
                "portMappingEnabled     | {'provider':'AWS','region':'eu-west-1','portMappingEnabled':true}",
                "supportedRemoteRegions | {'provider':'GCP','region':'US_EAST_4','supportedRemoteRegions':[]}",
                "name                   | {'provider':'AWS','region':'eu-west-1','name':'mine'}"
            })
    void aBadLinkIsRefused(String field, String body) {
        assertThat(scene.owner().post(scene.links(), body.replace('\'', '"'))).isInvalidIn(field);
        assertThat(scene.writes()).isEmpty();
    }

    @Test
    void theRegionalModeIsSwitched() {
        String mode = "/projects/" + scene.project() + "/regional-mode";
        Caller owner = scene.owner();

        assertThat(scene.viewer().get(mode)).isOk().has("/enabled", false);
        assertThat(owner.put(mode, "{\"enabled\":true}")).isOk().has("/enabled", true);
        assertThat(owner.put(mode, "{\"enabled\":true}")).isOk().has("/enabled", true);
        assertThat(owner.get(mode)).isOk().has("/enabled", true);
        assertThat(scene.writes()).as("the second changes nothing").hasSize(1);
        assertThat(owner.put(mode, "{}")).isInvalidIn("enabled");
    }

    @Test
    void aDryRunOnlyShowsTheRequests() {
        Caller owner = scene.owner();

        assertThat(owner.post(scene.links() + "?dryRun=true", NEW))
                .isOk()
                .has("/dryRun", true)
                .has("/wouldChange", true)
                .has("/requests/0/method", "POST")
                .has("/requests/0/body/region", "EU_WEST_1")
                .isNullAt("/current");
        assertThat(owner.post(scene.links() + "?dryRun=true", "{\"provider\":\"AWS\",\"region\":\"us-east-1\"}"))
                .isOk()
                .has("/wouldChange", false)
                .has("/current/id", scene.link());
        assertThat(owner.patch(scene.linkPath() + "?dryRun=true", "{\"supportedRemoteRegions\":[\"EU_WEST_1\"]}"))
                .isOk()
                .has("/requests/0/method", "PATCH");
        assertThat(owner.delete(scene.linkPath() + "?dryRun=true")).isOk().has("/requests/0/method", "DELETE");
        assertThat(owner.put("/projects/" + scene.project() + "/regional-mode?dryRun=true", "{\"enabled\":true}"))
                .isOk()
                .has(
                        "/warnings/0",
                        "The connection strings of sharded clusters in several regions change, and the"
                                + " project cannot have replica sets any more.");

        assertThat(scene.writes()).isEmpty();
        assertThat(gateway.administrator()
                        .get("/admin/audit?action=link.create&projectId=" + scene.project())
                        .json()
                        .get("results"))
                .hasSize(2)
                .allSatisfy(record -> {
                    assertThat(record.get("phase").stringValue()).isEqualTo("EVENT");
                    assertThat(record.get("dryRun").booleanValue()).isTrue();
                });
    }

    @Test
    void theClassicApiSaysWhatItLacks() {
        Scene old = Scene.in(Gateway.sharedClassic());
        Caller owner = old.owner();

        assertThat(owner.post(old.links(), "{\"provider\":\"AZURE\",\"region\":\"EUROPE_WEST\"}"))
                .isInvalidIn("provider");
        assertThat(owner.get(old.links() + "?provider=AZURE")).isInvalidIn("provider");
        assertThat(owner.patch(old.linkPath(), "{\"supportedRemoteRegions\":[\"EU_WEST_1\"]}"))
                .isInvalidIn("supportedRemoteRegions");
        assertThat(owner.get("/projects/" + old.project() + "/regional-mode")).isInvalidIn("enabled");
        assertThat(owner.get(old.endpoint("orders"))).isInvalidIn("interfaceEndpointId");
        assertThat(owner.post(old.links(), NEW)).hasStatus(201).isNullAt("/region");
        assertThat(owner.get(old.links() + "/aws:us-east-1")).isOk().has("/id", old.link());
    }

    /** Phase, result and link of each record of an action, oldest first. */
    private List<String> recorded(String action) {
        return gateway.administrator()
                .get("/admin/audit?action=" + action + "&projectId=" + scene.project())
                .json()
                .get("results")
                .valueStream()
                .map(record -> Map.entry(
                        record.get("sequence").longValue(),
                        record.get("phase").stringValue() + " "
                                + record.get("result").stringValue(null) + " "
                                + record.get("linkId").stringValue(null)))
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .toList();
    }
}
