package dev.linkgate.harness.webhook;

import dev.linkgate.gateway.feature.webhooks.TestReceiver;
import dev.linkgate.gateway.feature.webhooks.TestReceiver.Received;
import dev.linkgate.gateway.feature.webhooks.TestReceiver.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** A receiver that fails one time in three: it answers 500, or hangs up without an answer. */
final class Inbox implements AutoCloseable {

    private static final int FAILS_ONE_IN = 3;

    private final TestReceiver receiver = TestReceiver.start();
    private final Set<String> ids = new HashSet<>();
    private final Map<String, List<String>> types = new HashMap<>();
    private long again;
    private long refused;

    Inbox() {
        receiver.answers(this::receive);
    }

    String url() {
        return receiver.url();
    }

    private synchronized Reply receive(Received event) {
        int luck = ThreadLocalRandom.current().nextInt(2 * FAILS_ONE_IN);
        if (luck < 2) {
            refused++;
            if (luck == 0) {
                return Reply.of(500);
            }
            throw new IllegalStateException("no answer");
        }
        if (ids.add(event.text("id"))) {
            types.computeIfAbsent(event.text("subject"), subject -> new ArrayList<>())
                    .add(event.text("type"));
            notifyAll();
        } else {
            again++;
        }
        return Reply.of(204);
    }

    /** The types of the events of a subject, in the order in which each arrived first. */
    synchronized List<String> of(String subject) {
        return List.copyOf(types.getOrDefault(subject, List.of()));
    }

    /** @return whether an event of this type arrived in time */
    synchronized boolean awaits(String subject, String type, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (!of(subject).contains(type)) {
            long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    synchronized int size() {
        return ids.size();
    }

    synchronized long again() {
        return again;
    }

    synchronized long refused() {
        return refused;
    }

    @Override
    public void close() {
        receiver.close();
    }
}
