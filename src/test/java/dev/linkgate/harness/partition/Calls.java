package dev.linkgate.harness.partition;

import dev.linkgate.gateway.app.Answer;
import dev.linkgate.gateway.app.Caller;
import dev.linkgate.harness.HarnessGateway;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/** Calls replicas, and keeps the receipts. For any thread. */
final class Calls {

    private final Findings findings;
    private final List<Replica> replicas;
    private final Queue<String> receipts = new ConcurrentLinkedQueue<>();

    Calls(Findings findings, List<Replica> replicas) {
        this.findings = findings;
        this.replicas = replicas;
    }

    /** @param status zero if there was no answer in time */
    record Reply(String method, int status, String tag, String body) {

        boolean succeeded() {
            return status >= 200 && status < 300;
        }

        /** Whether it is not known yet what becomes of the request. */
        boolean passes() {
            return status == 0 || status >= 500 || status == 429;
        }
    }

    /** @param replica its number */
    Reply call(int replica, String key, Duration patience, Function<Caller, Answer> request) {
        Caller caller = replicas.get(replica).caller().waiting(patience);
        Reply reply = send(HarnessGateway.as(key, HarnessGateway.traced(caller)), request);
        findings.answered(reply.status());
        return reply;
    }

    private Reply send(Caller caller, Function<Caller, Answer> request) {
        try {
            Answer answer = request.apply(caller);
            answer.headers().firstValue("Audit-Receipt").ifPresent(receipts::add);
            return new Reply(answer.method(), answer.status(), answer.header("ETag"), answer.body());
        } catch (UncheckedIOException e) {
            return new Reply("", 0, "", "");
        }
    }

    List<String> receipts() {
        return List.copyOf(receipts);
    }
}
