package dev.linkgate.harness.webhook;

import dev.linkgate.gateway.app.Answer;
import dev.linkgate.gateway.app.Caller;
import dev.linkgate.harness.Fleet;
import dev.linkgate.harness.HarnessGateway;
import dev.linkgate.harness.crash.Names;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Adds endpoints to a link and removes them, one after the other, as a program does that acts on events alone: it
 * removes an endpoint when it is told that it has settled, and adds the next one when it is told that it is gone. So an
 * event that is lost ends it.
 */
final class EndpointLife implements Runnable {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration PAUSE = Duration.ofMillis(300);

    private final String link;
    private final String key;
    private final Fleet fleet;
    private final Inbox inbox;
    private final BooleanSupplier goesOn;
    private final Consumer<String> violated;
    private final AtomicInteger endpoints = new AtomicInteger();

    EndpointLife(String link, String key, Fleet fleet, Inbox inbox, BooleanSupplier goesOn, Consumer<String> violated) {
        this.link = link;
        this.key = key;
        this.fleet = fleet;
        this.inbox = inbox;
        this.goesOn = goesOn;
        this.violated = violated;
    }

    /** The number of endpoints that were added and removed. */
    int endpoints() {
        return endpoints.get();
    }

    @Override
    public void run() {
        try {
            while (goesOn.getAsBoolean()) {
                live(Names.endpoint());
                endpoints.incrementAndGet();
            }
        } catch (RuntimeException | InterruptedException e) {
            violated.accept(link + ": " + e);
        }
    }

    private void live(String endpoint) throws InterruptedException {
        String path = link + "/endpoints/" + endpoint;
        String once = UUID.randomUUID().toString();
        String body = "{\"interfaceEndpointId\":\"" + endpoint + "\"}";
        ask(caller -> caller.with("Idempotency-Key", once).post(link + "/endpoints", body), 201, 200);
        await(path, "endpoint.settled");
        ask(caller -> caller.delete(path), 202, 404);
        await(path, "endpoint.removed");
        check(path);
    }

    /** Asks whichever replica is up, until the request is done, maybe by an earlier try whose answer was lost. */
    private void ask(Function<Caller, Answer> request, int done, int doneBefore) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        boolean again = false;
        String last = "";
        while (System.nanoTime() - end < 0) {
            try {
                Answer answer = request.apply(HarnessGateway.as(key, fleet.any()));
                if (answer.status() == done || (again && answer.status() == doneBefore)) {
                    return;
                }
                last = answer.toString();
            } catch (UncheckedIOException e) {
                last = e.toString();
            }
            again = true;
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        throw new IllegalStateException("not done in " + PATIENCE + ": " + last);
    }

    private void await(String subject, String type) throws InterruptedException {
        if (!inbox.awaits(subject, type, PATIENCE)) {
            throw new IllegalStateException("no " + type + " of " + subject + ", only " + inbox.of(subject));
        }
    }

    private void check(String subject) {
        List<String> types = inbox.of(subject);
        if (!types.equals(List.of("endpoint.added", "endpoint.settled", "endpoint.removed"))) {
            violated.accept(subject + ": " + types);
        }
    }
}
