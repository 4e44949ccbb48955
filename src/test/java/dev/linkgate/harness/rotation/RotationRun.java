package dev.linkgate.harness.rotation;

import static dev.linkgate.gateway.app.Answer.expect;

import dev.linkgate.gateway.app.Answer;
import dev.linkgate.gateway.app.Caller;
import dev.linkgate.harness.Fleet;
import dev.linkgate.harness.crash.HarnessAtlas;
import dev.linkgate.harness.crash.Names;
import dev.linkgate.harness.crash.Place;
import dev.linkgate.kernel.Secret;
import dev.linkgate.sandbox.SandboxSettings;
import dev.linkgate.sandbox.SimulatedAtlas;
import dev.linkgate.sandbox.state.Timing;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Rotates API keys, Atlas credentials and master keys while callers read and write. The old secret is revoked as soon
 * as that is allowed: an API key when no call under way has it, a credential at Atlas right after the new one was
 * stored, though calls with it are under way on all replicas.
 */
final class RotationRun {

    private static final String TEAM = "/admin/teams/rotating";
    private static final String MASTER_KEY = "LINKGATE_MASTER_KEY";
    private static final String ACCOUNT = "mdb_sa_id_0123456789abcdef01234567";
    private static final Duration ATLAS_DELAY = Duration.ofMillis(5);

    private final Plan plan;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Long> rotations = new LinkedHashMap<>();
    private String publicKey = "rotating0";
    private String clientSecret = "mdb_sa_sk_" + hex(20);
    private String keyId = "";
    private String masterKeyInUse = masterKey();

    RotationRun(Plan plan) {
        this.plan = plan;
    }

    Findings run() {
        String privateKey = hex(16);
        SandboxSettings settings = SandboxSettings.defaults()
                .withTiming(Timing.INSTANT)
                .withAnswerDelay(ATLAS_DELAY)
                .withRemembered(0)
                .withKey(HarnessAtlas.PUBLIC_KEY, Secret.of(HarnessAtlas.PRIVATE_KEY));
        Map<String, String> environment = Map.of(
                "SPRING_DATASOURCE_URL",
                plan.database().newUrl(),
                "LOGGING_LEVEL_DEV_LINKGATE_REQUESTS",
                "WARN",
                MASTER_KEY,
                masterKeyInUse);
        try (SimulatedAtlas atlas = new SimulatedAtlas(settings).start();
                Fleet fleet = new Fleet(
                        plan.replicas(),
                        plan.product(),
                        plan.directory(),
                        atlas.baseUrl().toString(),
                        environment)) {
            atlas.keys().accept(publicKey, Secret.of(privateKey));
            atlas.tokens().accept(ACCOUNT, Secret.of(clientSecret));
            Caller administrator = fleet.administratorOf(0);
            expect(201, administrator.put(TEAM, "{\"description\":\"\"}"));
            expect(201, administrator.put("/admin/credentials/key", digestKey(privateKey)));
            expect(201, administrator.put("/admin/credentials/account", account()));
            List<String> links = new ArrayList<>();
            for (int i = 0; i < plan.callers(); i++) {
                links.add(link(i, atlas, administrator));
            }
            String key = newKey(administrator);
            fleet.awaitEverywhere(key, links); // projects and first credentials, too
            return rotate(atlas, fleet, links, key);
        }
    }

    private Findings rotate(SimulatedAtlas atlas, Fleet fleet, List<String> links, String key) {
        long begun = System.nanoTime();
        try (Load load = new Load(fleet, links, key)) {
            load.awaitCallsUnderWay();
            for (int i = 0; i < plan.rotations(); i++) {
                switch (i % 3) {
                    case 0 -> rotateApiKey(fleet, load);
                    case 1 -> rotateDigestKey(atlas, fleet);
                    default -> rotateServiceAccount(atlas, fleet);
                }
                load.awaitCallsUnderWay();
            }
            for (int i = 0; i < plan.restarts(); i++) {
                rotateMasterKey(fleet, load);
            }
            load.close();
            expect(200, fleet.administrator().post("/admin/audit/verification", ""));
            return new Findings(
                    plan,
                    rotations,
                    load.durationsNanos().stream().sorted().toList(),
                    load.failures(),
                    Duration.ofNanos(System.nanoTime() - begun).toSeconds());
        }
    }

    private void rotateApiKey(Fleet fleet, Load load) {
        String old = keyId;
        load.useKey(newKey(fleet.administrator()));
        load.awaitCallsUnderWay();
        expect(204, fleet.administrator().delete(TEAM + "/keys/" + old));
        count("API key");
    }

    private void rotateDigestKey(SimulatedAtlas atlas, Fleet fleet) {
        String old = publicKey;
        String privateKey = hex(16);
        publicKey = "rotating" + (rotations.getOrDefault("programmatic API key of Atlas", 0L) + 1);
        atlas.keys().accept(publicKey, Secret.of(privateKey));
        expect(200, fleet.administrator().put("/admin/credentials/key?verify=true", digestKey(privateKey)));
        atlas.keys().revoke(old);
        count("programmatic API key of Atlas");
    }

    private void rotateServiceAccount(SimulatedAtlas atlas, Fleet fleet) {
        String old = clientSecret;
        clientSecret = "mdb_sa_sk_" + hex(20);
        atlas.tokens().addSecret(ACCOUNT, Secret.of(clientSecret));
        expect(200, fleet.administrator().put("/admin/credentials/account?verify=true", account()));
        atlas.tokens().removeSecret(ACCOUNT, Secret.of(old));
        count("secret of a service account");
    }

    /** Adds a key, encrypts with it, and retires all others, each by a restart of one replica after the other. */
    private void rotateMasterKey(Fleet fleet, Load load) {
        String old = masterKeyInUse;
        String fresh = masterKey();
        fleet.restart(Map.of(MASTER_KEY, old + "," + fresh), load::awaitCallsUnderWay);
        fleet.restart(Map.of(MASTER_KEY, fresh + "," + old), load::awaitCallsUnderWay);
        for (JsonNode key :
                fleet.administratorOf(0).get("/admin/master-keys").json().at("/results")) {
            if (!key.at("/encrypts").asBoolean() && key.at("/credentials").asInt() > 0) {
                throw new IllegalStateException("still needed: " + key);
            }
        }
        fleet.restart(Map.of(MASTER_KEY, fresh), load::awaitCallsUnderWay);
        masterKeyInUse = fresh;
        count("master key, by rolling restarts");
    }

    private String link(int number, SimulatedAtlas atlas, Caller administrator) {
        Place place = Place.in(atlas, List.of(Names.endpoint()));
        String credential = number % 2 == 0 ? "key" : "account";
        expect(
                201,
                administrator.put(
                        "/admin/projects/" + place.project(),
                        "{\"name\":\"p\",\"credential\":\"" + credential + "\"}"));
        expect(201, administrator.put(TEAM + "/grants/" + place.project(), "{\"role\":\"editor\"}"));
        return place.linkPath();
    }

    private String newKey(Caller administrator) {
        Answer made = expect(201, administrator.post(TEAM + "/keys", "{\"label\":\"load\"}"));
        keyId = made.text("/id");
        return made.text("/key");
    }

    private String digestKey(String privateKey) {
        return "{\"kind\":\"digest\",\"publicKey\":\"" + publicKey + "\",\"privateKey\":\"" + privateKey + "\"}";
    }

    private String account() {
        return "{\"kind\":\"service-account\",\"clientId\":\"" + ACCOUNT + "\",\"clientSecret\":\"" + clientSecret
                + "\",\"secretExpiresAt\":\"" + Instant.now().plus(Duration.ofDays(365)) + "\"}";
    }

    private void count(String kind) {
        rotations.merge(kind, 1L, Long::sum);
    }

    private String hex(int bytes) {
        return HexFormat.of().formatHex(bytes(bytes));
    }

    private String masterKey() {
        return Base64.getEncoder().encodeToString(bytes(32));
    }

    private byte[] bytes(int number) {
        byte[] bytes = new byte[number];
        random.nextBytes(bytes);
        return bytes;
    }
}
