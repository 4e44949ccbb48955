package dev.linkgate;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.boot.context.event.ApplicationStartingEvent;
import org.springframework.boot.context.event.SpringApplicationEvent;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;

/**
 * Begins a process that runs tests, and ends it: closes the applications that are open still, deletes their files, and
 * prints what made the process slow and large, which are the applications and the heap. JUnit and Boot find it by
 * themselves.
 */
public final class TestRun implements LauncherSessionListener, ApplicationListener<SpringApplicationEvent> {

    private static final Map<String, Integer> STARTED = new ConcurrentHashMap<>();
    private static final Set<ConfigurableApplicationContext> APPLICATIONS =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        if ("root".equals(System.getProperty("user.name")) && !rootHasUserNamespaces()) {
            throw new IllegalStateException("PostgreSQL refuses to run as root, and here root cannot drop its rights"
                    + " (unshare --user fails): run the tests as another user");
        }
        OneLog.setUp(settingsOfTheProduct());
    }

    private static boolean rootHasUserNamespaces() {
        try {
            return ChildProcess.of("unshare", "--user", "true")
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ConfigurableEnvironment settingsOfTheProduct() {
        StandardEnvironment settings = new StandardEnvironment();
        try {
            new YamlPropertySourceLoader()
                    .load("product", new ClassPathResource("application.yaml")).stream()
                            .findFirst() // the others are of profiles
                            .ifPresent(settings.getPropertySources()::addLast);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return settings;
    }

    @Override
    public void onApplicationEvent(SpringApplicationEvent event) {
        switch (event) {
            case ApplicationStartingEvent starting ->
                STARTED.merge(starter().orElseGet(() -> sources(starting)), 1, Integer::sum);
            case ApplicationPreparedEvent prepared -> APPLICATIONS.add(prepared.getApplicationContext());
            default -> {} // other events are of no interest
        }
    }

    /** The outermost test on the stack; Spring starts some before there is one. */
    private static Optional<String> starter() {
        return StackWalker.getInstance()
                .walk(frames -> frames.map(StackWalker.StackFrame::getClassName)
                        .filter(name -> name.startsWith("dev.linkgate."))
                        .map(name -> name.substring(name.lastIndexOf('.') + 1).replaceFirst("\\$.*", ""))
                        .filter(name -> name.endsWith("Test"))
                        .reduce((inner, outer) -> outer));
    }

    private static String sources(ApplicationStartingEvent event) {
        return event.getSpringApplication().getAllSources().stream()
                .map(source -> source instanceof Class<?> type ? type.getSimpleName() : source.toString())
                .collect(Collectors.joining("+"));
    }

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        // Before the databases end with this process, for which each would wait.
        Set.copyOf(APPLICATIONS).parallelStream().forEach(ConfigurableApplicationContext::close);
        TestDirectories.delete();
        if (STARTED.isEmpty()) {
            return;
        }
        int started = STARTED.values().stream().mapToInt(Integer::intValue).sum();
        String starters = STARTED.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(starter -> starter.getKey() + " " + starter.getValue())
                .collect(Collectors.joining(", "));
        // Past Surefire, which sends all else to files.
        PrintStream console = new PrintStream(new FileOutputStream(FileDescriptor.out));
        console.printf("Applications started: %d (%s). Peak heap: %d MiB.%n", started, starters, peakHeapBytes() >> 20);
        console.flush();
    }

    private static long peakHeapBytes() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
    }
}
