package dev.linkgate.harness.crash;

import dev.linkgate.Cloud;
import dev.linkgate.harness.crash.Client.Told;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;

/** Removes both endpoints of a link at once, of which one must stay, or Atlas would remove the link. */
final class RacingLife extends CallerScript {

    private final List<String> endpoints;

    RacingLife(Client talk, Journal notebook, KillPoint ambush, HarnessAtlas atlas, Cloud cloud, Place place) {
        super(talk, notebook, ambush, atlas, cloud, place);
        this.endpoints = List.of(Names.endpoint(cloud), Names.endpoint(cloud));
        endpoints.forEach(endpoint -> {
            atlas.addEndpoint(place, endpoint);
            notebook.connects(place, endpoint);
        });
    }

    @Override
    void live() {
        List<CompletableFuture<Boolean>> removals = endpoints.stream()
                .map(endpoint -> CompletableFuture.supplyAsync(
                        () -> isRemoved(endpoint),
                        runnable -> Thread.ofVirtual().start(runnable)))
                .toList();
        List<Boolean> removed = removals.stream().map(CompletableFuture::join).toList();
        if (removed.equals(List.of(true, true))) {
            throw new Violation("both endpoints of the link were removed");
        }
        if (endpoints.stream().allMatch(this::isLeaving)) {
            throw new Violation("no endpoint keeps the link alive");
        }
        for (int i = 0; i < endpoints.size(); i++) {
            if (removed.get(i)) {
                awaitGone(endpoints.get(i));
                add(endpoints.get(i));
                awaitSettled(endpoints.get(i));
            }
        }
    }

    private boolean isLeaving(String endpoint) {
        return Set.of("DELETING", "ABSENT").contains(atlas.endpoint(place, endpoint));
    }

    private boolean isRemoved(String endpoint) {
        Pace.rest(ThreadLocalRandom.current().nextInt(30));
        Told told = delete(endpoint);
        if (told.answer().text("/code").equals("last-endpoint")) {
            return false;
        }
        if (!told.is(202) && !told.settled() && !told.isExplainedBy("endpoint-not-found")) {
            throw told.unexpected();
        }
        account(endpoint).removed();
        notebook.disconnects(place, endpoint);
        return true;
    }
}
