package dev.linkgate.cli;

import dev.linkgate.cli.client.Answer;
import dev.linkgate.cli.client.CommandFailed;
import dev.linkgate.cli.client.Deadline;
import dev.linkgate.cli.client.ExitCode;
import dev.linkgate.cli.client.Request;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** The commands of access requests. */
@Command(
        name = "access",
        addMethodSubcommands = false, // CommandLineClient adds them
        description = "Asks for a role on a project, or for an endpoint that its rules do not allow, and answers.",
        footerHeading = "%nExample:%n",
        footer = "  linkgate access ask --role editor --reason 'We move the orders service' --wait 1h")
final class AccessCommands extends Commands {

    private static final String REQUEST = "REQUEST";
    private static final String REQUEST_IS = "The request's id";

    AccessCommands(Shell shell) {
        super(shell);
    }

    /** What an access request can be. */
    enum State {
        PENDING,
        APPROVED,
        DENIED,
        WITHDRAWN,
        REVOKED,
        EXPIRED,
        USED
    }

    @Command(
            name = "ls",
            description = "Lists the access requests on a project: your team's, and all if you may answer them.",
            footerHeading = "%nExamples:%n",
            footer = {"  linkgate access ls --state PENDING", "  linkgate access ls --mine"})
    int list(
            @Mixin ProjectOption project,
            @Option(names = "--state", paramLabel = "STATE", description = "Only those: ${COMPLETION-CANDIDATES}")
                    @Nullable
                    State state,
            @Option(names = "--mine", description = "Your team's, on all projects") boolean mine) {
        String path = mine ? "/access-requests" : requests(project);
        return list(project.gateway(), Request.get(path).withIfGiven("state", state), Resource.ACCESS_REQUEST);
    }

    @Command(
            name = "ask",
            description = {
                "Asks for a role, or with ENDPOINT for its addition, which the project's rules do not allow.",
                "",
                "An addition that is refused for that has asked already. With --team, whoever may answer approves the"
                        + " endpoint for another team at once."
            },
            footerHeading = "%nExamples:%n",
            footer = {
                "  linkgate access ask --role editor --reason 'We move orders' --for PT8H",
                "  linkgate access ask vpce-0b9c5701325cb15dd --wait 1h",
                "  linkgate access ask vpce-0b9c5701325cb15dd --team payments"
            })
    int ask(
            @Mixin ProjectOption project,
            @Mixin WaitOption wait,
            @Option(names = "--role", paramLabel = "ROLE", description = "viewer, editor or owner") @Nullable
                    String role,
            @Option(names = "--for", paramLabel = "DURATION", description = "How long the role, such as PT8H") @Nullable
                    String span,
            @Option(
                            names = "--link-id",
                            paramLabel = "ID",
                            description = "The endpoint's link. Default: none, for Data Federation")
                    @Nullable
                    String link,
            @Option(names = "--team", paramLabel = "TEAM", description = "The team to approve the endpoint for")
                    @Nullable
                    String team,
            @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for those who answer") @Nullable
                    String reason,
            @Parameters(arity = "0..1", paramLabel = "ENDPOINT", description = "The endpoint's id") @Nullable
                    String endpoint) {
        if ((role == null) == (endpoint == null)) {
            throw new CommandFailed("Give either --role or the endpoint's id.", ExitCode.USAGE);
        }
        ObjectNode body = object().put("kind", endpoint == null ? "ROLE" : "ENDPOINT");
        put(body, "role", role);
        put(body, "for", span);
        put(body, "linkId", link);
        put(body, "interfaceEndpointId", endpoint);
        put(body, "team", team);
        put(body, "reason", reason);
        try (Session session = session(project.gateway(), wait.begin())) {
            Answer asked = session.send(Request.post(requests(project), body));
            String path = path(project, asked.json().path("id").asString(""));
            return finish(project.gateway(), session, asked, path, Resource.ACCESS_REQUEST);
        }
    }

    @Command(
            name = "approve",
            description = "Approves a request that is not your own.",
            footerHeading = "%nExample:%n",
            footer = "  linkgate access approve ar_0f6b2d4c8e1a3975b6d8f0a2c4e6183b --comment 'Ticket 4711'")
    int approve(
            @Mixin ProjectOption project,
            @Option(names = "--comment", paramLabel = "TEXT", description = "Why, for who asks") @Nullable
                    String comment,
            @Option(names = "--until", paramLabel = "TIME", description = "The end, such as 2027-11-24T00:00:00Z")
                    @Nullable
                    String until,
            @Parameters(paramLabel = REQUEST, description = REQUEST_IS) String id) {
        ObjectNode body = object().put("approved", true);
        put(body, "until", until);
        return answer(project, id, body, comment);
    }

    @Command(
            name = "deny",
            description = "Denies a request that is not your own.",
            footerHeading = "%nExample:%n",
            footer = "  linkgate access deny ar_0f6b2d4c8e1a3975b6d8f0a2c4e6183b --comment 'Not yours'")
    int deny(
            @Mixin ProjectOption project,
            @Option(names = "--comment", paramLabel = "TEXT", description = "Why, for who asks") @Nullable
                    String comment,
            @Parameters(paramLabel = REQUEST, description = REQUEST_IS) String id) {
        return answer(project, id, object().put("approved", false), comment);
    }

    @Command(
            name = "withdraw",
            description = "Withdraws your request, or revokes an approved endpoint that was not added yet.",
            footerHeading = "%nExample:%n",
            footer = "  linkgate access withdraw ar_0f6b2d4c8e1a3975b6d8f0a2c4e6183b")
    int withdraw(@Mixin ProjectOption project, @Parameters(paramLabel = REQUEST, description = REQUEST_IS) String id) {
        try (Session session = session(project.gateway(), Deadline.NONE)) {
            Answer answer = session.send(Request.delete(path(project, id)));
            Printer printer = printer(project.gateway());
            if (printer.json()) {
                printer.resource(answer);
            } else {
                printer.line("The access request is over.");
            }
            return ExitCode.DONE;
        }
    }

    private int answer(ProjectOption project, String id, ObjectNode body, @Nullable String comment) {
        put(body, "comment", comment);
        try (Session session = session(project.gateway(), Deadline.NONE)) {
            printer(project.gateway()).resource(session.send(Request.put(path(project, id) + "/answer", body)));
            return ExitCode.DONE;
        }
    }

    private String requests(ProjectOption project) {
        return project.path(shell) + "/access-requests";
    }

    private String path(ProjectOption project, String id) {
        return requests(project) + "/" + Request.encoded(id);
    }
}
