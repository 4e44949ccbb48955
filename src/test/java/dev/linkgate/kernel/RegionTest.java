package dev.linkgate.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Regions and their names. */
class RegionTest {

    @ParameterizedTest
    @CsvSource({
        "AWS, us-east-1, US_EAST_1",
        "AWS, us-gov-west-1, US_GOV_WEST_1",
        "AZURE, eastus2, US_EAST_2",
        "AZURE, NEWZEALAND_NORTH, NEW_ZEALAND_NORTH",
        "GCP, us-east1, EASTERN_US",
        "GCP, US-WEST_1, WESTERN_US"
    })
    void aRegionHasOneNameAtAtlas(Provider provider, String written, String atlasName) {
        Region region = new Region(written);

        assertThat(region.isKnownOn(provider)).isTrue();
        assertThat(region.atlasName(provider)).isEqualTo(atlasName);
        assertThat(region.isSameAs(new Region(atlasName), provider)).isTrue();
    }

    @Test
    void theSameNameMeansAnotherRegionOnAnotherCloud() {
        Region region = new Region("US_WEST_2");

        assertThat(region.isSameAs(new Region("westus2"), Provider.AZURE)).isTrue();
        assertThat(region.isSameAs(new Region("westus2"), Provider.GCP)).isFalse();
        assertThat(region.isSameAs(new Region("us-west2"), Provider.GCP)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"AWS, us-east1", "AZURE, us-east-1", "GCP, mars"})
    void anUnknownRegionKeepsItsSpelling(Provider provider, String written) {
        Region region = new Region(written);

        assertThat(region.isKnownOn(provider)).isFalse();
        assertThat(region.atlasName(provider)).isEqualTo(written);
    }

    @Test
    void anUnknownRegionIsTheSameWhateverSeparatesItsParts() {
        assertThat(new Region("denmarkeast").isSameAs(new Region("DENMARK_EAST"), Provider.AZURE))
                .isTrue();
        assertThat(new Region("denmarkeast").isSameAs(new Region("DENMARK_WEST"), Provider.AZURE))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(Provider.class)
    void noTwoRegionsShareAName(Provider provider) {
        Map<String, String> names = RegionNames.of(provider);

        assertThat(new HashSet<>(names.values())).hasSameSizeAs(names.keySet());
        names.forEach((atlasName, ownName) -> {
            assertThat(new Region(atlasName).atlasName(provider)).isEqualTo(atlasName);
            assertThat(new Region(ownName).atlasName(provider)).isEqualTo(atlasName);
        });
    }
}
