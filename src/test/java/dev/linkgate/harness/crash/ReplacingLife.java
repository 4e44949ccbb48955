package dev.linkgate.harness.crash;

import dev.linkgate.Cloud;
import dev.linkgate.gateway.app.Answer;
import dev.linkgate.harness.crash.Client.Told;
import java.util.Map;

/** Adds an endpoint that fails, has it replaced, and removes it; now and then it changes its mind half-way. */
final class ReplacingLife extends CallerScript {

    private static final int TWICE = 2;
    private static final long AMBUSHED_MILLIS = 1_500;
    private static final String KIND = "replace-endpoint";
    private static final Map<String, Boundary> STEPS = Map.of(
            "waiting-for-removal", Boundary.REPLACE_WAITING_FOR_REMOVAL,
            "waiting-for-connection", Boundary.REPLACE_WAITING_FOR_CONNECTION);

    ReplacingLife(Client talk, Journal notebook, KillPoint ambush, HarnessAtlas atlas, Cloud cloud, Place place) {
        super(talk, notebook, ambush, atlas, cloud, place);
        keepsLink();
    }

    @Override
    void live() {
        String endpoint = Names.declined(cloud, oneIn(8) ? TWICE : 1);
        add(endpoint);
        if (awaitSettled(endpoint).equals("REJECTED")) {
            replace(endpoint);
        } else {
            remove(endpoint);
        }
    }

    private void replace(String endpoint) {
        boolean ambushed = ambush.before(
                boundary ->
                        boundary.isIn(KIND, AtlasCall.REMOVE_ENDPOINT) || boundary.isIn(KIND, AtlasCall.ADD_ENDPOINT),
                place,
                endpoint);
        Told told = talk.put(place.endpoint(endpoint));
        if (told.is(200) && told.uncertain()) {
            replaced(endpoint); // by an operation that this caller does not know
            remove(endpoint);
            return;
        }
        if (!told.is(202)) {
            throw told.unexpected();
        }
        String operation = told.answer().header("Location");
        notebook.accepted(operation);
        if (!ambushed && oneIn(8)) {
            removeMeanwhile(endpoint, operation);
        } else if (ambushed ? oneIn(3) : oneIn(8)) {
            // An ambush needs the work to get there first; a cancellation then comes before it continues.
            Pace.rest(ambushed ? AMBUSHED_MILLIS : 0);
            cancel(endpoint, operation);
        } else {
            Told again = oneIn(4) ? talk.put(place.endpoint(endpoint)) : told;
            if (again.is(202) && !again.answer().header("Location").equals(operation)) {
                throw new Violation("two operations at once: " + operation + " and " + again.answer());
            }
            awaitReplaced(endpoint, operation);
            remove(endpoint);
        }
    }

    private void awaitReplaced(String endpoint, String operation) {
        Answer end = follow(endpoint, operation);
        String status = awaitSettled(endpoint);
        boolean succeeded = end.text("/state").equals("SUCCEEDED");
        if (succeeded != status.equals("AVAILABLE")
                || (!succeeded && !end.text("/problem/code").equals("atlas-error"))) {
            throw new Violation(end + " while the endpoint is " + status);
        }
        replaced(endpoint);
    }

    /** Once removed and once added again. */
    private void replaced(String endpoint) {
        account(endpoint).added();
        account(endpoint).removed();
        account(endpoint).maybeRemoved(1);
    }

    /** The removal wins over the replacement, which must not bring the endpoint back. */
    private void removeMeanwhile(String endpoint, String operation) {
        account(endpoint).maybeAdded();
        account(endpoint).maybeRemoved(1);
        notebook.disconnects(place, endpoint);
        Told told = delete(endpoint);
        if (!told.is(202) && !told.settled() && !told.answer().text("/code").equals("endpoint-not-found")) {
            throw told.unexpected();
        }
        follow(endpoint, operation);
        awaitGone(endpoint);
    }

    /**
     * A replacement that is cancelled leaves the endpoint where it was, or puts it back first. Or it comes to its own
     * end before, which is a failure only if the endpoint failed again.
     */
    private void cancel(String endpoint, String operation) {
        account(endpoint).maybeAdded();
        account(endpoint).maybeRemoved(1);
        Told told = talk.delete(operation);
        if (!told.is(202)) {
            throw told.unexpected();
        }
        Answer end = follow(endpoint, operation);
        String status = awaitSettled(endpoint);
        boolean cancelled = end.text("/problem/code").equals("operation-cancelled");
        boolean failedAgain = end.text("/problem/code").equals("atlas-error") && status.equals("REJECTED");
        if (end.text("/state").equals("FAILED") && !cancelled && !failedAgain) {
            throw new Violation("cancelled, but " + end + " while the endpoint is " + status);
        }
        remove(endpoint);
    }

    private Answer follow(String endpoint, String operation) {
        return talk.follow(operation, seen -> {
            boolean ended = !seen.text("/state").equals("RUNNING")
                    && !seen.text("/state").equals("QUEUED");
            Boundary boundary = ended ? Boundary.REPLACE_ENDED : STEPS.get(seen.text("/step"));
            if (boundary != null) {
                ambush.at(boundary, endpoint);
            }
        });
    }
}
