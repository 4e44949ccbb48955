package dev.linkgate.harness.crash;

import dev.linkgate.gateway.app.Answer;
import dev.linkgate.gateway.app.Caller;
import dev.linkgate.harness.HarnessGateway;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One caller's dealings with the gateway. A caller without an answer, or with a retryable one, repeats its request,
 * whichever replica is up, as a program in the field would.
 */
final class Client {

    private static final Duration PATIENCE = Duration.ofMinutes(6);
    private static final Set<String> PASSING = Set.of(
            "atlas-unavailable",
            "atlas-timeout",
            "atlas-error",
            "audit-unavailable",
            "access-unconfirmed",
            "rate-limited",
            "link-not-ready");
    private static final Set<String> ENDS = Set.of("SUCCEEDED", "FAILED");

    private final Replicas replicas;
    private final Journal notebook;
    private final KillPoint ambush;
    private final String key;

    /**
     * The end of a request.
     *
     * @param tries how often it was sent
     * @param uncertain whether it was sent before with an unknown result
     * @param settled whether the answer was that the outcome is unknown, and it turned out to have been carried out
     */
    record Told(Answer answer, int tries, boolean uncertain, boolean settled) {

        boolean is(int status) {
            return answer.status() == status;
        }

        /** A refusal that only an earlier try explains. */
        boolean isExplainedBy(String code) {
            return uncertain && answer.text("/code").equals(code);
        }

        Violation unexpected() {
            return new Violation((uncertain ? "when asked again: " : "") + answer);
        }
    }

    Client(Replicas replicas, Journal notebook, KillPoint ambush, String key) {
        this.replicas = replicas;
        this.notebook = notebook;
        this.ambush = ambush;
        this.key = key;
    }

    Told get(String path) {
        return ask("GET", path, "", Map.of());
    }

    Told post(String path, String body, Map<String, String> headers) {
        return ask("POST", path, body, headers);
    }

    Told put(String path) {
        return ask("PUT", path, "", Map.of());
    }

    Told put(String path, String body) {
        return ask("PUT", path, body, Map.of());
    }

    Told patch(String path, String body) {
        return ask("PATCH", path, body, Map.of());
    }

    Told delete(String path) {
        return ask("DELETE", path, "", Map.of());
    }

    private Told ask(String method, String path, String body, Map<String, String> headers) {
        int tries = 0;
        boolean uncertain = false;
        long end = System.nanoTime() + PATIENCE.toNanos();
        Answer last = null;
        while (System.nanoTime() < end) {
            tries++;
            Answer answer;
            try {
                answer = once(method, path, body, headers);
            } catch (UncheckedIOException e) {
                notebook.notTold();
                uncertain |= !(e.getCause() instanceof ConnectException);
                Pace.rest(20);
                continue;
            }
            notebook.told(answer);
            last = answer;
            String code = answer.text("/code");
            if (code.equals("outcome-unknown")) {
                Answer settlement = settle(answer);
                if (settlement.text("/state").equals("SUCCEEDED")) {
                    return new Told(answer, tries, uncertain, true);
                }
                if (!settlement.text("/problem/code").equals("atlas-unavailable")) {
                    throw new Violation("not settled: " + settlement);
                }
            } else if (answer.status() < 400 || !PASSING.contains(code)) {
                return new Told(answer, tries, uncertain, false);
            }
            Pace.rest(200);
        }
        throw new Violation(method + " " + path + " is not done after " + PATIENCE + ", at last: " + last);
    }

    private Answer once(String method, String path, String body, Map<String, String> headers) {
        Caller caller = HarnessGateway.traced(HarnessGateway.as(key, replicas.any()));
        for (Map.Entry<String, String> header : headers.entrySet()) {
            caller = caller.with(header.getKey(), header.getValue());
        }
        return body.isEmpty()
                ? caller.send(method, path, BodyPublishers.noBody())
                : caller.sendJson(method, path, body);
    }

    private Answer settle(Answer unknown) {
        String operation = unknown.header("Location");
        if (operation.isEmpty()) {
            throw new Violation("nobody goes on asking: " + unknown);
        }
        String endpoint = operation;
        return follow(
                operation,
                seen -> ambush.at(
                        ENDS.contains(seen.text("/state")) ? Boundary.SETTLE_ENDED : Boundary.SETTLE_ASKING, endpoint));
    }

    /** Asks for an operation until it has ended. */
    Answer follow(String operation, Consumer<Answer> seen) {
        notebook.accepted(operation);
        while (true) {
            boolean patiently = ambush.waitsForAnEnd();
            Told told = ask("GET", operation, "", patiently ? Map.of("Prefer", "wait=2") : Map.of());
            if (!told.is(200)) {
                throw new Violation("lost: " + told.answer());
            }
            seen.accept(told.answer());
            if (ENDS.contains(told.answer().text("/state"))) {
                notebook.ended(operation, told.answer().body());
                return told.answer();
            }
            Pace.rest(80);
        }
    }
}
