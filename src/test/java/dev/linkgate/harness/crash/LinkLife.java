package dev.linkgate.harness.crash;

import dev.linkgate.Cloud;
import dev.linkgate.harness.crash.Client.Told;
import java.util.List;
import java.util.Map;

/** Adopts, creates, changes and removes links to all clouds, and switches the regional mode of their project. */
final class LinkLife extends CallerScript {

    private static final String KIND = "request";

    private boolean regionalMode;

    LinkLife(Client talk, Journal notebook, KillPoint ambush, HarnessAtlas atlas, Cloud cloud, Place place) {
        super(talk, notebook, ambush, atlas, cloud, place);
    }

    @Override
    void live() {
        adopt();
        Cloud of = oneIn(2) ? Cloud.AWS : oneIn(2) ? Cloud.AZURE : Cloud.GCP; // only links to AWS can be changed
        prepare(AtlasCall.CREATE_LINK, place);
        Place made = place.withLink(createLink(of, of.otherRegion()));
        awaitReady(made);
        if (of == Cloud.AWS) {
            changeRegions(made, "US_WEST_2");
            changeRegions(made, "");
        }
        switchRegionalMode();
        remove(made);
    }

    /** Atlas fails with the next write of this kind, or the gateway is killed in its middle. */
    private void prepare(AtlasCall call, Place at) {
        if (!ambush.before(boundary -> boundary.isIn(KIND, call), at, "")) {
            trouble(call, at, "");
        }
    }

    private void adopt() {
        Told told = talk.post(
                place.project("/links"),
                "{\"provider\":\"%s\",\"region\":\"%s\"}".formatted(cloud, cloud.region()),
                Map.of());
        boolean adopted = told.is(200)
                && told.answer().json().at("/adopted").asBoolean()
                && told.answer().text("/id").equals(place.link().value());
        if (!adopted) {
            throw told.unexpected();
        }
    }

    private void awaitReady(Place made) {
        while (true) {
            Told told = talk.get(made.linkPath());
            String status = told.answer().text("/status");
            if (told.is(200) && status.equals("AVAILABLE")) {
                return;
            }
            if (!told.is(200) || !status.equals("INITIATING")) {
                throw new Violation("it was created and is not there: " + told.answer());
            }
            Pace.rest(100);
        }
    }

    /** @param region the only other region whose endpoints the link is to accept; empty for none */
    private void changeRegions(Place made, String region) {
        prepare(AtlasCall.UPDATE_LINK, made);
        Told told = talk.patch(
                made.linkPath(),
                "{\"supportedRemoteRegions\":[" + (region.isEmpty() ? "" : "\"" + region + "\"") + "]}");
        if (!told.is(200) && !told.settled()) {
            throw told.unexpected();
        }
        linkWrites(AtlasCall.UPDATE_LINK).atMost(told.tries());
        List<String> found = atlas.links(place.project()).stream()
                .filter(link -> link.id().equals(made.link()))
                .map(HarnessAtlas.Link::remoteRegions)
                .toList();
        if (!found.equals(List.of(region))) {
            throw new Violation("answered " + told.answer() + ", but the link's other regions are " + found);
        }
    }

    private void switchRegionalMode() {
        prepare(AtlasCall.SET_REGIONAL_MODE, place);
        regionalMode = !regionalMode;
        Told told = talk.put(place.project("/regional-mode"), "{\"enabled\":" + regionalMode + "}");
        if (!told.is(200) && !told.settled()) {
            throw told.unexpected();
        }
        linkWrites(AtlasCall.SET_REGIONAL_MODE).atMost(told.tries());
        notebook.hasRegionalMode(place.project(), regionalMode);
        if (atlas.isRegionalMode(place.project()) != regionalMode) {
            throw new Violation("answered " + told.answer() + ", but Atlas has not switched the regional mode");
        }
    }

    private void remove(Place made) {
        notebook.losesLink(made);
        prepare(AtlasCall.REMOVE_LINK, made);
        Told told = talk.delete(made.linkPath());
        if (!told.is(202) && !told.settled() && !told.isExplainedBy("link-not-found")) {
            throw told.unexpected();
        }
        linkWrites(AtlasCall.REMOVE_LINK).atMost(told.tries());
        awaitLinkGone(made);
    }
}
