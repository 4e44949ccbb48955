package dev.linkgate.harness.webhook;

import static dev.linkgate.gateway.app.Answer.expect;

import dev.linkgate.Patience;
import dev.linkgate.gateway.app.Caller;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.harness.Fleet;
import dev.linkgate.harness.crash.HarnessAtlas;
import dev.linkgate.harness.crash.Names;
import dev.linkgate.harness.crash.Place;
import dev.linkgate.kernel.Secret;
import dev.linkgate.sandbox.SandboxSettings;
import dev.linkgate.sandbox.SimulatedAtlas;
import dev.linkgate.sandbox.state.Timing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** Lets events be delivered while replicas are killed, and checks what arrived. */
final class WebhookRun {

    private static final String TEAM = "/admin/teams/events";
    private static final String WEBHOOK = "/admin/webhooks/inbox";
    private static final Duration PHASE = Duration.ofMillis(300);

    private final Plan plan;
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean goesOn = new AtomicBoolean(true);
    private final Random random = new Random();

    WebhookRun(Plan plan) {
        this.plan = plan;
    }

    Findings run() {
        SandboxSettings settings = SandboxSettings.defaults()
                .withTiming(new Timing(PHASE, PHASE, PHASE, PHASE, PHASE, PHASE))
                .withRemembered(0)
                .withKey(HarnessAtlas.PUBLIC_KEY, Secret.of(HarnessAtlas.PRIVATE_KEY));
        Map<String, String> environment = Map.of(
                "SPRING_DATASOURCE_URL", TestDatabase.POSTGRESQL.newUrl(),
                "LOGGING_LEVEL_DEV_LINKGATE_REQUESTS", "WARN",
                "LINKGATE_WEBHOOKS_ALLOW", "127.0.0.0/8",
                "LINKGATE_WEBHOOKS_LONGEST_PAUSE", "1s",
                "LINKGATE_OPERATIONS_POLL_INTERVAL", "200ms",
                "LINKGATE_FOLLOWING_READS_PER_MINUTE", "100000",
                "LINKGATE_ENDPOINTS_POLL_INTERVAL", "500ms");
        try (SimulatedAtlas atlas = new SimulatedAtlas(settings).start();
                Inbox inbox = new Inbox();
                Fleet fleet = new Fleet(
                        Plan.REPLICAS,
                        plan.product(),
                        plan.directory(),
                        atlas.baseUrl().toString(),
                        environment)) {
            expect(201, fleet.administratorOf(0).put(WEBHOOK, webhook(inbox)));
            expect(201, fleet.administratorOf(0).put(TEAM, "{\"description\":\"\"}"));
            List<String> links = new ArrayList<>();
            for (int i = 0; i < plan.lives(); i++) {
                links.add(link(atlas, fleet.administratorOf(0)));
            }
            String key = expect(201, fleet.administratorOf(0).post(TEAM + "/keys", "{\"label\":\"events\"}"))
                    .text("/key");
            fleet.awaitEverywhere(key, links);
            return deliver(fleet, inbox, links, key);
        }
    }

    private Findings deliver(Fleet fleet, Inbox inbox, List<String> links, String key) {
        long begun = System.nanoTime();
        List<EndpointLife> lives = new ArrayList<>();
        for (String link : links) {
            lives.add(new EndpointLife(link, key, fleet, inbox, goesOn::get, violations::add));
        }
        int kills;
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            lives.forEach(callers::execute);
            try {
                kills = kill(fleet, inbox);
            } finally {
                goesOn.set(false);
            }
        }
        awaitPrivileges(inbox, kills);
        awaitAllDelivered(fleet.administratorOf(0));
        return new Findings(
                plan,
                inbox.size(),
                inbox.again(),
                inbox.refused(),
                lives.stream().mapToInt(EndpointLife::endpoints).sum(),
                kills,
                Duration.ofNanos(System.nanoTime() - begun),
                List.copyOf(violations));
    }

    private int kill(Fleet fleet, Inbox inbox) {
        int kills = 0;
        long next = System.nanoTime() + plan.killEvery().toNanos();
        while ((inbox.size() < plan.events() || kills < plan.kills()) && violations.isEmpty()) {
            if (System.nanoTime() - next >= 0) {
                next += plan.killEvery().toNanos();
                int victim = random.nextInt(Plan.REPLICAS);
                kills++;
                expect(
                        201,
                        fleet.administratorOf(victim)
                                .put(madeBefore(kills), "{\"description\":\"\",\"scopes\":[\"all\"]}"));
                fleet.kill(victim);
                System.out.println(kills + " kills, " + inbox.size() + " events");
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
        return kills;
    }

    /** The administrator that the victim makes just before a kill. */
    private static String madeBefore(int kill) {
        return "/admin/administrators/before-" + kill;
    }

    /** Each is told once, by whichever replica lives. */
    private void awaitPrivileges(Inbox inbox, int kills) {
        for (int kill = 1; kill <= kills; kill++) {
            String subject = madeBefore(kill);
            Patience.until(() -> !inbox.of(subject).isEmpty());
            if (!inbox.of(subject).equals(List.of("privilege.changed"))) {
                violations.add(subject + ": " + inbox.of(subject));
            }
        }
    }

    /** Nothing may wait in the end, and nothing may have been given up. */
    private void awaitAllDelivered(Caller administrator) {
        Patience.until(
                () -> expect(200, administrator.get(WEBHOOK)).text("/waiting").equals("0"));
        String givenUp = expect(200, administrator.get(WEBHOOK + "/deliveries?state=GIVEN_UP"))
                .json()
                .path("results")
                .toString();
        if (!givenUp.equals("[]")) {
            violations.add("given up: " + givenUp);
        }
    }

    private static String webhook(Inbox inbox) {
        String secret = Base64.getEncoder().encodeToString(new byte[32]);
        return "{\"url\":\"" + inbox.url() + "\",\"secret\":\"whsec_" + secret
                + "\",\"events\":[\"endpoint.*\",\"privilege.*\"]}";
    }

    private static String link(SimulatedAtlas atlas, Caller administrator) {
        Place place = Place.in(atlas, List.of(Names.endpoint()));
        expect(201, administrator.put(TEAM + "/grants/" + place.project(), "{\"role\":\"editor\"}"));
        return place.linkPath();
    }
}
