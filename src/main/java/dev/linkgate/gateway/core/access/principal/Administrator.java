package dev.linkgate.gateway.core.access.principal;

import dev.linkgate.gateway.core.access.key.Principal;
import dev.linkgate.gateway.core.platform.encryption.SealedRow;
import dev.linkgate.gateway.core.platform.request.Change;
import dev.linkgate.gateway.core.platform.request.Recorded;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * An administrator with a name.
 *
 * @param name {@code [a-z0-9][a-z0-9-]{0,62}}; actions of the administrator are recorded with it
 * @param scopes at least one, in their order
 */
public record Administrator(String name, String description, SortedSet<AdminScope> scopes, Instant createdAt)
        implements Recorded {

    public Administrator {
        scopes = Collections.unmodifiableSortedSet(new TreeSet<>(scopes));
    }

    @Override
    public Change.Values recorded() {
        return new Change.Values()
                .with("description", description)
                .with("scopes", scopes.stream().map(AdminScope::word).toList());
    }

    /** What of its row is sealed. */
    SealedRow sealed() {
        return new SealedRow(Principal.administrator(name).place())
                .with(scopes.stream().map(AdminScope::word).collect(Collectors.joining(",")));
    }
}
