package dev.linkgate.gateway.core.endpoints.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.Provider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A link is named by its id, or by its provider and region. */
class LinkNameTest {

    @Test
    void anIdNamesALink() {
        assertThat(new LinkName("5df264b8f10fab7d2cad2f0d").id()).contains(new LinkId("5df264b8f10fab7d2cad2f0d"));
    }

    @ParameterizedTest
    @CsvSource({
        "aws:us-east-1, AWS, US_EAST_1",
        "AWS:US_EAST_1, AWS, US_EAST_1",
        "Azure:westeurope, AZURE, EUROPE_WEST",
        "gcp:us-east4, GCP, US_EAST_4"
    })
    void aPlaceNamesALink(String text, Provider provider, String atlasRegion) {
        LinkName name = new LinkName(text);

        assertThat(name.id()).isEmpty();
        assertThat(name.place().provider()).isEqualTo(provider);
        assertThat(name.place().region().atlasName(provider)).isEqualTo(atlasRegion);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "aws", "aws:", ":us-east-1", "oci:us-east-1", "aws:us east", "aws:us/east", "5df264b8"})
    void anotherFormIsNoName(String text) {
        assertThat(LinkName.matches(text)).isFalse();
    }
}
