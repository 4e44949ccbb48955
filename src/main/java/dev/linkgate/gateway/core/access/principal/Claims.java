package dev.linkgate.gateway.core.access.principal;

import dev.linkgate.kernel.VisibleText;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Claims of JWTs by their names. A name that begins with a slash is a JSON pointer (RFC 6901), for claims in objects:
 * {@code /realm_access/roles}. Values are texts, numbers, and true and false.
 */
public final class Claims {

    private static final int MOST_CHARACTERS = 255;
    private static final Pattern POINTER = Pattern.compile("(?:/(?:[^/~]|~[01])+)+");
    private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,5}");

    /** The claims that are objects: of Keycloak, Kubernetes, OpenID Connect Core 1.0, and RFC 7800 and 8693. */
    private static final Set<String> OBJECTS =
            Set.of("realm_access", "resource_access", "kubernetes.io", "address", "cnf", "act");

    private Claims() {}

    /** The value that a JWT has; absent if it has none. */
    public static @Nullable Object valueOf(Map<String, Object> token, String name) {
        if (!name.startsWith("/")) {
            return token.get(name);
        }
        Object value = token;
        for (String part : name.substring(1).split("/", -1)) {
            value = in(value, part.replace("~1", "/").replace("~0", "~"));
        }
        return value;
    }

    private static @Nullable Object in(@Nullable Object whole, String part) {
        if (whole instanceof Map<?, ?> object) {
            return object.get(part);
        }
        return whole instanceof List<?> list && INDEX.matcher(part).matches() && Integer.parseInt(part) < list.size()
                ? list.get(Integer.parseInt(part))
                : null;
    }

    /** Why no JWT can have a value under a name; empty if one can. */
    public static Optional<String> problemOf(String name) {
        if (!VisibleText.is(name, MOST_CHARACTERS)) {
            return Optional.of("must have names of 1 to " + MOST_CHARACTERS + " visible characters");
        }
        if (name.startsWith("/") && !POINTER.matcher(name).matches()) {
            return Optional.of("is no JSON pointer, such as /realm_access/roles");
        }
        String first = name.startsWith("/") ? name.substring(1) : name;
        return OBJECTS.stream()
                .filter(object -> first.equals(object) || name.startsWith(object + "."))
                .findFirst()
                .map(object -> "is an object, which has no value: name what is in it by a JSON pointer, such as /"
                        + object + "/roles");
    }

    /** A value that an identity can want, in the one form that equal ones have; empty if it can want no such value. */
    public static Optional<Object> wanted(@Nullable Object given) {
        if (given instanceof Number number) {
            return Optional.of(normal(number));
        }
        boolean fits =
                given instanceof Boolean || (given instanceof String text && VisibleText.is(text, MOST_CHARACTERS));
        return fits ? Optional.ofNullable(given) : Optional.empty();
    }

    /** Whether a JWT has a value: itself, or as an element of a list. Values of different types are never equal. */
    static boolean has(@Nullable Object said, Object wanted) {
        return said instanceof Collection<?> list
                ? list.stream().anyMatch(element -> is(element, wanted))
                : is(said, wanted);
    }

    private static boolean is(@Nullable Object said, Object wanted) {
        return said instanceof Number number ? normal(number).equals(wanted) : wanted.equals(said);
    }

    private static Number normal(Number number) {
        BigDecimal exact = new BigDecimal(number.toString()).stripTrailingZeros();
        return exact.scale() <= 0 && exact.precision() - exact.scale() <= 18 ? (Number) exact.longValueExact() : exact;
    }
}
