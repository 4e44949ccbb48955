package dev.linkgate.harness.crash;

import dev.linkgate.Cloud;
import dev.linkgate.harness.crash.Client.Told;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** The repeated work of one caller. */
abstract class CallerScript implements Runnable {

    /** The number of reads that fail: more than the gateway tries before it gives up. */
    private static final int BLIND = 4;

    final Client talk;
    final Journal notebook;
    final KillPoint ambush;
    final HarnessAtlas atlas;
    final Cloud cloud;
    Place place;
    private volatile boolean goesOn = true;

    /**
     * @param cloud the cloud of the link
     * @param place a link that no other caller uses
     */
    CallerScript(Client talk, Journal notebook, KillPoint ambush, HarnessAtlas atlas, Cloud cloud, Place place) {
        this.talk = talk;
        this.notebook = notebook;
        this.ambush = ambush;
        this.atlas = atlas;
        this.cloud = cloud;
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
        String permanent = Names.endpoint(cloud);
        atlas.addEndpoint(place, permanent);
        notebook.connects(place, permanent);
    }

    final void add(String endpoint) {
        readLists();
        String body = cloud.body(endpoint);
        boolean keyed = oneIn(2);
        Told told = talk.post(place.endpoints(), body, keyed ? Map.of("Idempotency-Key", Names.request()) : Map.of());
        // One that has failed meanwhile is not there as it was asked for.
        boolean asItIs = !keyed || told.answer().text("/current/failed").equals("true");
        boolean doneBefore =
                keyed && told.uncertain() && told.is(200) || asItIs && told.isExplainedBy("endpoint-exists");
        if (!told.is(201) && !told.settled() && !doneBefore) {
            throw told.unexpected();
        }
        if (told.is(200)) {
            notebook.foundDone();
        }
        account(endpoint).added();
        notebook.connects(place, endpoint);
        for (Told list : readLists()) {
            if (!list.answer().body().contains(endpoint)) {
                throw new Violation("it was added and is not listed: " + endpoint + " in " + list.answer());
            }
        }
    }

    /**
     * The lists that name the link's endpoints, from any replica, twice: so that each may share them with the next
     * reader.
     */
    private List<Told> readLists() {
        List<Told> lists = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            for (String path : List.of(place.endpoints(), place.project("/links"), place.linkPath())) {
                Told told = talk.get(path);
                if (!told.is(200)) {
                    throw told.unexpected();
                }
                lists.add(told);
            }
        }
        return lists;
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

    /**
     * Creates a link for which Atlas has none yet.
     *
     * @return its id
     */
    final String createLink(Cloud of, String region) {
        String body = "{\"provider\":\"%s\",\"region\":\"%s\"}".formatted(of, region);
        Told told = talk.post(place.project("/links"), body, Map.of());
        boolean adopted = told.is(200) && told.uncertain();
        if (!told.is(201) && !told.settled() && !adopted) {
            throw told.unexpected();
        }
        linkWrites(AtlasCall.CREATE_LINK).once();
        String id = findLink(of, region);
        notebook.hasLink(place.withLink(id));
        return id;
    }

    /** The id of the link to a cloud's region. */
    final String findLink(Cloud of, String region) {
        Told told = talk.get(place.project("/links/" + of + ":" + region));
        if (!told.is(200)) {
            throw told.unexpected();
        }
        return told.answer().text("/id");
    }

    final void awaitLinkGone(Place at) {
        while (true) {
            Told told = talk.get(at.linkPath());
            if (told.answer().text("/code").equals("link-not-found")) {
                return;
            }
            if (!told.is(200) || !told.answer().text("/status").equals("DELETING")) {
                throw new Violation("not being removed: " + told.answer());
            }
            Pace.rest(100);
        }
    }

    /** Lets Atlas fail now and then with this write, and sometimes in such a way that its outcome is unknown. */
    final void trouble(AtlasCall call, Place at, String endpoint) {
        if (oneIn(2)) {
            return;
        }
        String uri = call.uri(at, endpoint);
        if (oneIn(2)) {
            atlas.trouble(call.method(), uri, Trouble.RESET, 1);
        } else {
            String readUri = call.readUri(at, endpoint);
            if (call != AtlasCall.ADD_ENDPOINT) {
                atlas.trouble("GET", readUri, Trouble.DELAY, 1); // the read before the write
            }
            atlas.trouble(call.method(), uri, Trouble.RESET_AFTER, 1);
            atlas.trouble("GET", readUri, Trouble.ERROR, BLIND);
        }
    }

    final LinkWrites linkWrites(AtlasCall call) {
        return notebook.linkWrites(place.project(), call);
    }

    final Journal.Account account(String endpoint) {
        return notebook.account(place, endpoint);
    }

    static boolean oneIn(int times) {
        return ThreadLocalRandom.current().nextInt(times) == 0;
    }
}
