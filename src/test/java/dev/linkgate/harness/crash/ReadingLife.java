package dev.linkgate.harness.crash;

import dev.linkgate.Cloud;
import dev.linkgate.harness.crash.Client.Told;
import java.util.List;

/** Looks at everything that its project has. */
final class ReadingLife extends CallerScript {

    ReadingLife(Client talk, Journal notebook, KillPoint ambush, HarnessAtlas atlas, Cloud cloud, Place place) {
        super(talk, notebook, ambush, atlas, cloud, place);
    }

    @Override
    void live() {
        for (String path : List.of(
                place.endpoints(),
                place.project("/links"),
                place.project("/operations"),
                place.project("/audit?limit=10"))) {
            Told told = talk.get(path);
            if (!told.is(200)) {
                throw told.unexpected();
            }
            Pace.rest(100);
        }
    }
}
