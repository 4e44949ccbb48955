package dev.linkgate.cli;

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
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Follows a link's event stream, and writes a line for each change. Reconnects when the stream breaks, without repeating
 * what is known.
 */
final class LinkWatch {

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

    /** Ends when the link is gone. */
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
     * @return whether the link is gone
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
                    if (printer.isBroken()) {
                        throw Ending.unwritten();
                    }
                    if (event.equals(GONE)) {
                        return true;
                    }
                    lastEventId = id;
                    data = "";
                }
            }
            return false;
        }
    }

    /** Whether a refused stream tells that the link is gone. A refusal for a while is waited for, once it was connected. */
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
