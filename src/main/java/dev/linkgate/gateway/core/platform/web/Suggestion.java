package dev.linkgate.gateway.core.platform.web;

import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Names the known name that the sender of an unknown one may have meant. */
public final class Suggestion {

    /** Atlas's names of fields, and ours. */
    private static final Map<String, String> OF_ATLAS = Map.of(
            "id", "interfaceEndpointId",
            "endpointGroupName", "interfaceEndpointId",
            "providerName", "provider",
            "regionName", "region");

    /** A longer name is not compared, because the time grows with its length. */
    private static final int MAX_LENGTH = 60;

    private static final int MAX_EDITS = 3;

    private Suggestion() {}

    /** @return the end of a sentence about the unknown name; empty if no known name is near */
    public static String ending(String unknown, Collection<String> known) {
        String ours = OF_ATLAS.get(unknown);
        if (ours != null && known.contains(ours)) {
            return "; Atlas's " + unknown + " is " + ours + " here";
        }
        if (unknown.length() > MAX_LENGTH) {
            return "";
        }
        return nearest(
                        unknown,
                        known.stream()
                                .filter(name -> edits(unknown, name) <= Math.min(MAX_EDITS, name.length() / 2))
                                .toList())
                .map(name -> "; did you mean " + name + "?")
                .orElse("");
    }

    /** The known name with the fewest edits, however many; of equal ones the first in the alphabet. */
    public static Optional<String> nearest(String unknown, Collection<String> known) {
        return known.stream()
                .min(Comparator.<String>comparingInt(name -> edits(unknown, name))
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static int edits(String one, String other) {
        return LevenshteinDistance.getDefaultInstance().apply(one, other);
    }
}
