package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.gateway.core.access.RouteList;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.wire.RawConnection;
import dev.linkgate.wire.RawRequest;
import dev.linkgate.wire.RawResponse;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every route of the table, by a team with each role, and in every spelling that might get around the table. {@code
 * ScopesTest} has the administrators.
 */
class EveryPathTest {

    private static final Gateway GATEWAY = Gateway.remembering(TestDatabase.usual());
    private static final Scene SCENE = Scene.in(GATEWAY);
    private static final NewTeam STRANGER = NewTeam.in(GATEWAY);
    private static final List<String> RISING = List.of("NOBODY", "VIEWER", "EDITOR", "OWNER");

    /** The project exists, and nothing in it that the requests name. */
    private static final Map<String, String> VALUES =
            Map.of("projectId", SCENE.project().value());

    @ParameterizedTest
    @ValueSource(strings = {"NOBODY", "VIEWER", "EDITOR", "OWNER"})
    void aTeamReachesWhatItsRoleSays(String role) {
        Caller caller = role.equals("NOBODY") ? STRANGER.caller() : SCENE.with(role.toLowerCase(Locale.ROOT));
        for (RouteList.Entry route : RouteList.entries()) {
            if (isOpen(route)) {
                continue;
            }
            Answer answer = send(caller, route, VALUES);
            if (isAllowed(role, route)) {
                assertThat(answer).extractingStatus().isNotIn(401, 403, 405);
            } else {
                assertThat(answer).hasStatus(403);
            }
        }
    }

    /** It takes some thousands of requests. */
    @Tag("harness")
    @ParameterizedTest
    @EnumSource
    void noSpellingLetsAStrangerIn(PathTrick trick) throws IOException {
        Set<String> paths = new HashSet<>();
        @Nullable RawConnection connection = null;
        for (RouteList.Entry route : RouteList.entries()) {
            if (isOpen(route) || isAllowed("NOBODY", route) || !paths.add(route.pattern())) {
                continue;
            }
            connection = connection == null
                    ? new RawConnection(RawConnection.LOOPBACK, GATEWAY.url().getPort())
                    : connection;
            RawRequest request = RawRequest.of(route.method(), trick.applied(route.path(VALUES)))
                    .as(STRANGER.key());
            RawResponse answer = connection.ask(route.method().equals("GET") ? request : request.json("{}"));
            assertThat(answer.status()).as("%s: %s", request, answer).isBetween(400, 499);
            if (connection.isEnded()) {
                connection.close();
                connection = null;
            }
        }
        if (connection != null) {
            connection.close();
        }
    }

    /** What is allowed writes nothing: no body is valid, and what is removed does not exist. */
    static Answer send(Caller caller, RouteList.Entry route, Map<String, String> values) {
        return route.method().equals("GET") || route.method().equals("DELETE")
                ? caller.send(route.method(), route.path(values), BodyPublishers.noBody())
                : caller.sendJson(route.method(), route.path(values), "{\"nonsense\":1}");
    }

    private static boolean isOpen(RouteList.Entry route) {
        return route.needs().equals("NOTHING") || route.pattern().startsWith("/api/oauth/"); // for clients of OAuth
    }

    private static boolean isAllowed(String role, RouteList.Entry route) {
        return switch (route.needs()) {
            case "IDENTITY", "TEAM_KEY" -> true;
            case "APPROVER" -> role.equals("OWNER");
            default -> RISING.contains(route.needs()) && RISING.indexOf(role) >= RISING.indexOf(route.needs());
        };
    }
}
