package dev.linkgate.atlas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkgate.credential.AtlasCredential;
import dev.linkgate.credential.CredentialState;
import dev.linkgate.kernel.LinkgateException;
import dev.linkgate.kernel.Secret;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The client against digest servers that other people wrote. */
@Timeout(120)
class DigestInteroperabilityTest {

    private static final int CALLERS = 64;
    private static final int CALLS = 5;
    private static final Pattern NONCE = Pattern.compile("[ ,]nonce=\"([^\"]+)\"");
    private static final Pattern COUNT = Pattern.compile("[ ,]nc=([0-9a-f]{8})");

    private final List<CredentialState> states = new CopyOnWriteArrayList<>();

    @ParameterizedTest
    @EnumSource(DigestServer.class)
    void nobodyIsRefusedAndNoCountIsRepeated(DigestServer kind) throws Exception {
        try (DigestServer.Running server = kind.start(
                        Requests.KEY.publicKey(), Requests.KEY.privateKey().reveal());
                HttpChannel http = new HttpChannel(Requests.settings(server.uri()), "1")) {
            AtlasChannel channel = channel(http);

            List<Integer> statuses = new ArrayList<>(callAtOnce(channel));
            kind.letNoncesGrowOld();
            statuses.addAll(callAtOnce(channel));

            assertThat(statuses).hasSize(2 * CALLERS * CALLS).containsOnly(200);
            assertThat(states).containsExactly(CredentialState.OK);
            assertCountsRiseByOne(server.authorizations());
            int secondTrips = server.authorizations().size() - statuses.size();
            if (kind.hasShortNonces()) {
                assertThat(secondTrips).as("nonces had to be renewed").isGreaterThan(CALLERS);
            } else {
                assertThat(secondTrips)
                        .as("one for each nonce, and no more nonces than callers")
                        .isBetween(1, CALLERS);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(DigestServer.class)
    void aWrongKeyIsFoundOutInTwoRequests(DigestServer kind) throws Exception {
        try (DigestServer.Running server = kind.start(Requests.KEY.publicKey(), "another key");
                HttpChannel http = new HttpChannel(Requests.settings(server.uri()), "1")) {
            AtlasChannel channel = channel(http);

            assertThatThrownBy(() -> channel.exchange(Requests.get("/x"))).isInstanceOf(LinkgateException.class);
            assertThatThrownBy(() -> channel.exchange(Requests.get("/x"))).isInstanceOf(LinkgateException.class);

            assertThat(server.authorizations()).hasSize(2);
            assertThat(states).containsExactly(CredentialState.SUSPECT);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = DigestServer.class,
            names = {"JETTY", "TOMCAT"})
    void quotesAndBackslashesInNameAndKeyAreUnderstood(DigestServer kind) throws Exception {
        AtlasCredential odd = new AtlasCredential.DigestKey("odd", 1, "o'ne\"il", Secret.of("p\\a\"ss, w=rd"));
        try (DigestServer.Running server = kind.start("o'ne\"il", "p\\a\"ss, w=rd");
                HttpChannel http = new HttpChannel(Requests.settings(server.uri()), "1")) {
            assertThat(channel(http).exchange(Requests.get("/x?a=1&b=%20", odd)).status())
                    .isEqualTo(200);
        }
    }

    private AtlasChannel channel(HttpChannel http) {
        return new AuthenticatingChannel(
                http, CALLERS, InstantSource.system(), (credential, state) -> states.add(state));
    }

    private static List<Integer> callAtOnce(AtlasChannel channel) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Integer>>> callers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                callers.add(threads.submit(() -> {
                    start.await();
                    List<Integer> statuses = new ArrayList<>();
                    for (int call = 0; call < CALLS; call++) {
                        statuses.add(channel.exchange(Requests.get("/groups/1/x?pretty=true&call=" + call))
                                .status());
                    }
                    return statuses;
                }));
            }
            start.countDown();
            List<Integer> all = new ArrayList<>();
            for (Future<List<Integer>> caller : callers) {
                all.addAll(caller.get(90, TimeUnit.SECONDS));
            }
            return all;
        }
    }

    private static void assertCountsRiseByOne(List<String> authorizations) {
        Map<String, Integer> last = new HashMap<>();
        for (String authorization : authorizations) {
            if (!authorization.isEmpty()) {
                int count = Integer.parseInt(group(COUNT, authorization), 16);
                Integer before = last.put(group(NONCE, authorization), count);
                assertThat(count).isEqualTo(before == null ? 1 : before + 1);
            }
        }
    }

    private static String group(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }
}
