package dev.linkgate.sandbox;

import dev.linkgate.protocol.Inbound;
import dev.linkgate.sandbox.authentication.AuthDecision;
import dev.linkgate.sandbox.authentication.Gate;
import dev.linkgate.sandbox.authentication.TokenGuard;
import dev.linkgate.sandbox.fault.Fault;
import dev.linkgate.sandbox.fault.Faults;
import dev.linkgate.sandbox.http.Received;
import dev.linkgate.sandbox.log.RequestLog;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Handles a request: its faults before authentication, authentication, its other faults, then the simulation.
 *
 * @param earlyFaults the faults of requests before authentication
 * @param faults the faults of authorised requests and of requests for tokens
 * @param answerDelay waited before each answer, challenges included
 */
record RequestHandler(
        Gate gate, Faults earlyFaults, Faults faults, Simulation simulation, RequestLog log, Duration answerDelay) {

    Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
        String method = request.method().name();
        String uri = request.uri();
        HttpHeaders headers = request.requestHeaders();
        Fault early = earlyFaults.take(method, uri);
        if (uri.startsWith(TokenGuard.PATH)) {
            log.sees(method, uri, headers, new AuthDecision.Unasked());
            Fault fault = early != null ? early : faults.take(method, uri);
            return answer(request, response, fault, received -> token(received, fault));
        }
        if (early != null && !early.applied()) {
            log.sees(method, uri, headers, new AuthDecision.Unasked());
            return late(Wire.perform(response, new Simulation.Outcome(early, null)));
        }
        AuthDecision decision = gate.check(method, uri, headers.get("Authorization", ""));
        log.sees(method, uri, headers, decision);
        return switch (decision) {
            case AuthDecision.Challenged challenged ->
                late(Wire.perform(response, new Simulation.Outcome(early, gate.challenge(challenged.reason()))));
            case AuthDecision.Granted granted -> {
                Fault fault = early != null ? early : faults.take(method, uri);
                yield answer(
                        request, response, fault, received -> simulation.answer(received, granted.caller(), fault));
            }
            case AuthDecision.Unasked unasked -> throw new IllegalStateException("the gate did not decide");
        };
    }

    /** Reads the body first, if there is one and it is needed. */
    private Publisher<Void> answer(
            HttpServerRequest request,
            HttpServerResponse response,
            @Nullable Fault fault,
            Function<Received, Simulation.Outcome> work) {
        if (fault != null && !fault.applied()) {
            return late(Wire.perform(response, new Simulation.Outcome(fault, null)));
        }
        HttpHeaders headers = request.requestHeaders();
        if (!headers.contains("Content-Length") && !headers.contains("Transfer-Encoding")) {
            return late(Wire.perform(response, work.apply(received(request, ""))));
        }
        return request.receive()
                .aggregate()
                .asString()
                .defaultIfEmpty("")
                .flatMap(body -> Mono.from(late(Wire.perform(response, work.apply(received(request, body))))));
    }

    private Simulation.Outcome token(Received request, @Nullable Fault fault) {
        return new Simulation.Outcome(fault, gate.tokens().answer(request));
    }

    private Publisher<Void> late(Publisher<Void> answer) {
        return Wire.late(answerDelay, answer);
    }

    private static Received received(HttpServerRequest request, String body) {
        HttpHeaders headers = request.requestHeaders();
        Inbound inbound = new Inbound(
                request.method().name(),
                request.uri(),
                String.join(", ", headers.getAll("Accept")),
                headers.get("Content-Type", ""),
                body);
        return new Received(inbound, headers.get("Authorization", ""), headers.get("traceparent", ""));
    }
}
