package dev.linkgate.gateway.feature.declared;

import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Compares declarations with what there is, and makes the differences.
 *
 * <p>A declaration is one change on record ({@code config.apply}), and each of its differences is one more within it,
 * with the same request id. A difference that fails ends the change; those before it stand. Applying the declaration
 * again makes the rest.
 */
@Component
public class DeclaredSetup {

    private static final Target DECLARATION = Target.of(DeclaredWords.CONFIG, "declaration");

    private final List<DeclaredResources<?>> kinds;
    private final AuditTrail trail;

    DeclaredSetup(List<DeclaredResources<?>> kinds, AuditTrail trail) {
        this.kinds = kinds;
        this.trail = trail;
    }

    /** @throws LinkgateException {@code invalid-request} if the declaration has errors; then nothing is changed */
    Plan apply(RequestContext context, Declaration declaration) {
        return trail.write(context, DeclaredWords.CONFIG_APPLY, DECLARATION, 200, intent -> {
            Plan plan = plan(declaration);
            intent.changed(null, plan);
            plan.changes().forEach(difference -> difference.act().accept(context.part()));
            plan.notes().forEach(Runnable::run);
            return plan;
        });
    }

    /** What {@link #apply} would do. */
    Plan dryRun(RequestContext context, Declaration declaration) {
        return trail.dryRun(context, DeclaredWords.CONFIG_APPLY, DECLARATION, () -> plan(declaration));
    }

    /** The set-up as it is, in the form of a declaration; its secrets are null. */
    Map<String, Map<String, ?>> present(RequestContext context) {
        return trail.read(context, DeclaredWords.CONFIG_GET, Target.NONE, () -> {
            Map<String, Map<String, ?>> sections = new LinkedHashMap<>();
            kinds.forEach(kind -> sections.put(kind.section(), kind.present()));
            return sections;
        });
    }

    private Plan plan(Declaration declaration) {
        Differences differences = new Differences(declaration);
        kinds.forEach(differences::compare);
        return differences.plan();
    }
}
