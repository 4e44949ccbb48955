package dev.linkgate.gateway.core.atlas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.linkgate.gateway.core.atlas.channel.AtlasResponse;
import dev.linkgate.gateway.core.endpoints.link.Cluster;
import dev.linkgate.gateway.core.endpoints.link.ClusterConnection;
import dev.linkgate.gateway.core.endpoints.link.ClusterConnections;
import dev.linkgate.gateway.core.endpoints.link.Clusters;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterPagesTest {

    private static final String STRING = "mongodb://pl-0-us-east-1-auylw.mongodb.net:1024/?ssl=true&authSource=admin";
    private static final String SRV = "mongodb+srv://cluster0-pl-0-auylw.mongodb.net";
    private static final String SRV_OPTIMIZED = "mongodb+srv://cluster0-pl-0-lb-auylw.mongodb.net";
    private static final EndpointId AWS = new EndpointId("vpce-0d00c26273372c6ef");

    /** The pages that Atlas was asked for, as {@code number/size}. */
    private final List<String> asked = new ArrayList<>();

    @Test
    void aClusterHasItsStateAndItsOtherStrings() {
        Clusters found = found((number, size) -> """
                {"results":[
                 {"name":"Orders","id":"64b7f0c2a91d3e5f60718299","stateName":"UPDATING","clusterType":"REPLICASET","paused":false,
                  "mongoDBVersion":"8.0.12","diskSizeGB":10,"connectionStrings":{"standard":"mongodb://a/?ssl=true",
                  "standardSrv":"mongodb+srv://a","private":"","privateSrv":"mongodb://user:password@a","awsPrivateLink":{}}},
                 {"name":"Odd","id":7,"stateName":null,"paused":"no","connectionStrings":{"standard":[]}}]}""");

        assertThat(found.unread()).isEmpty();
        assertThat(found.all())
                .containsExactly(
                        new Cluster(
                                "Orders",
                                "64b7f0c2a91d3e5f60718299",
                                "UPDATING",
                                "REPLICASET",
                                false,
                                "8.0.12",
                                Map.of("standard", "mongodb://a/?ssl=true", "standardSrv", "mongodb+srv://a"),
                                List.of()),
                        new Cluster("Odd", null, null, null, null, null, Map.of(), List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "{}",
                "{\"standard\":\"mongodb://a\",\"standardSrv\":\"mongodb+srv://a\"}",
                "{\"awsPrivateLinkSrv\":{},\"privateEndpoint\":[]}",
                "{\"privateEndpoint\":null}",
                "{\"privateEndpoint\":[{\"endpoints\":[{\"endpointId\":\"vpce-0d00c26273372c6ef\"}]}]}",
                "{\"privateEndpoint\":[{\"connectionString\":\"\",\"srvConnectionString\":null}]}"
            })
    void clusterWithoutConnections(String strings) {
        assertThat(read(cluster("Orders", strings))).isEmpty();
        assertThat(read("{\"name\":\"Orders\",\"stateName\":\"CREATING\"}")).isEmpty();
    }

    @Test
    void unknownTypeIsLeftOut() {
        assertThat(read(cluster("Orders", "{\"privateEndpoint\":[" + entry("MONGOX", AWS.value()) + "]}")))
                .singleElement()
                .satisfies(connection -> assertThat(connection.type()).isNull());
    }

    @Test
    void azureIdsAreComparedWithoutCase() {
        String id = "/subscriptions/0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f/resourceGroups/Shop/providers"
                + "/Microsoft.Network/privateEndpoints/orders";

        assertThat(read(cluster(
                        "Orders", "{\"privateEndpoint\":[" + entry("MONGOD", id.toUpperCase(Locale.ROOT)) + "]}")))
                .singleElement()
                .satisfies(connection ->
                        assertThat(connection.leadsThrough(new EndpointId(id))).isTrue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7",
                "[]",
                "{\"privateEndpoint\":{}}",
                "{\"privateEndpoint\":[7]}",
                "{\"privateEndpoint\":[{\"connectionString\":7}]}",
                "{\"privateEndpoint\":[{\"connectionString\":\"http://a\"}]}",
                "{\"privateEndpoint\":[{\"connectionString\":\"mongodb://user:password@a\"}]}",
                "{\"privateEndpoint\":[{\"srvConnectionString\":\"mongodb+srv://a\\nb\"}]}",
                "{\"privateEndpoint\":[{\"srvConnectionString\":[]}]}",
                "{\"privateEndpoint\":[{\"srvShardOptimizedConnectionString\":1e400}]}",
                "{\"privateEndpoint\":[{\"type\":[]}]}",
                "{\"privateEndpoint\":[{\"endpoints\":{}}]}",
                "{\"privateEndpoint\":[{\"endpoints\":[\"vpce-0d00c26273372c6ef\"]}]}",
                "{\"privateEndpoint\":[{\"endpoints\":[{\"endpointId\":7}]}]}"
            })
    void anotherTypeIsAtlassError(String strings) {
        isAtlassError(() -> read(cluster("Orders", strings)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "<html>", "{\"results\":{}}", "{\"results\":[7]}", "{\"results\":[{}]}"})
    void anotherBodyIsAtlassError(String body) {
        isAtlassError(() -> connections((number, size) -> body));
        assertThat(asked).containsExactly("1/32");
    }

    @Test
    void aStringIsNeitherCutNorChanged() {
        String longest = "mongodb://" + "a".repeat(ClusterBodies.MAX_CONNECTION_STRING - 10);
        assertThat(read(cluster("Orders", withString(longest))))
                .extracting(ClusterConnection::connectionString)
                .containsExactly(longest);

        isAtlassError(() -> read(cluster("Orders", withString(longest + "a"))));
        isAtlassError(() -> read(cluster(
                "Orders", withString("mongodb://" + Requests.KEY.privateKey().reveal()))));
    }

    @Test
    void pagesAreReadUntilOneIsShort() {
        assertThat(connections((number, size) -> page(number, size, 70)))
                .hasSize(70)
                .doesNotHaveDuplicates();
        assertThat(asked).containsExactly("1/32", "2/32", "3/32");
    }

    @Test
    void aFullLastPageIsFollowedByAnEmptyOne() {
        assertThat(connections((number, size) -> page(number, size, 32))).hasSize(32);
        assertThat(asked).containsExactly("1/32", "2/32");
    }

    @Test
    void pageThatIsTooLongIsReadInHalves() {
        assertThat(connections((number, size) -> size > 8 ? AtlasResponse.TOO_LONG : page(number, size, 21)))
                .hasSize(21)
                .doesNotHaveDuplicates();
        assertThat(asked).containsExactly("1/32", "1/16", "1/8", "2/8", "2/16", "3/8");
    }

    @Test
    void pageOfTooManyTokensIsReadInHalvesToo() {
        String many = "{\"results\":[" + "1,".repeat(30_000) + "1]}";

        assertThat(connections((number, size) -> size > 16 ? many : page(number, size, 3)))
                .hasSize(3);
    }

    @Test
    void aClusterThatIsTooLongIsLeftOut() {
        Clusters found = found((number, size) ->
                (number - 1) * size < 7 && 7 <= number * size ? AtlasResponse.TOO_LONG : page(number, size, 21));

        assertThat(found.unread()).containsExactly("(number 7)");
        assertThat(found.all()).hasSize(20).doesNotHaveDuplicates();
        assertThat(asked)
                .containsExactly("1/32", "1/16", "1/8", "1/4", "2/4", "3/2", "4/2", "7/1", "8/1", "2/8", "2/16");
    }

    @Test
    void aClusterOfAnotherFormIsLeftOut() {
        Clusters found = found((number, size) -> "{\"results\":["
                + cluster("Odd", "{\"privateEndpoint\":{}}") + ","
                + cluster("Orders", "{\"privateEndpoint\":[" + entry("MONGOD", AWS.value()) + "]}") + ",7]}");

        assertThat(found.unread()).containsExactly("Odd", "(number 3)");
        assertThat(found.all()).extracting(Cluster::name).containsExactly("Orders");
    }

    @Test
    void largerPageThanAskedForIsAtlassError() {
        isAtlassError(() -> connections((number, size) -> page(1, size + 1, size + 1)));
    }

    @Test
    void endlessListIsAtlassError() {
        isAtlassError(() -> connections((number, size) -> page(1, size, size)));
        assertThat(asked).hasSize(ClusterPages.MAX_PAGES);
    }

    @Test
    void tooManyConnectionsAreAtlassError() {
        String entries = String.join(
                ",",
                IntStream.range(0, 40)
                        .mapToObj(one -> "{\"connectionString\":\"mongodb://a\"}")
                        .toList());
        String page = "{\"results\":["
                + IntStream.range(0, 32)
                        .mapToObj(one -> cluster("c" + one, "{\"privateEndpoint\":[" + entries + "]}"))
                        .collect(Collectors.joining(","))
                + "]}";

        isAtlassError(() -> connections((number, size) -> page));
        assertThat(asked).containsExactly("1/32");
    }

    /** The answer to a request for a page. */
    @FunctionalInterface
    private interface Body {
        String of(int number, int size);
    }

    private List<ClusterConnection> connections(Body body) {
        ClusterConnections found = found(body).connections();
        assertThat(found.unread()).isEmpty();
        return found.all();
    }

    private Clusters found(Body body) {
        return new ClusterPages((number, size) -> {
                    asked.add(number + "/" + size);
                    return ScriptedWire.answer(200, body.of(number, size));
                })
                .all();
    }

    private List<ClusterConnection> read(String cluster) {
        return connections((number, size) -> "{\"links\":[],\"results\":[" + cluster + "],\"totalCount\":0}");
    }

    private static String page(int number, int size, int all) {
        return IntStream.range(Math.min(all, (number - 1) * size), Math.min(all, number * size))
                .mapToObj(one -> cluster("c" + one, "{\"privateEndpoint\":[" + entry("MONGOD", AWS.value()) + "]}"))
                .collect(Collectors.joining(",", "{\"results\":[", "]}"));
    }

    private static String cluster(String name, String strings) {
        return "{\"name\":\"" + name + "\",\"effectiveDatabaseEdition\":\"CORE\",\"connectionStrings\":" + strings
                + "}";
    }

    private static String entry(String type, String endpoint) {
        return """
                {"type":"%s","connectionString":"%s","srvConnectionString":"%s","srvShardOptimizedConnectionString":"%s",
                 "endpoints":[{"endpointId":"%s","providerName":"AWS","region":"US_EAST_1"}]}""".formatted(type, STRING, SRV, SRV_OPTIMIZED, endpoint);
    }

    private static String withString(String string) {
        return "{\"privateEndpoint\":[{\"connectionString\":\"" + string + "\"}]}";
    }

    private static void isAtlassError(ThrowingCallable work) {
        LinkgateException thrown = catchThrowableOfType(LinkgateException.class, work);
        assertThat(thrown.failure().code()).isEqualTo(ProblemCode.ATLAS_ERROR);
    }
}
