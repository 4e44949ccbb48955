package dev.linkgate.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.linkgate.Cloud;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.sandbox.authentication.ChallengeReason;
import dev.linkgate.sandbox.fault.Fault;
import dev.linkgate.sandbox.log.SeenRequest;
import dev.linkgate.sandbox.state.EndpointStatus;
import dev.linkgate.sandbox.state.SimulatedLinkStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.web.util.UriUtils;

/**
 * Reads the simulated Atlas from another process, and sets its faults. Everything is a GET whose arguments are
 * query parameters, answered in lines:
 *
 * <pre>
 *   /writes?after=          number, time, method, target, endpoint and traceparent (or -) of each write after a number
 *   /tally                  the counters
 *   /link?project=&link=&cloud=            adds a link in the cloud's region
 *   /links?project=         id, provider, region, status and other regions of each link
 *   /regional-mode?project= true or false
 *   /endpoint?project=&link=&id=&status=   adds an endpoint; without a status: returns its status, or ABSENT
 *   /federation?project=    id and status of each endpoint of Data Federation and Online Archive
 *   /trouble?method=&uri=&kind=&times=     lets a {@link Trouble} happen to the next requests
 *   /trap?method=&uri=&kind=               the same, for one request that hangs
 *   /sprung                 waits for the request that hangs: the Host that it asked for, or - if none came in 5 s
 * </pre>
 */
final class AtlasControl {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final SimulatedAtlas atlas;
    private volatile Trap trap = new Trap("", Pattern.compile(""), 0);

    private record Trap(String method, Pattern uri, long after) {
        boolean caught(SeenRequest request) {
            return request.number() > after
                    && request.authorized()
                    && request.method().equals(method)
                    && uri.matcher(request.uri()).find();
        }
    }

    private AtlasControl(SimulatedAtlas atlas) {
        this.atlas = atlas;
    }

    static HttpServer start(SimulatedAtlas atlas, int port) throws IOException {
        AtlasControl control = new AtlasControl(atlas);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/writes", serving(control::writes));
        server.createContext("/tally", serving(query -> control.tally()));
        server.createContext("/link", serving(control::link));
        server.createContext("/links", serving(control::links));
        server.createContext("/regional-mode", serving(control::regionalMode));
        server.createContext("/endpoint", serving(control::endpoint));
        server.createContext("/federation", serving(control::federation));
        server.createContext("/trouble", serving(control::trouble));
        server.createContext("/trap", serving(control::trap));
        server.createContext("/sprung", serving(query -> control.sprung()));
        server.start();
        return server;
    }

    private String writes(Map<String, String> query) {
        long after = Long.parseLong(query.getOrDefault("after", "0"));
        return atlas.log().applied().stream()
                .filter(write -> write.number() > after)
                .map(write -> String.join(
                        " ",
                        String.valueOf(write.number()),
                        write.at().toString(),
                        write.method(),
                        write.uri(),
                        write.endpoint(),
                        write.traceparent().isEmpty() ? "-" : write.traceparent()))
                .collect(Collectors.joining("\n"));
    }

    private String tally() {
        StringBuilder lines = new StringBuilder()
                .append("requests ")
                .append(atlas.log().requests())
                .append('\n')
                .append("writes ")
                .append(atlas.log().writes())
                .append('\n');
        for (ChallengeReason reason : ChallengeReason.values()) {
            lines.append("challenges.")
                    .append(reason)
                    .append(' ')
                    .append(atlas.log().challenges(reason))
                    .append('\n');
        }
        return lines.toString();
    }

    private String link(Map<String, String> query) {
        ProjectId project = project(query);
        LinkId link = link(query, "link");
        Cloud cloud = Cloud.valueOf(query.getOrDefault("cloud", ""));
        switch (cloud) {
            case AWS, AZURE ->
                atlas.addLink(project, link, cloud.provider(), cloud.region(), SimulatedLinkStatus.AVAILABLE);
            case GCP -> atlas.addPortMappedLink(project, link, cloud.region(), SimulatedLinkStatus.AVAILABLE);
        }
        return "";
    }

    private String links(Map<String, String> query) {
        return atlas.links(project(query)).stream()
                .map(link -> String.join(
                        " ",
                        link.id(),
                        link.provider().name(),
                        link.region(),
                        link.status().name(),
                        String.join(",", Objects.requireNonNullElse(link.remoteRegions(), List.of()))))
                .collect(Collectors.joining("\n"));
    }

    private String regionalMode(Map<String, String> query) {
        return String.valueOf(atlas.isRegionalMode(project(query)));
    }

    private String endpoint(Map<String, String> query) {
        String id = query.getOrDefault("id", "");
        String status = query.get("status");
        if (status != null) {
            atlas.addEndpoint(
                    project(query), link(query, "link"), Cloud.of(id).existing(id), EndpointStatus.valueOf(status));
            return "";
        }
        return atlas.endpoint(project(query), link(query, "link"), id)
                .map(state -> state.status().name())
                .orElse("ABSENT");
    }

    private String federation(Map<String, String> query) {
        return atlas.federationEndpoints(project(query)).stream()
                .map(endpoint -> endpoint.endpointId() + " " + endpoint.status())
                .collect(Collectors.joining("\n"));
    }

    private String trouble(Map<String, String> query) {
        int times = Integer.parseInt(query.getOrDefault("times", "1"));
        for (int i = 0; i < times; i++) {
            atlas.faultsBeforeAuthentication()
                    .next(query.getOrDefault("method", "*"), query.getOrDefault("uri", "."), kind(query));
        }
        return "";
    }

    private String trap(Map<String, String> query) {
        String method = query.getOrDefault("method", "*");
        String uri = query.getOrDefault("uri", ".");
        trap = new Trap(method, Pattern.compile(uri), atlas.log().requests());
        atlas.faults().clear();
        atlas.faults().next(method, uri, kind(query));
        return "";
    }

    private String sprung() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (atlas.faults().pending() > 0) {
            if (System.nanoTime() > end) {
                atlas.faults().clear();
                return "-";
            }
            Trouble.rest(Duration.ofMillis(2));
        }
        List<SeenRequest> seen = atlas.log().seen();
        return seen.reversed().stream()
                .filter(trap::caught)
                .findFirst()
                .map(request -> String.join("", request.headers().getOrDefault("Host", List.of())))
                .orElse("-");
    }

    private static Fault kind(Map<String, String> query) {
        return Trouble.valueOf(query.getOrDefault("kind", "")).fault();
    }

    private static ProjectId project(Map<String, String> query) {
        return new ProjectId(query.getOrDefault("project", ""));
    }

    private static LinkId link(Map<String, String> query, String name) {
        return new LinkId(query.getOrDefault(name, ""));
    }

    private static HttpHandler serving(Function<Map<String, String>, String> work) {
        return exchange -> {
            int status = 200;
            String text;
            try {
                text = work.apply(query(exchange));
            } catch (RuntimeException e) {
                status = 500;
                text = e.toString();
            }
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        };
    }

    private static Map<String, String> query(HttpExchange exchange) {
        String query = exchange.getRequestURI().getRawQuery();
        return query == null
                ? Map.of()
                : Arrays.stream(query.split("&", -1))
                        .map(pair -> pair.split("=", 2))
                        .collect(Collectors.toMap(
                                pair -> pair[0], pair -> UriUtils.decode(pair[1], StandardCharsets.UTF_8)));
    }
}
