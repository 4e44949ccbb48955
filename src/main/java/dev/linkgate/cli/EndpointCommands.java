package dev.linkgate.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** The commands of a link's endpoints. */
@Command(
        name = "endpoints",
        addMethodSubcommands = false, // CommandLineClient adds them
        description =
                "Lists, shows, adds, ensures, removes and watches a link's endpoints, and shows their connection strings.",
        footerHeading = "%nExample:%n",
        footer = "  linkgate endpoints ensure aws:us-east-1 vpce-0b9c5701325cb15dd --wait 15m")
final class EndpointCommands extends Commands {

    private static final int ACCEPTED = 202;
    private static final String DRY_RUN = "Show what would be sent to Atlas, and change nothing";
    private static final String NAMES = "[LINK] ENDPOINT";
    private static final String NAMES_ARE = "The link, unless --link names it, and the endpoint's id";

    EndpointCommands(Shell shell) {
        super(shell);
    }

    @Command(
            name = "ls",
            description = "Lists the endpoints.",
            footerHeading = "%nExample:%n",
            footer = "  linkgate endpoints ls aws:us-east-1")
    int list(
            @Mixin LinkOption link,
            @Parameters(arity = "0..1", paramLabel = "LINK", description = "The link, unless --link names it") @Nullable
                    String name) {
        return list(link.gateway(), Request.get(link.path(shell, name) + "/endpoints"), Resource.ENDPOINT);
    }

    @Command(
            name = "get",
            description = "Shows an endpoint.",
            footerHeading = "%nExample:%n",
            footer = "  linkgate endpoints get aws:us-east-1 vpce-0b9c5701325cb15dd --wait 15m")
    int get(
            @Mixin LinkOption link,
            @Mixin WaitOption wait,
            @Parameters(arity = "1..2", paramLabel = NAMES, description = NAMES_ARE, hideParamSyntax = true)
                    String[] names) {
        return show(link.gateway(), wait.begin(), link.endpointPath(shell, names), Resource.ENDPOINT);
    }

    @Command(
            name = "add",
            description = "Adds an endpoint that exists in your cloud.",
            footerHeading = "%nExamples:%n",
            footer = {
                "  linkgate endpoints add aws:us-east-1 vpce-0b9c5701325cb15dd --wait 15m",
                "  linkgate endpoints add azure:westeurope $RESOURCE_ID --ip 10.0.0.4",
                "  linkgate endpoints add gcp:us-east4 orders --gcp-project shop \\",
                "      --rule orders=10.0.0.4"
            })
    int add(
            @Mixin LinkOption link,
            @Mixin EndpointDetailOptions details,
            @Mixin WaitOption wait,
            @Option(names = "--dry-run", description = DRY_RUN) boolean dryRun,
            @Parameters(arity = "1..2", paramLabel = NAMES, description = NAMES_ARE, hideParamSyntax = true)
                    String[] names) {
        String path = link.endpointPath(shell, names);
        String collection = path.substring(0, path.lastIndexOf('/'));
        Request addition = Request.post(collection, body(details, names));
        if (dryRun) {
            return dryRun(link.gateway(), wait.begin(), addition);
        }
        try (Session session = session(link.gateway(), wait.begin())) {
            return finish(link.gateway(), session, session.send(addition), path, Resource.ENDPOINT);
        }
    }

    @Command(
            name = "ensure",
            description = "Ensures that the link has a healthy endpoint: adds it, leaves it, or replaces it when it"
                    + " has failed. May be repeated.",
            footerHeading = "%nExample:%n",
            footer = "  linkgate endpoints ensure aws:us-east-1 vpce-0b9c5701325cb15dd --wait 15m")
    int ensure(
            @Mixin LinkOption link,
            @Mixin EndpointDetailOptions details,
            @Mixin WaitOption wait,
            @Option(names = "--dry-run", description = DRY_RUN) boolean dryRun,
            @Option(
                            names = "--allow-link-removal",
                            description = "Replace even the link's last endpoint; Atlas may then remove the link")
                    boolean allowLinkRemoval,
            @Parameters(arity = "1..2", paramLabel = NAMES, description = NAMES_ARE, hideParamSyntax = true)
                    String[] names) {
        String path = link.endpointPath(shell, names);
        ObjectNode body = details.areGiven() ? body(details, names) : null;
        Request put = allowing(allowLinkRemoval, Request.put(path, body));
        if (dryRun) {
            return dryRun(link.gateway(), wait.begin(), put);
        }
        try (Session session = session(link.gateway(), wait.begin())) {
            Answer answer = session.send(put);
            if (answer.status() != ACCEPTED) {
                return finish(link.gateway(), session, answer, path, Resource.ENDPOINT);
            }
            String operation =
                    "/operations/" + Request.encoded(answer.json().path("id").asString(""));
            if (!session.waits()) {
                return finish(link.gateway(), session, answer, operation, Resource.OPERATION);
            }
            healthy(session.settled(answer, operation, Resource.OPERATION), Resource.OPERATION);
            return finish(link.gateway(), session, session.send(Request.get(path)), path, Resource.ENDPOINT);
        }
    }

    @Command(
            name = "rm",
            description = "Removes an endpoint.",
            footerHeading = "%nExample:%n",
            footer = "  linkgate endpoints rm aws:us-east-1 vpce-0b9c5701325cb15dd --wait 15m")
    int remove(
            @Mixin LinkOption link,
            @Mixin WaitOption wait,
            @Option(names = "--dry-run", description = DRY_RUN) boolean dryRun,
            @Option(
                            names = "--allow-link-removal",
                            description = "Remove even the link's last endpoint; Atlas then removes the link, too")
                    boolean allowLinkRemoval,
            @Parameters(arity = "1..2", paramLabel = NAMES, description = NAMES_ARE, hideParamSyntax = true)
                    String[] names) {
        String path = link.endpointPath(shell, names);
        Request removal = allowing(allowLinkRemoval, Request.delete(path));
        return dryRun
                ? dryRun(link.gateway(), wait.begin(), removal)
                : remove(link.gateway(), wait.begin(), removal, path, Resource.ENDPOINT);
    }

    @Command(
            name = "strings",
            description =
                    "Lists the connection strings that lead through an endpoint. With --wait, when it is available"
                            + " and there is one.",
            footerHeading = "%nExample:%n",
            footer = "  linkgate endpoints strings aws:us-east-1 vpce-0b9c5701325cb15dd --wait 15m")
    int strings(
            @Mixin LinkOption link,
            @Mixin WaitOption wait,
            @Option(names = "--cluster", paramLabel = "NAME", description = "Only those of this cluster") @Nullable
                    String cluster,
            @Parameters(arity = "1..2", paramLabel = NAMES, description = NAMES_ARE, hideParamSyntax = true)
                    String[] names) {
        String path = link.endpointPath(shell, names);
        Request list = Request.get(path + "/connection-strings")
                .withIfGiven("cluster", cluster)
                .with("itemsPerPage", String.valueOf(PAGE_SIZE));
        try (Session session = session(link.gateway(), wait.begin())) {
            if (session.waits()) {
                Answer endpoint = session.send(Request.get(path));
                healthy(session.settled(endpoint, path, Resource.ENDPOINT), Resource.ENDPOINT);
                session.settled(session.send(list), list.path(), Resource.STRINGS);
            }
            Pages strings = session.pages(list, Long.MAX_VALUE);
            printer(link.gateway()).list(strings, Resource.STRINGS.columns());
            unread(strings).ifPresent(clusters -> shell.err().println("Not readable at Atlas: " + clusters));
            return ExitCode.DONE;
        }
    }

    /** The clusters that the gateway could not read, if there are any. */
    private static Optional<String> unread(Pages strings) {
        return strings.pages().getFirst().json().optional("unreadClusters").map(Text::of);
    }

    @Command(
            name = "watch",
            description = "Shows each change of the link and its endpoints, until the link is gone.",
            footerHeading = "%nExample:%n",
            footer = "  linkgate endpoints watch aws:us-east-1")
    int watch(
            @Mixin LinkOption link,
            @Parameters(arity = "0..1", paramLabel = "LINK", description = "The link, unless --link names it") @Nullable
                    String name) {
        String path = link.path(shell, name) + "/events";
        try (GatewayClient client = link.gateway().client(shell)) {
            return new LinkWatch(client, path, printer(link.gateway())).run();
        }
    }

    private static ObjectNode body(EndpointDetailOptions details, String[] names) {
        return details.addTo(object().put("interfaceEndpointId", LinkOption.endpoint(names)));
    }

    private static Request allowing(boolean allowLinkRemoval, Request request) {
        return allowLinkRemoval ? request.with("allowLinkRemoval", "true") : request;
    }
}
