package dev.linkgate.gateway.feature.drift;

import dev.linkgate.gateway.core.endpoints.link.Endpoint;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.feature.drift.WrittenEndpoint.Addition;
import dev.linkgate.kernel.LinkId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Compares the endpoints at Atlas with the endpoints that were written here. */
final class Comparison {

    private static final Comparator<Drift> BY_PLACE = Comparator.comparing(
                    (Drift drift) -> Objects.toString(drift.linkId(), ""))
            .thenComparing(drift -> Optional.ofNullable(drift.interfaceEndpointId())
                    .map(EndpointId::canonical)
                    .orElse(""));

    private final Map<Key, WrittenEndpoint> written;
    private final boolean complete;
    private final Instant observedAt;

    private record Key(LinkId link, EndpointId endpoint) {}

    /**
     * An endpoint at Atlas.
     *
     * @param link its link
     */
    record Found(LinkId link, Endpoint endpoint) {
        private Key key() {
            return new Key(link, endpoint.interfaceEndpointId());
        }
    }

    /**
     * @param written the endpoints that were written here
     * @param observedAt when the endpoints at Atlas were read. What was written later, or is still unclear, explains
     *     any difference
     */
    Comparison(WrittenEndpoints written, Instant observedAt) {
        this.written = written.endpoints().stream()
                .collect(Collectors.toMap(each -> new Key(each.link(), each.id()), Function.identity()));
        this.complete = written.complete();
        this.observedAt = observedAt;
    }

    /** The differences, by link and endpoint. An endpoint that is being removed is none. */
    List<Drift> with(List<Found> atAtlas) {
        Set<Key> present = atAtlas.stream().map(Found::key).collect(Collectors.toSet());
        Stream<Drift> missing = written.entrySet().stream()
                .filter(each -> !present.contains(each.getKey()) && isSettled(each.getValue()))
                .flatMap(each -> missing(each.getValue()).stream());
        return Stream.concat(atAtlas.stream().flatMap(found -> judge(found).stream()), missing)
                .sorted(BY_PLACE)
                .toList();
    }

    private static Optional<Drift> missing(WrittenEndpoint gone) {
        return Optional.ofNullable(gone.addition())
                .map(addition -> Drift.of(Drift.Kind.MISSING, gone.link(), gone.id(), addition));
    }

    private Optional<Drift> judge(Found found) {
        WrittenEndpoint known = written.get(found.key());
        Addition addition = known == null ? null : known.addition();
        if (found.endpoint().leaving()) {
            return Optional.empty();
        }
        if (found.endpoint().failed()) {
            return Optional.of(drift(Drift.Kind.FAILED, found, addition));
        }
        if (known == null) {
            return Optional.of(drift(complete ? Drift.Kind.UNMANAGED : Drift.Kind.UNKNOWN, found, null));
        }
        boolean unmanaged = addition == null && isSettled(known);
        return unmanaged ? Optional.of(drift(Drift.Kind.UNMANAGED, found, null)) : Optional.empty();
    }

    private static Drift drift(Drift.Kind kind, Found found, @Nullable Addition addition) {
        return Drift.of(kind, found.link(), found.endpoint().interfaceEndpointId(), addition);
    }

    private boolean isSettled(WrittenEndpoint endpoint) {
        return !endpoint.unclear() && !endpoint.changedAt().isAfter(observedAt);
    }
}
