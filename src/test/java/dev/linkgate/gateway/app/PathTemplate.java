package dev.linkgate.gateway.app;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A path of an OpenAPI document.
 *
 * @param text such as {@code /projects/{projectId}/links}
 */
record PathTemplate(String text) {

    /** @param rawPath as it goes on the wire; an encoded slash does not split a segment */
    boolean matches(String rawPath) {
        String[] names = segments(text);
        String[] values = segments(rawPath);
        return names.length == values.length
                && IntStream.range(0, names.length)
                        .allMatch(i -> isVariable(names[i]) ? !values[i].isEmpty() : names[i].equals(values[i]));
    }

    /** The values of its variables in a path that matches, not decoded. */
    Map<String, String> variables(String rawPath) {
        String[] names = segments(text);
        String[] values = segments(rawPath);
        return IntStream.range(0, names.length)
                .filter(i -> isVariable(names[i]))
                .boxed()
                .collect(Collectors.toMap(i -> names[i].substring(1, names[i].length() - 1), i -> values[i]));
    }

    private static boolean isVariable(String segment) {
        return segment.startsWith("{");
    }

    private static String[] segments(String path) {
        return path.split("/", -1);
    }
}
