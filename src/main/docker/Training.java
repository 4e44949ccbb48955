import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Makes the AOT cache of a layout: starts its gateway on free ports of the loopback address, sends it the requests that
 * a gateway gets, and ends the gateway, because Java writes a cache when its process ends. Its Atlas is the simulated one
 * of a second gateway, because a cache holds all classes that its process has used, and answers as Atlas does, by
 * {@link HttpsAtlas}; few requests go there over plain HTTP.
 *
 * <p>Arguments: the directory of the layout, and a directory for the gateway's data and log. It fails if an answer has
 * another status than expected, because a cache trained by failures would be of little use.
 */
public final class Training {

    private static final int ROUNDS = 30;
    /** Rounds between two requests of those that a gateway gets seldom. */
    private static final int SELDOM = 10;

    private static final Duration READY_WITHIN = Duration.ofSeconds(300);
    private static final Duration WRITTEN_WITHIN = Duration.ofSeconds(300);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(60);

    private static final String CACHE = "gateway.aot";

    private static final String PROJECT_ID = "64b7f0c2a91d3e5f60718293";
    private static final String PROJECT = "/projects/" + PROJECT_ID;
    private static final String LINK = PROJECT + "/links/64b7f1d8a91d3e5f60718301";
    private static final String ENDPOINTS = LINK + "/endpoints";
    private static final String ENDPOINT = ENDPOINTS + "/vpce-0b9c5701325cb15dd";
    private static final String PLAIN_PROJECT_ID = "64b7f0c2a91d3e5f60718294";
    private static final String TEAM = "/admin/teams/training";

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(ANSWER_WITHIN)
            .build();
    private final Path layout;
    private final Path work;
    private final String adminToken = UUID.randomUUID() + "-" + UUID.randomUUID();
    private final int port = freePort();
    private final int managementPort = freePort();
    private final String atlasKey = UUID.randomUUID().toString();
    private final int atlasPort = freePort();
    private final int sandboxPort = freePort();

    private Training(Path layout, Path work) throws IOException {
        this.layout = layout;
        this.work = work;
    }

    public static void main(String[] args) throws Exception {
        new Training(Path.of(args[0]), Path.of(args[1])).run();
    }

    private void run() throws Exception {
        try (HttpsAtlas atlas = new HttpsAtlas(atlasPort, work)) {
            train(atlas);
        }
    }

    private void train(HttpsAtlas atlas) throws Exception {
        Process sandbox = startSandbox();
        Process gateway = startGateway(atlas);
        // Java writes the cache in a process of its own.
        Thread end = new Thread(() -> {
            sandbox.destroyForcibly();
            gateway.descendants().forEach(ProcessHandle::destroyForcibly);
            gateway.destroyForcibly();
        });
        Runtime.getRuntime().addShutdownHook(end);
        awaitReady(sandbox, sandboxPort);
        awaitReady(gateway, port);
        String key = createKey();
        for (int round = 0; round < ROUNDS; round++) {
            often(key, round);
            if (round % SELDOM == 0) {
                seldom(key);
                administer();
            }
        }
        follow(key);
        gateway.destroy();
        awaitCache(gateway);
        sandbox.destroy();
        sandbox.waitFor();
        Runtime.getRuntime().removeShutdownHook(end);
    }

    private Process startSandbox() throws IOException {
        return java(
                        List.of(),
                        "--spring.profiles.active=sandbox",
                        "--server.port=" + sandboxPort,
                        "--management.server.port=" + freePort(),
                        "--linkgate.sandbox.port=" + atlasPort,
                        "--linkgate.sandbox.atlas-key=training:" + atlasKey,
                        "--linkgate.data-dir=" + work.resolve("sandbox"))
                .start();
    }

    private Process startGateway(HttpsAtlas atlas) throws IOException {
        ProcessBuilder builder = java(
                List.of(
                        "-XX:AOTCacheOutput=" + layout.resolve(CACHE),
                        "-Djavax.net.ssl.trustStore=" + atlas.trusted(),
                        "-Djavax.net.ssl.trustStorePassword=" + HttpsAtlas.PASSWORD),
                "--server.address=127.0.0.1",
                "--server.port=" + port,
                "--management.server.address=127.0.0.1",
                "--management.server.port=" + managementPort,
                "--linkgate.limits.anonymous-per-minute=1000000",
                "--linkgate.atlas.base-url=" + atlas.url(),
                "--linkgate.atlas.base-urls=" + plainAtlas(),
                "--linkgate.data-dir=" + work.resolve("data"));
        builder.environment()
                .putAll(Map.of(
                        "LINKGATE_ADMIN_TOKEN", adminToken,
                        "ATLAS_PUBLIC_KEY", "training",
                        "ATLAS_PRIVATE_KEY", atlasKey));
        return builder.start();
    }

    private String plainAtlas() {
        return "http://127.0.0.1:" + atlasPort;
    }

    private ProcessBuilder java(List<String> options, String... args) {
        List<String> command = new ArrayList<>();
        command.add(layout.resolve("java/bin/java").toString());
        command.addAll(options);
        command.add("-Dorg.sqlite.lib.path=" + layout.resolve("native"));
        command.add("-jar");
        command.add(layout.resolve("app/linkgate.jar").toString());
        command.addAll(List.of(args));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
    }

    private Path log() {
        return work.resolve("gateway.log");
    }

    private void awaitReady(Process gateway, int port) throws Exception {
        long end = System.nanoTime() + READY_WITHIN.toNanos();
        while (!isReady(port)) {
            if (!gateway.isAlive() || System.nanoTime() > end) {
                throw failed("does not become ready");
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private boolean isReady(int port) throws InterruptedException {
        try {
            return http.send(request(port, "/readyz").build(), BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private void awaitCache(Process process) throws Exception {
        boolean ended = process.waitFor(WRITTEN_WITHIN.toSeconds(), TimeUnit.SECONDS);
        if (!ended || !Files.exists(layout.resolve(CACHE))) {
            process.destroyForcibly();
            throw failed("has no " + CACHE);
        }
    }

    private IllegalStateException failed(String what) throws IOException {
        try (Stream<String> lines = Files.lines(log())) {
            lines.forEach(System.err::println);
        }
        return new IllegalStateException("The training failed: it " + what);
    }

    private String createKey() throws Exception {
        String key = "\"kind\":\"digest\",\"publicKey\":\"training\",\"privateKey\":\"" + atlasKey + "\"";
        admin(201, "PUT", "/admin/credentials/plain", "{" + key + ",\"baseUrl\":\"" + plainAtlas() + "\"}");
        admin(201, "PUT", TEAM, "{\"description\":\"trains the cache\"}");
        for (var project : Map.of(PROJECT_ID, "default", PLAIN_PROJECT_ID, "plain").entrySet()) {
            String body = "{\"name\":\"training\",\"credential\":\"" + project.getValue() + "\"}";
            admin(201, "PUT", "/admin/projects/" + project.getKey(), body);
            admin(201, "PUT", TEAM + "/grants/" + project.getKey(), "{\"role\":\"owner\"}");
        }
        String created = admin(201, "POST", TEAM + "/keys", "{\"label\":\"training\"}");
        return created.replaceFirst("(?s).*\"key\"\\s*:\\s*\"([^\"]+)\".*", "$1");
    }

    /** What teams ask for all the time. */
    private void often(String key, int round) throws Exception {
        String id = "vpce-%017x".formatted(0xa000_0000_0000L + round);
        String body = "{\"interfaceEndpointId\":\"" + id + "\"}";
        team(200, key, "GET", ENDPOINT);
        team(200, key, "GET", ENDPOINTS);
        team(200, key, "GET", LINK);
        team(200, key, "GET", PROJECT + "/links");
        add(201, key, body);
        add(200, key, body);
        team(200, key, "GET", ENDPOINTS + "/" + id);
        team(202, key, "DELETE", ENDPOINTS + "/" + id);
        team(404, key, "GET", ENDPOINTS + "/vpce-0ffffffffffffffff");
        send(200, request("/readyz"), "GET", "");
    }

    private void add(int status, String key, String body) throws Exception {
        HttpRequest.Builder addition = request(ENDPOINTS)
                .header("Authorization", bearer(key))
                .header("Idempotency-Key", "training");
        send(status, addition, "POST", body);
    }

    /** What browsers, monitoring and curious teams ask for, without the documents: few gateways are asked for them. */
    private void seldom(String key) throws Exception {
        team(200, key, "GET", "/projects");
        team(200, key, "GET", "/projects/" + PLAIN_PROJECT_ID + "/links");
        team(200, key, "GET", ENDPOINTS + "?pretty=true&itemsPerPage=1");
        team(200, key, "GET", ENDPOINT + "?envelope=true");
        team(400, key, "GET", ENDPOINTS + "/no%20id");
        send(400, request(ENDPOINTS).header("Authorization", bearer(key)), "POST", "{\"interfaceEndpointId\":\"x\"}");
        team(200, key, "PUT", ENDPOINT);
        team(200, key, "GET", ENDPOINT + "/connection-strings");
        team(200, key, "GET", PROJECT);
        team(200, key, "GET", PROJECT + "/endpoints");
        team(200, key, "GET", PROJECT + "/drift");
        team(200, key, "GET", PROJECT + "/terraform");
        team(200, key, "GET", PROJECT + "/regional-mode");
        team(200, key, "GET", PROJECT + "/operations");
        team(200, key, "GET", PROJECT + "/audit");
        for (String page : List.of(
                "/",
                "/start.js",
                "/session.js",
                "/stream.js",
                "/link.js",
                "/endpoint.js",
                "/elements.js",
                "/pages.css",
                "/icon.svg",
                "/livez",
                "/problems",
                "/problems/invalid-request")) {
            send(200, request(page).header("Accept", page.equals("/") ? "text/html" : "*/*"), "GET", "");
        }
        team(404, key, "GET", "/nowhere");
        send(401, request(ENDPOINT), "GET", "");
        for (String path : List.of("health", "info", "prometheus")) {
            URI uri = URI.create("http://127.0.0.1:" + managementPort + "/actuator/" + path);
            send(200, HttpRequest.newBuilder(uri).timeout(ANSWER_WITHIN), "GET", "");
        }
    }

    private void administer() throws Exception {
        for (String path : List.of(
                "/admin/audit?limit=20",
                "/admin/audit/records/1",
                "/admin/credentials",
                "/admin/projects",
                "/admin/teams",
                TEAM,
                TEAM + "/keys",
                TEAM + "/grants")) {
            admin(200, "GET", path, "");
        }
        admin(200, "POST", "/admin/audit/verification", "");
        admin(200, "PUT", TEAM, "{\"description\":\"trains the cache\"}");
    }

    /** Reads the beginning of a link's event stream. */
    private void follow(String key) throws Exception {
        HttpRequest stream =
                request(LINK + "/events").header("Authorization", bearer(key)).build();
        try (InputStream events = http.send(stream, BodyHandlers.ofInputStream()).body()) {
            events.read();
        }
    }

    private void team(int expected, String key, String method, String path) throws Exception {
        send(expected, request(path).header("Authorization", bearer(key)), method, "");
    }

    private String admin(int expected, String method, String path, String body) throws Exception {
        return send(expected, request(path).header("Authorization", bearer(adminToken)), method, body);
    }

    private String send(int expected, HttpRequest.Builder request, String method, String body) throws Exception {
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        HttpRequest built = request.method(
                        method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        var answer = http.send(built, BodyHandlers.ofString());
        if (answer.statusCode() != expected) {
            throw new IllegalStateException(
                    method + " " + built.uri() + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }

    private HttpRequest.Builder request(String path) {
        return request(port, path);
    }

    private HttpRequest.Builder request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(ANSWER_WITHIN);
    }

    private static String bearer(String token) {
        return "Bearer " + token;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
