package dev.linkgate.gateway.feature.operations.replacement;

import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.endpoints.observation.KnownEndpoint;
import dev.linkgate.gateway.core.endpoints.port.PendingChanges;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.feature.operations.Operation;
import dev.linkgate.gateway.feature.operations.Operations;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What unfinished replacements and unknown outcomes are to change, or may have changed. */
@Component
public class PendingOperations implements PendingChanges {

    private final Operations operations;

    public PendingOperations(Operations operations) {
        this.operations = operations;
    }

    @Override
    public Set<EndpointId> removals(LinkPath link) {
        return operations.unfinishedOn(link.project(), link.link()).stream()
                .filter(operation -> Replacements.removes(operation) || OutcomeResolver.mayHaveRemoved(operation))
                .flatMap(operation -> Optional.ofNullable(operation.target().interfaceEndpointId()).stream())
                .map(EndpointId::new)
                .collect(Collectors.toSet());
    }

    @Override
    public List<Addition> additions(ProjectId project) {
        return operations.unfinishedOn(project).stream()
                .filter(operation -> isReplacement(operation) || OutcomeResolver.mayHaveAdded(operation))
                .<Addition>map(PendingAddition::new)
                .toList();
    }

    private static boolean isReplacement(Operation operation) {
        return operation.kind().equals(Replacements.KIND);
    }

    private record PendingAddition(Operation operation) implements Addition {

        @Override
        public LinkId link() {
            return LinkPath.of(operation.target()).link();
        }

        @Override
        public EndpointId endpoint() {
            return new EndpointId(Objects.requireNonNull(operation.target().interfaceEndpointId()));
        }

        @Override
        public @Nullable String team(@Nullable KnownEndpoint known) {
            if (known != null && known.team() != null && !known.isRemoved()) {
                return known.team();
            }
            return isReplacement(operation)
                    ? Replacements.owner(operation, known).team()
                    : operation.caller().team();
        }
    }
}
