package dev.linkgate.harness.attack;

import dev.linkgate.harness.crash.HarnessAtlas;
import dev.linkgate.harness.crash.Names;
import dev.linkgate.harness.crash.Place;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.sandbox.state.EndpointStatus;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A project with as many links and endpoints as one can have, which viewers of it may read. */
final class LargeProject {

    private static final int LINKS = 33;
    private static final int ENDPOINTS = 50;
    private static final int MANY_ENDPOINTS = 1_000;

    private static final ProjectId PROJECT = Names.project();

    /** The link with very many endpoints. */
    static final Place LARGE_LINK = new Place(PROJECT, Names.link());

    /** The other links. */
    private static final List<Place> SMALLER_LINKS = IntStream.range(0, LINKS)
            .mapToObj(i -> new Place(PROJECT, Names.link()))
            .toList();

    /** A place in the project that half of a filled audit trail is about. */
    static final Place LONG_TRAIL = new Place(new ProjectId("0".repeat(24)), Names.link());

    private LargeProject() {}

    static Place link(long number) {
        return SMALLER_LINKS.get((int) (number % LINKS));
    }

    /** @param percent the part of the links, and of the large link's endpoints */
    static void addTo(HarnessAtlas atlas, int percent) {
        add(atlas, LARGE_LINK, MANY_ENDPOINTS * percent / 100);
        SMALLER_LINKS.stream().limit(LINKS * percent / 100).forEach(link -> add(atlas, link, ENDPOINTS));
    }

    private static void add(HarnessAtlas atlas, Place link, int endpoints) {
        atlas.addLink(link);
        Stream.generate(Names::endpoint)
                .limit(endpoints)
                .forEach(id -> atlas.addEndpoint(link, id, EndpointStatus.AVAILABLE));
    }
}
