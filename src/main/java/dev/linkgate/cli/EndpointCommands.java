package dev.linkgate.cli;

import dev.linkgate.cli.client.Answer;
import dev.linkgate.cli.client.CommandFailed;
import dev.linkgate.cli.client.ExitCode;
import dev.linkgate.cli.client.GatewayClient;
import dev.linkgate.cli.client.Pages;
import dev.linkgate.cli.client.Pause;
import dev.linkgate.cli.client.Request;
import dev.linkgate.cli.client.Text;
import dev.linkgate.kernel.Provider;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
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
    private static final String NAMES = "[LINK] ENDPOINT";
    private static final String NAMES_ARE = "The link, unless --link names it, and the endpoint's id";

    EndpointCommands(Shell shell) {
        super(shell);
    }

    @Command(
            name = "ls",
            description = "Lists the endpoints of a link. Without a link, those of all links and of Data Federation, as"
                    + " they were last seen; the options say which.",
            footerHeading = "%nExamples:%n",
            footer = {
                "  linkgate endpoints ls aws:us-east-1",
                "  linkgate endpoints ls",
                "  linkgate endpoints ls --team payments --failed"
            })
    int list(
            @Mixin LinkOption link,
            @Mixin EndpointFilter filter,
            @Parameters(
                            arity = "0..1",
                            paramLabel = "LINK",
                            description = "The link, unless --link names it or those of all links are listed")
                    @Nullable
                    String name) {
        if (!link.isGiven(name)) {
            Request all = Request.get(link.projectPath(shell) + "/endpoints");
            return list(link.gateway(), filter.addTo(all), Resource.PROJECT_ENDPOINT);
        }
        if (filter.isGiven()) {
            throw link.gateway().usage("Give either a link, or which endpoints of all links are listed.");
        }
        return list(link.gateway(), Request.get(link.path(shell, name) + "/endpoints"), Resource.ENDPOINT);
    }

    /** Which endpoints of all links are listed; all, unless an option is given. */
    static final class EndpointFilter {

        @Option(names = "--team", paramLabel = "NAME", description = "Only those of this team")
        private @Nullable String team;

        @Option(names = "--provider", paramLabel = "CLOUD", description = "Only those in this cloud: aws, azure or gcp")
        private @Nullable Provider provider;

        @Option(
                names = "--status",
                paramLabel = "STATUS",
                description = "Only those with this status, such as available or pending-acceptance")
        private @Nullable String status;

        @Option(names = "--failed", description = "Only those that have failed")
        private boolean failed;

        @Option(names = "--kind", paramLabel = "KIND", description = "Only those of this kind: link or federation")
        private @Nullable String kind;

        boolean isGiven() {
            return team != null || provider != null || status != null || failed || kind != null;
        }

        Request addTo(Request request) {
            return request.withIfGiven("team", team)
                    .withIfGiven("provider", provider)
                    .withIfGiven("connectionStatus", word(status))
                    .withIfGiven("failed", failed ? true : null)
                    .withIfGiven("kind", word(kind));
        }

        /** A word of the API, which people may also write in lower case and with dashes. */
        private static @Nullable String word(@Nullable String given) {
            return given == null ? null : given.toUpperCase(Locale.ROOT).replace('-', '_');
        }
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
            @Mixin WriteOption write,
            @Parameters(arity = "1..2", paramLabel = NAMES, description = NAMES_ARE, hideParamSyntax = true)
                    String[] names) {
        String path = link.endpointPath(shell, names);
        String collection = path.substring(0, path.lastIndexOf('/'));
        Request addition = write.of(Request.post(collection, body(details, names)));
        if (write.dryRun()) {
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
            @Mixin WriteOption write,
            @Option(
                            names = "--allow-link-removal",
                            description = "Replace even the link's last endpoint; Atlas may then remove the link")
                    boolean allowLinkRemoval,
            @Parameters(arity = "1..2", paramLabel = NAMES, description = NAMES_ARE, hideParamSyntax = true)
                    String[] names) {
        String path = link.endpointPath(shell, names);
        ObjectNode body = details.areGiven() ? body(details, names) : null;
        Request put = write.of(allowing(allowLinkRemoval, Request.put(path, body)));
        if (write.dryRun()) {
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
            @Mixin WriteOption write,
            @Option(
                            names = "--allow-link-removal",
                            description = "Remove even the link's last endpoint; Atlas then removes the link, too")
                    boolean allowLinkRemoval,
            @Parameters(arity = "1..2", paramLabel = NAMES, description = NAMES_ARE, hideParamSyntax = true)
                    String[] names) {
        String path = link.endpointPath(shell, names);
        Request removal = write.of(allowing(allowLinkRemoval, Request.delete(path)));
        return write.dryRun()
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

    /** The properties of an endpoint that depend on its cloud. The gateway checks which ones belong to it. */
    static final class EndpointDetailOptions {

        @Option(names = "--ip", paramLabel = "IPV4", description = "Azure: the private endpoint's address")
        private @Nullable String ip;

        @Option(names = "--gcp-project", paramLabel = "ID", description = "GCP: your own GCP project")
        private @Nullable String gcpProject;

        @Option(
                names = "--rule",
                paramLabel = "NAME=IPV4",
                hideParamSyntax = true,
                description = "GCP: a forwarding rule and its address; repeatable")
        private @Nullable Map<String, String> rules;

        boolean areGiven() {
            return ip != null || gcpProject != null || rules != null;
        }

        /** @return the body of a request, now with those that are given */
        ObjectNode addTo(ObjectNode body) {
            if (ip != null) {
                body.put("privateEndpointIPAddress", ip);
            }
            if (gcpProject != null) {
                body.put("gcpProjectId", gcpProject);
            }
            if (rules != null) {
                ArrayNode endpoints = body.putArray("endpoints");
                rules.forEach((name, address) ->
                        endpoints.addObject().put("endpointName", name).put("ipAddress", address));
            }
            return body;
        }
    }

    /**
     * Follows a link's event stream, and writes a line for each change. Reconnects when the stream breaks, without
     * repeating what is known.
     */
    static final class LinkWatch {

        private static final JsonMapper JSON = new JsonMapper();
        private static final Duration PAUSE = Duration.ofSeconds(3);
        private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
        private static final String GONE = "gone";

        private final GatewayClient client;
        private final String path;
        private final Printer printer;
        private Map<String, String> shown = Map.of();
        private @Nullable String lastEventId;
        private boolean connected;

        /** @param path of the stream */
        LinkWatch(GatewayClient client, String path, Printer printer) {
            this.client = client;
            this.path = path;
            this.printer = printer;
        }

        /** Ends when the link is gone, or nothing can be written. */
        int run() {
            while (true) {
                try {
                    if (follow()) {
                        return ExitCode.DONE;
                    }
                } catch (IOException e) {
                    if (!connected) {
                        throw client.unreachable(e);
                    }
                }
                Pause.of(PAUSE);
            }
        }

        /**
         * Follows one stream to its end.
         *
         * @return whether the link is gone, or nothing can be written
         */
        private boolean follow() throws IOException {
            HttpResponse<InputStream> response = client.open(path, lastEventId);
            if (response.statusCode() != 200) {
                return isOver(GatewayClient.refusal(response));
            }
            Answer begun = new Answer(response.statusCode(), response.headers(), "");
            if (!begun.hasType("text/event-stream")) {
                response.body().close();
                return isOver(begun);
            }
            connected = true;
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                String event = "";
                String data = "";
                String id = null;
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("event: ")) {
                        event = line.substring("event: ".length());
                    } else if (line.startsWith("data: ")) {
                        data = line.substring("data: ".length());
                    } else if (line.startsWith("id: ")) {
                        id = line.substring("id: ".length());
                    } else if (line.isEmpty() && !data.isEmpty()) {
                        write(event, data);
                        if (printer.isBroken() || event.equals(GONE)) {
                            return true;
                        }
                        lastEventId = id;
                        data = "";
                    }
                }
                return false;
            }
        }

        /**
         * Whether a refused stream tells that the link is gone. A refusal for a while is waited for, once it was
         * connected.
         */
        private boolean isOver(Answer refusal) {
            if (connected && refusal.isProblem() && refusal.isNotFound()) {
                return true;
            }
            if (!refusal.isProblem()) {
                if (!connected) {
                    throw refusal.foreign();
                }
                return false;
            }
            if (!connected || refusal.busyFor().isEmpty()) {
                throw CommandFailed.refused(refusal);
            }
            Pause.of(refusal.busyFor().get());
            return false;
        }

        private void write(String event, String data) {
            if (printer.json()) {
                printer.document(data);
                return;
            }
            Map<String, String> now = event.equals(GONE) ? Map.of() : states(JSON.readTree(data));
            now.forEach((name, state) -> {
                if (!state.equals(shown.get(name))) {
                    change(name, state);
                }
            });
            shown.keySet().stream().filter(name -> !now.containsKey(name)).forEach(name -> change(name, GONE));
            shown = now;
        }

        private void change(String name, String state) {
            LocalTime time = LocalTime.now(ZoneId.systemDefault());
            printer.line(TIME.format(time) + "  " + name + "  " + state);
        }

        /** The states of the link and its endpoints, by their ids. */
        private static Map<String, String> states(JsonNode whole) {
            Map<String, String> states = new LinkedHashMap<>();
            states.put(Text.of(whole.at("/link/id")), state(whole.path("link"), Resource.LINK));
            for (JsonNode endpoint : whole.path("endpoints")) {
                states.put(Text.of(endpoint.path("interfaceEndpointId")), state(endpoint, Resource.ENDPOINT));
            }
            return states;
        }

        private static String state(JsonNode resource, Resource kind) {
            String message = Text.of(resource.path("errorMessage"));
            return kind.statusOf(resource).orElse(Text.NONE) + (message.equals(Text.NONE) ? "" : "  " + message);
        }
    }
}
