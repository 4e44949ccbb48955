package dev.linkgate.harness.crash;

import dev.linkgate.Cloud;
import dev.linkgate.harness.crash.Client.Told;

/** Adds and removes endpoints, often with Atlas failing in such a way that the outcome of the write is unknown. */
final class AddingLife extends CallerScript {

    AddingLife(Client talk, Journal notebook, KillPoint ambush, HarnessAtlas atlas, Cloud cloud, Place place) {
        super(talk, notebook, ambush, atlas, cloud, place);
        keepsLink();
    }

    @Override
    void live() {
        String endpoint = Names.endpoint(cloud);
        trouble(AtlasCall.ADD_ENDPOINT, place, endpoint);
        ambush.before(b -> b == Boundary.ADD_UNDONE || b == Boundary.ADD_DONE, place, endpoint);
        add(endpoint);
        if (!awaitSettled(endpoint).equals("AVAILABLE")) {
            throw new Violation("rejected: " + endpoint);
        }
        Told told = talk.put(place.endpoint(endpoint), cloud.body(endpoint));
        if (!told.is(200)) {
            throw told.unexpected();
        }
        trouble(AtlasCall.REMOVE_ENDPOINT, place, endpoint);
        ambush.before(b -> b == Boundary.REMOVE_UNDONE || b == Boundary.REMOVE_DONE, place, endpoint);
        remove(endpoint);
    }
}
