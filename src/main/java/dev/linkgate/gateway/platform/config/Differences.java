package dev.linkgate.gateway.platform.config;

import dev.linkgate.gateway.platform.config.Difference.Change;
import dev.linkgate.gateway.platform.request.Failure;
import dev.linkgate.gateway.platform.request.FieldError;
import dev.linkgate.gateway.platform.request.LinkgateException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Collects the differences of a declaration, and its errors. For one thread. */
public final class Differences {

    private final List<Difference> all = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<Runnable> notes = new ArrayList<>();
    private final List<FieldError> errors = new ArrayList<>();

    /** The paths that have an error, at them or within. */
    private final Set<String> wrong = new HashSet<>();

    /** @param errors those that are known already */
    public Differences(List<FieldError> errors) {
        errors.forEach(error -> error(error.field(), error.message()));
    }

    public void add(Difference difference) {
        all.add(difference);
    }

    /** Says that a resource is left as it is, though it is declared otherwise. */
    public void warning(String message) {
        warnings.add(message);
    }

    /** Stores something about the declaration itself when it is applied, after its differences. */
    public void note(Runnable act) {
        notes.add(act);
    }

    /**
     * Notes an error, unless one at the field or within it is known: that one is the cause.
     *
     * @param field the path in the declaration, with dots
     */
    public void error(String field, String message) {
        if (wrong.contains(field)) {
            return;
        }
        errors.add(new FieldError(field, message));
        for (int end = field.length(); end > 0; end = field.lastIndexOf('.', end - 1)) {
            wrong.add(field.substring(0, end));
        }
    }

    /** The errors of a resource, under its path in the declaration. */
    public void errors(String field, LinkgateException invalid) {
        if (invalid.failure().errors().isEmpty()) {
            error(field, invalid.failure().detail());
        }
        invalid.failure().errors().forEach(error -> error(field + "." + error.field(), error.message()));
    }

    /**
     * The fields of a declared resource.
     *
     * @param field its path in the declaration
     * @return nothing if it is no object, which is noted
     */
    public Optional<DeclaredFields> fields(String field, JsonNode node) {
        if (!node.isObject()) {
            error(field, "must be an object");
            return Optional.empty();
        }
        return Optional.of(new DeclaredFields(field, node, this));
    }

    /**
     * The differences, in the order in which they are to be made: a resource is created after those that it refers to,
     * and removed before them.
     *
     * @throws LinkgateException {@code invalid-request} if the declaration has errors
     */
    public Plan plan() {
        if (!errors.isEmpty()) {
            throw Failure.invalid(errors).toException();
        }
        Stream<Difference> puts = all.stream().filter(each -> each.change() != Change.REMOVE);
        Stream<Difference> removals = all.reversed().stream().filter(each -> each.change() == Change.REMOVE);
        return new Plan(Stream.concat(puts, removals).toList(), List.copyOf(warnings), List.copyOf(notes));
    }
}
