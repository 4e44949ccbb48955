package dev.linkgate.harness.webhook;

import static dev.linkgate.gateway.app.Answer.expect;

import dev.linkgate.Patience;
import dev.linkgate.gateway.app.Caller;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Provider;
import dev.linkgate.kernel.Secret;
import dev.linkgate.sandbox.SandboxSettings;
import dev.linkgate.sandbox.SimulatedAtlas;
import dev.linkgate.sandbox.state.EndpointStatus;
import dev.linkgate.sandbox.state.SimulatedLinkStatus;
import dev.linkgate.sandbox.state.Timing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** Lets events be delivered while replicas are killed, and checks what arrived. */
final class WebhookRun {

    private static final String PUBLIC_KEY = "eventkey";
    private static final String PRIVATE_KEY = "7b0c5d1e-02f5-4a6b-8a41-00c0ffee5678";
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
                .withKey(PUBLIC_KEY, Secret.of(PRIVATE_KEY));
        try (SimulatedAtlas atlas = new SimulatedAtlas(settings).start();
                Inbox inbox = new Inbox();
                Fleet fleet = new Fleet(plan, atlas.baseUrl(), PUBLIC_KEY, PRIVATE_KEY)) {
            expect(201, fleet.administrator().put(WEBHOOK, webhook(inbox)));
            expect(201, fleet.administrator().put(TEAM, "{\"description\":\"\"}"));
            List<String> links = new ArrayList<>();
            for (int i = 0; i < plan.lives(); i++) {
                links.add(link(i, atlas, fleet.administrator()));
            }
            String key = expect(201, fleet.administrator().post(TEAM + "/keys", "{\"label\":\"events\"}"))
                    .text("/key");
            awaitEverywhere(fleet, key, links);
            return deliver(fleet, inbox, links, key);
        }
    }

    private Findings deliver(Fleet fleet, Inbox inbox, List<String> links, String key) {
        long begun = System.nanoTime();
        List<EndpointLife> lives = new ArrayList<>();
        for (String link : links) {
            lives.add(new EndpointLife(lives.size(), link, key, fleet, inbox, goesOn::get, violations::add));
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
        awaitAllDelivered(fleet.administrator());
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

    private static String link(int number, SimulatedAtlas atlas, Caller administrator) {
        ProjectId project = new ProjectId("%024x".formatted(0xa000 + number));
        LinkId link = new LinkId("%024x".formatted(0xb000 + number));
        atlas.addLink(project, link, Provider.AWS, "US_EAST_1", SimulatedLinkStatus.AVAILABLE);
        atlas.addEndpoint(project, link, "vpce-%017x".formatted(0xe000_0000L + number), EndpointStatus.AVAILABLE);
        expect(201, administrator.put(TEAM + "/grants/" + project, "{\"role\":\"editor\"}"));
        return "/projects/" + project + "/links/" + link;
    }

    /** Grants are known on every replica within seconds. */
    private static void awaitEverywhere(Fleet fleet, String key, List<String> links) {
        for (int i = 0; i < Plan.REPLICAS; i++) {
            Caller team = fleet.administratorOf(i).with("Authorization", "Bearer " + key);
            links.forEach(link -> Patience.until(() -> team.get(link).status() == 200));
        }
    }
}
