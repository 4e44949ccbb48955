package dev.linkgate.api;

import dev.linkgate.access.AccessPolicy;
import dev.linkgate.access.Role;
import dev.linkgate.kernel.LinkgateException;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.RequestContext;
import dev.linkgate.operation.Operation;
import dev.linkgate.operation.Operations;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** Operations, for callers who may see the project. */
@Component
public class VisibleOperations {

    private final Operations operations;
    private final AccessPolicy policy;

    VisibleOperations(Operations operations, AccessPolicy policy) {
        this.operations = operations;
        this.policy = policy;
    }

    /**
     * Finds an operation and notes it as the request's target. A caller that may not see the project does not learn
     * that the operation exists.
     *
     * @throws LinkgateException {@code operation-not-found}
     */
    public Operation find(RequestContext context, String id) {
        Operation found = operations
                .find(id)
                .filter(operation -> policy.allows(context.actor(), Role.VIEWER, projectOf(operation)))
                .orElseThrow(Operations::notFound);
        context.about(found.target());
        context.waitsWhile(() -> policy.stillAllows(context.actor(), Role.VIEWER, projectOf(found)));
        return found;
    }

    static ProjectId projectOf(Operation operation) {
        return Objects.requireNonNull(operation.target().project());
    }
}
