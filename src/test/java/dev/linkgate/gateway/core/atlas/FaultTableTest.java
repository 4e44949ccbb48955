package dev.linkgate.gateway.core.atlas;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.Cloud;
import dev.linkgate.Patience;
import dev.linkgate.Ports;
import dev.linkgate.gateway.core.atlas.channel.AtlasChannel;
import dev.linkgate.gateway.core.atlas.channel.AtlasFault;
import dev.linkgate.gateway.core.atlas.channel.AtlasOperation;
import dev.linkgate.gateway.core.atlas.channel.AtlasRequest;
import dev.linkgate.gateway.core.atlas.channel.AtlasResponse;
import dev.linkgate.gateway.core.atlas.channel.AtlasSettings;
import dev.linkgate.gateway.core.atlas.channel.FaultClassifier;
import dev.linkgate.gateway.core.atlas.channel.HttpChannel;
import dev.linkgate.gateway.core.atlas.channel.TransportFailure;
import dev.linkgate.gateway.core.atlas.pacing.ResilienceSettings;
import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.endpoints.link.NewLink;
import dev.linkgate.gateway.core.endpoints.port.LinkWrite;
import dev.linkgate.gateway.core.endpoints.port.WriteResult;
import dev.linkgate.gateway.core.platform.request.AtlasAnswer;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.trail.audit.Intents;
import dev.linkgate.gateway.core.trail.audit.Outcomes;
import dev.linkgate.gateway.feature.federation.FederationWrite;
import dev.linkgate.gateway.feature.regional.RegionalModeWrite;
import dev.linkgate.kernel.Provider;
import dev.linkgate.kernel.Region;
import dev.linkgate.protocol.AtlasFederationEndpoint;
import dev.linkgate.sandbox.DemoAtlas;
import dev.linkgate.sandbox.SandboxSettings;
import dev.linkgate.sandbox.SimulatedAtlas;
import dev.linkgate.sandbox.fault.Fault;
import dev.linkgate.sandbox.state.EndpointStatus;
import dev.linkgate.sandbox.state.Timing;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every row of the fault table, for every operation, over HTTP. Every example of a row is sent where it could be taken
 * for something else: for an endpoint, which may be absent or have another spelling, and for a write; answers that
 * cannot be read also for the clusters, whose pages may be too long. The clouds and dialects have their own paths,
 * bodies and names, so each of them meets the rows that are told by those.
 */
class FaultTableTest {

    private static final String HTML = "<html><h1>Bad Gateway</h1></html>";
    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");
    private static final String CHALLENGE =
            "Digest realm=\"MMS Public API\", domain=\"\", nonce=\"SlgYP7Tv3FS/BuCj/x4WQRIV1bNKdpJg\", algorithm=MD5,"
                    + " qop=\"auth\", stale=";

    /** Faults on the wire, at least one example a row, with both generations of names where there are two. */
    private static final Map<AtlasFault, List<Fault>> EXAMPLES = Map.ofEntries(
            entry(AtlasFault.NO_ANSWER, List.of(Fault.reset())),
            entry(AtlasFault.TIMED_OUT, List.of(Fault.hang())),
            entry(
                    AtlasFault.UNREADABLE,
                    List.of(
                            Fault.answer(200, JSON, "{\"id\":\"5df264"),
                            Fault.answer(201, Map.of("Content-Type", "text/html"), "<html>Welcome</html>"),
                            Fault.answer(200, JSON, "\"yes\""),
                            Fault.answer(200, JSON, " ".repeat(AtlasResponse.MAX_BODY_BYTES) + "{}"),
                            Fault.endlessBody(Duration.ZERO))),
            entry(
                    AtlasFault.REJECTED,
                    List.of(
                            Fault.error(400, "INVALID_ATTRIBUTE", "Invalid attribute id specified.", "id"),
                            Fault.error(400, "ATLAS_GENERAL_ERROR", "Reason: No Capacity.", "No Capacity"),
                            Fault.error(402, "NO_PAYMENT_INFORMATION_FOUND", "No payment information."))),
            entry(
                    AtlasFault.NOT_AUTHORIZED,
                    List.of(
                            Fault.error(401, "USER_UNAUTHORIZED", "Current user is not authorized."),
                            Fault.error(401, "NOT_IN_GROUP", "The current user is not in the group."),
                            Fault.error(401, "USER_CANNOT_ACCESS_GROUP", "User cannot access this group."))),
            entry(
                    AtlasFault.ACCESS_LIST,
                    List.of(
                            Fault.error(403, "IP_ADDRESS_NOT_ON_ACCESS_LIST", "IP address 10.0.0.1 …", "10.0.0.1"),
                            Fault.error(403, "ORG_REQUIRES_WHITELIST", "This organization requires …"))),
            entry(AtlasFault.ACCESS_FORBIDDEN, List.of(Fault.error(403, "ACCESS_FORBIDDEN", "Forbidden."))),
            entry(
                    AtlasFault.AGAINST_POLICY,
                    List.of(
                            Fault.error(403, "RESOURCE_POLICY_VIOLATED", "The policy forbids it."),
                            Fault.error(403, "PRIVATE_ENDPOINT_FEATURE_NOT_ENABLED", "It is not enabled."))),
            entry(
                    AtlasFault.FORBIDDEN,
                    List.of(Fault.error(403, "TRIAL_EXPIRED", "No."), Fault.answer(403, Map.of(), HTML))),
            entry(
                    AtlasFault.NO_PROJECT,
                    List.of(
                            Fault.error(404, "GROUP_NOT_FOUND", "No group with ID 1 exists.", "1"),
                            Fault.error(404, "INVALID_GROUP_ID", "An invalid group ID 1 was specified.", "1"))),
            entry(
                    AtlasFault.NO_LINK,
                    List.of(
                            Fault.error(404, "PRIVATELINK_NOT_FOUND", "A PrivateLink with id 1 does not exist.", "1"),
                            Fault.error(404, "PRIVATE_ENDPOINT_SERVICE_NOT_FOUND", "There is none."))),
            entry(
                    AtlasFault.NOTHING_THERE,
                    List.of(
                            Fault.error(404, "PRIVATELINK_INTERFACE_ENDPOINT_NOT_FOUND", "There is none.", "1"),
                            Fault.error(404, "PRIVATE_ENDPOINT_NOT_FOUND", "There is none.", "1"),
                            Fault.error(404, "UNEXPECTED_ERROR", "Not found."),
                            Fault.answer(404, Map.of(), ""))),
            entry(
                    AtlasFault.MAINTENANCE,
                    List.of(Fault.error(405, "WRITES_NOT_ALLOWED_DURING_APP_UPGRADES", "Being upgraded."))),
            entry(AtlasFault.METHOD_REFUSED, List.of(Fault.answer(405, Map.of("Allow", "GET"), ""))),
            entry(AtlasFault.REQUEST_TIMEOUT, List.of(Fault.answer(408, Map.of(), ""))),
            entry(
                    AtlasFault.EXISTS,
                    List.of(
                            Fault.error(409, "PRIVATELINK_INTERFACE_ENDPOINT_ALREADY_EXISTS", "It exists.", "1"),
                            Fault.error(409, "PRIVATE_ENDPOINT_ALREADY_EXISTS", "It exists.", "1"),
                            Fault.error(409, "PRIVATELINK_ENDPOINT_SERVICE_ALREADY_EXISTS_FOR_REGION", "It exists."),
                            Fault.error(409, "PRIVATE_ENDPOINT_SERVICE_ALREADY_EXISTS_FOR_REGION", "It exists."))),
            entry(
                    AtlasFault.NOT_READY,
                    List.of(
                            Fault.error(409, "PRIVATELINK_CANNOT_ACCEPT_ENDPOINTS", "Not ready.", "1"),
                            Fault.error(409, "PRIVATE_ENDPOINT_SERVICE_CANNOT_ACCEPT_ENDPOINTS", "Not ready.", "1"))),
            entry(
                    AtlasFault.NOT_EMPTY,
                    List.of(
                            Fault.error(409, "CANNOT_DELETE_PRIVATELINK_WITH_ENDPOINTS", "It has endpoints."),
                            Fault.error(
                                    409,
                                    "CANNOT_DELETE_PRIVATE_ENDPOINT_SERVICE_WITH_ENDPOINTS",
                                    "It has endpoints."))),
            entry(
                    AtlasFault.CONFLICT,
                    List.of(Fault.error(409, "OUT_OF_CAPACITY", "No."), Fault.answer(409, Map.of(), HTML))),
            entry(AtlasFault.GONE, List.of(Fault.error(410, "VERSION_GONE", "This version is gone."))),
            entry(
                    AtlasFault.RATE_LIMITED,
                    List.of(
                            Fault.error(429, "RATE_LIMITED", "Resource … is limited to 100 requests every 1 minutes."),
                            Fault.rateLimited(Duration.ofSeconds(1)),
                            Fault.answer(429, Map.of(), ""))),
            entry(
                    AtlasFault.FAILING,
                    List.of(
                            Fault.error(500, "UNEXPECTED_ERROR", "Unexpected error."),
                            Fault.answer(502, Map.of("Content-Type", "text/html"), HTML),
                            Fault.answer(503, Map.of("Retry-After", "2"), ""),
                            Fault.answer(504, Map.of(), ""),
                            Fault.answer(599, Map.of(), ""))),
            entry(
                    AtlasFault.UNEXPECTED,
                    List.of(
                            Fault.error(406, "INVALID_VERSION_DATE", "Invalid accept header or version date."),
                            Fault.answer(302, Map.of("Location", "/elsewhere"), ""),
                            Fault.answer(415, Map.of(), ""),
                            Fault.answer(418, Map.of(), ""))));

    /** Answers that concern only the credential, and their number of round trips. */
    private static final Map<AtlasFault, Map.Entry<Fault, Integer>> CHALLENGES = Map.of(
            AtlasFault.STALE, entry(Fault.answer(401, Map.of("WWW-Authenticate", CHALLENGE + "true"), ""), 10),
            AtlasFault.KEY_REFUSED, entry(Fault.answer(401, Map.of("WWW-Authenticate", CHALLENGE + "false"), ""), 2),
            AtlasFault.STRANGE_CHALLENGE, entry(Fault.answer(401, Map.of(), HTML), 1));

    /** The faults that the gateway makes itself. The tests of the layers that make them show them. */
    private static final Set<AtlasFault> SHOWN_ELSEWHERE =
            EnumSet.of(AtlasFault.BREAKER_OPEN, AtlasFault.HELD_BACK, AtlasFault.NO_PLACE);

    /** A limit kept the request from being sent. */
    private static final Set<AtlasFault> LIMITED_HERE = EnumSet.of(AtlasFault.HELD_BACK, AtlasFault.NO_PLACE);

    private static final Set<AtlasFault> WITHOUT_ANSWER = EnumSet.range(AtlasFault.BREAKER_OPEN, AtlasFault.TIMED_OUT);

    private static final Set<AtlasOperation> V2_ONLY = EnumSet.of(
            AtlasOperation.UPDATE_LINK,
            AtlasOperation.GET_RESOURCE,
            AtlasOperation.CHANGE_RESOURCE,
            AtlasOperation.GET_ENTRY,
            AtlasOperation.ADD_ENTRY,
            AtlasOperation.REMOVE_ENTRY,
            AtlasOperation.LIST_CLUSTERS);

    /** Their requests differ between the clouds. */
    private static final Set<AtlasOperation> OF_ANY_CLOUD = EnumSet.of(
            AtlasOperation.CREATE_LINK,
            AtlasOperation.REMOVE_LINK,
            AtlasOperation.GET_ENDPOINT,
            AtlasOperation.ADD_ENDPOINT,
            AtlasOperation.REMOVE_ENDPOINT);

    /** The operations that every example is sent to. */
    private static final Set<AtlasOperation> OF_EVERY_EXAMPLE =
            EnumSet.of(AtlasOperation.GET_ENDPOINT, AtlasOperation.ADD_ENDPOINT);

    /**
     * The rows after which a cloud or dialect does something of its own: it reads back, looks up, or finds another
     * name.
     */
    private static final Set<AtlasFault> OF_EVERY_CLOUD = EnumSet.of(
            AtlasFault.NO_ANSWER,
            AtlasFault.FAILING,
            AtlasFault.UNREADABLE,
            AtlasFault.NO_LINK,
            AtlasFault.NOTHING_THERE,
            AtlasFault.EXISTS);

    private static final Region UNUSED_REGION = new Region("US_WEST_2");
    private static final int MAX_TRIES = 2;

    /** Pages of 32, 16, 8, 4, 2 and 1, and so on to the fifth cluster. */
    private static final int UNTIL_TOO_MANY_ARE_UNREAD = 13;

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private static final SimulatedAtlas ATLAS = new SimulatedAtlas(SandboxSettings.defaults()
                    .withKey(DemoAtlas.PUBLIC_KEY, Outbound.PRIVATE_KEY)
                    .withTiming(Timing.INSTANT))
            .start();
    private static final ManualTimeouts TIMEOUTS = new ManualTimeouts();
    private static final HttpChannel HTTP = http(ATLAS.baseUrl());
    private static final HttpChannel TIMED_BY_HAND =
            new HttpChannel(Requests.settings(ATLAS.baseUrl()), "test", client -> client, timers -> TIMEOUTS);
    private static final HttpChannel NOWHERE = http(URI.create("http://127.0.0.1:" + Ports.free()));
    private static int lastId;

    static {
        DemoAtlas.seed(ATLAS);
    }

    @AfterAll
    static void close() {
        HTTP.close();
        TIMED_BY_HAND.close();
        NOWHERE.close();
        ATLAS.close();
    }

    private static HttpChannel http(URI uri) {
        return new HttpChannel(Requests.settings(uri), "test", client -> client);
    }

    /** What is on record when recovery did not help; docs/faults.md says it in a sentence. */
    @Test
    void everyRefusalIsOnRecordAsItIsTold() {
        EnumSet.complementOf(EnumSet.of(AtlasFault.SUCCESS))
                .forEach(fault -> Stream.of(AtlasOperation.values()).forEach(operation -> {
                    Failure failure = fault.failure(operation);
                    Failure answered = WITHOUT_ANSWER.contains(fault)
                            ? failure
                            : failure.answeredBy(new AtlasAnswer(500, null, null));
                    assertThat(Outcomes.result(answered, failure.code().equals(ProblemCode.OUTCOME_UNKNOWN)))
                            .as("%s of %s", fault, operation)
                            .isEqualTo(onRecord(fault, failure.code()));
                }));
    }

    private static String onRecord(AtlasFault fault, ProblemCode told) {
        if (told.equals(ProblemCode.OUTCOME_UNKNOWN)) {
            return "UNKNOWN";
        }
        return LIMITED_HERE.contains(fault) ? "REFUSED" : "FAILED";
    }

    @Test
    void everyRowHasAnExample() {
        Set<AtlasFault> shown = EnumSet.copyOf(EXAMPLES.keySet());
        shown.addAll(CHALLENGES.keySet());
        shown.addAll(SHOWN_ELSEWHERE);
        shown.addAll(EnumSet.of(AtlasFault.SUCCESS, AtlasFault.NO_TURN, AtlasFault.NOT_CONNECTED));

        assertThat(shown).isEqualTo(EnumSet.allOf(AtlasFault.class));
    }

    @Test
    void everyStatusHasARow() {
        IntStream.rangeClosed(100, 599)
                .mapToObj(status -> ScriptedWire.answer(status, ""))
                .forEach(response -> assertThat(FaultClassifier.of(response)).isNotNull());
    }

    @TestFactory
    Stream<DynamicTest> answers() {
        return cases().flatMap(one -> EXAMPLES.entrySet().stream()
                .flatMap(row -> one.examples(row.getKey(), row.getValue()).stream()
                        .map(fault -> DynamicTest.dynamicTest(
                                row.getKey() + " " + one + " " + name(fault), () -> one.meets(row.getKey(), fault)))));
    }

    @TestFactory
    Stream<DynamicTest> challenges() {
        return cases().filter(Case::isUsual)
                .flatMap(one -> CHALLENGES.entrySet().stream()
                        .map(row -> DynamicTest.dynamicTest(
                                row.getKey() + " " + one,
                                () -> one.isChallenged(
                                        row.getKey(),
                                        row.getValue().getKey(),
                                        row.getValue().getValue()))));
    }

    @TestFactory
    Stream<DynamicTest> successes() {
        return cases().map(one -> DynamicTest.dynamicTest(one.toString(), one::succeeds));
    }

    @TestFactory
    Stream<DynamicTest> nothingSent() {
        return cases().filter(Case::isUsual)
                .flatMap(one -> Stream.of(
                        DynamicTest.dynamicTest("NOT_CONNECTED " + one, () -> one.findsNobody(NOWHERE)),
                        DynamicTest.dynamicTest("NO_TURN " + one, one::comesTooLate)));
    }

    private static Stream<Case> cases() {
        return Stream.of(AtlasSettings.Api.values())
                .flatMap(api -> Stream.of(AtlasOperation.values())
                        .filter(operation -> api == AtlasSettings.Api.V2 || !V2_ONLY.contains(operation))
                        .flatMap(operation -> Stream.of(Cloud.values())
                                .filter(cloud -> cloud == Cloud.AWS
                                        || (api == AtlasSettings.Api.V2 && OF_ANY_CLOUD.contains(operation)))
                                .map(cloud -> new Case(api, operation, cloud))));
    }

    private static String name(Fault fault) {
        return fault.manner() instanceof Fault.Manner.Answer answer
                ? answer.status() + " " + answer.body()
                : fault.manner().toString();
    }

    private record Case(AtlasSettings.Api api, AtlasOperation operation, Cloud cloud) {

        /** Whether it is told from the others by its operation alone. */
        boolean isUsual() {
            return api == AtlasSettings.Api.V2 && cloud == Cloud.AWS;
        }

        /** The faults that fit a row. */
        List<Fault> examples(AtlasFault row, List<Fault> all) {
            if (isUsual()) {
                boolean byPages = operation == AtlasOperation.LIST_CLUSTERS && row == AtlasFault.UNREADABLE;
                return byPages || OF_EVERY_EXAMPLE.contains(operation) ? all : List.of(all.getFirst());
            }
            return OF_EVERY_CLOUD.contains(row)
                    ? all.stream().filter(fault -> !isTooLong(fault)).toList()
                    : List.of();
        }

        void meets(AtlasFault expected, Fault fault) {
            EndpointId endpoint = prepared();
            ATLAS.faults().always(method(), path(endpoint), fault);
            Outbound outbound = outbound(expected == AtlasFault.TIMED_OUT ? this::timesOut : HTTP);

            Refusal refused = refusal(outbound, endpoint, DEADLINE);

            assertTold(expected, refused);
            boolean again = isSentAgain(expected);
            assertThat(authorized()).as("requests").isEqualTo(again ? MAX_TRIES : requests(expected, fault));
            if (fault.manner() instanceof Fault.Manner.Answer answer) {
                assertThat(refused.why().atlas()).as("what Atlas said").isNotNull();
                String asked = answer.headers().get("Retry-After");
                if (again && asked != null) {
                    assertThat(outbound.pauses)
                            .as("waits as long as Atlas asks")
                            .anyMatch(pause -> pause.compareTo(Duration.ofSeconds(Long.parseLong(asked))) >= 0);
                }
            }
            if (operation.isWrite() && expected != AtlasFault.UNREADABLE) {
                assertThat(ATLAS.log().applied()).as("nothing was applied").isEmpty();
            }
        }

        /** Whether the same request comes to Atlas again after an answer, or after none. */
        private boolean isSentAgain(AtlasFault fault) {
            return switch (fault.recovery(operation)) {
                case RETRY, VERIFY_THEN_RETRY, RETRY_UNLESS_FOUND -> true;
                case NONE, FAIL, RETRY_AT_ONCE, VERIFY_ONLY -> false;
            };
        }

        /**
         * A page of clusters that is too long is read in halves, down to one cluster. An Azure endpoint that is not
         * found is looked up in its link, where it may have another spelling.
         */
        private int requests(AtlasFault expected, Fault fault) {
            if (operation == AtlasOperation.GET_ENDPOINT
                    && (mayMeanTheEndpoint(expected)
                            || (cloud == Cloud.AZURE && expected == AtlasFault.NOTHING_THERE))) {
                return 2;
            }
            return operation == AtlasOperation.LIST_CLUSTERS && isTooLong(fault) ? UNTIL_TOO_MANY_ARE_UNREAD : 1;
        }

        /** Atlas says that there is no link, and the link is read, because only the endpoint may be absent. */
        private boolean mayMeanTheEndpoint(AtlasFault expected) {
            return expected == AtlasFault.NO_LINK
                    && (operation == AtlasOperation.GET_ENDPOINT || operation == AtlasOperation.REMOVE_ENDPOINT);
        }

        private static boolean isTooLong(Fault fault) {
            return switch (fault.manner()) {
                case Fault.Manner.Answer answer -> answer.body().length() > AtlasResponse.MAX_BODY_BYTES;
                case Fault.Manner.EndlessBody endless -> true;
                default -> false;
            };
        }

        /** Sends a request; if it hangs, its timeout passes once Atlas has received it. */
        private AtlasResponse timesOut(AtlasRequest request) {
            boolean hangs = request.authorization() != null && request.method().matches(method());
            long before = authorized();
            CompletableFuture<AtlasResponse> answer =
                    CompletableFuture.supplyAsync(() -> TIMED_BY_HAND.exchange(request), Thread.ofPlatform()::start);
            if (hangs) {
                Patience.until(() -> authorized() > before);
                TIMEOUTS.pass();
            }
            try {
                return answer.join();
            } catch (CompletionException e) {
                throw e.getCause() instanceof TransportFailure failure ? failure : e;
            }
        }

        void isChallenged(AtlasFault expected, Fault challenge, int trips) {
            EndpointId endpoint = prepared();
            ATLAS.faultsBeforeAuthentication().always("*", ".", challenge);

            assertTold(expected, refusal(outbound(HTTP), endpoint, DEADLINE));

            assertThat(ATLAS.log().seen()).as("round trips").hasSize(trips);
        }

        void succeeds() {
            EndpointId endpoint = prepared();
            String entity = "{\"id\":\"5df264b8f10fab7d2cad2f0d\",\"status\":\"REPAIRING\",\"interfaceEndpoints\":[],"
                    + "\"" + idField() + "\":\"" + endpoint + "\",\"connectionStatus\":\"RESTING\","
                    + "\"endpointId\":\"" + endpoint
                    + "\",\"errorMessage\":\"Failed to accept.\",\"enabled\":true,\"results\":[],\"neverHeardOf\":{\"a\":[1]}}";
            String body = operation == AtlasOperation.LIST_LINKS ? "[" + entity + "]" : entity;
            ATLAS.faults().always(method(), path(endpoint), Fault.answer(200, JSON, body));

            perform(outbound(HTTP), endpoint, DEADLINE);

            assertThat(authorized()).isEqualTo(1);
        }

        private String idField() {
            return switch (cloud) {
                case AWS -> "interfaceEndpointId";
                case AZURE -> "privateEndpointResourceId";
                case GCP -> "endpointGroupName";
            };
        }

        void findsNobody(AtlasChannel nowhere) {
            Outbound outbound = outbound(nowhere);

            assertTold(AtlasFault.NOT_CONNECTED, refusal(outbound, prepared(), DEADLINE));

            assertThat(outbound.value("linkgate.atlas.round.trips")).isEqualTo(MAX_TRIES);
        }

        void comesTooLate() {
            EndpointId endpoint = prepared();

            assertTold(AtlasFault.NO_TURN, refusal(outbound(HTTP), endpoint, Duration.ZERO));

            assertThat(ATLAS.log().seen()).isEmpty();
        }

        private EndpointId prepared() {
            ATLAS.faults().clear();
            ATLAS.faultsBeforeAuthentication().clear();
            EndpointId endpoint = new EndpointId(cloud.endpoint("%016x".formatted(++lastId)));
            if (operation == AtlasOperation.REMOVE_ENDPOINT || operation == AtlasOperation.GET_ENDPOINT) {
                ATLAS.addEndpoint(
                        link().project(), link().link(), cloud.existing(endpoint.value()), EndpointStatus.AVAILABLE);
            }
            if (operation == AtlasOperation.REMOVE_ENTRY || operation == AtlasOperation.GET_ENTRY) {
                ATLAS.addFederationEndpoint(
                        link().project(),
                        new AtlasFederationEndpoint(
                                endpoint.value(), endpoint.provider(), null, null, null, null, null, "OK", null));
            }
            ATLAS.log().forget();
            return endpoint;
        }

        private Outbound outbound(AtlasChannel wire) {
            ResilienceSettings usual = Requests.resilience();
            ResilienceSettings.Retries retries =
                    new ResilienceSettings.Retries(MAX_TRIES, usual.retries().firstPause());
            Outbound outbound = new Outbound(
                    wire, new ResilienceSettings(usual.teamConnections(), retries, usual.breaker(), usual.rate()));
            outbound.hasSeen(link(), provider());
            return outbound;
        }

        private Provider provider() {
            return Provider.valueOf(cloud.name());
        }

        private LinkPath link() {
            return Requests.demoLink(provider());
        }

        private FederationWrite listed(EndpointId endpoint) {
            AtlasFederationEndpoint wish = new AtlasFederationEndpoint(
                    endpoint.value(), endpoint.provider(), null, null, null, null, null, null, null);
            return FederationWrite.addition(link().project(), wish, false);
        }

        private LinkWrite creation() {
            return new LinkWrite.Create(
                    link().project(),
                    switch (cloud) {
                        case AWS -> new NewLink.Aws(UNUSED_REGION, List.of());
                        case AZURE -> new NewLink.Azure(UNUSED_REGION);
                        case GCP -> new NewLink.Gcp(UNUSED_REGION, true);
                    });
        }

        /** @param unknown whether the outcome of a write is unknown */
        private record Refusal(Failure why, boolean unknown) {}

        private void assertTold(AtlasFault expected, Refusal refusal) {
            ProblemCode told = expected.failure(operation).code();
            assertThat(refusal.why().code())
                    .isEqualTo(mayMeanTheEndpoint(expected) ? ProblemCode.ENDPOINT_NOT_FOUND : told);
            assertThat(Outcomes.result(refusal.why(), refusal.unknown()))
                    .as("audit result")
                    .isEqualTo(onRecord(expected, told));
        }

        private Refusal refusal(Outbound outbound, EndpointId endpoint, Duration deadline) {
            try {
                Optional<WriteResult<?>> result = perform(outbound, endpoint, deadline);
                return new Refusal(
                        result.flatMap(WriteResult::failure).orElseThrow(),
                        result.get() instanceof WriteResult.Unknown<?>);
            } catch (LinkgateException e) {
                return new Refusal(e.failure(), false);
            }
        }

        /** @return its result, if it was a write */
        private Optional<WriteResult<?>> perform(Outbound outbound, EndpointId endpoint, Duration deadline) {
            Dialect dialect = switch (api) {
                case V2 -> new V2Dialect();
                case CLASSIC -> new ClassicDialect();
            };
            AtlasProjectClient project = outbound.project(dialect, "payments", deadline);
            switch (operation) {
                case LIST_LINKS -> project.links(provider());
                case GET_LINK -> project.link(link().link());
                case GET_ENDPOINT -> project.endpoint(link().link(), endpoint);
                case ADD_ENDPOINT -> {
                    return Optional.of(Requests.add(project, endpoint));
                }
                case REMOVE_ENDPOINT -> {
                    return Optional.of(Requests.remove(project, endpoint));
                }
                case CREATE_LINK -> {
                    return Optional.of(project.send(Intents.any(), creation()));
                }
                case UPDATE_LINK -> {
                    return Optional.of(project.send(Intents.any(), new LinkWrite.Update(link(), List.of("EU_WEST_1"))));
                }
                case REMOVE_LINK -> {
                    return Optional.of(project.send(Intents.any(), new LinkWrite.Remove(link())));
                }
                case GET_RESOURCE -> project.resource(new RegionalModeWrite(link().project(), true).written());
                case GET_ENTRY -> project.resource(listed(endpoint).written());
                case ADD_ENTRY -> {
                    return Optional.of(project.send(Intents.any(), listed(endpoint)));
                }
                case REMOVE_ENTRY -> {
                    return Optional.of(
                            project.send(Intents.any(), FederationWrite.removal(link().project(), endpoint)));
                }
                case LIST_CLUSTERS -> project.clusters();
                case GET_PROJECT -> project.description();
                case CHANGE_RESOURCE -> { // the demo project's is on
                    return Optional.of(project.send(Intents.any(), new RegionalModeWrite(link().project(), false)));
                }
            }
            return Optional.empty();
        }

        private String method() {
            return switch (operation) {
                case LIST_LINKS, GET_LINK, GET_ENDPOINT, GET_RESOURCE, GET_ENTRY, LIST_CLUSTERS, GET_PROJECT -> "GET";
                case CREATE_LINK, ADD_ENDPOINT, ADD_ENTRY -> "POST";
                case UPDATE_LINK, CHANGE_RESOURCE -> "PATCH";
                case REMOVE_LINK, REMOVE_ENDPOINT, REMOVE_ENTRY -> "DELETE";
            };
        }

        private String path(EndpointId endpoint) {
            return operation == AtlasOperation.GET_ENDPOINT ? endpoint.pathSegment() : ".";
        }

        private long authorized() {
            return ATLAS.log().seen().stream()
                    .filter(request -> request.method().equals(method()) && request.authorized())
                    .count();
        }
    }
}
