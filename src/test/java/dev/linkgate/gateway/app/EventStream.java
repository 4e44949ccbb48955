package dev.linkgate.gateway.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An event stream, read as the standard says (WHATWG HTML, section 9.2.6) for as long as a test wants to listen. */
final class EventStream implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 60;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http;
    private final HttpResponse<InputStream> response;
    private final BlockingQueue<Block> blocks = new LinkedBlockingQueue<>();

    /** The text between two empty lines: an event, or only comments and settings. Missing fields are empty texts. */
    record Block(String id, String event, String data, String retry, String comment, boolean last) {

        static final Block END = new Block("", "", "", "", "", true);

        static Block of(List<String> lines) {
            return new Block(
                    field(lines, "id"),
                    field(lines, "event"),
                    field(lines, "data"),
                    field(lines, "retry"),
                    field(lines, ""),
                    false);
        }

        private static String field(List<String> lines, String name) {
            return String.join(
                    "\n",
                    lines.stream()
                            .filter(line -> line.startsWith(name + ":"))
                            .map(line -> line.substring(name.length() + 1).replaceFirst("^ ", ""))
                            .toList());
        }

        JsonNode json() {
            return JSON.readTree(data);
        }

        /** @param pointer as RFC 6901 has it */
        String text(String pointer) {
            return json().at(pointer).asString("");
        }
    }

    private EventStream(HttpClient http, HttpResponse<InputStream> response) {
        this.http = http;
        this.response = response;
        Thread.ofVirtual().start(this::read);
    }

    /** Opens a stream, which must be granted. */
    static EventStream open(Caller caller, String path) {
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(caller.base() + path));
        caller.headers().forEach(request::header);
        try {
            HttpResponse<InputStream> response = http.send(request.build(), BodyHandlers.ofInputStream());
            if (response.statusCode() != 200) {
                throw new AssertionError(response.statusCode() + " "
                        + new String(response.body().readAllBytes(), StandardCharsets.UTF_8));
            }
            return new EventStream(http, response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    /** The next event, comments left out. */
    Block next() {
        while (true) {
            Block block = nextBlock();
            if (block.last()) {
                throw new AssertionError("the stream has ended");
            }
            if (!block.data().isEmpty()) {
                return block;
            }
        }
    }

    /** The next comment; an event before it is a surprise. */
    String nextComment() {
        while (true) {
            Block block = nextBlock();
            if (block.last() || !block.data().isEmpty()) {
                throw new AssertionError("not a comment: " + block);
            }
            if (!block.comment().isEmpty()) {
                return block.comment();
            }
        }
    }

    /** The next thing of any kind. */
    Block nextBlock() {
        try {
            Block block = blocks.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (block == null) {
                throw new AssertionError("nothing came");
            }
            return block;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns when the stream has ended, with the events that came before that. */
    List<Block> untilItEnds() {
        List<Block> events = new ArrayList<>();
        while (true) {
            Block block = nextBlock();
            if (block.last()) {
                return events;
            }
            if (!block.data().isEmpty()) {
                events.add(block);
            }
        }
    }

    private void read() {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            List<String> lines = new ArrayList<>();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.isEmpty()) {
                    blocks.add(Block.of(lines));
                    lines.clear();
                } else {
                    lines.add(line);
                }
            }
        } catch (IOException e) {
            // The test has stopped listening, or the connection broke: it is over either way.
        } finally {
            blocks.add(Block.END);
        }
    }

    /** Hangs up. */
    @Override
    public void close() {
        http.shutdownNow();
    }
}
