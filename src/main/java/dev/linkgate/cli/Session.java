package dev.linkgate.cli;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One command's requests to the gateway. Until the command's time is up, it sends a request that is refused for a while
 * again, and waits for what the gateway works on.
 */
final class Session implements AutoCloseable {

    /** The pause between two reads if the gateway did not hold the answer. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final GatewayClient client;
    private final Deadline deadline;
    private final Progress progress;
    private boolean reached;
    private long sentAt;

    Session(GatewayClient client, Deadline deadline, Progress progress) {
        this.client = client;
        this.deadline = deadline;
        this.progress = progress;
    }

    /** Whether the command waits for what it has begun. */
    boolean waits() {
        return deadline.isGiven();
    }

    /** @throws CommandFailed if the gateway refuses the request */
    Answer send(Request request) {
        return successful(answer(request));
    }

    /** All pages of a list. */
    List<Answer> pages(Request request) {
        List<Answer> pages = new ArrayList<>();
        Optional<Request> next = Optional.of(request);
        while (next.isPresent()) {
            Answer page = send(next.get());
            pages.add(page);
            next = nextOf(page, request);
        }
        return pages;
    }

    /** The page's number alone is taken from its link, so that the key goes to no other address. */
    private static Optional<Request> nextOf(Answer page, Request first) {
        return page.json()
                .path("links")
                .valueStream()
                .filter(link -> link.path("rel").asString("").equals("next"))
                .map(link -> String.valueOf(
                        URI.create(link.path("href").asString("")).getQuery()))
                .map(query -> query.replaceFirst("(?:.*&)?pageNum=([0-9]+).*", "$1"))
                .filter(number -> number.matches("[0-9]+"))
                .map(number -> first.with("pageNum", number))
                .findFirst();
    }

    /**
     * Reads a resource until it has settled.
     *
     * @param latest the answer that shows it now
     * @param path of the resource
     * @return its last state, settled or failed
     * @throws CommandFailed if it is gone, or has not settled in time
     */
    Answer settled(Answer latest, String path, Resource resource) {
        Answer answer = latest;
        while (resource.state().apply(answer.json()) == State.WORKING) {
            String status = resource.statusOf(answer.json());
            requireTime(() ->
                    "The " + resource.title() + " has not settled within " + deadline + "; it is " + status + ".");
            progress.show("Waiting for the " + resource.title() + ": " + status);
            answer = successful(later(answer, path));
        }
        return answer;
    }

    /**
     * Reads a resource until it is gone.
     *
     * @throws CommandFailed if it is not gone in time
     */
    void gone(String path, Resource resource) {
        Answer answer = answer(Request.get(path));
        while (!answer.isNotFound()) {
            successful(answer);
            requireTime(() -> "The " + resource.title() + " is not gone within " + deadline + ".");
            progress.show("Waiting until the " + resource.title() + " is gone");
            answer = later(answer, path);
        }
    }

    private void requireTime(Supplier<String> message) {
        if (deadline.isOver()) {
            throw new CommandFailed(message.get(), ExitCode.TIMED_OUT);
        }
    }

    /** The next state of the resource that was just read. Pauses, unless the gateway held that answer long enough. */
    private Answer later(Answer latest, String path) {
        Duration pause = latest.retryAfter().orElse(PAUSE);
        deadline.pause(pause.minusNanos(System.nanoTime() - sentAt));
        return answer(Request.get(path));
    }

    private Answer successful(Answer answer) {
        if (!answer.isSuccess()) {
            boolean timedOut = deadline.isGiven() && answer.busyFor().isPresent();
            throw new CommandFailed(ProblemText.of(answer), timedOut ? ExitCode.TIMED_OUT : ExitCode.FAILED);
        }
        return answer;
    }

    /** The answer, whatever it is. While there is time, a refusal for a while is none. */
    private Answer answer(Request request) {
        while (true) {
            Optional<Duration> pause;
            sentAt = System.nanoTime();
            try {
                Answer answer = client.send(request, deadline.holdSeconds());
                reached = true;
                pause = answer.busyFor();
                if (pause.isEmpty() || deadline.isOver()) {
                    return answer;
                }
            } catch (IOException e) {
                if (!reached || deadline.isOver()) {
                    throw client.unreachable(e);
                }
                pause = Optional.of(PAUSE);
            }
            progress.show("Waiting until the gateway takes the request");
            deadline.pause(pause.get());
        }
    }

    @Override
    public void close() {
        progress.close();
    }
}
