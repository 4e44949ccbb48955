package dev.linkgate;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import dev.linkgate.gateway.LinkgateApplication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModule;
import org.springframework.modulith.core.ApplicationModules;

/** The core uses no feature, and features use only what their packages declare, in no circle. */
class ModulesTest {

    /** The modules without the types of libraries, which take most of the time. */
    private static final ApplicationModules MODULES = ArchConfiguration.withThreadLocalScope(configuration -> {
        configuration.setResolveMissingDependenciesFromClassPath(false);
        return ApplicationModules.of(LinkgateApplication.class);
    });

    @Test
    void eachModuleUsesOnlyWhatItDeclares() {
        MODULES.verify();
    }

    @Test
    void thereAreTheCoreAndItsFeatures() {
        assertThat(MODULES.stream()).hasSizeGreaterThan(12);
        assertThat(uses(MODULES.getModuleByName("core").orElseThrow())).isEmpty();
    }

    /** Modulith reads compiled classes, in which neither Javadoc nor a constant's origin is left. */
    @Test
    void theSourcesOfTheCoreNameNoFeature() throws IOException {
        try (Stream<Path> files = Files.walk(ProjectFiles.at("src/main/java/dev/linkgate/gateway/core"))) {
            assertThat(files.filter(Files::isRegularFile))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(file).content().doesNotContain("gateway.feature."));
        }
    }

    /** The core is left out, because all use it. */
    @Test
    void thePictureShowsWhichFeatureUsesWhich() throws IOException {
        List<String> arrows = MODULES.stream()
                .sorted(Comparator.comparing(module -> module.getIdentifier().toString()))
                .flatMap(ModulesTest::arrows)
                .toList();

        assertThat(Files.readString(ProjectFiles.at("docs/architecture.md")))
                .contains("```mermaid\nflowchart LR\n" + String.join("\n", arrows) + "\n```");
    }

    private static Stream<String> arrows(ApplicationModule feature) {
        return uses(feature).stream().map(used -> "  " + feature.getIdentifier() + " --> " + used);
    }

    private static List<String> uses(ApplicationModule module) {
        return module.getDirectDependencies(MODULES)
                .uniqueModules()
                .map(used -> used.getIdentifier().toString())
                .filter(used -> !used.equals("core"))
                .sorted()
                .toList();
    }
}
