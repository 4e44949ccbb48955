package dev.linkgate.harness.crash;

import dev.linkgate.Cloud;
import dev.linkgate.gateway.app.Caller;
import dev.linkgate.harness.HarnessGateway;
import dev.linkgate.harness.crash.HarnessAtlas.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Starts gateway, Atlas and callers, kills as planned, and examines the results. */
final class CrashRun {

    private static final int VERIFIED_EVERY = 10;
    private static final List<Cloud> CLOUDS = List.of(Cloud.values());
    private static final Duration PHASE = Duration.ofMillis(300);
    private static final Duration TROUBLE = Duration.ofMillis(500);

    /** After the last start each intent gets an outcome within this time. */
    private static final Duration GRACE = Duration.ofSeconds(60);

    private final Plan plan;
    private final Journal notebook = new Journal();
    private final List<Write> writes = new ArrayList<>();

    CrashRun(Plan plan) {
        this.plan = plan;
    }

    Findings run() {
        long started = System.nanoTime();
        String url = plan.database().newUrl();
        try (HarnessAtlas atlas = HarnessAtlas.start(PHASE, TROUBLE, plan.seed());
                Replicas replicas = new Replicas(plan, atlas, url)) {
            DatabaseSnapshot census =
                    new DatabaseSnapshot(plan.database(), url, plan.directory().resolve("copy.db"));
            List<Kill> kills = killUnderLoad(atlas, replicas, census);
            Trail trail = examine(atlas, replicas);
            census.awaitNothingScheduled();
            replicas.killAll();
            if (census.unfinished() + census.scheduled() > 0) {
                notebook.violated("left behind: " + census.take(Instant.now()));
            }
            return new Findings(
                    plan,
                    kills,
                    List.copyOf(notebook.violations()),
                    Duration.ofNanos(System.nanoTime() - started),
                    notebook.requests(),
                    notebook.unanswered(),
                    notebook.unknown(),
                    census.operations(),
                    writes.size(),
                    notebook.receipts().size(),
                    notebook.additionsFoundDone(),
                    trail.records(),
                    replicas.errors());
        }
    }

    /** Returns when all callers have finished their work. */
    private List<Kill> killUnderLoad(HarnessAtlas atlas, Replicas replicas, DatabaseSnapshot census) {
        KillPoint ambush = new KillPoint(atlas);
        List<CallerScript> lives = lives(atlas, replicas, ambush);
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            lives.forEach(callers::execute);
            try {
                return new Killer(plan, replicas, atlas, ambush, census).kill(kill -> afterKill(kill, atlas, replicas));
            } finally {
                lives.forEach(CallerScript::end);
            }
        }
    }

    private Trail examine(HarnessAtlas atlas, Replicas replicas) {
        Caller administrator = replicas.administrator();
        Verifier examination = new Verifier(notebook, atlas, writes);
        note(atlas);
        examination.operations(administrator);
        examination.endpoints();
        examination.links();
        examination.writes();
        Trail trail = settledTrail(administrator);
        trail.holdOutcomes(notebook::violated);
        trail.hold(notebook.receipts(), notebook::violated);
        trail.holdWrites(writes, notebook::violated);
        Trail.verify(administrator, notebook::violated);
        return trail;
    }

    /** The trail when no intent is open any more, or when none may be. */
    private static Trail settledTrail(Caller administrator) {
        long end = System.nanoTime() + GRACE.toNanos();
        Trail trail = Trail.of(administrator);
        while (trail.hasOpenIntents() && System.nanoTime() - end < 0) {
            Pace.rest(1_000);
            trail = Trail.of(administrator);
        }
        return trail;
    }

    private void afterKill(Kill kill, HarnessAtlas atlas, Replicas replicas) {
        note(atlas);
        if (kill.number() % VERIFIED_EVERY == 0) {
            Trail.verify(replicas.administrator(), notebook::violated);
        }
        System.out.println(plan.database() + " " + kill);
    }

    private void note(HarnessAtlas atlas) {
        writes.addAll(atlas.writesAfter(writes.isEmpty() ? 0 : writes.getLast().number()));
    }

    private List<CallerScript> lives(HarnessAtlas atlas, Replicas replicas, KillPoint ambush) {
        List<Kind> kinds = new ArrayList<>(List.of(new Kind("viewer", ReadingLife::new)));
        kinds.addAll(Collections.nCopies(plan.callers(), new Kind("editor", ReplacingLife::new)));
        kinds.addAll(Collections.nCopies(plan.callers(), new Kind("editor", AddingLife::new)));
        kinds.addAll(Collections.nCopies(plan.callers() / 2, new Kind("editor", RacingLife::new)));
        kinds.addAll(Collections.nCopies(plan.callers() / 2, new Kind("owner", LinkLife::new)));
        kinds.addAll(Collections.nCopies(plan.callers() / 2, new Kind("owner", LosingLife::new)));
        Caller administrator = replicas.administrator();
        Map<Place, String> keys = new LinkedHashMap<>();
        kinds.forEach(kind -> {
            Place place = new Place(Names.project(), Names.link());
            atlas.addLink(place, cloud(keys.size()));
            notebook.hasLink(place);
            keys.put(place, HarnessGateway.newTeam(administrator, "t-" + place.link(), kind.role(), place.project()));
        });
        keys.values().forEach(key -> awaitKnown(key, replicas));
        List<CallerScript> lives = new ArrayList<>();
        keys.forEach((place, key) -> {
            Client talk = new Client(replicas, notebook, ambush, key);
            int number = lives.size();
            lives.add(kinds.get(number).birth().on(talk, notebook, ambush, atlas, cloud(number), place));
        });
        return lives;
    }

    /** Each cloud in turn. */
    private static Cloud cloud(int number) {
        return CLOUDS.get(number % CLOUDS.size());
    }

    /** @param role of the caller on its project */
    private record Kind(String role, Birth birth) {}

    private interface Birth {
        CallerScript on(Client talk, Journal notebook, KillPoint ambush, HarnessAtlas atlas, Cloud cloud, Place place);
    }

    /** The other replicas hear of a new key some seconds later. */
    private static void awaitKnown(String key, Replicas replicas) {
        for (Caller caller : replicas.all()) {
            while (HarnessGateway.as(key, caller).get("/projects").status() == 401) {
                Pace.rest(100);
            }
        }
    }
}
