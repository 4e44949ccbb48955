package dev.linkgate.gateway.feature.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import com.bertramlabs.plugins.hcl4j.HCLParser;
import dev.linkgate.Samples;
import dev.linkgate.gateway.core.endpoints.link.Link;
import dev.linkgate.gateway.core.endpoints.link.LinkDetails;
import dev.linkgate.gateway.core.endpoints.link.LinkStatus;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The import blocks, as a parser of Terraform's language reads them. */
class ImportBlocksTest {

    private static final ProjectId PROJECT = new ProjectId("5df264b8f10fab7d2cad2f0a");
    private static final String LINK = "5df264b8f10fab7d2cad2f0d";
    private static final String VPCE = "vpce-0b9c5701325cb15dd";
    private static final String GROUP = "/subscriptions/00000000-1111-2222-3333-444444444444/resourceGroups/";
    private static final String AZURE = GROUP + "Orders/providers/Microsoft.Network/privateEndpoints/pe.orders";

    private static final String HEX = "0123456789abcdef";
    private static final String AZURE_LETTERS = "aZéß漢9._()-";
    private static final String GCP_LETTERS = "abz09-";
    private static final List<String> REGIONS = List.of("US_EAST_1", "eu-west-1", "ASIA_SOUTH_EAST", "us-east4");

    private record Block(String to, String id) {}

    @Test
    void theClassicDialectsRegionIsInTheServiceName() throws Exception {
        Link classic = link(LINK, null, aws("com.amazonaws.vpce.us-east-1.vpce-svc-0aee615d3fe32c14e"));
        assertThat(blocks(text(List.of(classic))))
                .containsExactly(new Block(
                        "mongodbatlas_privatelink_endpoint.aws_us_east_1", PROJECT + "-" + LINK + "-AWS-US_EAST_1"));
    }

    @Test
    void aLinkWithoutAKnownRegionIsNamedInAComment() throws Exception {
        String text = text(List.of(link(LINK, null, aws(null), VPCE)));
        assertThat(text).contains("# The link " + LINK + " cannot be imported yet, because its region is unknown.\n");
        assertThat(blocks(text))
                .extracting(Block::to)
                .containsExactly("mongodbatlas_privatelink_endpoint_service.aws_" + LINK + "_vpce_0b9c5701325cb15dd");
    }

    @Test
    void whatTheProviderWouldSplitWronglyIsNamedInAComment() throws Exception {
        LinkDetails gcp = new LinkDetails.Gcp(List.of(), true);
        LinkDetails azure = new LinkDetails.Azure(null, null);
        String text = text(List.of(link(LINK, "US_EAST_4", gcp, "a--b"), link(LINK, "US_EAST_2", azure, AZURE + "-")));
        assertThat(text)
                .contains("# The endpoint a--b of the link " + LINK + " cannot be imported")
                .contains("# The endpoint " + AZURE + "- of the link " + LINK + " cannot be imported");
        assertThat(blocks(text)).hasSize(2).allMatch(block -> !block.id().contains("--"));
    }

    @Test
    void namesAreUnique() throws Exception {
        LinkDetails azure = new LinkDetails.Azure(null, null);
        List<Link> links = List.of(
                link(LINK, "US_EAST_2", azure, AZURE, AZURE.replace("Orders", "Invoices")),
                link("5df264b8f10fab7d2cad2f0e", "US_EAST_2", azure, AZURE.replace("pe.orders", "pe_orders")));
        assertThat(blocks(text(links)))
                .extracting(block -> block.to().substring(block.to().indexOf('.') + 1))
                .containsExactly(
                        "azure_us_east_2",
                        "azure_us_east_2_pe_orders",
                        "azure_us_east_2_pe_orders_2",
                        "azure_us_east_2_2",
                        "azure_us_east_2_2_pe_orders");
    }

    @Test
    void anyLinksAndEndpointsCanBeRead() {
        Samples.check(300, ImportBlocksTest::links, links -> {
            List<Block> blocks = blocks(text(links));

            Set<String> expected = links.stream()
                    .flatMap(link -> Stream.concat(
                            Stream.of(linkId(link)),
                            link.interfaceEndpointIds().stream()
                                    .map(EndpointId::value)
                                    .filter(id -> !id.contains("--") && !id.endsWith("-"))
                                    .map(id -> String.join(
                                            "--",
                                            PROJECT.value(),
                                            link.id().value(),
                                            id,
                                            link.provider().name()))))
                    .collect(Collectors.toSet());
            assertThat(blocks).extracting(Block::id).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(blocks)
                    .extracting(Block::to)
                    .doesNotHaveDuplicates()
                    .allMatch(to -> to.matches("mongodbatlas_privatelink_endpoint(_service)?\\.[a-z][a-z0-9_]*"));
        });
    }

    @Test
    void textsAreQuoted() {
        assertThat(ImportBlocks.quoted("plain")).isEqualTo("\"plain\"");
        assertThat(ImportBlocks.quoted("a\"b\\c")).isEqualTo("\"a\\\"b\\\\c\"");
        assertThat(ImportBlocks.quoted("${var.secret} %{if true} $5 50%"))
                .isEqualTo("\"$${var.secret} %%{if true} $5 50%\"");
    }

    private static String text(List<Link> links) {
        return ImportBlocks.of(
                PROJECT,
                links.stream()
                        .map(link -> new ImportBlocks.Importable(link, Set.of()))
                        .toList(),
                List.of());
    }

    private static String linkId(Link link) {
        String region = link.place().orElseThrow().atlasName(link.provider());
        return String.join(
                "-", PROJECT.value(), link.id().value(), link.provider().name(), region);
    }

    /** What a parser reads; one block is a map, and several are a list of maps. */
    private static List<Block> blocks(String text) throws Exception {
        Object imports = new HCLParser().parse(text).get("import");
        List<?> all = imports == null ? List.of() : imports instanceof List<?> list ? list : List.of(imports);
        List<Block> blocks = new ArrayList<>();
        for (Object each : all) {
            Map<?, ?> block = (Map<?, ?>) each;
            assertThat(block).hasSize(2);
            blocks.add(new Block(String.valueOf(block.get("to")), String.valueOf(block.get("id"))));
        }
        return blocks;
    }

    private static List<Link> links(RandomGenerator random) {
        List<Link> links = new ArrayList<>();
        for (int left = random.nextInt(5); left > 0; left--) {
            links.add(link(random));
        }
        return links;
    }

    private static Link link(RandomGenerator random) {
        String id = Samples.text(random, HEX, 24, 24);
        String region = Samples.oneOf(random, REGIONS);
        Set<String> endpoints = new HashSet<>();
        LinkDetails details = Samples.oneOf(
                random, List.of(aws(null), new LinkDetails.Azure(null, null), new LinkDetails.Gcp(List.of(), false)));
        for (int left = random.nextInt(6); left > 0; left--) {
            endpoints.add(endpoint(random, details));
        }
        return link(id, region, details, endpoints.toArray(String[]::new));
    }

    private static String endpoint(RandomGenerator random, LinkDetails link) {
        return switch (link) {
            case LinkDetails.Aws aws -> "vpce-" + Samples.text(random, HEX, 17, 17);
            case LinkDetails.Azure azure ->
                GROUP + Samples.text(random, AZURE_LETTERS, 1, 12) + "/providers/Microsoft.Network/privateEndpoints/"
                        + Samples.text(random, AZURE_LETTERS, 1, 12);
            case LinkDetails.Gcp gcp -> "g" + Samples.text(random, GCP_LETTERS, 0, 5) + "z";
        };
    }

    private static LinkDetails aws(@Nullable String serviceName) {
        return new LinkDetails.Aws(serviceName, null);
    }

    private static Link link(String id, @Nullable String region, LinkDetails details, String... endpoints) {
        List<EndpointId> ids = Stream.of(endpoints).map(EndpointId::new).toList();
        return new Link(new LinkId(id), region, LinkStatus.AVAILABLE, null, ids, null, details);
    }
}
