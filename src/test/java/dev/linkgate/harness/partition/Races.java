package dev.linkgate.harness.partition;

import dev.linkgate.harness.crash.Names;
import dev.linkgate.harness.crash.Place;
import dev.linkgate.harness.partition.Calls.Reply;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Two changes at once, one of them through the replica to which things happen, of which only one may be done. */
final class Races {

    private static final List<String> REGIONS =
            List.of("EU_WEST_1", "EU_WEST_2", "EU_CENTRAL_1", "US_WEST_2", "AP_SOUTHEAST_2");

    private final Bed bed;

    Races(Bed bed) {
        this.bed = bed;
    }

    /** Removes both endpoints of a link. */
    void removeBoth(BooleanSupplier goesOn) {
        while (goesOn.getAsBoolean()) {
            List<String> endpoints = List.of(Names.endpoint(), Names.endpoint());
            Place place = bed.newPlace(endpoints);
            both(
                    () -> remove(Bed.AFFECTED, place, endpoints.get(0)),
                    () -> remove(Bed.other(), place, endpoints.get(1)));
            if (endpoints.stream().noneMatch(endpoint -> isThere(place, endpoint))) {
                bed.findings().violated("last endpoint removed", place.toString());
            }
            Bed.pause();
        }
    }

    private Reply remove(int replica, Place place, String endpoint) {
        return bed.asAdministrator(replica, caller -> caller.delete(place.endpoint(endpoint)));
    }

    private boolean isThere(Place place, String endpoint) {
        return bed.atlas()
                .endpoint(place.project(), place.link(), endpoint)
                .filter(state -> !state.deleteRequested())
                .isPresent();
    }

    /** Changes a link twice under the same tag. */
    void changeTwice(BooleanSupplier goesOn) {
        Place place = bed.newPlace(List.of());
        int next = 0;
        while (goesOn.getAsBoolean()) {
            String tag = bed.asAdministrator(Bed.other(), caller -> caller.get(place.linkPath()))
                    .tag();
            if (!tag.isEmpty()) {
                String first = regions(next++);
                String second = regions(next++);
                List<Reply> replies = both(
                        () -> change(Bed.AFFECTED, place, tag, first), () -> change(Bed.other(), place, tag, second));
                if (replies.stream().allMatch(Reply::succeeded)) {
                    bed.findings().violated("two changes under a tag", place + " under " + tag);
                }
            }
            Bed.pause();
        }
    }

    /** Others than in many changes before it, so that none finds what it asks for, and succeeds without a change. */
    private static String regions(int number) {
        int chosen = 1 + number % ((1 << REGIONS.size()) - 1);
        return IntStream.range(0, REGIONS.size())
                .filter(i -> (chosen >> i & 1) == 1)
                .mapToObj(i -> '"' + REGIONS.get(i) + '"')
                .collect(Collectors.joining(",", "[", "]"));
    }

    private Reply change(int replica, Place place, String tag, String regions) {
        return bed.asAdministrator(
                replica,
                caller -> caller.with("If-Match", tag)
                        .patch(place.linkPath(), "{\"supportedRemoteRegions\":" + regions + "}"));
    }

    private static List<Reply> both(Supplier<Reply> one, Supplier<Reply> other) {
        CompletableFuture<Reply> beside =
                CompletableFuture.supplyAsync(one, work -> Thread.ofVirtual().start(work));
        Reply own = other.get();
        return List.of(own, beside.join());
    }
}
