package dev.linkgate.cli;

import dev.linkgate.cli.client.Answer;
import dev.linkgate.cli.client.CommandFailed;
import dev.linkgate.cli.client.Deadline;
import dev.linkgate.cli.client.ExitCode;
import dev.linkgate.cli.client.ProblemText;
import dev.linkgate.cli.client.Request;
import dev.linkgate.cli.client.Text;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What the commands share. */
abstract class Commands {

    /** The most that the gateway gives on a page. */
    static final int PAGE_SIZE = 500;

    private static final int NO_CONTENT = 204;

    final Shell shell;

    Commands(Shell shell) {
        this.shell = shell;
    }

    Session session(GatewayOptions options, Deadline deadline) {
        return new Session(options.client(shell), deadline, new Progress(shell));
    }

    Printer printer(GatewayOptions options) {
        return new Printer(shell.out(), options.json());
    }

    int list(GatewayOptions options, Request request, Resource resource) {
        return list(options, request.with("itemsPerPage", String.valueOf(PAGE_SIZE)), resource, Long.MAX_VALUE);
    }

    /** @param limit the most results to show */
    int list(GatewayOptions options, Request request, Resource resource, long limit) {
        try (Session session = session(options, Deadline.NONE)) {
            printer(options).list(session.pages(request, limit), resource.columns());
            return ExitCode.DONE;
        }
    }

    /** Shows the resource at a path, when it has settled if the command waits. */
    int show(GatewayOptions options, Deadline deadline, String path, Resource resource) {
        try (Session session = session(options, deadline)) {
            return finish(options, session, session.send(Request.get(path)), path, resource);
        }
    }

    /** Shows what a write would do. */
    int dryRun(GatewayOptions options, Deadline deadline, Request write) {
        try (Session session = session(options, deadline)) {
            printer(options).dryRun(session.send(write.with("dryRun", "true")));
            return ExitCode.DONE;
        }
    }

    /** Removes the resource at a path, and waits until it is gone if the command waits. */
    int remove(GatewayOptions options, Deadline deadline, Request removal, String path, Resource resource) {
        try (Session session = session(options, deadline)) {
            Answer answer = session.remove(removal);
            boolean gone = session.waits() || answer.status() == NO_CONTENT;
            if (session.waits() && answer.status() != NO_CONTENT) {
                session.gone(path, resource);
            }
            Printer printer = printer(options);
            if (!printer.json()) {
                printer.line("The " + resource.title() + (gone ? " is gone." : " is being removed."));
            } else if (answer.status() == NO_CONTENT) {
                printer.document("{}");
            } else {
                printer.resource(answer);
            }
            return ExitCode.DONE;
        }
    }

    /**
     * Shows a resource, when it has settled if the command waits.
     *
     * @param answer shows it now
     * @throws CommandFailed if the command waited and it has failed
     */
    int finish(GatewayOptions options, Session session, Answer answer, String path, Resource resource) {
        Answer last = session.waits() ? healthy(session.settled(answer, path, resource), resource) : answer;
        printer(options).resource(last);
        return ExitCode.DONE;
    }

    /** @throws CommandFailed if the resource has failed */
    static Answer healthy(Answer answer, Resource resource) {
        if (resource.state().apply(answer.json()) == ResourceState.FAILED) {
            throw new CommandFailed(failure(answer.json(), resource), ExitCode.FAILED, answer);
        }
        return answer;
    }

    private static String failure(JsonNode failed, Resource resource) {
        if (resource.equals(Resource.ACCESS_REQUEST)) {
            String comment = failed.path("comment").asString("");
            return "The request is " + Text.of(failed.path("state"))
                    + (comment.isEmpty() ? "." : ": " + Text.of(failed.path("comment")));
        }
        JsonNode problem = failed.path("problem");
        return problem.isObject()
                ? ProblemText.of(problem)
                : "The " + resource.title() + " has failed: " + Text.of(failed.path("errorMessage"));
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** Adds a field to a body, if it has a value. */
    static void put(ObjectNode body, String field, @Nullable String value) {
        if (value != null) {
            body.put(field, value);
        }
    }
}
