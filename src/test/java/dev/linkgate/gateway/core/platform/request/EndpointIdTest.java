package dev.linkgate.gateway.core.platform.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.Samples;
import dev.linkgate.kernel.Provider;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.server.PathContainer;

/** The forms of endpoint ids, and their way through a path. */
class EndpointIdTest {

    /** What Azure allows in the name of a resource group: letters, digits, marks and connectors of all scripts. */
    private static final String AZURE =
            Samples.range('a', 'z') + Samples.range('A', 'Z') + Samples.range('0', '9') + "-_.()éüñçßøåЖжदे本語한ابπ‿٣";

    @Test
    void everyAzureIdSurvivesItsWayThroughAPath() {
        Samples.check(2_000, EndpointIdTest::azure, text -> {
            EndpointId id = new EndpointId(text);
            PathContainer path = PathContainer.parsePath("/endpoints/" + id.pathSegment());

            assertThat(path.elements()).as("one segment").hasSize(4);
            assertThat(((PathContainer.PathSegment) path.elements().getLast()).valueToMatch())
                    .isEqualTo(text);
            assertThat(id.pathSegment()).matches("[A-Za-z0-9%._-]+");
        });
    }

    @Test
    void azuresIdsAreEqualInAnyCase() {
        Samples.check(500, EndpointIdTest::azure, text -> {
            EndpointId lower = new EndpointId(text.toLowerCase(Locale.ROOT));

            assertThat(new EndpointId(text)).isEqualTo(lower).hasSameHashCodeAs(lower);
            assertThat(new EndpointId(text).canonical()).isEqualTo(lower.canonical());
        });
    }

    @Test
    void otherCloudsIdsAreEqualInTheirOwnCaseOnly() {
        assertThat(new EndpointId("Orders")).isNotEqualTo(new EndpointId("orders"));
        assertThat(EndpointId.matches("VPCE-0b9c5701325cb15dd")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "vpce-123, must be 'vpce-'",
        "VPCE-0b9c5701, must be 'vpce-'",
        "0b9c5701325cb15dd, must be 'vpce-'",
        "/subscriptions/1, must be the resource id"
    })
    void aMistypedIdIsToldByTheOneCloudThatItResembles(String text, String form) {
        assertThat(EndpointId.matches(text)).isFalse();
        assertThat(EndpointId.expectedFor(text)).startsWith(form).doesNotContain("(AWS)");
        assertThat(EndpointId.expectedFor("..")).contains("(AWS)", "(Azure)", "(GCP)");
    }

    @Test
    void everyNameOfAGroupSurvivesItsWayThroughAPath() {
        Samples.check(2_000, random -> "g" + Samples.text(random, AZURE + " +:;%&?#*'\"<>", 0, 60) + "g", text -> {
            EndpointId id = new EndpointId(text);
            PathContainer path = PathContainer.parsePath("/endpoints/" + id.pathSegment());

            assertThat(id.provider()).isEqualTo(Provider.GCP);
            assertThat(path.elements()).as("one segment").hasSize(4);
            assertThat(((PathContainer.PathSegment) path.elements().getLast()).valueToMatch())
                    .isEqualTo(text);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "AWS, vpce-0b9c5701325cb15dd",
        "AWS, vpce-0b9c5701",
        "GCP, orders",
        "GCP, a",
        "GCP, orders-rule-1",
        "GCP, My_Group",
        "GCP, orders-",
        "GCP, 1st group (EU)",
        "GCP, деньги",
        "AZURE, /subscriptions/4e133d35-e734-4385-a565-c0945567ae34/resourceGroups/g/providers/Microsoft.Network/privateEndpoints/p",
        "AZURE, /SUBSCRIPTIONS/4E133D35-E734-4385-A565-C0945567AE34/resourcegroups/g/PROVIDERS/microsoft.network/privateendpoints/p"
    })
    void theFormShowsTheProvider(Provider provider, String text) {
        assertThat(new EndpointId(text).provider()).isEqualTo(provider);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "vpce-",
                "vpce-orders",
                "vpce_0b9c5701325cb15dd",
                "VPCE-0b9c5701",
                "0b9c5701325cb15dd",
                " orders",
                "orders\n",
                "orders\u202egroup",
                "orders\\group",
                "orders/group",
                ".",
                "..",
                "/",
                "/subscriptions/4e133d35/resourceGroups/g/providers/Microsoft.Network/privateEndpoints/p",
                "/subscriptions/4e133d35-e734-4385-a565-c0945567ae34/resourceGroups/g/h/providers/Microsoft.Network/privateEndpoints/p",
                "/subscriptions/4e133d35-e734-4385-a565-c0945567ae34/resourceGroups/g/providers/Microsoft.Network/privateEndpoints/",
                "/subscriptions/4e133d35-e734-4385-a565-c0945567ae34/resourceGroups/g/providers/Microsoft.Network/privateEndpoints/p q",
                "/subscriptions/4e133d35-e734-4385-a565-c0945567ae34/resourceGroups/g/providers/MicrosoftXNetwork/privateEndpoints/p"
            })
    void anotherFormIsNoId(String text) {
        assertThat(EndpointId.matches(text)).isFalse();
    }

    private static String azure(RandomGenerator random) {
        return "/subscriptions/%s-%s-%s-%s-%s/resourceGroups/%s/providers/Microsoft.Network/privateEndpoints/%s"
                .formatted(
                        hex(random, 8),
                        hex(random, 4),
                        hex(random, 4),
                        hex(random, 4),
                        hex(random, 12),
                        Samples.text(random, AZURE, 1, 90),
                        Samples.text(random, AZURE, 1, 80));
    }

    private static String hex(RandomGenerator random, int length) {
        return Samples.text(random, "0123456789abcdefABCDEF", length, length);
    }
}
