package dev.linkgate.harness.outage;

import static dev.linkgate.gateway.app.Answer.require;

import dev.linkgate.gateway.app.Answer;
import dev.linkgate.gateway.app.Caller;
import dev.linkgate.gateway.app.GatewayProcess;
import dev.linkgate.gateway.app.PackagedGateway;
import dev.linkgate.harness.crash.AtlasProcess;
import dev.linkgate.harness.crash.Names;
import dev.linkgate.harness.crash.Place;
import dev.linkgate.kernel.ProjectId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A gateway whose database can be taken away, some teams with a link each, and the Atlas behind it. */
final class Bed implements AutoCloseable {

    private static final String ADMIN_TOKEN = "the-administrator-of-the-outages";
    private static final int TEAMS = 3;

    private final AtlasProcess atlas;
    private final Outage outage;
    private final GatewayProcess gateway;
    private final List<Team> teams = new ArrayList<>();

    /** A team that may add endpoints to its link. */
    record Team(Place place, Caller caller) {

        Answer add(String endpoint) {
            String request = Names.request();
            return caller.with("X-Request-Id", request)
                    .with("traceparent", "00-" + request + "-00000000000000a1-01")
                    .post(place.endpoints(), "{\"interfaceEndpointId\":\"" + endpoint + "\"}");
        }

        /** Adds an endpoint with an idempotency key, so that Atlas is read first. */
        Answer addOnce(String endpoint) {
            return new Team(place, caller.with("Idempotency-Key", endpoint)).add(endpoint);
        }
    }

    /** @param atlas that other gateways may use, too */
    Bed(AtlasProcess atlas, Outage outage) {
        this.atlas = atlas;
        this.outage = outage;
        Map<String, String> environment = new HashMap<>(Map.of(
                "LINKGATE_ADMIN_TOKEN",
                ADMIN_TOKEN,
                "LINKGATE_MASTER_KEY",
                "bm90IGEgc2VjcmV0IGJ1dCBleGFjdGx5IDMyIGJ5dGU=",
                "LINKGATE_ATLAS_BASE_URL",
                atlas.url("127.0.0.1"),
                "ATLAS_PUBLIC_KEY",
                AtlasProcess.PUBLIC_KEY,
                "ATLAS_PRIVATE_KEY",
                AtlasProcess.PRIVATE_KEY));
        environment.putAll(outage.environment());
        List<String> product = new ArrayList<>(PackagedGateway.options());
        product.add("--linkgate.audit.timeout=2s");
        this.gateway = GatewayProcess.start(outage.around(), product, environment);
        try {
            gateway.awaitReady();
            for (int i = 0; i < TEAMS; i++) {
                teams.add(newTeam("team-" + i));
            }
        } catch (RuntimeException | AssertionError e) {
            gateway.kill();
            throw e;
        }
    }

    private Team newTeam(String name) {
        Place place = new Place(Names.project(), Names.link());
        atlas.addLink(place);
        String team = "/admin/teams/" + name;
        require(administrator().put(team, "{\"description\":\"outages\"}"));
        require(administrator().put(team + "/grants/" + place.project(), "{\"role\":\"editor\"}"));
        String key = require(administrator().post(team + "/keys", "{\"label\":\"outages\"}"))
                .text("/key");
        return new Team(place, caller(key));
    }

    void begin() throws IOException {
        outage.begin(gateway);
    }

    void end() throws IOException {
        outage.end(gateway);
    }

    /** The writes of its teams that reached Atlas. */
    List<AtlasProcess.Write> writes() {
        List<ProjectId> projects =
                teams.stream().map(team -> team.place().project()).toList();
        return atlas.writesAfter(0).stream()
                .filter(write -> projects.contains(write.project()))
                .toList();
    }

    List<Team> teams() {
        return teams;
    }

    Caller administrator() {
        return caller(ADMIN_TOKEN);
    }

    private Caller caller(String token) {
        return gateway.caller(answer -> answer).with("Authorization", "Bearer " + token);
    }

    Answer readiness() {
        return gateway.caller(answer -> answer).get("/readyz");
    }

    @Override
    public void close() throws Exception {
        gateway.kill();
        outage.close();
    }
}
