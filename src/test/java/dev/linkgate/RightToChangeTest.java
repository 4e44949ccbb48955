package dev.linkgate;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructor;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.web.bind.annotation.RequestMapping;

/**
 * Whatever a caller changes is changed in the work of {@link AuditTrail#write}, which asks the caller's right when the
 * intent is durable, or by the pipeline, whose writes ask it at the first byte. So a new kind of change cannot forget
 * it.
 *
 * <p>The calls of every handler are followed, except into that work, to the statements that change the database.
 */
class RightToChangeTest {

    /** The types and methods in which no more calls are followed. */
    private static final Set<String> ASKED = Set.of(
            "audit.AuditTrail",
            "provisioning.WritePipeline",
            "port.EndpointReplacement.endFor", // a removal that was sent ends them
            "observation.EndpointStore.gone", // notes, for no caller, what Atlas has said
            "observation.EndpointStore.seen", // likewise
            "declared.DeclaredResources", // names changes, which are made in the work of DeclaredSetup
            "checkpoints.Checkpoints"); // says what is on the trail, for no caller

    /** How each unit of code is reached. */
    private final Map<JavaCodeUnit, String> ways = new LinkedHashMap<>();

    private final Deque<JavaCodeUnit> next = new ArrayDeque<>();

    @Test
    void everyChangeOfACallerIsMadeWithItsRight() {
        Classes.OF_THE_PRODUCT.all().stream()
                .flatMap(type -> type.getMethods().stream())
                .filter(method -> method.isAnnotatedWith(RequestMapping.class)
                        || method.isMetaAnnotatedWith(RequestMapping.class))
                .forEach(handler -> reach(handler, ""));
        assertThat(ways).hasSizeGreaterThan(80);

        List<String> changes = new ArrayList<>();
        while (!next.isEmpty()) {
            JavaCodeUnit unit = next.remove();
            String way = String.valueOf(ways.get(unit));
            for (JavaAccess<?> access : unasked(unit)) {
                if (changesTheDatabase(access)) {
                    changes.add(way);
                }
                targets(access).forEach(target -> reach(target, way + "\n  "));
            }
        }

        assertThat(ways.keySet())
                .as("the reads of the handlers are reached")
                .anyMatch(unit -> unit.getFullName().contains("AccessRequestStore.find("));
        assertThat(changes).isEmpty();
    }

    /** Code that begins a write without {@link AuditTrail#write} must ask its right itself. */
    @Test
    void onlyThePipelineAsksOtherwise() {
        assertThat(Classes.OF_THE_PRODUCT.all().stream()
                        .filter(type -> type.getMethodCallsFromSelf().stream()
                                .anyMatch(call -> call.getTargetOwner().isEquivalentTo(AuditTrail.class)
                                        && call.getTarget().getName().equals("begin")))
                        .map(JavaClass::getSimpleName))
                .containsExactlyInAnyOrder("AuditTrail", "Attempt");
    }

    private void reach(JavaCodeUnit unit, String from) {
        if (ways.putIfAbsent(unit, from + unit.getFullName()) == null) {
            next.add(unit);
        }
    }

    /** What a unit does, except in work that it gives to the trail. */
    private static List<JavaAccess<?>> unasked(JavaCodeUnit unit) {
        boolean asks = unit.getCallsFromSelf().stream()
                .anyMatch(call -> call.getTargetOwner().isEquivalentTo(AuditTrail.class)
                        && call.getTarget().getName().equals("write"));
        List<JavaAccess<?>> accesses = new ArrayList<>(unit.getCallsFromSelf());
        accesses.addAll(unit.getMethodReferencesFromSelf());
        accesses.addAll(unit.getConstructorReferencesFromSelf());
        if (asks) {
            accesses.removeIf(access -> !(access instanceof JavaCall<?>) || access.isDeclaredInLambda());
        }
        return accesses;
    }

    private static boolean changesTheDatabase(JavaAccess<?> access) {
        return access.getTargetOwner().getName().startsWith("org.springframework.jdbc")
                && access.getTarget().getName().equals("update");
    }

    /** The units that a call may reach: its own, and those that override it, which none does with a constructor. */
    private static Stream<JavaCodeUnit> targets(JavaAccess<?> access) {
        JavaClass owner = access.getTargetOwner();
        if (!(access.getTarget() instanceof AccessTarget.CodeUnitAccessTarget target)
                || ASKED.stream()
                        .anyMatch(name -> owner.getName().endsWith("." + name)
                                || (owner.getName() + "." + target.getName()).endsWith("." + name))) {
            return Stream.empty();
        }
        Stream<JavaClass> subclasses = target.getName().equals(JavaConstructor.CONSTRUCTOR_NAME)
                ? Stream.empty()
                : owner.getAllSubclasses().stream();
        return Stream.concat(Stream.of(owner), subclasses)
                .flatMap(type -> type.getCodeUnits().stream())
                .filter(unit -> unit.getName().equals(target.getName())
                        && unit.getRawParameterTypes().equals(target.getRawParameterTypes()));
    }
}
