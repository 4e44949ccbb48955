package dev.linkgate.harness.crash;

import dev.linkgate.harness.crash.KillPoint.Caught;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Kills the gateway again and again, on purpose where it was killed least so far, or at any time. */
final class Killer {

    private static final int RANDOM_FOR_ONE_WHILE_STARTING = 3;
    private static final int ALL_PERCENT = 30;
    private static final int LONGEST_REST_MILLIS = 2_500;

    private final Plan plan;
    private final Replicas replicas;
    private final HarnessAtlas atlas;
    private final KillPoint ambush;
    private final DatabaseSnapshot census;
    private final Random random;
    private final Map<Boundary, Integer> met = new EnumMap<>(Boundary.class);
    private final Map<Boundary, Integer> missed = new EnumMap<>(Boundary.class);
    private final List<Kill> kills = new ArrayList<>();
    private final long started = System.nanoTime();

    Killer(Plan plan, Replicas replicas, HarnessAtlas atlas, KillPoint ambush, DatabaseSnapshot census) {
        this.plan = plan;
        this.replicas = replicas;
        this.atlas = atlas;
        this.ambush = ambush;
        this.census = census;
        this.random = new Random(plan.seed());
    }

    /** @param afterEach done with each kill, when all replicas are up again */
    List<Kill> kill(Consumer<Kill> afterEach) {
        while (kills.size() < plan.kills()) {
            List<Integer> victims = killOnce();
            while (kills.size() < plan.kills()
                    && random.nextInt(100 * RANDOM_FOR_ONE_WHILE_STARTING) < plan.randomPercent()) {
                Pace.rest(random.nextInt(LONGEST_REST_MILLIS));
                kill(victims, Kill.STARTING, true, null);
            }
            victims.forEach(replicas::awaitReady);
            afterEach.accept(kills.getLast());
        }
        return kills;
    }

    private List<Integer> killOnce() {
        Boundary aim = random.nextInt(100) < plan.randomPercent() ? null : rarest();
        Caught caught = null;
        if (aim == null) {
            Pace.rest(random.nextInt(LONGEST_REST_MILLIS));
        } else {
            caught = ambush.await(aim);
            Pace.rest(5 + random.nextInt(15));
        }
        if (aim != null && caught == null) {
            missed.merge(aim, 1, Integer::sum);
        }
        List<Integer> victims = victims(aim, caught);
        kill(victims, Kill.aim(aim), aim == null || caught != null, target(aim, caught));
        return victims;
    }

    /** The awaited boundary, and the endpoint of the work. */
    private record Target(Boundary aim, String endpoint) {}

    private static @Nullable Target target(@Nullable Boundary aim, @Nullable Caught caught) {
        return aim == null || caught == null ? null : new Target(aim, caught.endpoint());
    }

    private void kill(List<Integer> victims, String aim, boolean reached, @Nullable Target target) {
        replicas.kill(victims);
        Instant killed = Instant.now();
        boolean all = victims.size() == plan.replicas();
        List<DatabaseSnapshot.Row> rows = census.take(killed);
        List<Boundary> interrupted = new ArrayList<>();
        if (target != null && target.aim().isOf("request")) {
            interrupted.add(target.aim());
        }
        for (DatabaseSnapshot.Row row : rows) {
            boolean ambushed = target != null && row.held() && row.endpoint().equals(target.endpoint());
            if (all || ambushed) {
                row.boundary(atlas).ifPresent(interrupted::add);
            }
        }
        replicas.restart(victims);
        interrupted.forEach(boundary -> met.merge(boundary, 1, Integer::sum));
        int unfinished = (int) rows.stream().filter(row -> !row.ended()).count();
        Duration after = Duration.ofNanos(System.nanoTime() - started);
        kills.add(new Kill(kills.size() + 1, after, victims.size(), aim, reached, unfinished, interrupted));
    }

    private Boundary rarest() {
        List<Boundary> candidates = new ArrayList<>(plan.boundaries());
        Collections.shuffle(candidates, random);
        return candidates.stream()
                .min(Comparator.comparingInt(
                        boundary -> met.getOrDefault(boundary, 0) + missed.getOrDefault(boundary, 0)))
                .orElseThrow();
    }

    /** The replica whose request hangs; all of them if the working one is unknown. */
    private List<Integer> victims(@Nullable Boundary aim, @Nullable Caught caught) {
        List<Integer> all = IntStream.range(0, plan.replicas()).boxed().toList();
        if (plan.replicas() == 1 || random.nextInt(100) < ALL_PERCENT) {
            return all;
        }
        if (caught != null && !caught.host().isEmpty()) {
            return List.of(Replicas.of(caught.host()));
        }
        return aim == null ? List.of(random.nextInt(plan.replicas())) : all;
    }
}
