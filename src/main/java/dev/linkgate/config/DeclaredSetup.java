package dev.linkgate.config;

import dev.linkgate.audit.Action;
import dev.linkgate.audit.AuditTrail;
import dev.linkgate.kernel.LinkgateException;
import dev.linkgate.kernel.RequestContext;
import dev.linkgate.kernel.Target;
import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Compares declarations with what there is, and makes the differences.
 *
 * <p>A declaration is one change on record ({@code config.apply}), and each of its differences is one more within it, with
 * the same request id. A difference that fails ends the change; those before it stand. Applying the declaration again makes
 * the rest.
 */
@Component
class DeclaredSetup {

    private final List<DeclaredResources> kinds;
    private final AuditTrail trail;
    private final JsonMapper json;

    DeclaredSetup(List<DeclaredResources> kinds, AuditTrail trail, JsonMapper json) {
        this.kinds = kinds;
        this.trail = trail;
        this.json = json;
    }

    /** @throws LinkgateException {@code invalid-request} if the declaration has errors; then nothing is changed */
    List<Difference> apply(RequestContext context, Declaration declaration) {
        return trail.write(context, Action.CONFIG_APPLY, Target.NONE, 200, intent -> {
            List<Difference> differences = differences(declaration);
            differences.forEach(difference -> difference.act().accept(context.part()));
            return differences;
        });
    }

    /** The differences that {@link #apply} would make. */
    List<Difference> dryRun(RequestContext context, Declaration declaration) {
        return trail.dryRun(context, Action.CONFIG_APPLY, Target.NONE, () -> differences(declaration));
    }

    private List<Difference> differences(Declaration declaration) {
        Differences differences = new Differences(json);
        for (DeclaredResources kind : kinds) {
            if (declaration.sections().containsKey(kind.section())) {
                kind.compare(declaration.sections().get(kind.section()), declaration, differences);
            }
        }
        return differences.inOrder();
    }
}
