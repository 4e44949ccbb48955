package dev.linkgate.cli;

import dev.linkgate.cli.client.Answer;
import dev.linkgate.cli.client.CommandFailed;
import dev.linkgate.cli.client.Deadline;
import dev.linkgate.cli.client.ExitCode;
import dev.linkgate.cli.client.GatewayClient;
import dev.linkgate.cli.client.Pages;
import dev.linkgate.cli.client.Request;
import dev.linkgate.cli.client.Text;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One command's requests to the gateway. Until the command's time is up, it sends a request that is refused for a while
 * again, and waits for what the gateway works on.
 */
final class Session implements AutoCloseable {

    /** The pause between two reads if the gateway did not hold the answer. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    /** The maximum number of pages of a list. No gateway has half a million of anything that is listed. */
    private static final int MOST_PAGES = 1_000;

    private static final Pattern NEXT_PAGE = Pattern.compile("[?&](pageNum|after)=([0-9]+)(?:&|$)");

    private final GatewayClient client;
    private final Deadline deadline;
    private final Progress progress;
    private boolean reached;
    private boolean unsure;
    private @Nullable String keyEnd;
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
        return successful(certain(request));
    }

    /**
     * Removes what is at a path. If it may have gone by an attempt whose answer was lost, its absence is a success.
     *
     * @throws CommandFailed if the gateway refuses the request
     */
    Answer remove(Request removal) {
        Answer answer = certain(removal);
        return unsure && answer.isNotFound() ? answer : successful(answer);
    }

    /**
     * The pages of a list.
     *
     * @param limit the most results that are wanted
     */
    Pages pages(Request request, long limit) {
        List<Answer> pages = new ArrayList<>();
        long results = 0;
        Optional<Request> next = Optional.of(request);
        while (next.isPresent() && results < limit) {
            Answer page = send(next.get());
            JsonNode entries = page.json().path("results");
            next = nextOf(page, request);
            pages.add(page);
            boolean endless = next.isPresent() && pages.size() == MOST_PAGES;
            if (!entries.isArray() || endless) {
                throw page.foreign();
            }
            results += entries.size();
        }
        return new Pages(pages, limit);
    }

    /** The page's place alone is taken from its link, so that the key goes to no other address. */
    private static Optional<Request> nextOf(Answer page, Request first) {
        return page.json()
                .path("links")
                .valueStream()
                .filter(link -> link.path("rel").asString("").equals("next"))
                .flatMap(link ->
                        NEXT_PAGE.matcher(link.path("href").asString("")).results())
                .map((MatchResult place) -> first.with(place.group(1), place.group(2)))
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
        while (resource.state().apply(answer.json()) == ResourceState.WORKING) {
            requireTime(answer, resource);
            progress.show("Waiting for the " + resource.title()
                    + resource.statusOf(answer.json())
                            .map(status -> ": " + status)
                            .orElse(""));
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
        Answer answer = taken(Request.get(path));
        while (!answer.isNotFound()) {
            successful(answer);
            if (deadline.isOver()) {
                throw new CommandFailed(
                        "The " + resource.title() + " is not gone within " + deadline + ".",
                        ExitCode.TIMED_OUT,
                        answer);
            }
            progress.show("Waiting until the " + resource.title() + " is gone");
            answer = later(answer, path);
        }
    }

    private void requireTime(Answer latest, Resource resource) {
        if (deadline.isOver()) {
            throw new CommandFailed(resource.timedOut(latest.json(), deadline), ExitCode.TIMED_OUT, latest);
        }
    }

    /** The next state of the resource that was just read. Pauses, unless the gateway held that answer long enough. */
    private Answer later(Answer latest, String path) {
        Duration pause = latest.retryAfter().orElse(PAUSE);
        deadline.pause(pause.minusNanos(System.nanoTime() - sentAt));
        return taken(Request.get(path));
    }

    private Answer successful(Answer answer) {
        if (!answer.isSuccess()) {
            CommandFailed refused = CommandFailed.refused(answer);
            boolean timedOut = deadline.isGiven()
                    && (answer.busyFor().isPresent() || answer.resolution().isPresent());
            throw timedOut ? new CommandFailed(refused.text(), ExitCode.TIMED_OUT, answer) : refused;
        }
        return answer;
    }

    /**
     * The answer, whatever it is. While there is time, an unknown outcome is none: when its operation has found it out,
     * the request is sent again, and so shows it.
     */
    private Answer certain(Request request) {
        Answer answer = taken(request);
        while (!deadline.isOver() && answer.resolution().isPresent()) {
            unsure = true;
            String resolution = answer.resolution().get();
            String operation = "/operations/" + Request.encoded(resolution.substring(resolution.lastIndexOf('/') + 1));
            settled(successful(taken(Request.get(operation))), operation, Resource.OPERATION);
            answer = taken(request);
        }
        return answer;
    }

    /** The answer, whatever it is. While there is time, a refusal for a while is none. */
    private Answer taken(Request request) {
        while (true) {
            Duration pause = PAUSE;
            sentAt = System.nanoTime();
            try {
                Answer answer = client.send(request, deadline.holdSeconds(), unsure);
                boolean isGateways = answer.isSuccess() || answer.isProblem();
                answer.header("Key-Expires")
                        .filter(end -> !request.path().startsWith("/keys/"))
                        .ifPresent(end -> keyEnd = end);
                if (isGateways && (answer.busyFor().isEmpty() || deadline.isOver())) {
                    reached = true;
                    return answer;
                }
                if (!isGateways && (!reached || deadline.isOver())) {
                    throw answer.foreign();
                }
                reached = true;
                pause = answer.busyFor().orElse(PAUSE);
            } catch (IOException e) {
                if (!reached || deadline.isOver()) {
                    throw client.unreachable(e);
                }
                unsure = true;
            }
            progress.show("Waiting until the gateway takes the request");
            deadline.pause(pause);
        }
    }

    /** What to do before the key ends: a key that was rotated has its successor already. */
    private String renewal() {
        try {
            return client.send(Request.get("/keys/current"), 0, false)
                    .json()
                    .optional("replacedById")
                    .map(successor -> "It was rotated: use the key that has replaced it, " + Text.of(successor))
                    .orElse("To get a new one: linkgate key rotate");
        } catch (IOException e) {
            return "To get a new one: linkgate key rotate";
        }
    }

    @Override
    public void close() {
        if (keyEnd != null) {
            progress.atEnd("The API key expires on " + keyEnd + ". " + renewal());
        }
        progress.close();
        client.close();
    }
}
