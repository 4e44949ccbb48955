package dev.linkgate.harness.outage;

import dev.linkgate.gateway.app.Answer;
import dev.linkgate.gateway.app.Caller;
import dev.linkgate.gateway.app.GatewayProcess;
import dev.linkgate.gateway.app.PackagedGateway;
import dev.linkgate.harness.HarnessGateway;
import dev.linkgate.harness.crash.HarnessAtlas;
import dev.linkgate.harness.crash.Names;
import dev.linkgate.harness.crash.Place;
import dev.linkgate.kernel.ProjectId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A gateway whose database can be taken away, some teams with a link each, and the Atlas behind it. */
final class Bed implements AutoCloseable {

    private static final int TEAMS = 3;

    private final HarnessAtlas atlas;
    private final Outage outage;
    private final GatewayProcess gateway;
    private final List<Team> teams = new ArrayList<>();

    /** A team that may add endpoints to its link. */
    record Team(Place place, Caller caller) {

        Answer add(String endpoint) {
            return HarnessGateway.traced(caller)
                    .post(place.endpoints(), "{\"interfaceEndpointId\":\"" + endpoint + "\"}");
        }

        /** Adds an endpoint with an idempotency key, so that Atlas is read first. */
        Answer addOnce(String endpoint) {
            return new Team(place, caller.with("Idempotency-Key", endpoint)).add(endpoint);
        }
    }

    /** @param atlas that other gateways may use, too */
    Bed(HarnessAtlas atlas, Outage outage) {
        this.atlas = atlas;
        this.outage = outage;
        List<String> product = new ArrayList<>(PackagedGateway.options());
        product.add("--linkgate.audit.timeout=2s");
        this.gateway = GatewayProcess.start(
                outage.around(), product, HarnessGateway.environment(atlas.url("127.0.0.1"), outage.environment()));
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
        String key = HarnessGateway.newTeam(administrator(), name, "editor", place.project());
        return new Team(place, HarnessGateway.as(key, anybody()));
    }

    void begin() throws IOException {
        outage.begin(gateway);
    }

    void end() throws IOException {
        outage.end(gateway);
    }

    /** The writes of its teams that reached Atlas. */
    List<HarnessAtlas.Write> writes() {
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
        return HarnessGateway.administrator(anybody());
    }

    private Caller anybody() {
        return gateway.caller(answer -> answer);
    }

    Answer readiness() {
        return anybody().get("/readyz");
    }

    @Override
    public void close() throws Exception {
        gateway.kill();
        outage.close();
    }
}
