package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.kernel.Provider;
import dev.linkgate.kernel.RegionNames;
import dev.linkgate.sandbox.log.AppliedWrite;
import dev.linkgate.sandbox.state.SimulatedLinkStatus;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Regions by Atlas's names and by the clouds' own, before an Atlas that takes no third name. */
class RegionsTest {

    private final Gateway gateway = Gateway.shared();
    private final Scene scene = Scene.in(gateway);
    private final Caller owner = scene.owner();

    @ParameterizedTest
    @EnumSource(
            value = Provider.class,
            names = {"AZURE", "GCP"})
    void eachRegionIsTheSameByEitherName(Provider provider) {
        RegionNames.of(provider).forEach((atlasName, ownName) -> {
            Answer created = create(provider, ownName);

            assertThat(created).hasStatus(201).has("/region", atlasName).has("/adopted", false);
            if (atlasName.startsWith("US_WEST")) { // only some regions, because each reads all links
                isFoundByEitherName(provider, atlasName, ownName, created.text("/id"));
            }
        });
        assertThat(scene.writes())
                .extracting(write -> write.body().replaceAll(".*\"region\":\"([^\"]*)\".*", "$1"))
                .as("what Atlas received")
                .containsExactlyElementsOf(RegionNames.of(provider).keySet());
    }

    private void isFoundByEitherName(Provider provider, String atlasName, String ownName, String id) {
        assertThat(create(provider, atlasName)).isOk().has("/id", id).has("/adopted", true);
        for (String name : List.of(atlasName, ownName, ownName.toUpperCase(Locale.ROOT))) {
            assertThat(owner.get(scene.links() + "/" + provider + ":" + name))
                    .isOk()
                    .has("/id", id);
            assertThat(owner.get(scene.links() + "?provider=" + provider + "&region=" + name))
                    .results("id")
                    .containsExactly(id);
        }
    }

    @Test
    void aFilterWithoutACloudFindsTheRegionOfEachCloud() {
        String google = create(Provider.GCP, "us-east4").text("/id");
        String azure = create(Provider.AZURE, "eastus2").text("/id");

        assertThat(owner.get(scene.links() + "?region=us-east-1"))
                .results("id")
                .containsExactly(scene.link().value());
        assertThat(owner.get(scene.links() + "?region=us-east4")).results("id").containsExactly(google);
        assertThat(owner.get(scene.links() + "?region=eastus2")).results("id").containsExactly(azure);
        assertThat(owner.get(scene.links() + "?region=US_EAST_2")).results("id").containsExactly(azure);
    }

    @ParameterizedTest
    @CsvSource({"AZURE, denmarkeast", "GCP, europe-north2", "AWS, mars"})
    void anUnknownRegionGoesToAtlasAsItIsWritten(Provider provider, String region) {
        Answer dryRun = owner.post(scene.links() + "?dryRun=true", body(provider, region));

        assertThat(dryRun).isOk().has("/requests/0/body/region", region);
        assertThat(dryRun.json().at("/warnings").valueStream().map(warning -> warning.asString("")))
                .singleElement()
                .asString()
                .contains(region, provider.title());
        assertThat(create(provider, region))
                .isProblem("atlas-rejected-request")
                .has("/atlas/errorCode", "INVALID_REGION");
    }

    @Test
    void aDryRunDoesNotWarnOfAKnownRegion() {
        assertThat(owner.post(scene.links() + "?dryRun=true", body(Provider.AZURE, "eastus2")))
                .isOk()
                .hasNo("/warnings/0");
        assertThat(owner.patch(
                        scene.linkPath() + "?dryRun=true", "{\"supportedRemoteRegions\":[\"us-gov-west-1\",\"mars\"]}"))
                .isOk()
                .has(
                        "/warnings/0",
                        "The gateway does not know the region mars of AWS. Atlas receives it as it is written.")
                .hasNo("/warnings/1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"eu-west-2\",\"EU_WEST_2\"", "\"eu-west-1\"", "\"EU_WEST_1\""})
    void otherRegionsAreOthersAndNamedOnce(String regions) {
        String link = scene.links() + "/" + scene.hasLink("EU_WEST_1", SimulatedLinkStatus.AVAILABLE);
        String change = "\"supportedRemoteRegions\":[" + regions + "]}";

        assertThat(owner.patch(link, "{" + change)).isInvalidIn("supportedRemoteRegions");
        assertThat(owner.post(scene.links(), "{\"provider\":\"AWS\",\"region\":\"eu-west-1\"," + change))
                .isInvalidIn("supportedRemoteRegions");
        assertThat(scene.writes()).isEmpty();
    }

    @Test
    void onlyLinksToAwsHaveOtherRegions() {
        String link = scene.links() + "/" + create(Provider.AZURE, "westeurope").text("/id");

        assertThat(owner.patch(link, "{\"supportedRemoteRegions\":[\"eu-west-1\"]}"))
                .isInvalidIn("supportedRemoteRegions");
        assertThat(scene.writes()).hasSize(1);
    }

    @Test
    void theClassicApiReceivesTheNamesOfAws() {
        Gateway classic = Gateway.sharedClassic();
        Scene old = Scene.in(classic);

        assertThat(old.owner().post(old.links(), body(Provider.AWS, "EU_WEST_1")))
                .hasStatus(201);
        assertThat(old.owner().post(old.links(), body(Provider.AWS, "eu-west-2")))
                .hasStatus(201);
        assertThat(classic.atlas().log().applied())
                .filteredOn(write -> write.uri().contains(old.project().value()))
                .extracting(AppliedWrite::body)
                .containsExactly(
                        "{\"providerName\":\"AWS\",\"region\":\"eu-west-1\"}",
                        "{\"providerName\":\"AWS\",\"region\":\"eu-west-2\"}");
    }

    private Answer create(Provider provider, String region) {
        return owner.post(scene.links(), body(provider, region));
    }

    private static String body(Provider provider, String region) {
        return "{\"provider\":\"%s\",\"region\":\"%s\"}".formatted(provider, region);
    }
}
