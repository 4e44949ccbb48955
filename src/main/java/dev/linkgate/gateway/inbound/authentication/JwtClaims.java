package dev.linkgate.gateway.inbound.authentication;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The claims of a JWT as in its payload. Nothing is converted: a claim with another type than in the standards makes
 * the whole token invalid.
 *
 * @param values by the claims' names, with the types of JSON
 */
record JwtClaims(Map<String, Object> values) {

    /** A claim that is a string; empty if it is absent. */
    String text(String name) throws JwtRefused {
        return switch (values.get(name)) {
            case null -> "";
            case String text -> text;
            default -> throw mistyped(name);
        };
    }

    /** A claim that is a list of strings, or one string with spaces between the words (RFC 8693, section 4.2). */
    List<String> words(String name) throws JwtRefused {
        Object value = values.get(name);
        if (!(value instanceof List<?> list)) {
            return List.of(text(name).split(" ", -1));
        }
        if (!list.stream().allMatch(String.class::isInstance)) {
            throw mistyped(name);
        }
        return list.stream().map(String.class::cast).toList();
    }

    boolean has(String name) {
        return values.get(name) != null;
    }

    /**
     * Requires that a claim is a time (seconds since 1970) and not too late. It compares the number in seconds, because
     * in milliseconds a large one would overflow and seem early.
     */
    void requireNotAfter(String name, Instant latest) throws JwtRefused {
        if (!(values.get(name) instanceof Number seconds && seconds.doubleValue() <= latest.getEpochSecond())) {
            throw new JwtRefused("The JWT's claim " + name + " is not a time, or is too far ahead.");
        }
    }

    /** A claim that is a time, without the fraction of its second. */
    Instant time(String name) throws JwtRefused {
        if (values.get(name) instanceof Number seconds) {
            return Instant.ofEpochSecond(seconds.longValue());
        }
        throw mistyped(name);
    }

    private static JwtRefused mistyped(String name) {
        return new JwtRefused("The JWT's claim " + name + " has the wrong type.");
    }
}
