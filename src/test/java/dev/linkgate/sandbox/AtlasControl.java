package dev.linkgate.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.linkgate.Cloud;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.sandbox.authentication.ChallengeReason;
import dev.linkgate.sandbox.state.EndpointStatus;
import dev.linkgate.sandbox.state.SimulatedLinkStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.web.util.UriUtils;

/**
 * Fills the simulated Atlas from another process, and reads its counters. Everything is a GET whose arguments are query
 * parameters:
 *
 * <pre>
 *   /tally                  the counters
 *   /link?project=&link=&cloud=            adds a link in the cloud's region
 *   /endpoint?project=&link=&id=&status=   adds an endpoint
 * </pre>
 */
final class AtlasControl {

    private final SimulatedAtlas atlas;

    private AtlasControl(SimulatedAtlas atlas) {
        this.atlas = atlas;
    }

    static HttpServer start(SimulatedAtlas atlas, int port) throws IOException {
        AtlasControl control = new AtlasControl(atlas);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/tally", serving(query -> control.tally()));
        server.createContext("/link", serving(control::link));
        server.createContext("/endpoint", serving(control::endpoint));
        server.start();
        return server;
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
        LinkId link = linkId(query);
        Cloud cloud = Cloud.valueOf(query.getOrDefault("cloud", ""));
        switch (cloud) {
            case AWS, AZURE ->
                atlas.addLink(project, link, cloud.provider(), cloud.region(), SimulatedLinkStatus.AVAILABLE);
            case GCP -> atlas.addPortMappedLink(project, link, cloud.region(), SimulatedLinkStatus.AVAILABLE);
        }
        return "";
    }

    private String endpoint(Map<String, String> query) {
        String id = query.getOrDefault("id", "");
        EndpointStatus status = EndpointStatus.valueOf(query.getOrDefault("status", ""));
        atlas.addEndpoint(project(query), linkId(query), Cloud.of(id).existing(id), status);
        return "";
    }

    private static ProjectId project(Map<String, String> query) {
        return new ProjectId(query.getOrDefault("project", ""));
    }

    private static LinkId linkId(Map<String, String> query) {
        return new LinkId(query.getOrDefault("link", ""));
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
