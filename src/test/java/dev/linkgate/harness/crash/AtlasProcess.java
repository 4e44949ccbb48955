package dev.linkgate.harness.crash;

import dev.linkgate.ChildProcess;
import dev.linkgate.Cloud;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.sandbox.SimulatedAtlasServer;
import dev.linkgate.sandbox.Trouble;
import dev.linkgate.sandbox.state.EndpointStatus;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The simulated Atlas in a separate process, which outlives the gateway, with access to its state. */
public final class AtlasProcess implements AutoCloseable {

    public static final String PUBLIC_KEY = "crashkey";
    public static final String PRIVATE_KEY = "0c5f7e1d-77aa-4a51-9b1e-00c0ffee1234";

    private final Process process;
    private final URI base;
    private final URI control;
    private final HttpClient http = HttpClient.newHttpClient();

    /**
     * A write that Atlas carried out.
     *
     * @param link empty for a write of a project
     * @param endpoint empty for a write of a project or a link
     * @param requestId of the caller's request that it came from; empty for a write of the gateway itself
     */
    public record Write(
            long number,
            Instant at,
            AtlasCall call,
            ProjectId project,
            String link,
            String endpoint,
            String requestId) {

        private static final Pattern TARGET =
                Pattern.compile("/groups/([^/]+)/privateEndpoint/[A-Za-z/]+?(?:/([0-9a-f]{24})(/endpoint.*)?)?");

        static Write parse(String line) {
            String[] parts = line.split(" ", -1);
            Matcher target = TARGET.matcher(parts[3].replaceFirst(".*(?=/groups/)", ""));
            if (!target.matches()) {
                throw new IllegalArgumentException(line);
            }
            String link = Objects.requireNonNullElse(target.group(2), "");
            return new Write(
                    Long.parseLong(parts[0]),
                    Instant.parse(parts[1]),
                    AtlasCall.of(parts[2], !link.isEmpty(), target.group(3) != null),
                    new ProjectId(target.group(1)),
                    link,
                    parts[4],
                    parts[5].equals("-") ? "" : parts[5].split("-", -1)[1]);
        }
    }

    /**
     * A link as Atlas has it.
     *
     * @param region with its cloud: {@code AWS:US_EAST_1}
     * @param remoteRegions separated by commas
     */
    record Link(LinkId id, String region, String status, String remoteRegions) {
        static Link parse(String line) {
            String[] parts = line.split(" ", -1);
            return new Link(new LinkId(parts[0]), parts[1] + ":" + parts[2], parts[3], parts[4]);
        }
    }

    private AtlasProcess(Process process, URI base, URI control) {
        this.process = process;
        this.base = base;
        this.control = control;
    }

    /**
     * @param phase the duration of each of Atlas's background steps
     * @param trouble how often a request gets a fault
     */
    public static AtlasProcess start(Duration phase, Duration trouble, long seed) {
        ProcessBuilder builder = ChildProcess.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-Dsandbox.public-key=" + PUBLIC_KEY,
                "-Dsandbox.private-key=" + PRIVATE_KEY,
                "-Dsandbox.timing=" + phase,
                "-Dsandbox.trouble=" + trouble,
                "-Dsandbox.seed=" + seed,
                "-cp",
                System.getProperty("java.class.path"),
                SimulatedAtlasServer.class.getName());
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        try {
            Process process = builder.start();
            BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
            URI base = url("base-url ", lines);
            return new AtlasProcess(process, base, url("control-url ", lines));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static URI url(String label, BufferedReader lines) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(label)) {
                return URI.create(line.substring(label.length()));
            }
        }
        throw new IOException("the simulated Atlas did not start");
    }

    /** @param host a name of this machine, by which the requests of one replica are told from those of another */
    public String url(String host) {
        return "http://" + host + ":" + base.getPort();
    }

    /** Adds a link to AWS that accepts endpoints. */
    public void addLink(Place place) {
        addLink(place, Cloud.AWS);
    }

    /** Adds a link that accepts endpoints, in the cloud's region. */
    void addLink(Place place, Cloud cloud) {
        ask(
                "/link",
                Map.of("project", place.project().value(), "link", place.link().value(), "cloud", cloud.name()));
    }

    /** The links of a project, including those being removed. */
    List<Link> links(ProjectId project) {
        return ask("/links", Map.of("project", project.value()))
                .lines()
                .map(Link::parse)
                .toList();
    }

    boolean isRegionalMode(ProjectId project) {
        return Boolean.parseBoolean(ask("/regional-mode", Map.of("project", project.value())));
    }

    /** Adds an endpoint that is connected until it is removed. */
    void addEndpoint(Place place, String id) {
        addEndpoint(place, id, EndpointStatus.AVAILABLE);
    }

    /** Adds an endpoint that stays in this status until it is removed. */
    public void addEndpoint(Place place, String id, EndpointStatus status) {
        ask(
                "/endpoint",
                Map.of(
                        "project",
                        place.project().value(),
                        "link",
                        place.link().value(),
                        "id",
                        id,
                        "status",
                        status.name()));
    }

    /** The status of an endpoint; {@code ABSENT} if it does not exist. */
    String endpoint(Place place, String id) {
        return ask(
                "/endpoint",
                Map.of("project", place.project().value(), "link", place.link().value(), "id", id));
    }

    /** Lets something go wrong with the next requests of this kind. */
    void trouble(String method, String uri, Trouble kind, int times) {
        ask("/trouble", Map.of("method", method, "uri", uri, "kind", kind.name(), "times", String.valueOf(times)));
    }

    /** Lets the next request of this kind hang; there is one trap at a time. */
    void trap(String method, String uri, Trouble kind) {
        ask("/trap", Map.of("method", method, "uri", uri, "kind", kind.name()));
    }

    /** Waits until a request hangs in the trap; the host that it asked for, {@code -} if none came. */
    String sprung() {
        return ask("/sprung", Map.of());
    }

    public List<Write> writesAfter(long number) {
        return ask("/writes", Map.of("after", String.valueOf(number)))
                .lines()
                .map(Write::parse)
                .toList();
    }

    private String ask(String path, Map<String, String> arguments) {
        List<String> query = new ArrayList<>();
        arguments.forEach((name, value) -> query.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
        URI uri = URI.create(control + path + query.stream().collect(Collectors.joining("&", "?", "")));
        try {
            HttpResponse<String> answer = http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(uri + ": " + answer.body());
            }
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        http.shutdownNow();
    }
}
