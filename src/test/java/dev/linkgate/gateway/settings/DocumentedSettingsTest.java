package dev.linkgate.gateway.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.gateway.request.ProblemCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The settings of docs/operations.md are those that exist, and all pages name only settings that exist. */
class DocumentedSettingsTest {

    private static final Pattern NAME = Pattern.compile("`([^`]+)`");
    private static final Pattern OPTION = Pattern.compile("--(linkgate\\.[a-z0-9.\\[\\]-]+)=");
    private static final Pattern VARIABLE = Pattern.compile("\\bLINKGATE_[A-Z0-9_]+\\b");

    /** Of docker-compose.yml itself, which hands it over under Spring's name. */
    private static final String OF_COMPOSE = "LINKGATE_DATABASE_PASSWORD";

    /** Recipes run in the teams' pipelines, and a decision may name what does not exist. */
    private static final List<Path> OTHER_PAGES = List.of(Path.of("docs/recipes"), Path.of("docs/decisions"));

    @Test
    void theTableHasAllSettingsAndNoOther() throws IOException {
        Set<String> documented = new TreeSet<>();
        for (String line : Files.readAllLines(Path.of("docs/operations.md"))) {
            if (line.startsWith("| `linkgate.")) {
                addNames(line.split("\\|", 3)[1], documented);
            }
        }
        Set<String> known = KnownSettings.load().names().stream()
                .filter(name -> !name.endsWith("[*]"))
                .map(name -> name.replace("[*]", "[n]"))
                .filter(name -> !name.equals("linkgate.tls.teams"))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(documented).isEqualTo(known);
    }

    /** Further names of a row have only their last part, as in {@code `linkgate.atlas.retries.share`, `.floor`}. */
    private static void addNames(String cell, Set<String> documented) {
        String parent = "";
        for (Matcher name = NAME.matcher(cell); name.find(); ) {
            String text = name.group(1);
            if (!text.startsWith(".")) {
                parent = text.substring(0, text.lastIndexOf('.'));
            }
            documented.add(text.startsWith(".") ? parent + text : text);
        }
    }

    @Test
    void allPagesNameSettingsThatExist() throws IOException {
        KnownSettings known = KnownSettings.load();
        for (Path page : pages()) {
            String text = Files.readString(page);
            for (Matcher option = OPTION.matcher(text); option.find(); ) {
                assertThat(known.contains(new SettingName(option.group(1), false)))
                        .as("%s in %s", option.group(1), page)
                        .isTrue();
            }
            for (Matcher variable = VARIABLE.matcher(text); variable.find(); ) {
                String name = variable.group();
                assertThat(known.contains(new SettingName(name, true))
                                || ForeignVariables.contain(name, "tcp://")
                                || name.equals(OF_COMPOSE)
                                || isErrorOfTheAtlasApi(name))
                        .as("%s in %s", name, page)
                        .isTrue();
            }
        }
    }

    /** A problem that Atlas has no name for. */
    private static boolean isErrorOfTheAtlasApi(String name) {
        return Arrays.stream(ProblemCode.values()).anyMatch(code -> name.equals("LINKGATE_" + code.name()));
    }

    private static Iterable<Path> pages() throws IOException {
        try (Stream<Path> files = Stream.of("docs", "deploy", "README.md", "docker-compose.yml", "Dockerfile")
                .map(Path::of)
                .flatMap(DocumentedSettingsTest::filesUnder)) {
            return files.filter(file -> OTHER_PAGES.stream().noneMatch(file::startsWith))
                    .filter(file -> file.toString().matches(".*(?:\\.md|\\.ya?ml|\\.sh|Dockerfile|\\.env)"))
                    .toList();
        }
    }

    private static Stream<Path> filesUnder(Path place) {
        try (Stream<Path> all = Files.walk(place)) {
            return all.filter(Files::isRegularFile).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
