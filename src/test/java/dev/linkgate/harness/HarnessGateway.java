package dev.linkgate.harness;

import static dev.linkgate.gateway.app.Answer.require;

import dev.linkgate.gateway.app.Caller;
import dev.linkgate.harness.crash.HarnessAtlas;
import dev.linkgate.harness.crash.Names;
import dev.linkgate.kernel.ProjectId;
import java.util.HashMap;
import java.util.Map;

/** What all gateways of the harnesses are started with, and how their callers come to be. */
public final class HarnessGateway {

    public static final String ADMIN_TOKEN = "the-administrator-of-the-harnesses";

    private HarnessGateway() {}

    /**
     * The variables of its process.
     *
     * @param atlasUrl where {@link HarnessAtlas#PUBLIC_KEY} is accepted
     * @param own settings, the directory of its data among them
     */
    public static Map<String, String> environment(String atlasUrl, Map<String, String> own) {
        Map<String, String> all = new HashMap<>(Map.of(
                "LINKGATE_ADMIN_TOKEN",
                ADMIN_TOKEN,
                "LINKGATE_MASTER_KEY",
                "bm90IGEgc2VjcmV0IGJ1dCBleGFjdGx5IDMyIGJ5dGU=",
                "LINKGATE_ATLAS_BASE_URL",
                atlasUrl,
                "ATLAS_PUBLIC_KEY",
                HarnessAtlas.PUBLIC_KEY,
                "ATLAS_PRIVATE_KEY",
                HarnessAtlas.PRIVATE_KEY));
        all.putAll(own);
        return all;
    }

    public static Caller administrator(Caller anybody) {
        return as(ADMIN_TOKEN, anybody);
    }

    public static Caller as(String key, Caller anybody) {
        return anybody.with("Authorization", "Bearer " + key);
    }

    /** Names the caller's next request, and with it its trace. */
    public static Caller traced(Caller caller) {
        String id = Names.request();
        return caller.with("X-Request-Id", id).with("traceparent", "00-" + id + "-00000000000000a1-01");
    }

    /**
     * Gives a team a role, and makes the team if there is none.
     *
     * @return one more key of the team, also for Digest
     */
    public static String newTeam(Caller administrator, String name, String role, ProjectId project) {
        String team = "/admin/teams/" + name;
        require(administrator.put(team, "{\"description\":\"harness\"}"));
        require(administrator.put(team + "/grants/" + project, "{\"role\":\"" + role + "\"}"));
        return require(administrator.post(team + "/keys", "{\"label\":\"harness\",\"digest\":true}"))
                .text("/key");
    }
}
