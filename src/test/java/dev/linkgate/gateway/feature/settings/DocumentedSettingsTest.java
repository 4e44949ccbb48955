package dev.linkgate.gateway.feature.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.ProjectFiles;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.vocabulary.TestVocabulary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/settings.md has the settings that exist, and all pages name only settings that exist. */
class DocumentedSettingsTest {

    private static final Path PAGE = ProjectFiles.at("docs/settings.md");
    private static final Pattern OPTION = Pattern.compile("--(linkgate\\.[a-z0-9.\\[\\]-]+)=");
    private static final Pattern VARIABLE = Pattern.compile("\\bLINKGATE_[A-Z0-9_]+\\b");

    /** The variable of docker-compose.yml itself, which hands it over under Spring's name. */
    private static final String OF_COMPOSE = "LINKGATE_DATABASE_PASSWORD";

    /** Recipes run in the teams' pipelines, and a decision may name what does not exist. */
    private static final List<Path> OTHER_PAGES =
            List.of(ProjectFiles.at("docs/recipes"), ProjectFiles.at("docs/decisions"));

    @Test
    void pageMatchesTheMetadata() throws IOException {
        String rendered = SettingsDocument.render(Files.readString(PAGE));
        if (Boolean.getBoolean("test.write-docs")) {
            Files.writeString(PAGE, rendered);
        }
        assertThat(PAGE)
                .as("to write it: ./mvnw test -Dtest=DocumentedSettingsTest -Dtest.write-docs=true")
                .content()
                .isEqualTo(rendered);
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
        return TestVocabulary.ALL.all(ProblemCode.class).stream()
                .map(problem -> problem.code().toUpperCase(Locale.ROOT).replace('-', '_'))
                .anyMatch(code -> name.equals("LINKGATE_" + code));
    }

    private static Iterable<Path> pages() throws IOException {
        try (Stream<Path> files = Stream.of("docs", "deploy", "README.md", "docker-compose.yml", "Dockerfile")
                .map(ProjectFiles::at)
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
