package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import dev.linkgate.Ports;
import dev.linkgate.gateway.core.access.RouteList;
import dev.linkgate.gateway.core.platform.encryption.KeyRing;
import dev.linkgate.gateway.core.platform.encryption.UnreadableSecret;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.feature.masterkeys.TestKeys;
import dev.linkgate.harness.attack.TokenIssuer;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Provider;
import dev.linkgate.kernel.Secret;
import dev.linkgate.sandbox.SandboxSettings;
import dev.linkgate.sandbox.SimulatedAtlas;
import dev.linkgate.sandbox.fault.MagicEndpoint;
import dev.linkgate.sandbox.state.EndpointStatus;
import dev.linkgate.sandbox.state.SimulatedLinkStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * With every logger at TRACE, all callers use all routes, rightly and wrongly. Then everything that the gateway gave
 * out or left behind is searched for all secrets that it was given, made, or exchanged with Atlas. A text that is no
 * secret is planted, too, and must be found, so a search that looks nowhere fails.
 */
@Tag("harness")
@Execution(ExecutionMode.CONCURRENT)
class CanaryTest {

    private static final String PLANTED = "planted-canary-00c0ffee4711";
    private static final String CLIENT_ID = "mdb_sa_id_00c0ffee00c0ffee00c0ffee";

    /** How secrets look that the test does not know. */
    private static final List<Pattern> SECRET_FORMS = Stream.of(
                    "nonce=\"?[^\"\\s]", "response=\"?[0-9a-f]{32}", "(?i)(bearer|basic) [a-z0-9_+/=-]{16}")
            .map(Pattern::compile)
            .toList();

    /** Streams that do not end by themselves are followed separately. */
    private static final String ENDLESS = "/events";

    private final Map<String, String> secrets = new HashMap<>(Map.of(
            "administrator's token", "canary-administrator-8f1d6a90b7",
            "master key",
                    Base64.getEncoder()
                            .encodeToString("canary master key of 32 bytes 01".getBytes(StandardCharsets.UTF_8)),
            "retired master key",
                    Base64.getEncoder()
                            .encodeToString("canary master key of 32 bytes 00".getBytes(StandardCharsets.UTF_8)),
            "private key", "canary-private-0c5f7e1d-77aa-4a51",
            "other private key", "canary-private-of-another-77aa-4a51",
            "client secret", "mdb_sa_sk_canary00c0ffee00c0ffee",
            "wrong client secret", "mdb_sa_sk_canary-wrong-00c0ffee0",
            "database's password", "canary-database-5a0b4c389d6e",
            "collector's token", "canary-collector-5a0b4c389d6e"));

    private final ProjectId project = Scene.newProject();
    private final LinkId link = Scene.newLink();
    private final Queue<String> answers = new ConcurrentLinkedQueue<>();
    private final Map<String, String> places = new LinkedHashMap<>();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void noSecretIsGivenOut(TestDatabase database) throws IOException, JOSEException {
        String url = database == TestDatabase.SQLITE
                ? "jdbc:sqlite:"
                        + Files.createDirectories(directory.resolve("data")).resolve("linkgate.db")
                : withRole(database.newUrl().replaceFirst("\\?.*", ""));
        SandboxSettings settings = SandboxSettings.defaults()
                .withKey(Gateway.PUBLIC_KEY, Secret.of(secret("private key")))
                .withAccess(SandboxSettings.defaults()
                        .access()
                        .withKey(Gateway.PUBLIC_KEY, Secret.of(secret("private key")))
                        .withServiceAccount(CLIENT_ID, Secret.of(secret("client secret"))));
        try (SimulatedAtlas atlas = new SimulatedAtlas(settings).start();
                WiretappedAtlas wire = new WiretappedAtlas(atlas.baseUrl());
                TokenIssuer issuer = new TokenIssuer();
                TraceCollector collector = new TraceCollector()) {
            atlas.addLink(project, link, Provider.AWS, "US_EAST_1", SimulatedLinkStatus.AVAILABLE);
            atlas.addEndpoint(project, link, Scene.newEndpoint(), EndpointStatus.AVAILABLE);
            URI management = URI.create("http://127.0.0.1:" + Ports.free());
            try (GatewayProcess gateway = GatewayProcess.start(environment(url, wire, issuer, collector, management))
                    .awaitReady()) {
                noteSeeds(url); // before the rotation, which erases one
                use(gateway.caller(this::noted), issuer);
                places.put("answers", String.join("\n", answers));
                read(Caller.of(management));
                gateway.stop();
                places.put("log", gateway.log());
            }
            places.put("traces", collector.everything());
            for (String onTheWire : wire.secrets()) {
                secrets.put("on the wire to Atlas: " + onTheWire, onTheWire);
            }
            assertThat(wire.secrets()).as("nonces, digests and tokens").hasSizeGreaterThan(10);
        }
        noteSeeds(url);
        assertThat(secrets.keySet())
                .filteredOn(name -> name.startsWith("audit key "))
                .hasSizeGreaterThan(3);
        places.put("database", rows(url, database));
        places.put("files", files());

        assertThat(places.get("log")).contains("TRACE", "o.s.", "com.zaxxer.hikari", "o.a.c.");
        for (Pattern form : SECRET_FORMS) {
            assertThat(form.matcher(Objects.requireNonNull(places.get("log"))).results())
                    .extracting(MatchResult::group)
                    .isEmpty();
        }
        assertThat(places.get("traces")).contains("/projects/{projectId}/links");
        Map<String, String> forms = new HashMap<>(Map.of(PLANTED, "what is no secret"));
        secrets.forEach((name, secret) -> forms(secret).forEach(form -> forms.put(form, name)));
        Map<String, List<String>> found = new HashMap<>();
        places.forEach((place, text) -> occurring(forms.keySet(), text)
                .forEach(form ->
                        found.computeIfAbsent(form, any -> new ArrayList<>()).add(place)));
        assertThat(found.remove(PLANTED))
                .contains("answers", "trail", "log", "database")
                .matches(where -> where.contains("files") == (database == TestDatabase.SQLITE));
        assertThat(secrets).hasSizeGreaterThan(20);
        assertThat(found)
                .allSatisfy((form, where) -> assertThat(where)
                        .as(() -> "%s, as %s: %s".formatted(forms.get(form), form, excerpt(form, where)))
                        .isEmpty());
    }

    private String secret(String name) {
        return Objects.requireNonNull(secrets.get(name));
    }

    /** The URL of a database that a new user with a password owns. */
    private String withRole(String url) {
        String role = "canary_" + Gateway.unused(6);
        JdbcClient.create(new DriverManagerDataSource(url, "postgres", "postgres"))
                .sql("CREATE ROLE " + role + " LOGIN SUPERUSER PASSWORD '" + secret("database's password") + "'")
                .update();
        return url + "?user=" + role;
    }

    private Map<String, String> environment(
            String url, WiretappedAtlas atlas, TokenIssuer issuer, TraceCollector collector, URI management) {
        Map<String, String> environment = new HashMap<>();
        environment.put("LINKGATE_DATA_DIR", directory.resolve("data").toString());
        environment.put("LINKGATE_ADMIN_TOKEN", secret("administrator's token"));
        environment.put("LINKGATE_MASTER_KEY", secret("master key") + "," + secret("retired master key"));
        environment.put("LINKGATE_ATLAS_BASE_URL", atlas.url().toString());
        environment.put("LINKGATE_READS_MAX_AGE", "0");
        environment.put("ATLAS_PUBLIC_KEY", Gateway.PUBLIC_KEY);
        environment.put("ATLAS_PRIVATE_KEY", secret("private key"));
        environment.put("SPRING_DATASOURCE_URL", url);
        environment.put("SPRING_DATASOURCE_PASSWORD", secret("database's password"));
        environment.put("LINKGATE_ISSUERS_COMPANY_ISSUER_URI", issuer.url());
        environment.put("LINKGATE_ISSUERS_COMPANY_JWK_SET_URI", issuer.url() + "/jwks");
        environment.put("LINKGATE_ISSUERS_COMPANY_AUDIENCES", TokenIssuer.AUDIENCE);
        environment.put("LINKGATE_ISSUERS_COMPANY_TEAM_CLAIM", "team");
        environment.put("MANAGEMENT_OPENTELEMETRY_TRACING_EXPORT_OTLP_ENDPOINT", collector.endpoint());
        environment.put("MANAGEMENT_OPENTELEMETRY_TRACING_EXPORT_OTLP_HEADERS_TOKEN", secret("collector's token"));
        environment.put("MANAGEMENT_TRACING_SAMPLING_PROBABILITY", "1");
        environment.put("MANAGEMENT_SERVER_PORT", String.valueOf(management.getPort()));
        environment.put("LOGGING_LEVEL_ROOT", "TRACE");
        environment.put("LOGGING_LEVEL_DEV_LINKGATE", "TRACE");
        return environment;
    }

    private Answer noted(Answer answer) {
        answers.add(answer.everything());
        return answer;
    }

    private void use(Caller anybody, TokenIssuer issuer) {
        Caller administrator = anybody.with("Authorization", "Bearer " + secret("administrator's token"));
        assertThat(administrator.put("/admin/teams/payments", "{\"description\":\"\"}"))
                .hasStatus(201);
        assertThat(administrator.put("/admin/teams/payments/grants/" + project, "{\"role\":\"owner\"}"))
                .hasStatus(201);
        String key = shownOnce(administrator, "/admin/teams/payments/keys");
        secrets.put("API key", key);
        assertThat(administrator.put("/admin/administrators/alice", NewAdministrator.body("all")))
                .hasStatus(201);
        String adminKey = shownOnce(administrator, "/admin/administrators/alice/keys");
        secrets.put("administrator's key", adminKey);
        String jwt = issuer.signed(issuer.claims().claim("team", "payments").build());
        secrets.put("JWT", jwt);
        secrets.put("JWT's signature", jwt.substring(jwt.lastIndexOf('.') + 1));

        useDigest(administrator, anybody);
        String accessToken = accessToken(anybody, key);
        secrets.put("access token", accessToken);
        secrets.put("access token's signature", accessToken.substring(accessToken.lastIndexOf('.') + 1));
        Caller team = anybody.with("Authorization", "Bearer " + key);
        secrets.put("API key of a rotation", rotated(team));
        Caller withJwt = anybody.with("Authorization", "Bearer " + jwt);
        storeCredentials(administrator);
        useLink(team);
        useLink(withJwt);
        try (EventStream events = EventStream.open(team, "/projects/" + project + "/links/" + link + "/events")) {
            answers.add(events.next().data());
        }
        assertThat(administrator.put(
                        "/admin/projects/" + project, "{\"name\":\"p\",\"credential\":\"" + PLANTED + "\"}"))
                .hasStatus(201);
        useLink(team);
        for (Caller caller : List.of(
                anybody,
                team,
                withJwt,
                administrator,
                anybody.with("Authorization", "Bearer " + adminKey),
                anybody.with("Authorization", "Bearer " + key + "x"),
                anybody.with("Authorization", "Basic " + key),
                anybody.with("Authorization", "Bearer " + accessToken),
                anybody.with("Authorization", "Bearer " + accessToken + "x"),
                anybody.with("Authorization", "Bearer " + jwt + "x"))) {
            useAllRoutes(caller);
        }
        for (String token : List.of(key, adminKey, secret("administrator's token"))) {
            misplace(anybody, token);
            misplace(anybody.with("Authorization", "Bearer " + token), token);
        }
        places.put(
                "trail",
                administrator
                        .with("Accept", "application/x-ndjson")
                        .get("/admin/audit")
                        .body());
    }

    /** Calls with a key made for Digest, once rightly, once with a count used up, once wrongly. */
    private void useDigest(Caller administrator, Caller anybody) {
        String path = "/api/atlas/v2/of/nothing";
        String key = shownOnce(administrator, "/admin/teams/payments/keys", ",\"digest\":true");
        secrets.put("API key for Digest", key);
        String id = key.substring("lgk_".length(), key.indexOf('_', "lgk_".length()));
        for (String challenge : Caller.of(anybody.base())
                .get(path)
                .headers()
                .allValues("WWW-Authenticate")
                .subList(0, 2)) {
            DigestAnswer answer = DigestAnswer.to(challenge, id, key);
            secrets.put("H(A1) of " + answer.algorithm(), answer.keyHash());
            int count = answer.algorithm().equals("MD5") ? 1 : 2;
            String shown = answer.to("POST", path, count);
            secrets.put("response of " + answer.algorithm(), shown.replaceFirst(".*response=\"(.*)\"", "$1"));
            assertThat(noted(Caller.of(anybody.base())
                            .with("Authorization", shown)
                            .post(path, "{}")))
                    .hasStatus(403);
            for (String wrong : List.of(shown, answer.as(id, "x").to("POST", path, count + 2))) {
                assertThat(Caller.of(anybody.base())
                                .with("Authorization", wrong)
                                .post(path, "{}"))
                        .hasStatus(401);
            }
        }
    }

    private static String shownOnce(Caller administrator, String keys) {
        return shownOnce(administrator, keys, "");
    }

    /** The one answer that shows it. */
    private static String shownOnce(Caller administrator, String keys, String more) {
        Answer made = new Caller(administrator.base(), answer -> answer, administrator.headers())
                .post(keys, "{\"label\":\"ci\"" + more + "}");
        assertThat(made).hasStatus(201);
        return made.text("/key");
    }

    /** The one answer that shows it. The key that was rotated is used on. */
    private static String rotated(Caller team) {
        Answer made = new Caller(team.base(), answer -> answer, team.headers())
                .post("/keys/rotation", "{\"overlap\":\"PT24H\"}");
        assertThat(made).hasStatus(201);
        return made.text("/key");
    }

    /** The one answer that shows it; the requests for it are repeated wrongly, and with others. */
    private static String accessToken(Caller anybody, String key) {
        Caller unnoted = new Caller(anybody.base(), answer -> answer, anybody.headers());
        String client = "client_id=" + key.substring(4, 16) + "&client_secret=" + key;
        Answer issued = OAuthClient.sendForm(unnoted, "/api/oauth/token", client + "&" + OAuthClient.GRANT);
        assertThat(issued).isOk();
        for (String wrong : List.of("", "&grant_type=" + key, "&scope=" + key, "&a=" + key + "%zz", "x&" + client)) {
            for (String path : List.of("/api/oauth/token", "/api/oauth/revoke")) {
                OAuthClient.sendForm(anybody, path, client + wrong);
            }
        }
        OAuthClient.sendForm(anybody, "/api/oauth/revoke", client + "&token=" + key);
        return issued.text("/access_token");
    }

    private void storeCredentials(Caller administrator) {
        String key = """
                {"kind":"digest","publicKey":"%s","privateKey":"%s"}""";
        String account = """
                {"kind":"service-account","clientId":"%s","clientSecret":"%s"}""";
        assertThat(administrator.put(
                        "/admin/credentials/other", key.formatted("otherkey", secret("other private key"))))
                .hasStatus(201);
        assertThat(administrator.put(
                        "/admin/credentials/other?verify=true", key.formatted("otherkey", secret("other private key"))))
                .isProblem("credential-rejected");
        assertThat(administrator.put(
                        "/admin/credentials/" + PLANTED + "?verify=true",
                        account.formatted(CLIENT_ID, secret("wrong client secret"))))
                .isProblem("credential-rejected");
        assertThat(administrator.put(
                        "/admin/credentials/" + PLANTED + "?verify=true",
                        account.formatted(CLIENT_ID, secret("client secret"))))
                .hasStatus(201);
        assertThat(administrator.post("/admin/credentials/other/verification", "{}"))
                .isOk();
        for (String body : List.of(
                "{\"kind\":\"digest\",\"publicKey\":\"a\",\"privateKey\":\"%s\",\"colour\":1}",
                "{\"kind\":\"digest\",\"publicKey\":\"a\",\"privateKey\":[\"%s\"]}",
                "{\"kind\":\"digest\",\"publicKey\":\"a\",\"privateKey\":\"%s",
                "{\"privateKey\":%s}",
                "\"%s\"")) {
            assertThat(administrator.put("/admin/credentials/other", body.formatted(secret("other private key"))))
                    .isProblem("invalid-request");
        }
        assertThat(administrator
                        .with("Content-Type", "application/yaml")
                        .send("POST", "/admin/config", BodyPublishers.ofString("""
                        credentials:
                          declared: {kind: digest, publicKey: declared, privateKey: %s}
                        """.formatted(
                                        secret("other private key")))))
                .isProblem("invalid-request");
        assertThat(administrator.post("/admin/audit/key-rotation", "")).hasStatus(201);
        assertThat(administrator.get("/admin/audit/checkpoint")).isOk();
    }

    private void useLink(Caller caller) {
        String endpoints = "/projects/" + project + "/links/" + link + "/endpoints";
        String id = Scene.newEndpoint();
        assertThat(caller.get(endpoints)).isOk();
        assertThat(caller.post(endpoints, Scene.body(id))).hasStatus(201);
        assertThat(caller.delete(endpoints + "/" + id)).hasStatus(202);
        assertThat(caller.post(endpoints, Scene.body(Scene.newMagic(MagicEndpoint.CONFLICT.onAdding(0)))))
                .isProblem("atlas-conflict");
        assertThat(caller.post(endpoints, Scene.body(Scene.newMagic(MagicEndpoint.RESET_AFTER.onAdding(0)))))
                .hasStatus(201);
    }

    /** Calls all routes with a secret where it does not belong. */
    private void useAllRoutes(Caller caller) {
        String misplaced = secret("other private key");
        for (RouteList.Entry route : RouteList.entries()) {
            if (route.pattern().endsWith(ENDLESS) || route.method().equals("DELETE")) {
                continue;
            }
            String path = path(route.pattern());
            if (route.method().equals("GET")) {
                caller.get(path);
                if (!route.needs().equals("NOTHING")) { // routes without needs show their caller its own query
                    caller.get(path + "?pageNum=" + misplaced);
                }
            } else {
                caller.sendJson(route.method(), path, "{}");
                caller.sendJson(route.method(), path, "{\"colour\":\"" + misplaced + "\"}");
                caller.sendJson(route.method(), path, "{" + misplaced);
            }
        }
    }

    /**
     * Sends a token where it does not belong, and in requests that cannot be read. The answers are not kept: a list's
     * links show its caller its own query.
     */
    private static void misplace(Caller noted, String token) {
        Caller caller = new Caller(noted.base(), answer -> answer, noted.headers());
        for (String path : List.of(
                "/projects?token=",
                "/problems?token=",
                "/nowhere?token=",
                "/projects//?token=",
                "/swagger-ui/index.html?token=",
                "/v3/api-docs?token=",
                "/livez?token=",
                "/",
                "/projects/",
                "/swagger-ui/",
                "/admin/teams/",
                "/operations/")) {
            caller.get(path + token);
            caller.post(path + token, "{");
        }
        for (String request : List.of(
                "GET /projects?token=%s<> HTTP/1.1\nHost: a\n\n",
                "GET /projects?pageNum=%%zz%s HTTP/1.1\nHost: a\nAuthorization: Bearer %1$s\n\n",
                "GET /projects?%s=%%zz&pretty=true HTTP/1.1\nHost: a\n\n",
                "GET /projects?token=%s HTTP/9.9\nHost: a\n\n",
                "GET /projects?token=%s\n\n",
                "G<T /projects?token=%s HTTP/1.1\nHost: a\n\n",
                "GET /projects HTTP/1.1\nHost: %s/\n\n",
                "GET /projects HTTP/1.1\nHost: a\nno name: %s\n\n",
                "GET /projects HTTP/1.1\nHost: a\nAuthorization: Bearer %s\u0000\n\n",
                "GET /projects HTTP/1.1\nHost: a\nAuthorization: Bearer %s\nAuthorization: Bearer %1$s\n\n")) {
            Socket.sayPlainly(caller.base(), request.formatted(token));
        }
    }

    private String path(String pattern) {
        return pattern.replace("**", "index.html")
                .replace("{projectId}", project.value())
                .replace("{linkId}", link.value())
                .replace("{interfaceEndpointId}", "vpce-0b9c5701325cb15dd")
                .replace("{cloudProvider}", "AWS")
                .replace("{operationId}", "op_00000000000000000000000000")
                .replace("{code}", "not-found")
                .replace("{name}", "other")
                .replace("{team}", "payments")
                .replace("{keyId}", "abcdefghijkl")
                .replace("{sequence}", "1")
                .replaceAll("\\{\\w+}", "other");
    }

    private void read(Caller operator) {
        places.put("metrics", operator.get("/actuator/prometheus").body());
        places.put("health", operator.get("/actuator/health").body());
        places.put("info", operator.get("/actuator/info").body());
        assertThat(places.get("metrics")).contains("linkgate_atlas_calls");
        assertThat(places.get("health")).contains("UP");
        assertThat(places.get("answers")).contains("\"openapi\":");
    }

    /** What the gateway has made itself: the keys of access tokens and of seals, and the seeds of those that sign checkpoints. */
    private void noteSeeds(String url) {
        KeyRing keys = TestKeys.ring(secret("master key"), secret("retired master key"));
        JdbcClient.create(new DriverManagerDataSource(url))
                .sql("SELECT kind, number, name, ciphertext FROM gateway_key")
                .query(row -> {
                    String kind = switch (row.getString("kind")) {
                        case "CHECKPOINTS" -> "audit key ";
                        case "RIGHTS" -> "sealing key ";
                        default -> "signing key ";
                    };
                    String name = kind + row.getLong("number") + " " + row.getString("name");
                    try {
                        String seed =
                                keys.decrypt(name, row.getString("ciphertext")).reveal();
                        if (!seed.isEmpty()) {
                            secrets.put(name, seed);
                            secrets.put(
                                    name + ", in hex",
                                    HexFormat.of().formatHex(Base64.getDecoder().decode(seed)));
                        }
                    } catch (UnreadableSecret e) {
                        throw new AssertionError(name, e);
                    }
                });
    }

    /** All rows of all tables. */
    private static String rows(String url, TestDatabase database) {
        JdbcClient client = JdbcClient.create(new DriverManagerDataSource(url));
        String tables = database == TestDatabase.SQLITE
                ? "SELECT name FROM sqlite_master WHERE type = 'table'"
                : "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'";
        return client.sql(tables).query(String.class).list().stream()
                .flatMap(table -> client.sql("SELECT * FROM " + table).query().listOfRows().stream())
                .map(Object::toString)
                .collect(Collectors.joining("\n"));
    }

    /** Byte by byte, as a thief of the disk reads them. */
    private String files() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> {
                        try {
                            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .collect(Collectors.joining("\n"));
        }
    }

    private static List<String> forms(String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        return List.of(
                secret,
                Base64.getEncoder().withoutPadding().encodeToString(bytes),
                HexFormat.of().formatHex(bytes));
    }

    /** The texts that occur in a place. All are looked for at once: there are thousands of them. */
    private static Set<String> occurring(Set<String> texts, String place) {
        int length = texts.stream().mapToInt(String::length).min().orElseThrow();
        Map<Integer, List<String>> byStart = texts.stream()
                .collect(Collectors.groupingBy(text -> text.substring(0, length).hashCode()));
        BitSet starts = new BitSet(1 << 16);
        byStart.keySet().forEach(hash -> starts.set(hash >>> 16));
        int leaving = 1; // of the hash of a text, by what its first character is multiplied one further
        for (int i = 0; i < length; i++) {
            leaving *= 31;
        }
        Set<String> occurring = new HashSet<>();
        int hash = 0; // of the last characters, as many as the shortest text has, by String.hashCode
        for (int i = 0; i < place.length(); i++) {
            int start = i - length + 1;
            hash = 31 * hash + place.charAt(i) - (start > 0 ? leaving * place.charAt(start - 1) : 0);
            if (starts.get(hash >>> 16)) {
                for (String text : byStart.getOrDefault(hash, List.of())) {
                    if (place.startsWith(text, start)) {
                        occurring.add(text);
                    }
                }
            }
        }
        return occurring;
    }

    private List<String> excerpt(String text, List<String> where) {
        return where.stream()
                .flatMap(place -> Objects.requireNonNull(places.get(place)).lines())
                .filter(line -> line.contains(text))
                .map(line -> line.substring(0, Math.min(line.length(), 300)))
                .distinct()
                .limit(10)
                .toList();
    }
}
