package dev.linkgate.harness.attack;

import dev.linkgate.harness.HarnessGateway;
import dev.linkgate.wire.RawConnection;
import dev.linkgate.wire.RawRequest;
import dev.linkgate.wire.RawResponse;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/** The administrator, who removes keys and grants during an attack, each on a new connection. */
final class AdministratorLoad implements AutoCloseable {

    private static final long PAUSE_NANOS = 500_000_000;

    /** The maximum number of tries of a call that may be repeated, because the machine may be busy. */
    private static final int MAX_TRIES = 10;

    private static final String TEAM = "/admin/teams/errands";
    private static final String GRANT = TEAM + "/grants/" + TestBed.ELSEWHERE.project();

    private final TestBed bed;
    private final boolean triesAgain;
    private final List<Long> nanos = new CopyOnWriteArrayList<>();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());
    private volatile boolean running = true;

    /** @param triesAgain whether what is retryable is tried again */
    AdministratorLoad(TestBed bed, boolean triesAgain) {
        this.bed = bed;
        this.triesAgain = triesAgain;
        thread.execute(this::work);
    }

    /** The longest that a key or a grant took to be taken away. */
    double maxMillis() {
        return nanos.stream().mapToLong(Long::longValue).max().orElse(0) / 1e6;
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    private void work() {
        while (running) {
            try {
                ask("PUT", TEAM, "{\"description\":\"errands\"}");
                ask("PUT", GRANT, "{\"role\":\"viewer\"}");
                RawResponse key = ask("POST", TEAM + "/keys", "{\"label\":\"errands\"}");
                timed(TEAM + "/keys/" + key.text("/id"));
                RawResponse after = ask(RawRequest.get("/projects").as(key.text("/key")));
                if (after.status() < 400) {
                    failures.add("a revoked key: " + after);
                }
                timed(GRANT);
            } catch (IOException e) {
                failures.add(String.valueOf(e.getMessage()));
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void timed(String path) throws IOException {
        long start = System.nanoTime();
        ask("DELETE", path, "");
        nanos.add(System.nanoTime() - start);
    }

    private RawResponse ask(String method, String path, String json) throws IOException {
        RawRequest request = RawRequest.of(method, path).as(HarnessGateway.ADMIN_TOKEN);
        RawRequest whole = json.isEmpty() ? request : request.json(json);
        RawResponse answer = ask(whole);
        for (int tries = 1; triesAgain && tries < MAX_TRIES && SteadyLoad.isRetryable(answer); tries++) {
            LockSupport.parkNanos(PAUSE_NANOS);
            answer = ask(whole);
        }
        if (answer.status() >= 300) {
            failures.add(method + " " + path + ": " + answer.status() + " " + answer.text("/code"));
        }
        return answer;
    }

    private RawResponse ask(RawRequest request) throws IOException {
        try (RawConnection connection = new RawConnection(RawConnection.LOOPBACK, bed.port())) {
            return connection.ask(request);
        }
    }

    @Override
    public void close() {
        running = false;
        thread.close();
    }
}
