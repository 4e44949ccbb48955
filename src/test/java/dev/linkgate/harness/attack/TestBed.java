package dev.linkgate.harness.attack;

import static dev.linkgate.gateway.app.Answer.require;

import dev.linkgate.Ports;
import dev.linkgate.gateway.app.Answer;
import dev.linkgate.gateway.app.Caller;
import dev.linkgate.gateway.app.GatewayProcess;
import dev.linkgate.gateway.app.TokenIssuer;
import dev.linkgate.gateway.core.access.RouteList;
import dev.linkgate.harness.HarnessGateway;
import dev.linkgate.harness.crash.HarnessAtlas;
import dev.linkgate.harness.crash.Names;
import dev.linkgate.harness.crash.Place;
import dev.linkgate.sandbox.state.EndpointStatus;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A gateway in a separate process with little memory, an attacked project, and another one with a working team. */
final class TestBed implements AutoCloseable {

    /** One breaker stands before all of Atlas; it must not open, so that every answer is tried. None may take long. */
    private static final List<String> BEFORE_HOSTILE_ATLAS = List.of(
            "--linkgate.atlas.breaker.failure-rate=100",
            "--linkgate.atlas.deadline=20s",
            "--linkgate.atlas.response-timeout=2s");

    private static final Duration PHASE = Duration.ofMillis(50);

    static final Place WORKING = new Place(Names.project(), Names.link());
    static final Place ATTACKED = new Place(Names.project(), Names.link());
    static final Place ELSEWHERE = new Place(Names.project(), Names.link());

    /** Exists on each link. */
    static final String AVAILABLE = Names.endpoint();
    /** An endpoint that exists on the attacked link only, and stays pending. */
    static final String PENDING = Names.endpoint();

    private final GatewayProcess process;
    private final @Nullable HostileAtlas hostileAtlas;
    private final Runnable endOfAtlas;
    private final Caller management;
    private final TokenIssuer issuer;
    private final Map<CallerKind, String> tokens = new EnumMap<>(CallerKind.class);
    private final String workingTeamsKey;

    private TestBed(
            GatewayProcess process,
            @Nullable HostileAtlas hostileAtlas,
            Runnable endOfAtlas,
            Caller management,
            TokenIssuer issuer) {
        this.process = process;
        this.hostileAtlas = hostileAtlas;
        this.endOfAtlas = endOfAtlas;
        this.management = management;
        this.issuer = issuer;
        this.workingTeamsKey = newTeam("working", "editor", WORKING);
        tokens.put(CallerKind.NOBODY, "");
        tokens.put(CallerKind.STRANGER, newTeam("stranger", "viewer", ELSEWHERE));
        newTeam("viewer", "viewer", LargeProject.LARGE_LINK);
        newTeam("viewer", "viewer", LargeProject.LONG_TRAIL);
        tokens.put(CallerKind.VIEWER, newTeam("viewer", "viewer", ATTACKED));
        tokens.put(CallerKind.EDITOR, newTeam("editor", "editor", ATTACKED));
        tokens.put(CallerKind.OWNER, newTeam("owner", "owner", ATTACKED));
        for (CallerKind scope : List.of(CallerKind.AUDITOR, CallerKind.OPERATOR, CallerKind.ACCESS, CallerKind.ALL)) {
            tokens.put(scope, newAdministrator(scope.name().toLowerCase(Locale.ROOT)));
        }
        tokens.put(CallerKind.ADMINISTRATOR, HarnessGateway.ADMIN_TOKEN);
        Answer key = require(administrator().post("/admin/teams/owner/keys", "{\"label\":\"revoked\"}"));
        require(administrator().delete("/admin/teams/owner/keys/" + key.text("/id")));
        tokens.put(CallerKind.REVOKED, key.text("/key"));
    }

    /**
     * Starts a gateway and the Atlas behind it.
     *
     * @param hostile whether Atlas is a {@link HostileAtlas}
     * @param directory for the gateway's data
     */
    static TestBed start(Setup setup, boolean hostile, TokenIssuer issuer, Path directory) {
        if (hostile) {
            HostileAtlas atlas = new HostileAtlas();
            return start(setup, atlas, atlas::close, atlas.url(), issuer, directory);
        }
        HarnessAtlas atlas = HarnessAtlas.start(PHASE, Duration.ZERO, 0);
        List.of(WORKING, ATTACKED, ELSEWHERE).forEach(place -> {
            atlas.addLink(place);
            atlas.addEndpoint(place, AVAILABLE, EndpointStatus.AVAILABLE);
        });
        atlas.addEndpoint(ATTACKED, PENDING, EndpointStatus.PENDING);
        LargeProject.addTo(atlas, setup.percent());
        return start(setup, null, atlas::close, atlas.url("127.0.0.1"), issuer, directory);
    }

    private static TestBed start(
            Setup setup,
            @Nullable HostileAtlas hostileAtlas,
            Runnable endOfAtlas,
            String atlasUrl,
            TokenIssuer issuer,
            Path directory) {
        int managementPort = Ports.free();
        List<String> command = new ArrayList<>(List.of("-Xmx" + setup.heap(), "-XX:+ExitOnOutOfMemoryError"));
        command.addAll(setup.product());
        command.addAll(issuer.settings());
        if (hostileAtlas != null) {
            command.addAll(BEFORE_HOSTILE_ATLAS);
        }
        Map<String, String> settings = Map.of(
                "LINKGATE_DATA_DIR", directory.toString(),
                "SPRING_DATASOURCE_URL", setup.newDatabase(),
                "MANAGEMENT_SERVER_PORT", String.valueOf(managementPort));
        GatewayProcess process = GatewayProcess.start(command, HarnessGateway.environment(atlasUrl, settings));
        Caller management = Caller.of(URI.create("http://127.0.0.1:" + managementPort));
        try {
            return new TestBed(process.awaitReady(), hostileAtlas, endOfAtlas, management, issuer);
        } catch (RuntimeException | AssertionError e) {
            process.kill();
            endOfAtlas.run();
            throw e;
        }
    }

    /** The path of a route in the attacked project, which names no resource that others need. */
    static String path(RouteList.Entry route) {
        return route.path(
                route.pattern().startsWith("/admin/projects")
                        ? Map.of()
                        : Map.of(
                                "projectId",
                                ATTACKED.project().value(),
                                "linkId",
                                ATTACKED.link().value()));
    }

    int port() {
        return process.port();
    }

    GatewayProcess process() {
        return process;
    }

    Caller management() {
        return management;
    }

    TokenIssuer issuer() {
        return issuer;
    }

    /** Whether the gateway says so. */
    boolean isReady() {
        try {
            return process.caller(answer -> answer).get("/readyz").status() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /** Whether the gateway finds its own audit trail whole. */
    boolean isTrailValid() {
        return administrator()
                .post("/admin/audit/verification", "")
                .text("/valid")
                .equals("true");
    }

    /** The faulty Atlas behind it, if any. */
    HostileAtlas hostileAtlas() {
        return Objects.requireNonNull(hostileAtlas);
    }

    Caller administrator() {
        return HarnessGateway.administrator(process.caller(answer -> answer));
    }

    String token(CallerKind kind) {
        return Objects.requireNonNull(tokens.get(kind));
    }

    String workingTeamsKey() {
        return workingTeamsKey;
    }

    /** @return an API key of the new team */
    String newTeam(String name, String role, Place place) {
        return HarnessGateway.newTeam(administrator(), name, role, place.project());
    }

    /** @return a key of the new administrator, who is named like the only scope */
    private String newAdministrator(String scope) {
        String administrator = "/admin/administrators/" + scope;
        require(administrator().put(administrator, "{\"description\":\"attacks\",\"scopes\":[\"" + scope + "\"]}"));
        return require(administrator().post(administrator + "/keys", "{\"label\":\"attacks\"}"))
                .text("/key");
    }

    @Override
    public void close() {
        process.kill();
        endOfAtlas.run();
    }
}
