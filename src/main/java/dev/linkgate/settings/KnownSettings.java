package dev.linkgate.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The settings under {@code linkgate.}, from the configuration metadata. The build makes one file of it from the records
 * of settings; the other one has by hand what the code reads without a record.
 *
 * @param names in the metadata's form, with {@code [*]} after those of lists for the entries, and {@code .*} after those
 *     of maps
 */
record KnownSettings(List<String> names) {

    private static final String MADE = "META-INF/spring-configuration-metadata.json";
    private static final String BY_HAND = "META-INF/additional-spring-configuration-metadata.json";
    private static final String PREFIX = "linkgate.";

    /** @return none, if there is no metadata of the build, as in an IDE that does not make it */
    static KnownSettings load() {
        TreeSet<String> names = new TreeSet<>();
        read(MADE, property -> add(property, names));
        if (!names.isEmpty()) {
            read(BY_HAND, property -> add(property, names));
        }
        return new KnownSettings(List.copyOf(names));
    }

    private static void read(String file, Consumer<JsonNode> property) {
        try (InputStream metadata = Objects.requireNonNull(
                KnownSettings.class.getClassLoader().getResourceAsStream(file), file)) {
            JsonMapper.shared().readTree(metadata).path("properties").forEach(property);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(JsonNode property, TreeSet<String> names) {
        String name = property.path("name").asString("");
        if (!name.startsWith(PREFIX)) {
            return;
        }
        names.add(name);
        String type = property.path("type").asString("");
        if (type.startsWith("java.util.List")) {
            names.add(name + "[*]");
        } else if (type.startsWith("java.util.Map")) {
            names.add(name + ".*");
        }
    }

    boolean contains(SettingName name) {
        return names.stream().anyMatch(name::isNameOf);
    }
}
