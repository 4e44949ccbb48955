package dev.linkgate.config;

import dev.linkgate.config.Difference.Change;
import dev.linkgate.kernel.Failure;
import dev.linkgate.kernel.FieldError;
import dev.linkgate.kernel.LinkgateException;
import dev.linkgate.web.JsonErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Collects the differences of a declaration, and its errors. For one thread. */
public final class Differences {

    private final JsonMapper json;
    private final List<Difference> all = new ArrayList<>();
    private final List<FieldError> errors = new ArrayList<>();

    Differences(JsonMapper json) {
        this.json = json;
    }

    public void add(Difference difference) {
        all.add(difference);
    }

    /** @param field the path in the declaration, with dots */
    public void error(String field, String message) {
        errors.add(new FieldError(field, message));
    }

    /** The errors of a resource, under its path in the declaration. */
    public void errors(String field, LinkgateException invalid) {
        if (invalid.failure().errors().isEmpty()) {
            error(field, invalid.failure().detail());
        }
        invalid.failure().errors().forEach(error -> error(field + "." + error.field(), error.message()));
    }

    /**
     * Reads a declared resource.
     *
     * @param field its path in the declaration
     * @return nothing if it has errors, which are noted
     */
    public <T> Optional<T> read(String field, JsonNode node, Class<T> type) {
        if (!node.isObject()) {
            error(field, "must be an object");
            return Optional.empty();
        }
        try {
            return Optional.of(json.treeToValue(node, type));
        } catch (DatabindException e) {
            errors.add(JsonErrors.of(field, e));
            return Optional.empty();
        }
    }

    /**
     * The differences in the order in which they are to be made: a resource is created after those that it refers to, and
     * removed before them.
     *
     * @throws LinkgateException {@code invalid-request} if the declaration has errors
     */
    List<Difference> inOrder() {
        if (!errors.isEmpty()) {
            throw Failure.invalid(errors).toException();
        }
        Stream<Difference> puts = all.stream().filter(each -> each.change() != Change.REMOVE);
        Stream<Difference> removals = all.reversed().stream().filter(each -> each.change() == Change.REMOVE);
        return Stream.concat(puts, removals).toList();
    }
}
