package dev.linkgate.gateway.feature.settings;

import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Renders the settings for people. Names, defaults and descriptions are those of the configuration metadata, which the
 * build makes from the Javadoc of the records of settings.
 */
final class SettingsDocument {

    private static final String METADATA = "META-INF/spring-configuration-metadata.json";
    private static final int WIDTH = 120;
    private static final Pattern CODE = Pattern.compile("\\{@code ([^}]*)}");

    /** Where an operator needs other words than a reader of the code. */
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("linkgate.admin-token", "[the administrator's token](install.md#the-administrators-token)"),
            Map.entry("linkgate.admin-token-enabled", "whether that token is accepted ([see](run.md#administrators))"),
            Map.entry("linkgate.atlas.api", "`v2`, or `classic` for the deprecated v1.0 resources"),
            Map.entry(
                    "linkgate.atlas.base-url",
                    "scheme, host and port of Atlas; `https`, or `http` to this machine only"),
            Map.entry(
                    "linkgate.atlas.base-urls",
                    "[other Atlases](install.md#several-atlases) that a credential may name, comma separated"),
            Map.entry(
                    "linkgate.atlas.breaker.failure-rate",
                    "percent of failures at which a project's circuit breaker opens, above 0 up to 100"),
            Map.entry("linkgate.atlas.deadline", "for one request of a team, retries included; at most 30 minutes"),
            Map.entry(
                    "linkgate.atlas.proxy",
                    "[an HTTP proxy](install.md#an-http-proxy), as `http://proxy.example:3128`"),
            Map.entry("linkgate.atlas.proxy-password", "the proxy's password; with the name or not at all"),
            Map.entry("linkgate.atlas.proxy-username", "the name for Basic authentication at the proxy"),
            Map.entry(
                    "linkgate.atlas.rate.write-reserve",
                    "requests of a project's rate limit at Atlas that are reserved for writes"),
            Map.entry(
                    "linkgate.atlas.retries.first-pause",
                    "the interval of which the first pause is a random part; it doubles"),
            Map.entry("linkgate.atlas.retries.max-tries", "tries of one request, the first included"),
            Map.entry(
                    "linkgate.atlas.ssl-bundle",
                    "[an SSL bundle](install.md#certificates-for-atlas) in place of the JVM's trust store"),
            Map.entry(
                    "linkgate.atlas.team-connections", "the maximum number of one team's concurrent requests at Atlas"),
            Map.entry(
                    "linkgate.audit.anonymous-per-minute",
                    "refusals an address and minute with their own record; further ones share one"),
            Map.entry(
                    "linkgate.audit.checkpoint-dir",
                    "a directory that gets a file for [each checkpoint](run.md#checkpoints-of-the-audit-trail)"),
            Map.entry(
                    "linkgate.audit.checkpoint-interval",
                    "from one checkpoint to the next, if there are new records; 0 makes none unasked"),
            Map.entry(
                    "linkgate.audit.min-free-space",
                    "free space on SQLite's disk below which only the administrator is served; 0: off"),
            Map.entry(
                    "linkgate.audit.origin",
                    "the name of the trail in its checkpoints and keys; fixed by the first start"),
            Map.entry(
                    "linkgate.config.file",
                    "[a declaration](run.md#declared-set-up) for each start; absent: `linkgate.yaml`, if there is one"),
            Map.entry(
                    "linkgate.endpoints.error-grace",
                    "how long an endpoint may carry an error message before it has failed"),
            Map.entry(
                    "linkgate.endpoints.poll-interval",
                    "how often Atlas is asked about the endpoints of one link while a caller waits"),
            Map.entry(
                    "linkgate.events.max-jwt-life",
                    "the longest stream of a caller with a JWT or a client certificate"),
            Map.entry(
                    "linkgate.events.max-streams",
                    "event streams open at once, on each replica, three quarters of them of one team; absent: a quarter of"
                            + " the connections"),
            Map.entry(
                    "linkgate.following.reads-per-minute",
                    "reads of what is followed after a write, of one project by all replicas; 0 for never"),
            Map.entry(
                    "linkgate.limits.anonymous-per-minute",
                    "requests a minute from one address without a valid token; of all, ten times as many"),
            Map.entry(
                    "linkgate.limits.connections",
                    "client connections at once; absent: [by the heap](install.md#capacity-of-one-replica)"),
            Map.entry(
                    "linkgate.limits.header-size",
                    "of a request's line and headers together, from 8 to 64 KB; each request under way keeps so much"),
            Map.entry(
                    "linkgate.limits.header-timeout",
                    "the longest time for a request's header, and for a TLS handshake"),
            Map.entry(
                    "linkgate.limits.team-requests-per-minute",
                    "requests of one team a minute at [all replicas](install.md#several-replicas); 0: no limit"),
            Map.entry(
                    "linkgate.master-key",
                    "[the master key](run.md#the-master-key); of several, comma separated, the first encrypts"),
            Map.entry(
                    "linkgate.issuers.*.client-id",
                    "the public client that the gateway's pages are there, so that [people sign in](login.md#people)"),
            Map.entry(
                    "linkgate.features.off",
                    "[features that are not needed](install.md#features-that-are-not-needed): their names, comma separated"),
            Map.entry("linkgate.issuers.*.issuer-uri", "the `iss` of the JWTs of [an issuer](login.md)"),
            Map.entry("linkgate.operations.keep", "how long an operation is kept after its end"),
            Map.entry(
                    "linkgate.reads.max-age",
                    "how long an answer serves others after Atlas was asked; 0 turns the sharing off"),
            Map.entry(
                    "linkgate.sandbox.atlas-key",
                    "the API keys that the simulated Atlas accepts, as `public:private`, comma separated; the first is the"
                            + " gateway's"),
            Map.entry(
                    "linkgate.sandbox.atlas-service-account",
                    "a service account that it accepts besides, as `id:secret`"),
            Map.entry(
                    "linkgate.shutdown.delay",
                    "from the signal to stop until the port closes ([see](run.md#stopping-behind-a-load-balancer))"),
            Map.entry(
                    "linkgate.tls.teams[*].subject",
                    "the subject of [client certificates](install.md#client-certificates), with `{team}`"),
            Map.entry(
                    "linkgate.trusted-proxies",
                    "[proxies in front](install.md#behind-a-proxy): addresses and ranges, comma separated"),
            Map.entry(
                    "linkgate.webhooks.allow",
                    "[the receivers](webhooks.md#where-events-may-go), comma separated; nothing goes to others"),
            Map.entry(
                    "linkgate.webhooks.ssl-bundle",
                    "an SSL bundle with the certificates that receivers are trusted by"));

    private static final String HEAD = """
            # Settings

            For operators: every setting under `linkgate.`, and those of Spring Boot that matter here.

            Each can be set as a property (`--linkgate.atlas.deadline=20s`), as an environment variable with underscores for dots
            and dashes (`LINKGATE_ATLAS_BASE_URL`), or in an `application.yaml` beside the jar. Durations (`500ms`, `30s`,
            `5m`, `1d`) and sizes (`64MB`) have a unit; only zero needs none.

            A wrong value or a mistyped name under `linkgate.` stops the start with exit code 1 and a sentence.

            ## Of Linkgate

            Made from the configuration metadata. The default is in parentheses.

            """;

    private static final String TAIL = """

            ## Of Spring Boot

            - `server.port` (`8080`), `management.server.port` (`8081`): the API; metrics and health, without authentication.
            - `server.address`, `management.server.address`: the local address of each; in the sandbox `127.0.0.1`.
            - `spring.datasource.url`, `.username`, `.password`: `jdbc:postgresql://host:5432/name` switches to PostgreSQL.
            - `ATLAS_PUBLIC_KEY`, `ATLAS_PRIVATE_KEY`: both set, they are stored at start as the credential `default`.
            - `server.ssl.bundle`, `server.ssl.client-auth` (`none`): [TLS](install.md#tls).
            - `server.forward-headers-strategy` (`none`): `native` [behind a proxy](install.md#behind-a-proxy).
            - `server.tomcat.accept-count` (`4096`): connections that wait to be accepted.
            - `server.tomcat.connection-timeout` (`10s`), `.keep-alive-timeout` (`60s`): how long a client may be silent within a
              request, and between two.
            - `spring.lifecycle.timeout-per-shutdown-phase` (`40s`): how long a stop waits for requests under way.
            - `logging.structured.format.console`: `ecs` for [JSON logs](run.md#logs).
            - `management.opentelemetry.tracing.export.otlp.endpoint`, `.timeout` (`10s`), `.headers.*`: [traces](run.md#traces), as
              `http://collector:4318/v1/traces`.
            - `management.tracing.sampling.probability` (`0.1`): the part of the traces that begin here to export.
            - `springdoc.api-docs.enabled`, `springdoc.swagger-ui.enabled` (`true`): the OpenAPI document and Swagger UI.
            - `spring.profiles.active`: `sandbox` brings [a simulated Atlas](sandbox.md). Not for production.

            All other settings of Spring Boot apply, too, but for those of parts that are not there: proxies of beans
            (`spring.aop`) and Spring's HTTP clients (`spring.http`). A start takes a third longer with
            `springdoc.api-docs.enabled=false`, one port for all, or others that change which beans there are. Fixed are
            connections to the database (5 for SQLite, 9 for PostgreSQL), and the silence that PostgreSQL may keep (ten seconds
            after a question, unless the URL has `socketTimeout`).
            """;

    private SettingsDocument() {}

    static String render() throws IOException {
        try (InputStream metadata = Objects.requireNonNull(
                SettingsDocument.class.getClassLoader().getResourceAsStream(METADATA), METADATA)) {
            return HEAD
                    + JsonMapper.shared()
                            .readTree(metadata)
                            .get("properties")
                            .valueStream()
                            .filter(setting -> name(setting).startsWith("linkgate."))
                            .filter(setting -> !Set.of("linkgate.tls.teams", "linkgate.issuers")
                                    .contains(name(setting)))
                            .sorted(Comparator.comparing(SettingsDocument::name))
                            .map(SettingsDocument::line)
                            .collect(Collectors.joining())
                    + TAIL;
        }
    }

    private static String name(JsonNode setting) {
        return setting.get("name").asString();
    }

    private static String line(JsonNode setting) {
        String words = WORDS.getOrDefault(name(setting), described(setting));
        String byDefault = setting.has("defaultValue")
                ? " (`" + setting.get("defaultValue").asString() + "`)"
                : "";
        return wrapped("- `" + name(setting).replace("[*]", "[n]").replace("*", "<name>") + "`" + byDefault + ": "
                + words.substring(0, 1).toLowerCase(Locale.ROOT) + words.substring(1) + ".");
    }

    private static String described(JsonNode setting) {
        return CODE.matcher(setting.path("description").asString("").replaceFirst("\\.$", ""))
                .replaceAll("`$1`");
    }

    private static String wrapped(String line) {
        StringBuilder lines = new StringBuilder();
        int length = 0;
        for (String word : line.split(" ", -1)) {
            if (length > 0 && length + 1 + word.length() > WIDTH) {
                lines.append("\n  ").append(word);
                length = 2 + word.length();
            } else {
                lines.append(length > 0 ? " " : "").append(word);
                length += (length > 0 ? 1 : 0) + word.length();
            }
        }
        return lines.append('\n').toString();
    }
}
