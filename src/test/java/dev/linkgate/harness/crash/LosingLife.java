package dev.linkgate.harness.crash;

import dev.linkgate.Cloud;
import dev.linkgate.gateway.app.Answer;
import dev.linkgate.harness.crash.Client.Told;

/** Loses its link with the link's last endpoint, and gets a new one: from a replacement, or by its own request. */
final class LosingLife extends CallerScript {

    private static final String KIND = "replace-endpoint";

    LosingLife(Client talk, Journal notebook, KillPoint ambush, HarnessAtlas atlas, Cloud cloud, Place place) {
        super(talk, notebook, ambush, atlas, cloud, place);
    }

    @Override
    void live() {
        String endpoint = Names.declined(cloud, 1);
        add(endpoint);
        String status = awaitSettled(endpoint);
        notebook.disconnects(place, endpoint);
        notebook.losesLink(place);
        String link = status.equals("REJECTED") ? replace(endpoint) : removeWithLink(endpoint);
        place = place.withLink(link);
    }

    /**
     * Has the endpoint replaced, although the link is lost with it.
     *
     * @return the new link
     */
    private String replace(String endpoint) {
        ambush.before(boundary -> boundary.isIn(KIND, AtlasCall.CREATE_LINK), place, endpoint);
        Told told = talk.put(place.endpoint(endpoint) + "?allowLinkRemoval=true");
        if (told.is(202)) {
            follow(endpoint, told.answer().header("Location"));
        } else if (!told.isExplainedBy("link-not-found")) {
            throw told.unexpected(); // otherwise an operation that this caller does not know has ended
        }
        account(endpoint).removed();
        account(endpoint).maybeRemoved(1);
        linkWrites(AtlasCall.CREATE_LINK).once();
        String link = findLink(cloud, cloud.region());
        if (link.equals(place.link().value())) {
            throw new Violation("the lost link is still there: " + link);
        }
        notebook.hasLink(place.withLink(link));
        return link;
    }

    /** Removes the endpoint with its link, and creates another link. */
    private String removeWithLink(String endpoint) {
        Told told = talk.delete(place.endpoint(endpoint) + "?allowLinkRemoval=true");
        boolean explained = told.isExplainedBy("endpoint-not-found") || told.isExplainedBy("link-not-found");
        if (!told.is(202) && !told.settled() && !explained) {
            throw told.unexpected();
        }
        account(endpoint).removed();
        account(endpoint).maybeRemoved(told.tries());
        awaitLinkGone(place);
        return createLink(cloud, cloud.region());
    }

    private void follow(String endpoint, String operation) {
        Answer end = talk.follow(operation, seen -> {
            if (seen.text("/step").equals("waiting-for-link")) {
                ambush.at(Boundary.REPLACE_WAITING_FOR_LINK, endpoint);
            }
        });
        boolean lost = end.text("/state").equals("FAILED")
                && end.text("/problem/code").equals("link-not-found")
                && end.text("/problem/detail").contains(findLink(cloud, cloud.region()));
        if (!lost) {
            throw new Violation("the link is lost, but " + end);
        }
    }
}
