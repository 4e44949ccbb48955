package dev.linkgate.crash;

import dev.linkgate.crash.Talk.Told;
import dev.linkgate.sandbox.Trouble;

/** Adds and removes endpoints, often with Atlas failing in such a way that the outcome of the write is unknown. */
final class AddingLife extends Life {

    /** More than the gateway looks again before it gives up. */
    private static final int BLIND = 4;

    AddingLife(Talk talk, Notebook notebook, Ambush ambush, AtlasProcess atlas, Place place) {
        super(talk, notebook, ambush, atlas, place);
        keepsLink();
    }

    @Override
    void live() {
        String endpoint = Names.endpoint();
        trouble("POST", place.link() + "/endpoint$", endpoint);
        ambush.before(b -> b == Boundary.ADD_UNDONE || b == Boundary.ADD_DONE, place, endpoint);
        add(endpoint);
        if (!awaitSettled(endpoint).equals("AVAILABLE")) {
            throw new Violation("rejected: " + endpoint);
        }
        Told told = talk.put(place.endpoint(endpoint));
        if (!told.is(200)) {
            throw told.unexpected();
        }
        trouble("DELETE", endpoint + "$", endpoint);
        ambush.before(b -> b == Boundary.REMOVE_UNDONE || b == Boundary.REMOVE_DONE, place, endpoint);
        remove(endpoint);
    }

    private void trouble(String method, String uri, String endpoint) {
        if (oneIn(2)) {
            return;
        }
        if (oneIn(2)) {
            atlas.trouble(method, uri, Trouble.RESET, 1);
        } else {
            atlas.trouble(method, uri, Trouble.RESET_AFTER, 1);
            atlas.trouble("GET", endpoint + "$", Trouble.ERROR, BLIND);
        }
    }
}
