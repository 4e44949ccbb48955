package dev.linkgate.crash;

import dev.linkgate.crash.Talk.Told;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** The repeated work of one caller. */
abstract class Life implements Runnable {

    final Talk talk;
    final Notebook notebook;
    final Ambush ambush;
    final AtlasProcess atlas;
    final Place place;
    private volatile boolean goesOn = true;

    /** @param place a link that no other caller uses */
    Life(Talk talk, Notebook notebook, Ambush ambush, AtlasProcess atlas, Place place) {
        this.talk = talk;
        this.notebook = notebook;
        this.ambush = ambush;
        this.atlas = atlas;
        this.place = place;
    }

    /** Begins something and brings it to its end. */
    abstract void live();

    @Override
    public final void run() {
        try {
            while (goesOn) {
                live();
            }
        } catch (RuntimeException e) {
            notebook.violated(getClass().getSimpleName() + " on " + place.link() + ": " + e);
        }
    }

    /** Finishes its work. */
    final void end() {
        goesOn = false;
    }

    /** Adds an endpoint that keeps the link alive. */
    final void keepsLink() {
        String permanent = Names.endpoint();
        atlas.addEndpoint(place, permanent);
        notebook.connects(place, permanent);
    }

    final void add(String endpoint) {
        String body = "{\"interfaceEndpointId\":\"" + endpoint + "\"}";
        if (oneIn(2)) {
            notebook.keyed(KeyedAddition.make(talk, place.endpoints(), body));
        } else {
            Told told = talk.post(place.endpoints(), body, Map.of());
            if (!told.is(201) && !told.settled() && !told.isExplainedBy("endpoint-exists")) {
                throw told.unexpected();
            }
        }
        account(endpoint).added();
        notebook.connects(place, endpoint);
    }

    /** Removes an endpoint for good, and waits until it is gone. */
    final void remove(String endpoint) {
        notebook.disconnects(place, endpoint);
        Told told = delete(endpoint);
        if (!told.is(202) && !told.settled() && !told.isExplainedBy("endpoint-not-found")) {
            throw told.unexpected();
        }
        account(endpoint).removed();
        awaitGone(endpoint);
    }

    final Told delete(String endpoint) {
        Told told = talk.delete(place.endpoint(endpoint));
        account(endpoint).maybeRemoved(told.tries());
        return told;
    }

    final void awaitGone(String endpoint) {
        while (true) {
            Told told = talk.get(place.endpoint(endpoint));
            if (told.answer().text("/code").equals("endpoint-not-found")) {
                return;
            }
            if (!told.is(200) || !told.answer().text("/connectionStatus").equals("DELETING")) {
                throw new Violation("not being removed: " + told.answer());
            }
            Pace.rest(100);
        }
    }

    /** Waits until the endpoint has settled: {@code AVAILABLE} or {@code REJECTED}. */
    final String awaitSettled(String endpoint) {
        while (true) {
            Told told = talk.get(place.endpoint(endpoint));
            String status = told.answer().text("/connectionStatus");
            if (!told.is(200) || status.equals("DELETING")) {
                throw new Violation("it was added and is not there: " + told.answer());
            }
            if (status.equals("AVAILABLE") || status.equals("REJECTED")) {
                return status;
            }
            Pace.rest(100);
        }
    }

    final Notebook.Account account(String endpoint) {
        return notebook.account(place, endpoint);
    }

    static boolean oneIn(int times) {
        return ThreadLocalRandom.current().nextInt(times) == 0;
    }
}
