package dev.linkgate.gateway.feature.drift.reconcile;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.linkgate.gateway.core.atlas.AtlasEvent;
import dev.linkgate.kernel.ProjectId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What happened past the gateway. It stays as it was found, but for what is said of it later.
 *
 * @param id its name: {@code event:} and Atlas's id of the event, or {@code change:} and a UUID
 * @param occurredAt of the event; without one, when the change was seen
 * @param foundAt when it was found
 * @param event the event of somebody else, or the only one that can have caused the change; null if there is none
 * @param receipt of the record of the gateway's addition, if that is the one thing that vanished and was still waited
 *     for
 * @param differences what had appeared and vanished; null if that could not be told
 * @param acknowledgement the last one
 */
record Finding(
        String id,
        Kind kind,
        ProjectId projectId,
        Instant occurredAt,
        Instant foundAt,
        @Nullable AtlasEvent event,
        @Nullable String receipt,
        @Nullable Differences differences,
        @Nullable Acknowledgement acknowledgement) {

    /** What is found. */
    enum Kind {
        OUTSIDE_THE_GATEWAY;

        @JsonValue
        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Somebody else's event. */
    static Finding of(ProjectId project, AtlasEvent event, @Nullable Differences differences, Instant now) {
        return new Finding(
                "event:" + event.id(),
                Kind.OUTSIDE_THE_GATEWAY,
                project,
                event.created(),
                now,
                event,
                null,
                differences,
                null);
    }

    /** A change that no write of the gateway explains. */
    static Finding of(
            ProjectId project,
            Differences differences,
            @Nullable AtlasEvent beside,
            @Nullable String receipt,
            Instant now) {
        return new Finding(
                "change:" + UUID.randomUUID(),
                Kind.OUTSIDE_THE_GATEWAY,
                project,
                beside == null ? now : beside.created(),
                now,
                beside,
                receipt,
                differences,
                null);
    }

    Finding with(@Nullable Acknowledgement said) {
        return new Finding(id, kind, projectId, occurredAt, foundAt, event, receipt, differences, said);
    }

    /**
     * A link or an endpoint.
     *
     * @param interfaceEndpointId in its canonical spelling; null if it is the link itself
     */
    record Place(String linkId, @Nullable String interfaceEndpointId) {

        static final Comparator<Place> IN_ORDER = Comparator.comparing(Place::linkId)
                .thenComparing(place -> Objects.requireNonNullElse(place.interfaceEndpointId(), ""));

        @JsonIgnore
        boolean isLink() {
            return interfaceEndpointId == null;
        }

        /** The text that names it in the log. */
        @Override
        public String toString() {
            return isLink() ? "link " + linkId : "endpoint " + interfaceEndpointId + " of link " + linkId;
        }
    }

    /** What appeared and vanished in a project, and no write of the gateway explains. */
    record Differences(List<Place> appeared, List<Place> vanished) {

        /** The places that are told of each. */
        static final int MOST = 50;

        static final Differences NONE = new Differences(List.of(), List.of());

        /** The text that tells it in the log. */
        @Override
        public String toString() {
            return "appeared " + appeared + ", vanished " + vanished;
        }

        /** The part of it that an event of this kind can have caused. */
        Differences of(EventKind kind) {
            return switch (kind) {
                case ENDPOINT_SERVICE_CREATED -> new Differences(those(appeared, Place::isLink), List.of());
                case ENDPOINT_SERVICE_DELETED -> new Differences(List.of(), those(vanished, Place::isLink));
                case INTERFACE_ENDPOINT_CREATED ->
                    new Differences(those(appeared, place -> !place.isLink()), List.of());
                case INTERFACE_ENDPOINT_DELETED ->
                    new Differences(List.of(), those(vanished, place -> !place.isLink()));
                case INTERFACE_ENDPOINT_PATCHED,
                        INTERFACE_ENDPOINT_RETRIED,
                        CROSS_REGION_SUPPORTED_REGION_MODIFIED,
                        REGIONALIZED_PRIVATE_ENDPOINT_MODE_ENABLED,
                        REGIONALIZED_PRIVATE_ENDPOINT_MODE_DISABLED,
                        PROXY_PROTOCOL_FOR_PRIVATE_LINK_MODE_UPDATED -> NONE;
            };
        }

        private static List<Place> those(List<Place> places, Predicate<Place> fits) {
            return places.stream()
                    .filter(fits)
                    .sorted(Place.IN_ORDER)
                    .limit(MOST)
                    .toList();
        }
    }
}
