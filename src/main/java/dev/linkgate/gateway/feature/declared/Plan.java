package dev.linkgate.gateway.feature.declared;

import dev.linkgate.gateway.core.platform.request.Change;
import dev.linkgate.gateway.core.platform.request.Recorded;
import java.util.List;

/**
 * What a declaration changes.
 *
 * @param changes in the order in which they are made
 * @param warnings what is left as it is, though it is declared otherwise, and the way out
 * @param notes what is to be stored about the declaration itself; it changes no resource
 */
public record Plan(List<Difference> changes, List<String> warnings, List<Runnable> notes) implements Recorded {

    /** Each change has its own records, too. */
    @Override
    public Change.Values recorded() {
        return new Change.Values()
                .with(
                        "changes",
                        changes.stream()
                                .map(each -> each.change().word() + " " + each.kind() + " " + each.name())
                                .toList());
    }
}
