package dev.linkgate.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotContribution;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ImportSelector;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;

/**
 * The settings that decided in the build which bean definitions there are: those that conditions asked for. They are in
 * a file of the jar with the values that they had, a line each: {@code name=value}, or {@code name} if it was not set.
 */
final class FixedSettings implements BeanFactoryInitializationAotProcessor {

    private static final String FILE = "META-INF/fixed-settings";

    private static final String FORWARDED_HEADERS = "server.forward-headers-strategy";

    /** Conditions ask of these only what {@link #difference} asks, and whether there is a database. */
    private static final Set<String> ANY_VALUE = Set.of(
            "server.port", "management.server.port", FORWARDED_HEADERS, "spring.datasource.url", "linkgate.data-dir");

    /** Begins to note what is asked for; in the build. */
    static void record(ConfigurableEnvironment environment) {
        environment.getPropertySources().addFirst(new Asked());
    }

    /** @return why bean definitions of the build would not be those of this start; absent if they are */
    static Optional<String> difference(Environment environment) {
        try (InputStream file = FixedSettings.class.getClassLoader().getResourceAsStream(FILE)) {
            if (file == null) {
                return Optional.of("the build has made none");
            }
            if (ManagementPortType.get(environment) != ManagementPortType.DIFFERENT) {
                return Optional.of("management has no port of its own");
            }
            if ("framework".equalsIgnoreCase(environment.getProperty(FORWARDED_HEADERS))) {
                return Optional.of("the framework handles forwarded headers");
            }
            return new String(file.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.equals(line(nameIn(line), environment)))
                    .findFirst()
                    .map(line -> nameIn(line) + " is set otherwise");
        } catch (ConversionException | IllegalArgumentException e) {
            return Optional.of("a setting cannot be read, which the start refuses in its own words");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String nameIn(String line) {
        int end = line.indexOf('=');
        return end < 0 ? line : line.substring(0, end);
    }

    private static String line(String name, Environment environment) {
        String value = environment.getProperty(name);
        return value == null ? name : name + "=" + value;
    }

    /**
     * Adds the file to what the build generates, once all conditions were asked, those of the management port's too.
     */
    @Override
    public @Nullable BeanFactoryInitializationAotContribution processAheadOfTime(
            ConfigurableListableBeanFactory factory) {
        if (factory.getParentBeanFactory() != null) {
            return null;
        }
        ConfigurableEnvironment environment = factory.getBean(ConfigurableEnvironment.class);
        Asked asked =
                (Asked) Objects.requireNonNull(environment.getPropertySources().get(Asked.NAME));
        return (generation, code) -> generation
                .getGeneratedFiles()
                .addResourceFile(
                        FILE,
                        asked.getSource().stream()
                                .map(name -> line(name, environment))
                                .collect(Collectors.joining("\n")));
    }

    /** Has no setting, and notes which ones conditions ask for. */
    private static final class Asked extends PropertySource<Set<String>> {

        static final String NAME = "asked";

        Asked() {
            super(NAME, new ConcurrentSkipListSet<>());
        }

        @Override
        public @Nullable Object getProperty(String name) {
            if (!ANY_VALUE.contains(name) && isAskedByCondition()) {
                source.add(name);
            }
            return null;
        }

        private static boolean isAskedByCondition() {
            return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                    .walk(frames -> frames.map(StackWalker.StackFrame::getDeclaringClass)
                            .anyMatch(type -> Condition.class.isAssignableFrom(type)
                                    || ImportSelector.class.isAssignableFrom(type)));
        }
    }
}
