package dev.linkgate;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import dev.linkgate.gateway.core.endpoints.port.AtlasProject;
import dev.linkgate.gateway.core.endpoints.reads.SharedProject;
import dev.linkgate.gateway.core.platform.request.Change;
import dev.linkgate.gateway.core.platform.request.Right;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.web.DirectAnswer;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import dev.linkgate.gateway.core.trail.audit.Intent;
import dev.linkgate.kernel.Secret;
import jakarta.servlet.Filter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Holds the rooms to a table: each uses only those above it. The reasons are in docs/decisions/0003. */
class ArchitectureTest {

    private static final String ROOT = "dev.linkgate";

    /**
     * Each room, a package with all below it, with the rooms that it may use. Each line uses only rooms above it, so it
     * also shows an order in which to read the code. Within a room, packages only must not use each other in a circle.
     * Spring Modulith ({@link ModulesTest}) tells the features from each other and from the core. It sees only what lies
     * below the application's package, and takes the core for one module, so those rooms are here.
     */
    private static final String ROOMS = """
            kernel:
            protocol: kernel
            transparency: kernel
            sqlite: kernel
            cli: kernel transparency sqlite
            sandbox: kernel protocol

            gateway.core.platform: kernel sqlite
            gateway.core.trail: kernel transparency gateway.core.platform
            gateway.core.endpoints: kernel gateway.core.platform gateway.core.trail
            gateway.core.atlas: kernel gateway.core.platform gateway.core.trail gateway.core.endpoints
            gateway.core.access: kernel gateway.core.platform gateway.core.trail gateway.core.endpoints gateway.core.atlas
            gateway.core.api: kernel protocol gateway.core.platform gateway.core.trail gateway.core.endpoints gateway.core.atlas gateway.core.access
            gateway.core.inbound: kernel protocol gateway.core.platform gateway.core.trail gateway.core.access
            gateway.feature: kernel protocol transparency sandbox gateway.core
            """;

    private static final Map<String, Set<String>> MAY_USE = ROOMS.lines()
            .filter(line -> !line.isBlank())
            .map(line -> line.split(": ?", -1))
            .collect(Collectors.toMap(
                    row -> row[0],
                    row -> Arrays.stream(row[1].split(" ", -1))
                            .filter(name -> !name.isEmpty())
                            .collect(Collectors.toSet()),
                    (one, other) -> {
                        throw new IllegalStateException("a room is named twice");
                    },
                    LinkedHashMap::new));

    @TestFactory
    Iterable<DynamicTest> everyRoomUsesOnlyWhatTheTableAllows() {
        return MAY_USE.entrySet().stream()
                .map(row -> DynamicTest.dynamicTest(
                        row.getKey(),
                        () -> noClasses()
                                .that()
                                .resideInAPackage(ROOT + "." + row.getKey() + "..")
                                .should()
                                .dependOnClassesThat(ofRoomsBeyond(row.getKey(), row.getValue()))
                                .check(Classes.OF_THE_PRODUCT.all())))
                .toList();
    }

    /** Only what starts the programs is in none. */
    @Test
    void theTableNamesEveryRoom() {
        assertThat(Classes.OF_THE_PRODUCT.all().stream()
                        .map(JavaClass::getPackageName)
                        .filter(name -> MAY_USE.keySet().stream().noneMatch(room -> isIn(name, room))))
                .containsOnly(ROOT, ROOT + ".gateway", ROOT + ".gateway.core");
    }

    private static boolean isIn(String packageName, String room) {
        return (packageName + ".").startsWith(ROOT + "." + room + ".");
    }

    /** The build decides on conditions, and knows no profile; a {@code BeanRegistrar} is asked at each start. */
    @Test
    void noBeanHangsOnAProfileByAnnotation() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Profile.class)
                .check(Classes.OF_THE_PRODUCT.all());
    }

    /** No start looks for listeners by annotation, so one would never be called. */
    @Test
    void noListenerIsOneByAnnotation() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(EventListener.class)
                .check(Classes.OF_THE_PRODUCT.all());
    }

    @Test
    void noPackagesUseEachOtherInACircle() {
        SlicesRuleDefinition.slices()
                .matching(ROOT + ".(**)")
                .should()
                .beFreeOfCycles()
                .check(Classes.OF_THE_PRODUCT.all());
    }

    /** One can read a package of that size before one changes it. A larger one is two. */
    @Test
    void noPackageHasMoreThanTwentyFiveFiles() {
        Map<String, Long> files = Classes.OF_THE_PRODUCT.all().stream()
                .filter(JavaClass::isTopLevelClass)
                .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));

        assertThat(files).allSatisfy((name, count) -> assertThat(count).as(name).isLessThanOrEqualTo(25));
    }

    /** One configuration lists all filters in their order. */
    @Test
    void noFilterSaysItsOwnPlace() {
        noClasses()
                .that()
                .implement(Filter.class)
                .should()
                .beAnnotatedWith(Order.class)
                .orShould()
                .implement(Ordered.class)
                .check(Classes.OF_THE_PRODUCT.all());
    }

    @Test
    void everyPackageIsNullMarked() {
        Set<String> unmarked = Classes.OF_THE_PRODUCT.all().stream()
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
                        + "\\.(gateway\\.core\\.access\\.key\\.(AdminToken|ApiKey|DigestVerifier|ShownKey)"
                        + "|gateway\\.core\\.inbound\\.authentication\\.ApiKeyProvider"
                        + "|gateway\\.feature\\.identities\\.jwt\\.JwtProvider"
                        + "|gateway\\.feature\\.oauth\\.(AccessTokens|SigningKey|TokenController(\\$TokenAnswer)?)"
                        + "|gateway\\.core\\.atlas\\.credential\\.KeyMaterial"
                        + "|gateway\\.feature\\.credentials\\.CredentialRequest"
                        + "|gateway\\.feature\\.declared\\.OwnSecrets"
                        + "|gateway\\.core\\.platform\\.digest\\.DigestSession"
                        + "|gateway\\.core\\.platform\\.encryption\\.(KeyRing|Tags)"
                        + "|gateway\\.core\\.atlas\\.channel\\.(HttpChannel|ProxySettings|RequestSecrets)"
                        + "|gateway\\.core\\.atlas\\.login\\.TokenAuthentication"
                        + "|gateway\\.feature\\.tracing\\.TracingBeans"
                        + "|gateway\\.feature\\.webhooks\\.SigningSecret"
                        + "|transparency\\.NoteSigner"
                        + "|cli\\.client\\.GatewayClient"
                        + "|gateway\\.feature\\.demo\\.Demo(Setup|Guide)"
                        + "|sandbox\\..*)")
                .check(Classes.OF_THE_PRODUCT.all());
    }

    /**
     * What the trail tells of a change has only plain values, and nobody puts in the text of a secret, or what it is
     * made from.
     */
    @Test
    void noSecretIsToldByTheTrail() {
        assertThat(Classes.OF_THE_PRODUCT.all().get(Change.Values.class).getMethods().stream()
                        .filter(method -> method.getName().equals("with"))
                        .map(method -> method.getRawParameterTypes().getLast().getSimpleName()))
                .containsExactlyInAnyOrder("String", "Instant", "long", "boolean", "Collection", "Values");
        Set<String> hidden = Set.of("reveal", "hash", "ciphertext", "previousCiphertext");
        assertThat(callersOf(Change.Values.class, "with"))
                .hasSizeGreaterThan(10)
                .allSatisfy(method -> assertThat(method.getMethodCallsFromSelf())
                        .noneMatch(call -> hidden.contains(call.getTarget().getName())
                                || call.getTarget().getRawReturnType().isEquivalentTo(Secret.class)));
    }

    /** Each write says what it is about. */
    @Test
    void noWriteIsRecordedWithoutItsTarget() {
        assertThat(Stream.of("write", "begin").flatMap(name -> callersOf(AuditTrail.class, name).stream()))
                .hasSizeGreaterThan(20)
                .allSatisfy(method -> assertThat(method.getFieldAccesses())
                        .noneMatch(
                                access -> access.getTarget().getFullName().equals(Target.class.getName() + ".NONE")));
    }

    private static List<JavaCodeUnit> callersOf(Class<?> owner, String name) {
        return Classes.OF_THE_PRODUCT.all().stream()
                .flatMap(type -> type.getCodeUnits().stream())
                .filter(method -> method.getMethodCallsFromSelf().stream()
                        .anyMatch(call -> call.getTargetOwner().isEquivalentTo(owner)
                                && call.getTarget().getName().equals(name)))
                .toList();
    }

    /**
     * The pipeline sends each write through the rules of its kind. A decorator of the project passes on what they send.
     */
    @Test
    void onlyThePipelineSendsWritesToAtlas() {
        String rules = ROOT + ".gateway.core.endpoints.provisioning.WriteRules";
        classes()
                .that(sendTo(AtlasProject.class.getName()))
                .should()
                .beAssignableTo(rules)
                .orShould()
                .haveFullyQualifiedName(SharedProject.class.getName())
                .check(Classes.OF_THE_PRODUCT.all());
        classes()
                .that(sendTo(rules))
                .should()
                .haveFullyQualifiedName(ROOT + ".gateway.core.endpoints.provisioning.WritePipeline$Attempt")
                .check(Classes.OF_THE_PRODUCT.all());
    }

    /**
     * The right of a write is in its {@link Intent}, which itself can only make it narrower, and a request to Atlas
     * passes only the one class that asks it. Only a read and the request for a token are made without one.
     */
    @Test
    void everyWriteToAtlasHasTheRightOfItsIntent() {
        String request = ROOT + ".gateway.core.atlas.channel.AtlasRequest";
        onlyOneMayCall(ROOT + ".gateway.core.trail.audit.AuditTrail", Intent.class.getName(), "<init>");
        onlyOneMayCall(request, request, "<init>");
        classes()
                .that(call("org.springframework.web.reactive.function.client.WebClient", "method"))
                .should(ArchCondition.from(call(Right.class.getName(), "require")))
                .check(Classes.OF_THE_PRODUCT.all());
        assertThat(Classes.OF_THE_PRODUCT.all().get(request).getMethods().stream()
                        .filter(method -> method.getFieldAccesses().stream()
                                .anyMatch(access -> access.getTarget().getName().equals("PERMANENT")))
                        .map(JavaMethod::getName))
                .containsExactlyInAnyOrder("get", "forToken");
    }

    private static void onlyOneMayCall(String one, String owner, String name) {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(one)
                .and()
                .doNotHaveFullyQualifiedName(owner)
                .should(ArchCondition.from(call(owner, name)))
                .check(Classes.OF_THE_PRODUCT.all());
        classes()
                .that()
                .haveFullyQualifiedName(one)
                .should(ArchCondition.from(call(owner, name)))
                .check(Classes.OF_THE_PRODUCT.all());
    }

    private static DescribedPredicate<JavaClass> call(String owner, String name) {
        return DescribedPredicate.describe(
                "call " + name + " of " + owner,
                type -> type.getCodeUnitCallsFromSelf().stream()
                        .anyMatch(call -> call.getTargetOwner().getFullName().equals(owner)
                                && call.getTarget().getName().equals(name)));
    }

    /**
     * Whatever begins a thread begins a fixed number of them, or one for something that is limited itself; never one
     * for each element of what a caller can make large. Each is named here, so a new one is a decision.
     */
    @Test
    void threadsBeginOnlyInNamedPlaces() {
        Map<String, Set<String>> starters = Map.of(
                "java.lang.Thread",
                Set.of("ofVirtual", "ofPlatform", "startVirtualThread", "<init>"),
                "java.util.concurrent.CompletableFuture",
                Set.of("supplyAsync", "runAsync", "thenApplyAsync", "thenRunAsync", "thenAcceptAsync"),
                "java.util.concurrent.ForkJoinPool",
                Set.of("<init>", "commonPool"),
                "java.util.concurrent.ThreadPoolExecutor",
                Set.of("<init>"),
                ROOT + ".gateway.core.platform.concurrency.PeriodicTask",
                Set.of("<init>"));
        classes()
                .that()
                .resideOutsideOfPackages(ROOT + ".sandbox..", ROOT + ".cli..", ROOT + ".gateway.feature.demo..")
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
                        + "\\.gateway\\.(core\\.endpoints\\.reads\\.FanOut\\$Run" // eight for a list
                        + "|feature\\.waiting\\.Poll" // one for what callers wait for
                        + "|feature\\.webhooks\\.DeliveryRun" // four for each of 50 webhooks
                        + "|feature\\.tasks\\.TaskRunner.*" // one for a task, and one more for a recurring one
                        + "|core\\.trail\\.(audit\\.(AuditLog|IntentWatch)|read\\.ScanExecutors)" // a fixed number each
                        + "|core\\.trail\\.audit\\.RequiredDatabase" // one for a request that asks
                        + "|feature\\.checkpoints\\.CheckpointLoop" // one
                        + "|feature\\.documents\\.SharedDocument" // one for a form of a document, once
                        + "|core\\.platform\\.concurrency\\.PeriodicTask" // one
                        + "|core\\.platform\\.replica\\.(Heartbeat|EverySecondLoop)" // one
                        + "|feature\\.operations\\.OperationNotifier" // one
                        + "|core\\.platform\\.replica\\.DistributedLock" // one for a request with a lock, when it ends
                        + "|feature\\.webhooks\\.following\\.TargetObserver" // a fixed number for the targets
                        + "|feature\\.drift\\.reconcile\\.ReconcileLoop" // a fixed number for the projects
                        // one for a request, while changes cannot be read, or a poll; one for probes
                        + "|core\\.platform\\.store\\.(Snapshots?|TimelyCheck)"
                        + "|core\\.platform\\.encryption\\.MasterKeyCommand)") // one, at the start
                .check(Classes.OF_THE_PRODUCT.all());
    }

    /**
     * All answers are held and counted until they are sent, but for these: files that all callers share, streams and
     * exports, whose number is limited. A new one is a decision.
     */
    @Test
    void onlyFilesAndStreamsAreSentUncounted() {
        classes()
                .that(call(DirectAnswer.class.getName(), "note"))
                .should()
                .haveNameMatching(ROOT.replace(".", "\\.")
                        + "\\.gateway\\.feature\\.(pages\\.StaticContent|documents\\.SwaggerUiFiles"
                        + "|events\\.EventStreams"
                        + "|(auditing\\.AdminAudit|inventory\\.Inventory)Controller)") // their exports
                .check(Classes.OF_THE_PRODUCT.all());
    }

    /**
     * What reads as much as somebody sends, or grows with what is written, may take any amount of memory. Each use is
     * named here with what bounds it, so a new one is a decision.
     */
    @Test
    void onlyNamedPlacesAllocateByASizeThatOthersChoose() {
        Map<String, Set<String>> allocators = Map.of(
                "jakarta.servlet.ServletRequest", Set.of("getInputStream", "getReader"),
                "java.io.InputStream", Set.of("readAllBytes", "readNBytes", "transferTo"),
                "java.io.ByteArrayOutputStream", Set.of("<init>"),
                "java.io.StringWriter", Set.of("<init>"),
                "org.springframework.web.util.ContentCachingResponseWrapper", Set.of("<init>"));
        classes()
                .that()
                .resideInAPackage(ROOT + ".gateway..")
                .and()
                .resideOutsideOfPackage(ROOT + ".gateway.feature.demo..")
                .and(DescribedPredicate.describe(
                        "allocate by a size that others choose",
                        type -> type.getCodeUnitAccessesFromSelf().stream()
                                .anyMatch(access -> allocators.entrySet().stream()
                                        .anyMatch(
                                                each -> access.getTargetOwner().isAssignableTo(each.getKey())
                                                        && each.getValue()
                                                                .contains(access.getTarget()
                                                                        .getName())))))
                .should()
                .haveNameMatching(ROOT.replace(".", "\\.")
                        + "\\.gateway\\.(feature\\.limits\\.CountedBody.*" // counts a body, of which the following
                        + "|feature\\.(oauth\\.OAuthForm|declared\\.ConfigController)"
                        + "|feature\\.credentials\\.CredentialController"
                        + "|feature\\.webhooks\\.WebhookController"
                        + "|feature\\.credentials\\.SecretBody"
                        + "|core\\.platform\\.web\\.SharedList" // one for all callers
                        + "|core\\.platform\\.digest\\.DigestSession" // names and a secret
                        + "|core\\.platform\\.encryption\\.MasterKeyCommand" // the operator's, and bounded
                        + "|core\\.platform\\.encryption\\.SealedRow" // a row of the database
                        + "|FixedSettings" // the product's own file
                        + "|feature\\.checkpoints\\.CheckpointDirectory" // a bounded file
                        + "|feature\\.archives\\.Archiver)") // a record
                .check(Classes.OF_THE_PRODUCT.all());
    }

    private static DescribedPredicate<JavaClass> sendTo(String owner) {
        return DescribedPredicate.describe(
                "send a write to " + owner,
                type -> type.getAccessesFromSelf().stream()
                        .anyMatch(access -> access.getTargetOwner().isAssignableTo(owner)
                                && !access.getTargetOwner().equals(type)
                                && access.getTarget().getName().equals("send")));
    }

    private static DescribedPredicate<JavaClass> ofRoomsBeyond(String own, Set<String> allowed) {
        return DescribedPredicate.describe("are of another room than " + allowed, type -> {
            String name = type.getPackageName();
            return name.startsWith(ROOT) && !isIn(name, own) && allowed.stream().noneMatch(other -> isIn(name, other));
        });
    }
}
