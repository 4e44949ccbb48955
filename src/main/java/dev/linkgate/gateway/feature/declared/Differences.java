package dev.linkgate.gateway.feature.declared;

import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.FieldError;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.feature.declared.Difference.Change;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Compares a declaration with what there is, and collects the differences and the errors. For one thread. */
public final class Differences {

    private final Declaration declaration;
    private final List<Difference> all = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<Runnable> notes = new ArrayList<>();
    private final List<FieldError> errors = new ArrayList<>();

    /** The paths that have an error, at them or within. */
    private final Set<String> wrong = new HashSet<>();

    public Differences(Declaration declaration) {
        this.declaration = declaration;
        declaration.errors().forEach(error -> error(error.field(), error.message()));
    }

    /** Whether what is stored and not declared is to be removed. */
    public boolean prune() {
        return declaration.prune();
    }

    /** Whether a section of the declaration names a resource. */
    public boolean declares(String section, String name) {
        return declaration.sections().getOrDefault(section, Map.of()).containsKey(name);
    }

    /** Compares all resources of a kind, unless the declaration has no section of it. */
    public <S> void compare(DeclaredResources<S> kind) {
        Map<String, JsonNode> declared = declaration.sections().get(kind.section());
        if (declared == null) {
            return;
        }
        Map<String, S> stored = kind.stored();
        declared.forEach((name, node) -> {
            String field = kind.section() + "." + name;
            kind.problemOf(name).ifPresent(problem -> error(field, problem));
            if (!node.isObject()) {
                error(field, "must be an object");
                return;
            }
            DeclaredFields fields = new DeclaredFields(field, node, this);
            try {
                kind.compare(name, stored.get(name), fields, this);
            } catch (LinkgateException e) {
                errors(field, e);
            }
            fields.noOthers();
        });
        if (prune()) {
            stored.forEach((name, before) -> {
                if (!declared.containsKey(name)) {
                    add(Difference.removal(kind.kind(), name, before, context -> kind.remove(context, name)));
                }
            });
        }
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
