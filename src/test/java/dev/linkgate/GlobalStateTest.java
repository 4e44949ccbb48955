package dev.linkgate;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import dev.linkgate.gateway.app.Alone;
import dev.linkgate.gateway.app.AloneWithoutRetries;
import dev.linkgate.gateway.app.Gateway;
import dev.linkgate.gateway.core.atlas.CapturedLog;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedClass;
import org.springframework.boot.logging.LoggingSystem;

/** Tests run beside each other in one process: what is global is locked by its name, or its class is isolated. */
class GlobalStateTest {

    private static final Map<String, Set<String>> GLOBAL = Map.ofEntries(
            Map.entry(
                    "java.lang.System",
                    Set.of("setProperty", "setProperties", "clearProperty", "setIn", "setOut", "setErr")),
            Map.entry("java.lang.Thread", Set.of("setDefaultUncaughtExceptionHandler")),
            Map.entry("java.util.Locale", Set.of("setDefault")),
            Map.entry("java.util.TimeZone", Set.of("setDefault")),
            Map.entry("java.security.Security", Set.of("setProperty", "addProvider", "insertProviderAt")),
            Map.entry("javax.net.ssl.SSLContext", Set.of("setDefault")),
            Map.entry("java.net.ProxySelector", Set.of("setDefault")),
            Map.entry("java.net.Authenticator", Set.of("setDefault")),
            Map.entry("java.net.CookieHandler", Set.of("setDefault")),
            Map.entry("ch.qos.logback.classic.Logger", Set.of("setLevel")),
            Map.entry("org.springframework.boot.logging.LoggingSystem", Set.of("setLogLevel")));

    @Test
    void whatIsGlobalIsChangedOnlyUnderALock() {
        classes()
                .that(callAnyOf(GLOBAL))
                .and()
                .resideOutsideOfPackage("dev.linkgate.harness..") // processes of their own
                .and()
                .doNotHaveFullyQualifiedName(Printed.class.getName()) // once, before all tests
                .and()
                .doNotHaveFullyQualifiedName(CapturedLog.class.getName()) // for callers that the next rule names
                .and()
                .doNotHaveSimpleName("AskingForAccessTest") // no other test looks at its logger
                .should(belongToClassesWith(List.of(ResourceLock.class, Isolated.class)))
                .allowEmptyShould(true)
                .check(Classes.OF_THE_TESTS.all());
    }

    @Test
    void onlyAnIsolatedClassLogsEverything() {
        classes()
                .that(callAnyOf(Map.of(CapturedLog.class.getName(), Set.of("everything"))))
                .and()
                .doNotHaveFullyQualifiedName(CapturedLog.class.getName())
                .should(belongToClassesWith(List.of(Isolated.class)))
                .check(Classes.OF_THE_TESTS.all());
    }

    /** The environment of the user who runs the tests would change them. */
    @Test
    void noTestSeesTheEnvironment() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(ChildProcess.class.getName())
                .and()
                .doNotHaveSimpleName("LoadGenerator") // gets a secret from the script that starts it
                .should(ArchCondition.from(callAnyOf(Map.of(
                        "java.lang.System", Set.of("getenv"),
                        "java.lang.Runtime", Set.of("exec"),
                        "java.lang.ProcessBuilder", Set.of("<init>")))))
                .check(Classes.OF_THE_TESTS.all());
    }

    /** Java's common pool has two threads here, and who blocks them keeps the work of all other tests from starting. */
    @Test
    void nobodyBlocksTheCommonPool() {
        noClasses()
                .should()
                .callMethod(CompletableFuture.class, "supplyAsync", Supplier.class)
                .orShould()
                .callMethod(CompletableFuture.class, "runAsync", Runnable.class)
                .check(Classes.OF_THE_TESTS.all());
    }

    /** Otherwise each start would keep all others from logging until it is over. */
    @Test
    void theLogIsSetUpOnce() {
        assertThat(LoggingSystem.get(GlobalStateTest.class.getClassLoader())).isInstanceOf(OneLog.class);
    }

    /** It replaces the streams for each test, and takes them from the others. */
    @Test
    void nobodyCapturesOutputByAnotherWay() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.springframework.boot.test.system.OutputCaptureExtension")
                .check(Classes.OF_THE_TESTS.all());
    }

    /** JUnit does not see them. */
    @Test
    void aParameterizedClassHasTheLocksOfItsMethods() {
        classes()
                .that()
                .areMetaAnnotatedWith(ParameterizedClass.class)
                .and(DescribedPredicate.describe(
                        "have a method with a lock",
                        type -> type.getMethods().stream()
                                .anyMatch(method -> method.isMetaAnnotatedWith(ResourceLock.class))))
                .should(belongToClassesWith(List.of(ResourceLock.class)))
                .allowEmptyShould(true)
                .check(Classes.OF_THE_TESTS.all());
    }

    /** Atlas has one clock, one list of faults and one list of requests for all callers of a gateway. */
    @Test
    void whatCallersShareIsChangedOnlyByClassesThatHaveItAlone() {
        classes()
                .that(callAnyOf(Map.of(Gateway.class.getName(), Set.of("shared", "sharedClassic", "remembering")))
                        .and(callAnyOf(Map.of(
                                Gateway.class.getName(),
                                Set.of("atlasClock"),
                                "dev.linkgate.sandbox.fault.Faults",
                                Set.of("clear"),
                                "dev.linkgate.sandbox.log.SimulatedRequestLog",
                                Set.of("forget")))))
                .and()
                .haveSimpleNameEndingWith("Test")
                .should(belongToClassesWith(List.of(ResourceLock.class)).or(belongToClassesOf("harness")))
                .check(Classes.OF_THE_TESTS.all());
    }

    @Test
    void whoSaysItHasAGatewayAloneLocksThatOne() {
        Map.of("alone", Alone.class, "aloneWithoutRetries", AloneWithoutRetries.class)
                .forEach((method, lock) -> classes()
                        .that(callAnyOf(Map.of(Gateway.class.getName(), Set.of(method))))
                        .and()
                        .haveSimpleNameEndingWith("Test")
                        .should(belongToClassesWith(List.of(lock)).or(belongToClassesOf("harness")))
                        .check(Classes.OF_THE_TESTS.all()));
    }

    /** Others send requests, whose statements the stores' own tests send to both. */
    @Test
    void whatLooksIntoTheDatabaseOfAGatewayRunsOnBoth() {
        classes()
                .that(callAnyOf(Map.of(Gateway.class.getName(), Set.of("database"))))
                .and()
                .haveSimpleNameEndingWith("Test")
                .and(DescribedPredicate.describe(
                        "have no database of their own choice",
                        type -> type.getDirectDependenciesFromSelf().stream()
                                .noneMatch(dependency ->
                                        dependency.getTargetClass().isEquivalentTo(TestDatabase.class))))
                .should(belongToClassesOf("postgresql").or(belongToClassesOf("harness")))
                .check(Classes.OF_THE_TESTS.all());
    }

    private static DescribedPredicate<JavaClass> callAnyOf(Map<String, Set<String>> methods) {
        return DescribedPredicate.describe(
                "call any of " + methods,
                type -> type.getCodeUnitCallsFromSelf().stream()
                        .anyMatch(call -> methods.getOrDefault(
                                        call.getTargetOwner().getName(), Set.of())
                                .contains(call.getTarget().getName())));
    }

    /** Or to a class within one, or with these annotations on their annotations. */
    private static ArchCondition<JavaClass> belongToClassesWith(List<Class<? extends Annotation>> annotations) {
        return ArchCondition.from(DescribedPredicate.describe(
                "belong to classes with any of " + annotations,
                type -> annotations.stream().anyMatch(outermost(type)::isMetaAnnotatedWith)));
    }

    private static ArchCondition<JavaClass> belongToClassesOf(String tag) {
        return ArchCondition.from(DescribedPredicate.describe(
                "belong to classes with the tag " + tag,
                type -> outermost(type)
                        .tryGetAnnotationOfType(Tag.class)
                        .filter(own -> own.value().equals(tag))
                        .isPresent()));
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(GlobalStateTest::outermost).orElse(type);
    }
}
