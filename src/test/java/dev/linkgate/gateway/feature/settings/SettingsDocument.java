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
    private static final Pattern ENTRY = Pattern.compile("(?m)^- `([^`]+)`(?: \\(`[^`]*`\\))?: (.*)\\.$");
    private static final Pattern CODE = Pattern.compile("\\{@code ([^}]*)}");

    /** Where an operator needs other words than a reader of the code: those of the page stay. */
    private static final Set<String> OWN_WORDS = Set.of("""
            admin-token admin-token-enabled atlas.api atlas.base-url atlas.base-urls atlas.breaker.failure-rate
            atlas.deadline atlas.proxy atlas.proxy-password atlas.proxy-username atlas.rate.write-reserve
            atlas.retries.first-pause atlas.retries.max-tries atlas.ssl-bundle atlas.team-connections
            audit.anonymous-per-minute audit.checkpoint-dir audit.checkpoint-interval audit.min-free-space
            audit.origin config.file endpoints.error-grace endpoints.poll-interval events.max-jwt-life
            events.max-streams features.off following.reads-per-minute issuers.*.client-id issuers.*.issuer-uri
            limits.anonymous-per-minute limits.connections limits.header-size limits.header-timeout
            limits.team-requests-per-minute master-key operations.keep reads.max-age sandbox.atlas-key
            sandbox.atlas-service-account shutdown.delay tls.teams[*].subject trusted-proxies webhooks.allow
            webhooks.ssl-bundle
            """.split("\\s+"));

    private SettingsDocument() {}

    /** The page as it should be. What stands around the list is the page's own. */
    static String render(String page) throws IOException {
        int start = page.indexOf("- `linkgate.");
        int end = page.indexOf("\n\n", start) + 1;
        Map<String, String> words = words(page.substring(start, end));
        try (InputStream metadata = Objects.requireNonNull(
                SettingsDocument.class.getClassLoader().getResourceAsStream(METADATA), METADATA)) {
            return page.substring(0, start)
                    + JsonMapper.shared()
                            .readTree(metadata)
                            .get("properties")
                            .valueStream()
                            .filter(setting -> name(setting).startsWith("linkgate."))
                            .filter(setting -> !Set.of("linkgate.tls.teams", "linkgate.issuers")
                                    .contains(name(setting)))
                            .sorted(Comparator.comparing(SettingsDocument::name))
                            .map(setting -> line(setting, words))
                            .collect(Collectors.joining())
                    + page.substring(end);
        }
    }

    private static String name(JsonNode setting) {
        return setting.get("name").asString();
    }

    /** Of each setting in the list, by the name that the list has for it. */
    private static Map<String, String> words(String list) {
        return ENTRY.matcher(list.replace("\n  ", " "))
                .results()
                .collect(Collectors.toMap(entry -> entry.group(1), entry -> entry.group(2)));
    }

    private static String line(JsonNode setting, Map<String, String> page) {
        String listed = name(setting).replace("[*]", "[n]").replace("*", "<name>");
        String described = described(setting);
        String words = OWN_WORDS.contains(name(setting).substring("linkgate.".length()))
                ? page.getOrDefault(listed, described)
                : described;
        String byDefault = setting.has("defaultValue")
                ? " (`" + setting.get("defaultValue").asString() + "`)"
                : "";
        return wrapped("- `" + listed + "`" + byDefault + ": "
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
