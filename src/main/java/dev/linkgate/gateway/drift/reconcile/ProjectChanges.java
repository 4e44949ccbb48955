package dev.linkgate.gateway.drift.reconcile;

import java.util.List;
import java.util.function.Predicate;

/**
 * How what Atlas has differs from what it should have.
 *
 * @param appeared what no record of the trail explains
 * @param vanished what no record of the trail removed
 */
record ProjectChanges(List<Place> appeared, List<Place> vanished) {

    /** The places that are told of each. */
    static final int MOST = 50;

    static final ProjectChanges NONE = new ProjectChanges(List.of(), List.of());

    /** The part of it that an event of this kind can have caused. */
    ProjectChanges of(EventKind kind) {
        return switch (kind) {
            case ENDPOINT_SERVICE_CREATED -> new ProjectChanges(filtered(appeared, Place::isLink), List.of());
            case ENDPOINT_SERVICE_DELETED -> new ProjectChanges(List.of(), filtered(vanished, Place::isLink));
            case INTERFACE_ENDPOINT_CREATED ->
                new ProjectChanges(filtered(appeared, place -> !place.isLink()), List.of());
            case INTERFACE_ENDPOINT_DELETED ->
                new ProjectChanges(List.of(), filtered(vanished, place -> !place.isLink()));
            default -> NONE;
        };
    }

    private static List<Place> filtered(List<Place> places, Predicate<Place> fits) {
        return places.stream().filter(fits).toList();
    }
}
