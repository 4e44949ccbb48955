package dev.linkgate;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import dev.linkgate.audit.Intent;
import dev.linkgate.kernel.Right;
import dev.linkgate.kernel.Secret;
import dev.linkgate.link.AtlasProject;
import dev.linkgate.reads.SharedProject;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds the packages to the table in docs/decisions/0003: arrows go down only. */
class ArchitectureTest {

    private static final String ROOT = "dev.linkgate";

    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            entry("kernel", Set.of()),
            entry("observability", Set.of("kernel")),
            entry("settings", Set.of("kernel", "web")),
            entry("digest", Set.of()),
            entry("store", Set.of("kernel")),
            entry("web", Set.of("kernel")),
            entry("audit", Set.of("kernel", "observability", "store", "web")),
            entry("admission", Set.of("kernel", "observability", "web")),
            entry("config", Set.of("kernel", "web", "audit")),
            entry("access", Set.of("kernel", "observability", "store", "web", "audit", "admission", "config")),
            entry("credential", Set.of("kernel", "observability", "store", "web", "audit", "config", "operation")),
            entry("project", Set.of("kernel", "store", "web", "audit", "config", "credential")),
            entry("operation", Set.of("kernel", "observability", "store")),
            entry("lock", Set.of("store")),
            entry("link", Set.of("kernel", "audit")),
            entry("reads", Set.of("kernel", "observability", "audit", "link")),
            entry("watch", Set.of("kernel", "observability", "audit", "link", "reads")),
            entry("endpoint", Set.of("kernel", "audit", "operation", "lock", "link", "reads", "watch")),
            entry("atlas", Set.of("kernel", "observability", "audit", "credential", "link", "digest")),
            entry(
                    "api",
                    Set.of(
                            "kernel",
                            "observability",
                            "web",
                            "admission",
                            "audit",
                            "access",
                            "credential",
                            "project",
                            "operation",
                            "link",
                            "endpoint")),
            entry(
                    "events",
                    Set.of(
                            "kernel",
                            "observability",
                            "web",
                            "admission",
                            "audit",
                            "operation",
                            "link",
                            "watch",
                            "endpoint",
                            "api")),
            entry("drift", Set.of("kernel", "web", "audit", "link", "reads", "api")),
            entry("terraform", Set.of("kernel", "web", "link", "endpoint", "api")),
            entry("openapi", Set.of("kernel", "web", "link", "api")),
            entry("pages", Set.of("kernel")),
            entry("idempotency", Set.of("kernel", "observability", "store", "web", "admission", "audit")),
            entry("cli", Set.of("kernel")),
            entry("sandbox.http", Set.of()),
            entry("sandbox.state", Set.of("sandbox.http")),
            entry("sandbox.authentication", Set.of("kernel", "sandbox.http")),
            entry("sandbox.dialect", Set.of("kernel", "sandbox.http", "sandbox.state")),
            entry("sandbox.fault", Set.of("sandbox.http", "sandbox.state")),
            entry("sandbox.log", Set.of("sandbox.http", "sandbox.state", "sandbox.authentication")),
            entry(
                    "sandbox",
                    Set.of(
                            "kernel",
                            "sandbox.http",
                            "sandbox.state",
                            "sandbox.authentication",
                            "sandbox.dialect",
                            "sandbox.fault",
                            "sandbox.log")),
            entry("demo", Set.of("kernel", "audit", "access", "credential", "project", "sandbox", "store")));

    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @TestFactory
    Iterable<DynamicTest> everyPackageUsesOnlyWhatTheTableAllows() {
        return MAY_USE.entrySet().stream()
                .map(row -> DynamicTest.dynamicTest(
                        row.getKey(),
                        () -> noClasses()
                                .that()
                                .resideInAPackage(ROOT + "." + row.getKey())
                                .should()
                                .dependOnClassesThat(ofPackagesBeyond(row.getKey(), row.getValue()))
                                .check(PRODUCT)))
                .toList();
    }

    @Test
    void theTableNamesEveryPackage() {
        Set<String> packages = PRODUCT.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> !name.equals(ROOT))
                .map(name -> name.substring(ROOT.length() + 1))
                .collect(Collectors.toSet());

        assertThat(packages).isEqualTo(MAY_USE.keySet());
    }

    @Test
    void noPackagesUseEachOtherInACircle() {
        SlicesRuleDefinition.slices()
                .matching(ROOT + ".(**)")
                .should()
                .beFreeOfCycles()
                .check(PRODUCT);
    }

    @Test
    void everyPackageIsNullMarked() {
        Set<String> unmarked = PRODUCT.stream()
                .map(JavaClass::getPackage)
                .filter(p -> !p.isAnnotatedWith(NullMarked.class))
                .map(p -> p.getName())
                .collect(Collectors.toSet());

        assertThat(unmarked).isEmpty();
    }

    /** Every reader of a secret is named here; a new one is a decision. */
    @Test
    void secretsAreReadOnlyWhereTheyMustBe() {
        classes()
                .that(DescribedPredicate.describe(
                        "read a secret",
                        type -> type.getMethodCallsFromSelf().stream()
                                .anyMatch(call -> call.getTargetOwner().isEquivalentTo(Secret.class)
                                        && call.getTarget().getName().equals("reveal"))))
                .should()
                .haveNameMatching(ROOT.replace(".", "\\.")
                        + "\\.(access\\.(AdminToken|ApiKey|Authenticator|JwtVerifier|ShownKey)"
                        + "|credential\\.(CredentialRequest|KeyMaterial|KeyRing|OwnSecrets)"
                        + "|atlas\\.(DigestAuthentication|TokenAuthentication|HttpChannel|ProxySettings|RequestSecrets)"
                        + "|observability\\.TracingConfiguration"
                        + "|cli\\.GatewayClient"
                        + "|demo\\.Demo(Setup|Guide)"
                        + "|sandbox\\..*)")
                .check(PRODUCT);
    }

    /**
     * The pipeline sends each write through the rules of its kind. A decorator of the project passes on what they send.
     */
    @Test
    void onlyThePipelineSendsWritesToAtlas() {
        String rules = ROOT + ".endpoint.WriteRules";
        classes()
                .that(sendTo(AtlasProject.class.getName()))
                .should()
                .beAssignableTo(rules)
                .orShould()
                .haveFullyQualifiedName(SharedProject.class.getName())
                .check(PRODUCT);
        classes()
                .that(sendTo(rules))
                .should()
                .haveFullyQualifiedName(ROOT + ".endpoint.WritePipeline")
                .check(PRODUCT);
    }

    /**
     * The right of a write is in its {@link Intent}, and a request to Atlas passes only the one class that asks it. Only a
     * read and the request for a token are made without one.
     */
    @Test
    void everyWriteToAtlasHasTheRightOfItsIntent() {
        String request = ROOT + ".atlas.AtlasRequest";
        onlyOneMayCall(ROOT + ".audit.AuditTrail", Intent.class.getName(), "<init>");
        onlyOneMayCall(request, request, "<init>");
        classes()
                .that(call("org.springframework.web.reactive.function.client.WebClient", "method"))
                .should(ArchCondition.from(call(Right.class.getName(), "require")))
                .check(PRODUCT);
        assertThat(PRODUCT.get(request).getMethods().stream()
                        .filter(method -> method.getFieldAccesses().stream()
                                .anyMatch(access -> access.getTarget().getName().equals("PERMANENT")))
                        .map(JavaMethod::getName))
                .containsExactlyInAnyOrder("read", "readBack", "forToken");
    }

    private static void onlyOneMayCall(String one, String owner, String name) {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(one)
                .should(ArchCondition.from(call(owner, name)))
                .check(PRODUCT);
        classes()
                .that()
                .haveFullyQualifiedName(one)
                .should(ArchCondition.from(call(owner, name)))
                .check(PRODUCT);
    }

    private static DescribedPredicate<JavaClass> call(String owner, String name) {
        return DescribedPredicate.describe(
                "call " + name + " of " + owner,
                type -> type.getCodeUnitCallsFromSelf().stream()
                        .anyMatch(call -> call.getTargetOwner().getFullName().equals(owner)
                                && call.getTarget().getName().equals(name)));
    }

    /**
     * Whatever begins a thread begins a fixed number of them, or one for something that is limited itself; never one for
     * each element of what a caller can make large. Each is named here, so a new one is a decision.
     */
    @Test
    void threadsBeginOnlyInNamedPlaces() {
        Map<String, Set<String>> starters = Map.of(
                "java.lang.Thread", Set.of("ofVirtual", "ofPlatform", "startVirtualThread", "<init>"),
                "java.util.concurrent.CompletableFuture",
                        Set.of("supplyAsync", "runAsync", "thenApplyAsync", "thenRunAsync", "thenAcceptAsync"),
                "java.util.concurrent.ForkJoinPool", Set.of("<init>", "commonPool"),
                "java.util.concurrent.ThreadPoolExecutor", Set.of("<init>"));
        classes()
                .that()
                .resideOutsideOfPackages(ROOT + ".sandbox..", ROOT + ".cli..", ROOT + ".demo..")
                .and(DescribedPredicate.describe(
                        "begin threads",
                        type -> type.getCodeUnitAccessesFromSelf().stream()
                                .anyMatch(access -> access.getTargetOwner()
                                                .getName()
                                                .equals("java.util.concurrent.Executors")
                                        || starters.getOrDefault(
                                                        access.getTargetOwner().getName(), Set.of())
                                                .contains(access.getTarget().getName()))))
                .should()
                .haveNameMatching(ROOT.replace(".", "\\.")
                        + "\\.(reads\\.FanOut\\$Run" // eight for a list
                        + "|watch\\.Poller" // one for a link with waiters
                        + "|operation\\.Worker" // one for an operation, of which it runs a fixed number
                        + "|audit\\.(AuditLog|IntentWatch|ScanThreads|SignsOfLife)" // a fixed number each
                        + "|idempotency\\.ClaimHeartbeat" // one
                        + "|credential\\.MasterKeyCommand)") // one, at the start
                .check(PRODUCT);
    }

    private static DescribedPredicate<JavaClass> sendTo(String owner) {
        return DescribedPredicate.describe(
                "send a write to " + owner,
                type -> type.getAccessesFromSelf().stream()
                        .anyMatch(access -> access.getTargetOwner().isAssignableTo(owner)
                                && !access.getTargetOwner().equals(type)
                                && access.getTarget().getName().equals("send")));
    }

    private static DescribedPredicate<JavaClass> ofPackagesBeyond(String own, Set<String> allowed) {
        return DescribedPredicate.describe("are of another package than " + allowed, type -> {
            String name = type.getPackageName();
            return name.startsWith(ROOT)
                    && !name.equals(ROOT + "." + own)
                    && allowed.stream().noneMatch(other -> name.equals(ROOT + "." + other));
        });
    }
}
