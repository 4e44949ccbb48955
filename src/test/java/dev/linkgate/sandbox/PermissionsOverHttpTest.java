package dev.linkgate.sandbox;

import static dev.linkgate.sandbox.Json.assertError;
import static dev.linkgate.sandbox.RunningAtlas.LINK;
import static dev.linkgate.sandbox.RunningAtlas.PROJECT;
import static dev.linkgate.sandbox.RunningAtlas.PUBLIC_KEY;
import static dev.linkgate.sandbox.RunningAtlas.V2_ENDPOINTS;
import static dev.linkgate.sandbox.RunningAtlas.V2_ROOT;
import static dev.linkgate.sandbox.RunningAtlas.VPCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.kernel.ProjectId;
import dev.linkgate.sandbox.state.Permissions;
import dev.linkgate.sandbox.state.ProjectRole;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a right key cannot do, and how it finds out. */
class PermissionsOverHttpTest {

    private static final String ROOT = "/api/atlas/v2";
    private static final String LINKS = V2_ROOT + "/AWS/endpointService";
    private static final ProjectId OTHER_PROJECT = new ProjectId("6a79400ac0eb9e7a1771922b");

    private final RunningAtlas running = new RunningAtlas();
    private final SimulatedAtlas atlas = running.atlas;
    private final AtlasCaller caller = running.v2;

    @AfterEach
    void stop() {
        running.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"GROUP_READ_ONLY", "GROUP_NETWORK_ACCESS_MANAGER"})
    void roleThatOnlyReads(ProjectRole role) {
        atlas.assignRoles(PUBLIC_KEY, PROJECT, role);

        assertThat(caller.get(LINKS).statusCode()).isEqualTo(200);
        assertError(running.add(VPCE), 401, "USER_UNAUTHORIZED");
        assertError(caller.delete(LINKS + "/" + LINK), 401, "USER_UNAUTHORIZED");
        assertError(caller.patch(V2_ROOT + "/regionalMode", "{\"enabled\":true}"), 401, "USER_UNAUTHORIZED");
        assertThat(atlas.log().writes()).isZero();
    }

    /** Atlas's pages disagree on it. */
    @Test
    void networkAccessManagerMayBeLetToWrite() {
        atlas.assignRoles(PUBLIC_KEY, PROJECT, ProjectRole.GROUP_NETWORK_ACCESS_MANAGER);
        atlas.permissions().setNetworkManagersWrite(true);

        assertThat(running.add(VPCE).statusCode()).isEqualTo(201);
    }

    @Test
    void callerWithoutARoleInTheProject() {
        atlas.addProject(OTHER_PROJECT);
        atlas.assignRoles(PUBLIC_KEY, OTHER_PROJECT, ProjectRole.GROUP_OWNER);

        assertError(caller.get(LINKS), 401, "NOT_IN_GROUP");
        assertError(caller.get(ROOT + "/groups/" + PROJECT), 401, "NOT_IN_GROUP");
        assertThat(Json.of(caller.get(ROOT + "/groups")).get("results"))
                .extracting(project -> project.get("id").stringValue())
                .containsExactly(OTHER_PROJECT.value());
    }

    @Test
    void callerOfAnotherOrganization() {
        atlas.permissions().moveToOtherOrganization(PUBLIC_KEY);

        assertError(caller.get(LINKS), 401, "USER_CANNOT_ACCESS_GROUP");
        assertThat(Json.of(caller.get(ROOT + "/groups")).get("results")).isEmpty();
        assertThat(Json.of(caller.get(ROOT)).get("apiKey").get("roles").toString())
                .doesNotContain(PROJECT.value(), Permissions.ORGANIZATION);
    }

    @Test
    void callerThatIsNotOnTheAccessList() {
        atlas.permissions().setOnAccessList(PUBLIC_KEY, false);

        HttpResponse<String> answer = caller.get(ROOT);

        assertError(answer, 403, "IP_ADDRESS_NOT_ON_ACCESS_LIST");
        assertThat(Json.of(answer).get("parameters").toString()).isEqualTo("[\"127.0.0.1\"]");
        assertError(caller.get(V2_ENDPOINTS + "/" + VPCE), 403, "IP_ADDRESS_NOT_ON_ACCESS_LIST");
        atlas.permissions().setOnAccessList(PUBLIC_KEY, true);
        assertThat(caller.get(ROOT).statusCode()).isEqualTo(200);
    }
}
