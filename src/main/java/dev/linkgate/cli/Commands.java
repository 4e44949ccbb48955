package dev.linkgate.cli;

import java.time.Duration;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What the groups of commands share. */
abstract class Commands {

    /** The most that the gateway gives on a page. */
    private static final int PAGE_SIZE = 500;

    final Shell shell;

    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli shows the help
    private HelpOption help = new HelpOption();

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
        try (Session session = session(options, new Deadline(Duration.ZERO))) {
            Request pages = request.with("itemsPerPage", String.valueOf(PAGE_SIZE));
            printer(options).list(session.pages(pages), resource.columns());
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
            Answer answer = session.send(removal);
            Printer printer = printer(options);
            if (session.waits()) {
                session.gone(path, resource);
            }
            if (printer.json()) {
                printer.resource(answer);
            } else {
                printer.line("The " + resource.title() + (session.waits() ? " is gone." : " is being removed."));
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
        Answer last = session.waits() ? session.settled(answer, path, resource) : answer;
        printer(options).resource(last);
        if (session.waits() && resource.state().apply(last.json()) == State.FAILED) {
            throw new CommandFailed(failure(last.json(), resource));
        }
        return ExitCode.DONE;
    }

    private static String failure(JsonNode failed, Resource resource) {
        JsonNode problem = failed.path("problem");
        return problem.isObject()
                ? ProblemText.of(problem)
                : "The " + resource.title() + " has failed: " + Text.of(failed.path("errorMessage"));
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
