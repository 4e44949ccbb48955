package dev.linkgate.gateway.core.access;

import dev.linkgate.gateway.core.platform.request.FieldError;
import dev.linkgate.gateway.core.platform.web.Suggestion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The allowed query parameters. Unknown ones are refused, because the sender may rely on them. */
public final class AllowedParameters {

    /** Known to every route. */
    private static final Set<String> PRESENTATION = Set.of("pretty", "envelope");

    private static final Set<String> FLAGS =
            Set.of("pretty", "envelope", "allowLinkRemoval", "dryRun", "verify", "failed");

    private AllowedParameters() {}

    /**
     * The errors of a query, in the order of the names.
     *
     * @param sent each name with its values
     * @param known the parameters of the route, besides those of every route
     */
    public static List<FieldError> errors(Map<String, String[]> sent, Set<String> known) {
        List<FieldError> errors = new ArrayList<>();
        sent.forEach((name, values) -> {
            if (!known.contains(name) && !PRESENTATION.contains(name)) {
                errors.add(new FieldError(
                        name, "is not a parameter of this route" + Suggestion.ending(name, withPresentation(known))));
            } else if (values.length > 1) {
                errors.add(new FieldError(name, "must be given once"));
            } else if (FLAGS.contains(name) && !values[0].equals("true") && !values[0].equals("false")) {
                errors.add(new FieldError(name, "must be true or false"));
            }
        });
        errors.sort(Comparator.comparing(FieldError::field));
        return errors;
    }

    private static Set<String> withPresentation(Set<String> known) {
        Set<String> all = new HashSet<>(known);
        all.addAll(PRESENTATION);
        return all;
    }
}
