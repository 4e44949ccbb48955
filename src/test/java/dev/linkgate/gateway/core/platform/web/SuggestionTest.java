package dev.linkgate.gateway.core.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionTest {

    private static final Set<String> KNOWN =
            Set.of("interfaceEndpointId", "provider", "region", "pageNum", "itemsPerPage", "dryRun", "to");

    @ParameterizedTest
    @CsvSource({
        "dryrun, dryRun",
        "page, pageNum",
        "itemPerPage, itemsPerPage",
        "interfaceEndpointID, interfaceEndpointId",
        "regoin, region"
    })
    void theNearestNameIsSuggested(String unknown, String meant) {
        assertThat(Suggestion.ending(unknown, KNOWN)).isEqualTo("; did you mean " + meant + "?");
    }

    @ParameterizedTest
    @CsvSource({"id, interfaceEndpointId", "endpointGroupName, interfaceEndpointId", "providerName, provider"})
    void aNameOfAtlasIsTranslated(String unknown, String ours) {
        assertThat(Suggestion.ending(unknown, KNOWN)).isEqualTo("; Atlas's " + unknown + " is " + ours + " here");
    }

    @Test
    void aNameThatIsNearNoOtherGetsNoSuggestion() {
        assertThat(Suggestion.ending("q", KNOWN)).isEmpty();
        assertThat(Suggestion.ending("id", Set.of("label"))).isEmpty();
        assertThat(Suggestion.ending("x".repeat(100_000), KNOWN)).isEmpty();
    }
}
