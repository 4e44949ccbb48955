package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;

import dev.linkgate.gateway.LinkgateApplication;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.modulith.core.ApplicationModule;
import org.springframework.modulith.core.ApplicationModules;

/** Each feature starts with the core and what it says that it uses, and nothing else. */
@Tag("harness")
class FeaturesAloneTest {

    private static final ApplicationModules MODULES = ApplicationModules.of(LinkgateApplication.class);

    static Stream<String> features() {
        return MODULES.stream().map(FeaturesAloneTest::name).filter(name -> !name.equals("core"));
    }

    @ParameterizedTest
    @MethodSource("features")
    void itStartsWithTheCore(String feature) {
        Set<String> parts = new TreeSet<>();
        add(MODULES.getModuleByName(feature).orElseThrow(), parts);

        try (Gateway gateway = Gateway.startOnly(parts::contains)) {
            assertThat(gateway.anonymous().get("/readyz")).hasStatus(200);
            Scene scene = Scene.in(gateway);
            assertThat(scene.editor().post(scene.endpoints(), Scene.body(Scene.newEndpoint())))
                    .hasStatus(201);
        }
    }

    private static void add(ApplicationModule module, Set<String> parts) {
        if (parts.add(name(module))) {
            module.getDirectDependencies(MODULES).uniqueModules().forEach(used -> add(used, parts));
        }
    }

    private static String name(ApplicationModule module) {
        return module.getIdentifier().toString();
    }
}
