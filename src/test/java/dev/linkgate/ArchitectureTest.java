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
import dev.linkgate.gateway.audit.AuditTrail;
import dev.linkgate.gateway.audit.Intent;
import dev.linkgate.gateway.encryption.MasterKeys;
import dev.linkgate.gateway.link.AtlasProject;
import dev.linkgate.gateway.reads.SharedProject;
import dev.linkgate.gateway.request.Change;
import dev.linkgate.gateway.request.Right;
import dev.linkgate.gateway.request.Target;
import dev.linkgate.gateway.web.DirectAnswer;
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
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Holds the packages to a table: each uses only those above it. The reasons are in docs/decisions/0003. */
class ArchitectureTest {

    private static final String ROOT = "dev.linkgate";

    /**
     * Each package with those that it may use, below {@value #ROOT}; those of the gateway without its name. Each line uses
     * only packages above it, so it also shows an order in which to read the code.
     */
    private static final String TABLE = """
            kernel:
            protocol: kernel
            transparency: kernel
            sqlite: kernel

            cli.audit: transparency
            cli.restore: kernel sqlite
            cli: kernel cli.audit cli.restore

            sandbox.http: protocol
            sandbox.state: kernel protocol
            sandbox.authentication: kernel protocol sandbox.http
            sandbox.resources: kernel protocol sandbox.http sandbox.state
            sandbox.fault: kernel protocol sandbox.http sandbox.state
            sandbox.log: protocol sandbox.http sandbox.authentication
            sandbox: kernel protocol sandbox.http sandbox.state sandbox.authentication sandbox.resources sandbox.fault sandbox.log

            digest:
            pages: kernel web
            request: kernel
            store: kernel sqlite
            web: kernel request
            settings: kernel web
            outbox: kernel store request
            observability: kernel request
            replica: store observability
            connections: request
            operation: kernel request store observability replica outbox
            admission: request web observability replica connections
            audit: kernel transparency request store web observability replica admission
            encryption: kernel request store operation audit
            checkpoint: kernel transparency request store web observability replica outbox audit encryption
            archive: kernel transparency request store observability replica audit checkpoint
            idempotency: kernel request store web observability replica admission audit
            config: kernel request web audit
            link: kernel request audit
            reads: kernel request observability audit link
            watch: kernel request observability audit link reads
            following: kernel request store observability replica outbox audit link watch
            provisioning: kernel request replica operation audit link reads watch
            credential: kernel request store web observability outbox audit encryption config
            webhook: kernel request store web observability replica outbox audit encryption config credential
            channel: kernel digest request web observability audit credential
            signing: kernel digest request credential channel
            pacing: request observability credential channel
            atlas: kernel request observability audit link credential channel signing pacing
            access: kernel digest request store web observability replica outbox audit encryption config link
            oauth: kernel request store web audit encryption access
            authentication: kernel digest request store web encryption access oauth
            accessrequest: kernel request store web outbox audit access
            project: kernel request store web audit config credential access
            reconcile: kernel request store web observability replica outbox audit link atlas project
            api: kernel request web operation audit encryption link provisioning access
            drift: kernel request web audit link reads api
            terraform: kernel request web link provisioning api
            events: kernel request web observability operation admission audit link watch provisioning api
            face: kernel protocol request web audit link provisioning channel access project api
            openapi: kernel request web link api
            edge: kernel protocol request web observability connections admission audit idempotency access oauth authentication api face openapi
            demo: kernel request store audit credential access accessrequest project sandbox
            gateway: kernel sqlite sandbox
            """;

    private static final Map<String, Set<String>> MAY_USE = TABLE.lines()
            .filter(line -> !line.isBlank())
            .map(line -> line.split(": ?", -1))
            .collect(Collectors.toMap(
                    row -> fullName(row[0]),
                    row -> Arrays.stream(row[1].split(" ", -1))
                            .filter(name -> !name.isEmpty())
                            .map(ArchitectureTest::fullName)
                            .collect(Collectors.toSet()),
                    (one, other) -> {
                        throw new IllegalStateException("a package is named twice");
                    },
                    LinkedHashMap::new));

    private static String fullName(String name) {
        String first = name.split("\\.", 2)[0];
        return Set.of("kernel", "protocol", "transparency", "sqlite", "cli", "sandbox", "gateway")
                        .contains(first)
                ? name
                : "gateway." + name;
    }

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
                                .check(Classes.OF_THE_PRODUCT.all())))
                .toList();
    }

    @Test
    void theTableNamesEveryPackage() {
        Set<String> packages = Classes.OF_THE_PRODUCT.all().stream()
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
                .check(Classes.OF_THE_PRODUCT.all());
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
                        + "\\.(gateway\\.access\\.(AdminToken|ApiKey|DigestVerifier|ShownKey)"
                        + "|gateway\\.authentication\\.(Authenticator|JwtVerifier)"
                        + "|gateway\\.oauth\\.(AccessTokens|SigningKey|TokenAnswer|TokenController)"
                        + "|gateway\\.credential\\.(CredentialRequest|KeyMaterial|OwnSecrets)"
                        + "|gateway\\.encryption\\.KeyRing"
                        + "|gateway\\.channel\\.(HttpChannel|ProxySettings|RequestSecrets)"
                        + "|gateway\\.signing\\.(DigestAuthentication|TokenAuthentication)"
                        + "|gateway\\.observability\\.TracingConfiguration"
                        + "|gateway\\.webhook\\.(GivenSecret|SigningSecret)"
                        + "|transparency\\.NoteSigner"
                        + "|cli\\.GatewayClient"
                        + "|gateway\\.demo\\.Demo(Setup|Guide)"
                        + "|sandbox\\..*)")
                .check(Classes.OF_THE_PRODUCT.all());
    }

    /** What the trail tells of a change has only plain values, and nobody puts in the text of a secret, or what it is made from. */
    @Test
    void noSecretIsToldByTheTrail() {
        assertThat(Classes.OF_THE_PRODUCT.all().get(Change.Values.class).getMethods().stream()
                        .filter(method -> method.getName().equals("with"))
                        .map(method -> method.getRawParameterTypes().getLast().getSimpleName()))
                .containsExactlyInAnyOrder("String", "Instant", "boolean", "Collection");
        Set<String> hidden = Set.of("reveal", "hash", "ciphertext", "previousCiphertext");
        assertThat(callersOf(Change.Values.class, "with"))
                .hasSizeGreaterThan(10)
                .allSatisfy(method -> assertThat(method.getMethodCallsFromSelf())
                        .noneMatch(call -> hidden.contains(call.getTarget().getName())
                                || call.getTarget().getRawReturnType().isEquivalentTo(Secret.class)));
    }

    /** Each write says what it is about. An operation may be about everything. */
    @Test
    void noWriteIsRecordedWithoutItsTarget() {
        assertThat(Stream.of("write", "begin")
                        .flatMap(name -> callersOf(AuditTrail.class, name).stream())
                        .filter(method -> !method.getOwner().isEquivalentTo(MasterKeys.class)))
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
        String rules = ROOT + ".gateway.provisioning.WriteRules";
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
                .haveFullyQualifiedName(ROOT + ".gateway.provisioning.WritePipeline")
                .check(Classes.OF_THE_PRODUCT.all());
    }

    /**
     * The right of a write is in its {@link Intent}, which itself can only make it narrower, and a request to Atlas passes only
     * the one class that asks it. Only a read and the request for a token are made without one.
     */
    @Test
    void everyWriteToAtlasHasTheRightOfItsIntent() {
        String request = ROOT + ".gateway.channel.AtlasRequest";
        onlyOneMayCall(ROOT + ".gateway.audit.AuditTrail", Intent.class.getName(), "<init>");
        onlyOneMayCall(request, request, "<init>");
        classes()
                .that(call("org.springframework.web.reactive.function.client.WebClient", "method"))
                .should(ArchCondition.from(call(Right.class.getName(), "require")))
                .check(Classes.OF_THE_PRODUCT.all());
        assertThat(Classes.OF_THE_PRODUCT.all().get(request).getMethods().stream()
                        .filter(method -> method.getFieldAccesses().stream()
                                .anyMatch(access -> access.getTarget().getName().equals("PERMANENT")))
                        .map(JavaMethod::getName))
                .containsExactlyInAnyOrder("read", "readBack", "forToken");
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
     * Whatever begins a thread begins a fixed number of them, or one for something that is limited itself; never one for
     * each element of what a caller can make large. Each is named here, so a new one is a decision.
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
                ROOT + ".gateway.replica.PeriodicTask",
                Set.of("<init>"));
        classes()
                .that()
                .resideOutsideOfPackages(ROOT + ".sandbox..", ROOT + ".cli..", ROOT + ".gateway.demo..")
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
                        + "\\.gateway\\.(reads\\.FanOut\\$Run" // eight for a list
                        + "|watch\\.Poller" // one for a link with waiters
                        + "|webhook\\.(DeliveryRun|DeliveryWorker|Dispatcher)" // one, and five for each of 50 webhooks
                        + "|operation\\.Worker" // one for an operation, of which it runs a fixed number
                        + "|audit\\.(AuditLog|IntentWatch|ScanThreads)" // a fixed number each
                        + "|audit\\.RequiredDatabase" // one for a request that asks
                        + "|archive\\.ArchiveThread|checkpoint\\.CheckpointThread" // one each
                        + "|replica\\.(PeriodicTask|Heartbeat)" // one
                        + "|replica\\.DistributedLock" // one for a request with a lock, when it ends
                        + "|following\\.(FollowingConfiguration|TargetObserver)" // one, and a fixed number for the
                        // targets
                        + "|reconcile\\.Schedule" // one, and a fixed number for the projects
                        + "|store\\.(Snapshot|TimelyCheck)" // one for a request, while changes cannot be read, or a
                        // poll; one for probes
                        + "|idempotency\\.IdempotencyKeys" // one for a request with a key
                        + "|encryption\\.MasterKeyCommand)") // one, at the start
                .check(Classes.OF_THE_PRODUCT.all());
    }

    /**
     * All answers are held and counted until they are sent, but for these: files that all callers share, streams and exports,
     * whose number is limited. A new one is a decision.
     */
    @Test
    void onlyFilesAndStreamsAreSentUncounted() {
        classes()
                .that(call(DirectAnswer.class.getName(), "note"))
                .should()
                .haveNameMatching(ROOT.replace(".", "\\.")
                        + "\\.gateway\\.(openapi\\.(OpenApiDocuments|SwaggerUiFiles)"
                        + "|pages\\.PageController\\$PageFile"
                        + "|events\\.EventStreams"
                        + "|audit\\.AdminAuditController)") // the export
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

    private static DescribedPredicate<JavaClass> ofPackagesBeyond(String own, Set<String> allowed) {
        return DescribedPredicate.describe("are of another package than " + allowed, type -> {
            String name = type.getPackageName();
            return name.startsWith(ROOT)
                    && !name.equals(ROOT + "." + own)
                    && allowed.stream().noneMatch(other -> name.equals(ROOT + "." + other));
        });
    }
}
