package dev.linkgate.harness.outage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.Patience;
import dev.linkgate.gateway.app.Answer;
import dev.linkgate.harness.crash.HarnessAtlas;
import dev.linkgate.harness.crash.Names;
import dev.linkgate.harness.crash.Trail;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever keeps records from being stored, nothing is done off the record, and all is well again by itself. */
@Tag("harness")
@Execution(ExecutionMode.CONCURRENT)
class DatabaseOutageTest {

    /** Each team does so many writes at once. */
    private static final int WRITES = 4;

    private static final HarnessAtlas ATLAS = HarnessAtlas.start(Duration.ofMillis(50), Duration.ZERO, 0);

    @TempDir
    private Path directory;

    @AfterAll
    static void close() {
        ATLAS.close();
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsDoneOffTheRecord(Outage.Kind kind) throws Exception {
        try (Bed bed = new Bed(ATLAS, kind.in(directory))) {
            Set<String> added = ConcurrentHashMap.newKeySet();
            bed.teams().forEach(team -> added.add(addedBy(team)));
            assertThat(bed.readiness().text("/components/audit/status")).isEqualTo("UP");

            bed.begin();
            List<String> refused = refusedWrites(bed);
            refused.addAll(refusedWrites(bed));
            // By now the outage is older than any right that was confirmed before it.
            refused.addAll(refusedWrites(bed));
            Patience.until(
                    bed::readiness,
                    answer -> answer.text("/components/audit/status").equals("OUT_OF_SERVICE"));
            for (Bed.Team team : bed.teams()) {
                assertRefused(team.caller().get(team.place().linkPath()));
                assertRefused(team.caller().get("/projects/" + team.place().project() + "/audit"));
            }
            bed.end();

            Patience.until(
                    bed::readiness,
                    answer -> answer.status() == 200
                            && answer.text("/components/audit/status").equals("UP"));
            bed.teams().forEach(team -> {
                added.add(addedBy(team));
                assertThat(team.caller().get(team.place().linkPath()).headers().map())
                        .containsKey("audit-receipt");
            });
            assertTrail(bed, refused, added);
        }
    }

    /** Adds an endpoint, also on a disk that is slow for a moment. */
    private static String addedBy(Bed.Team team) {
        String endpoint = Names.endpoint();
        assertThat(Patience.until(() -> team.add(endpoint), answer -> answer.status() != 503)
                        .status())
                .isEqualTo(201);
        return endpoint;
    }

    /**
     * Each is answered while the outage lasts, and not when it ends.
     *
     * @return the endpoints that could not be added
     */
    private static List<String> refusedWrites(Bed bed) throws Exception {
        List<Supplier<String>> writes = new ArrayList<>();
        for (Bed.Team team : bed.teams()) {
            for (int i = 0; i < WRITES; i++) {
                boolean keyed = i % 2 == 1;
                writes.add(() -> {
                    String endpoint = Names.endpoint();
                    assertRefused(keyed ? team.addOnce(endpoint) : team.add(endpoint));
                    return endpoint;
                });
            }
        }
        List<String> endpoints = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> answers =
                    writes.stream().map(write -> callers.submit(write::get)).toList();
            for (Future<String> answer : answers) {
                endpoints.add(answer.get());
            }
        }
        return endpoints;
    }

    private static void assertRefused(Answer answer) {
        assertThat(answer.status()).as("%s", answer).isEqualTo(503);
        // The second one if no right can be confirmed either.
        assertThat(answer.text("/code")).isIn("audit-unavailable", "access-unconfirmed");
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(answer.headers().firstValue("Audit-Receipt")).isEmpty();
    }

    /**
     * The chain has no gap, each request has both its records once, and no other write than the added reached Atlas.
     */
    private static void assertTrail(Bed bed, List<String> refused, Set<String> added) {
        Trail trail = Patience.until(() -> Trail.of(bed.administrator()), each -> !each.hasOpenIntents());
        List<String> violations = new ArrayList<>();
        Trail.verify(bed.administrator(), violations::add);
        List<HarnessAtlas.Write> writes = bed.writes();
        trail.holdWrites(writes, violations::add);
        assertThat(violations).isEmpty();

        Map<String, Long> times =
                writes.stream().collect(Collectors.groupingBy(HarnessAtlas.Write::endpoint, Collectors.counting()));
        assertThat(times.keySet()).isEqualTo(added).doesNotContainAnyElementsOf(refused);
        assertThat(times.values()).containsOnly(1L);
        // A team tries again after 503, which may have been the outcome of a write that was stored and not sent.
        assertThat(trail.outcomes())
                .extracting(Trail.Outcome::requestId)
                .as("each request has one outcome")
                .doesNotHaveDuplicates();
        assertThat(trail.outcomes())
                .filteredOn(outcome -> outcome.result().equals("SUCCEEDED"))
                .extracting(Trail.Outcome::endpoint)
                .as("each addition succeeded once")
                .containsExactlyInAnyOrderElementsOf(added);
    }
}
