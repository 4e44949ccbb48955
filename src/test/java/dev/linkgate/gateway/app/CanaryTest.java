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
import java.util.regex.Matcher;
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

    /**
     * Who sends what, and the answer: a status, the code of a problem, or the name of the secret that it shows once. A
     * caller is a secret that it shows, and a secret's name in angle brackets stands for it.
     */
    private static final String SET_UP = """
            administrator's token | PUT /admin/teams/payments | {"description":""} | 201
            administrator's token | PUT /admin/teams/payments/grants/{projectId} | {"role":"owner"} | 201
            administrator's token | POST /admin/teams/payments/keys | {"label":"ci"} | API key
            administrator's token | POST /admin/teams/payments/keys | {"label":"ci","digest":true} | API key for Digest
            administrator's token | PUT /admin/administrators/alice | {"description":"","scopes":["all"]} | 201
            administrator's token | POST /admin/administrators/alice/keys | {"label":"ci"} | administrator's key
            API key | POST /keys/rotation | {"overlap":"PT24H"} | API key of a rotation
            """;

    private static final String CREDENTIALS = """
            PUT /admin/credentials/other | {"kind":"digest","publicKey":"otherkey","privateKey":"<other private key>"} | 201
            PUT /admin/credentials/other?verify=true | {"kind":"digest","publicKey":"otherkey","privateKey":"<other private key>"} | credential-rejected
            PUT /admin/credentials/PLANTED?verify=true | {"kind":"service-account","clientId":"CLIENT","clientSecret":"<wrong client secret>"} | credential-rejected
            PUT /admin/credentials/PLANTED?verify=true | {"kind":"service-account","clientId":"CLIENT","clientSecret":"<client secret>"} | 201
            POST /admin/credentials/other/verification | {} | 200
            PUT /admin/credentials/other | {"kind":"digest","publicKey":"a","privateKey":"<other private key>","colour":1} | invalid-request
            PUT /admin/credentials/other | {"kind":"digest","publicKey":"a","privateKey":["<other private key>"]} | invalid-request
            PUT /admin/credentials/other | {"kind":"digest","publicKey":"a","privateKey":"<other private key> | invalid-request
            PUT /admin/credentials/other | {"privateKey":<other private key>} | invalid-request
            PUT /admin/credentials/other | "<other private key>" | invalid-request
            POST /admin/config | credentials: {declared: {kind: digest, publicKey: declared, privateKey: <other private key>}} | invalid-request
            POST /admin/audit/key-rotation | | 201
            GET /admin/audit/checkpoint | | 200
            """.replace("PLANTED", PLANTED)
            .replace("CLIENT", CLIENT_ID)
            .replaceAll("(?m)^", "administrator's token | ");

    private static final String LINK = """
            GET {endpoints} | | 200
            POST {endpoints} | {"interfaceEndpointId":"{new}"} | 201
            DELETE {endpoints}/{new} | | 202
            POST {endpoints} | {"interfaceEndpointId":"{conflict}"} | atlas-conflict
            POST {endpoints} | {"interfaceEndpointId":"{lost}"} | 201
            """;

    /** Where a token does not belong. */
    private static final List<String> TARGETS = List.of(
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
            "/operations/");

    /** Requests with a token that cannot be read. */
    private static final List<String> UNREADABLE = List.of(
            "GET /projects?token=%s<> HTTP/1.1\nHost: a\n\n",
            "GET /projects?pageNum=%%zz%s HTTP/1.1\nHost: a\nAuthorization: Bearer %1$s\n\n",
            "GET /projects?%s=%%zz&pretty=true HTTP/1.1\nHost: a\n\n",
            "GET /projects?token=%s HTTP/9.9\nHost: a\n\n",
            "GET /projects?token=%s\n\n",
            "G<T /projects?token=%s HTTP/1.1\nHost: a\n\n",
            "GET /projects HTTP/1.1\nHost: %s/\n\n",
            "GET /projects HTTP/1.1\nHost: a\nno name: %s\n\n",
            "GET /projects HTTP/1.1\nHost: a\nAuthorization: Bearer %s\u0000\n\n",
            "GET /projects HTTP/1.1\nHost: a\nAuthorization: Bearer %s\nAuthorization: Bearer %1$s\n\n");

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
        take(SET_UP, anybody);
        secrets.put("JWT", issuer.issue(claims -> claims.claim("team", "payments")));
        useDigest(anybody);
        secrets.put("access token", accessToken(anybody));
        for (String token : List.of("JWT", "access token")) {
            secrets.put(token + "'s signature", secret(token).replaceFirst(".*[.]", ""));
        }
        take(CREDENTIALS, anybody);
        useLink("API key", anybody);
        useLink("JWT", anybody);
        try (EventStream events =
                EventStream.open(as("API key", anybody), "/projects/" + project + "/links/" + link + "/events")) {
            answers.add(events.next().data());
        }
        take(
                "administrator's token | PUT /admin/projects/{projectId} | {\"name\":\"p\",\"credential\":\"" + PLANTED
                        + "\"} | 201",
                anybody);
        useLink("API key", anybody);

        List<String> tokens = List.of("API key", "JWT", "administrator's token", "administrator's key", "access token");
        useAllRoutes(anybody);
        tokens.forEach(token -> useAllRoutes(as(token, anybody)));
        for (String token : List.of("API key", "JWT", "access token")) {
            useAllRoutes(anybody.with("Authorization", "Bearer " + secret(token) + "x"));
        }
        useAllRoutes(anybody.with("Authorization", "Basic " + secret("API key")));
        for (String token : List.of("API key", "administrator's key", "administrator's token")) {
            misplace(anybody, secret(token));
            misplace(as(token, anybody), secret(token));
        }
        places.put(
                "trail",
                as("administrator's token", anybody)
                        .with("Accept", "application/x-ndjson")
                        .get("/admin/audit")
                        .body());
    }

    private Caller as(String token, Caller anybody) {
        return anybody.with("Authorization", "Bearer " + secret(token));
    }

    /** A caller whose answers are not kept, because they show it a secret that it may see. */
    private static Caller unnoted(Caller caller) {
        return new Caller(caller.base(), answer -> answer, caller.headers());
    }

    private void take(String steps, Caller anybody) {
        steps.lines().map(line -> line.split("\\s*\\|\\s*", -1)).forEach(step -> {
            String[] target = step[1].split(" ");
            String path = target[1].replace("{projectId}", project.value());
            String body = Pattern.compile("<(.+?)>")
                    .matcher(step[2])
                    .replaceAll(name -> Matcher.quoteReplacement(secret(name.group(1))));
            Caller caller = unnoted(as(step[0], anybody))
                    .with("Content-Type", body.startsWith("credentials:") ? "application/yaml" : "application/json");
            Answer answer = caller.send(target[0], path, BodyPublishers.ofString(body));
            String expected = step[3];
            if (!expected.matches("[0-9a-z-]+")) {
                assertThat(answer).hasStatus(201);
                secrets.put(expected, answer.text("/key"));
                return;
            }
            noted(answer);
            if (HouseRules.codes().containsKey(expected)) {
                assertThat(answer).isProblem(expected);
            } else {
                assertThat(answer).hasStatus(Integer.parseInt(expected));
            }
        });
    }

    private void useLink(String token, Caller anybody) {
        take(
                LINK.replaceAll("(?m)^", token + " | ")
                        .replace("{endpoints}", "/projects/" + project + "/links/" + link + "/endpoints")
                        .replace("{new}", Scene.newEndpoint())
                        .replace("{conflict}", Scene.newMagic(MagicEndpoint.CONFLICT.onAdding(0)))
                        .replace("{lost}", Scene.newMagic(MagicEndpoint.RESET_AFTER.onAdding(0))),
                anybody);
    }

    /** Calls with a key made for Digest, once rightly, once with a count used up, once wrongly. */
    private void useDigest(Caller anybody) {
        String path = "/api/atlas/v2/of/nothing";
        String key = secret("API key for Digest");
        Caller unnoted = unnoted(anybody);
        for (String challenge :
                unnoted.get(path).headers().allValues("WWW-Authenticate").subList(0, 2)) {
            DigestAnswer answer = DigestAnswer.to(challenge, key.substring(4, 16), key);
            secrets.put("H(A1) of " + answer.algorithm(), answer.keyHash());
            int count = answer.algorithm().equals("MD5") ? 1 : 2;
            String shown = answer.to("POST", path, count);
            secrets.put("response of " + answer.algorithm(), shown.replaceFirst(".*response=\"(.*)\"", "$1"));
            assertThat(noted(unnoted.with("Authorization", shown).post(path, "{}")))
                    .hasStatus(403);
            for (String wrong :
                    List.of(shown, answer.as(key.substring(4, 16), "x").to("POST", path, count + 2))) {
                assertThat(unnoted.with("Authorization", wrong).post(path, "{}"))
                        .hasStatus(401);
            }
        }
    }

    /** The one answer that shows it; the requests for it are repeated wrongly, and with others. */
    private String accessToken(Caller anybody) {
        String key = secret("API key");
        String client = "client_id=" + key.substring(4, 16) + "&client_secret=" + key;
        Answer issued = OAuthClient.sendForm(unnoted(anybody), "/api/oauth/token", client + "&" + OAuthClient.GRANT);
        assertThat(issued).isOk();
        for (String wrong : List.of("", "&grant_type=" + key, "&scope=" + key, "&a=" + key + "%zz", "x&" + client)) {
            for (String path : List.of("/api/oauth/token", "/api/oauth/revoke")) {
                OAuthClient.sendForm(anybody, path, client + wrong);
            }
        }
        OAuthClient.sendForm(anybody, "/api/oauth/revoke", client + "&token=" + key);
        return issued.text("/access_token");
    }

    /** Calls all routes with a secret where it does not belong. */
    private void useAllRoutes(Caller caller) {
        String misplaced = secret("other private key");
        for (RouteList.Entry route : RouteList.entries()) {
            if (route.pattern().endsWith(ENDLESS) || route.method().equals("DELETE")) {
                continue;
            }
            String path = route.path(
                    Map.of("projectId", project.value(), "linkId", link.value(), "team", "payments", "name", "other"));
            if (route.method().equals("GET")) {
                caller.get(path);
                if (!route.needs().equals("NOTHING")) { // routes without needs show their caller its own query
                    caller.get(path + "?pageNum=" + misplaced);
                }
            } else {
                for (String body : List.of("{}", "{\"colour\":\"" + misplaced + "\"}", "{" + misplaced)) {
                    caller.sendJson(route.method(), path, body);
                }
            }
        }
    }

    /** The answers are not kept: a list's links show its caller its own query. */
    private static void misplace(Caller noted, String token) {
        Caller caller = unnoted(noted);
        for (String target : TARGETS) {
            caller.get(target + token);
            caller.post(target + token, "{");
        }
        UNREADABLE.forEach(request -> Socket.sayPlainly(caller.base(), request.formatted(token)));
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
