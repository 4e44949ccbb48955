package dev.linkgate.gateway.feature.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The settings under {@code linkgate.}, from the configuration metadata. The build makes one file of it from the
 * records of settings; the other one has by hand what the code reads without a record.
 *
 * @param names in the metadata's form, with {@code [*]} after those of lists for the entries, and {@code *} for any name
 */
record KnownSettings(List<String> names) {

    private static final String MADE = "META-INF/spring-configuration-metadata.json";
    private static final String BY_HAND = "META-INF/additional-spring-configuration-metadata.json";
    private static final String PREFIX = "linkgate.";

    /** An object in a section's array. */
    private static final int DEPTH_OF_PROPERTY = 3;

    private static final JsonFactory JSON = new JsonFactory();

    /** @return none, if there is no metadata of the build, as in an IDE that does not make it */
    static KnownSettings load() {
        TreeSet<String> names = new TreeSet<>();
        read(MADE, names);
        if (!names.isEmpty()) {
            read(BY_HAND, names);
        }
        return new KnownSettings(List.copyOf(names));
    }

    /** Reads token by token: at a start, with little loaded yet, a tree costs four times as much. */
    private static void read(String file, Set<String> names) {
        try (InputStream metadata = Objects.requireNonNull(
                        KnownSettings.class.getClassLoader().getResourceAsStream(file), file);
                JsonParser json = JSON.createParser(ObjectReadContext.empty(), metadata)) {
            String section = "";
            Map<String, String> property = new HashMap<>();
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                int depth = json.streamReadContext().getNestingDepth();
                if (token == JsonToken.PROPERTY_NAME && depth == 1) {
                    section = json.currentName();
                } else if (token == JsonToken.VALUE_STRING && depth == DEPTH_OF_PROPERTY) {
                    property.put(json.currentName(), json.getString());
                } else if (token == JsonToken.END_OBJECT && depth == DEPTH_OF_PROPERTY - 1) {
                    if (section.equals("properties")) {
                        add(property.getOrDefault("name", ""), property.getOrDefault("type", ""), names);
                    }
                    property.clear();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(String name, String type, Set<String> names) {
        if (!name.startsWith(PREFIX)) {
            return;
        }
        names.add(name);
        if (type.startsWith("java.util.List")) {
            names.add(name + "[*]");
        }
    }

    boolean contains(SettingName name) {
        return names.stream().anyMatch(name::isNameOf);
    }
}
