package dev.linkgate.atlas;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Who must not ask Atlas for a while, because a 429 said so to one of them: all that use its credential or, when the
 * answer names the project that is limited, all that ask for this project.
 *
 * <p>Nothing is looked up while nobody is held.
 */
final class Holds {

    /** An answer that asks for more is asked again after this, so that a slip of Atlas's does not last for days. */
    private static final Duration LONGEST = Duration.ofMinutes(15);

    private final InstantSource clock;
    private final Map<Scope, Instant> ends = new ConcurrentHashMap<>();

    private sealed interface Scope {}

    private record OfCredential(String name, int version) implements Scope {

        static OfCredential of(AtlasRequest request) {
            return new OfCredential(
                    request.credential().name(), request.credential().version());
        }
    }

    private record OfProject(String id) implements Scope {}

    Holds(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Holds the others, too.
     *
     * @param limited what the limit is about, in Atlas's words; empty if it did not say
     */
    void hold(AtlasRequest request, Duration asked, String limited) {
        Instant now = clock.instant();
        ends.values().removeIf(end -> !now.isBefore(end));
        if (asked.isPositive()) {
            String project = request.project();
            boolean named = !project.isEmpty() && limited.contains(project);
            Scope scope = named ? new OfProject(project) : OfCredential.of(request);
            ends.merge(scope, now.plus(asked.compareTo(LONGEST) < 0 ? asked : LONGEST), Holds::later);
        }
    }

    /** How long a request must wait; zero if it need not. */
    Duration left(AtlasRequest request) {
        if (ends.isEmpty()) {
            return Duration.ZERO;
        }
        Instant now = clock.instant();
        Duration credential = left(ends.get(OfCredential.of(request)), now);
        Duration project = left(ends.get(new OfProject(request.project())), now);
        return credential.compareTo(project) > 0 ? credential : project;
    }

    private static Duration left(@Nullable Instant end, Instant now) {
        return end == null || !now.isBefore(end) ? Duration.ZERO : Duration.between(now, end);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
