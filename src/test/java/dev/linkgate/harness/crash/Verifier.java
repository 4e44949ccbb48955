package dev.linkgate.harness.crash;

import dev.linkgate.gateway.app.Answer;
import dev.linkgate.gateway.app.Caller;
import dev.linkgate.harness.crash.HarnessAtlas.Write;
import dev.linkgate.harness.crash.Journal.Account;
import dev.linkgate.harness.crash.Journal.LinkEffect;
import dev.linkgate.kernel.LinkId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The final checks, against Atlas, the trail and the callers' answers. */
final class Verifier {

    private final Journal notebook;
    private final HarnessAtlas atlas;
    private final List<Write> writes;

    Verifier(Journal notebook, HarnessAtlas atlas, List<Write> writes) {
        this.notebook = notebook;
        this.atlas = atlas;
        this.writes = writes;
    }

    /** Every promised operation has ended, and its end is still the reported one. */
    void operations(Caller administrator) {
        notebook.operations().forEach((path, end) -> {
            Answer answer = administrator.get(path);
            if (answer.status() != 200 || !Set.of("SUCCEEDED", "FAILED").contains(answer.text("/state"))) {
                notebook.violated("lost: " + path + ": " + answer);
            } else if (!end.isEmpty() && !end.equals(answer.body())) {
                notebook.violated(path + " had ended as " + end + ", now " + answer.body());
            }
        });
    }

    /** Atlas has exactly the endpoints in the callers' answers. */
    void endpoints() {
        notebook.connected()
                .forEach((place, endpoints) -> endpoints.forEach(endpoint -> {
                    String status = atlas.endpoint(place, endpoint);
                    if (!status.equals("AVAILABLE")) {
                        notebook.violated("an endpoint that nobody removed is " + status + ": " + endpoint);
                    }
                }));
        notebook.accounts().forEach((endpoint, account) -> {
            boolean stays =
                    notebook.connected().getOrDefault(account.place, Set.of()).contains(endpoint);
            String status = atlas.endpoint(account.place, endpoint);
            if (!stays && !status.equals("ABSENT")) {
                notebook.violated("an endpoint that was removed is " + status + ": " + endpoint);
            }
        });
    }

    /** Atlas has exactly the links in the callers' answers, one for each region of a cloud, and the regional modes. */
    void links() {
        notebook.links().forEach((project, expected) -> {
            List<HarnessAtlas.Link> links = atlas.links(project);
            Set<LinkId> ids = links.stream()
                    .filter(link -> !link.status().equals("DELETING"))
                    .map(HarnessAtlas.Link::id)
                    .collect(Collectors.toSet());
            if (!ids.equals(expected)) {
                notebook.violated(project + " should have the links " + expected + ", but Atlas has " + links);
            }
            if (links.stream().map(HarnessAtlas.Link::region).distinct().count() < links.size()) {
                notebook.violated(project + " has two links for one region: " + links);
            }
        });
        notebook.regionalModes().forEach((project, expected) -> {
            if (atlas.isRegionalMode(project) != expected) {
                notebook.violated(project + " should have the regional mode " + expected);
            }
        });
    }

    /** Atlas carried out the requests, and none twice. */
    void writes() {
        linkWrites();
        Map<String, List<Write>> byEndpoint = writes.stream()
                .filter(write -> !write.endpoint().isEmpty())
                .collect(Collectors.groupingBy(Write::endpoint));
        notebook.accounts().forEach((endpoint, account) -> {
            List<Write> own = byEndpoint.getOrDefault(endpoint, List.of());
            long additions = count(own, AtlasCall.ADD_ENDPOINT);
            long removals = count(own, AtlasCall.REMOVE_ENDPOINT);
            if (!fits(additions, account.fewestAdditions.sum(), account.mostAdditions.sum())
                    || !fits(removals, account.fewestRemovals.sum(), account.mostRemovals.sum())
                    || isAddedTwice(own)) {
                notebook.violated(endpoint + " should have " + words(account) + ", but Atlas did " + words(own));
            }
        });
        byEndpoint.keySet().stream()
                .filter(endpoint -> !notebook.accounts().containsKey(endpoint))
                .forEach(endpoint -> notebook.violated("nobody asked for writes of " + endpoint));
    }

    private void linkWrites() {
        Map<LinkEffect, List<Write>> byEffect = writes.stream()
                .filter(write -> write.endpoint().isEmpty())
                .collect(Collectors.groupingBy(write -> new LinkEffect(write.project(), write.call())));
        Map<LinkEffect, LinkWrites> asked = notebook.linkWrites();
        asked.forEach((effect, expected) -> {
            List<Write> own = byEffect.getOrDefault(effect, List.of());
            if (!fits(own.size(), expected.fewest.sum(), expected.most.sum())) {
                notebook.violated(effect + " should have been done " + expected + " times, but Atlas did " + own.size()
                        + ": " + words(own));
            }
        });
        byEffect.keySet().stream()
                .filter(effect -> !asked.containsKey(effect))
                .forEach(effect -> notebook.violated("nobody asked for " + effect));
    }

    private static long count(List<Write> writes, AtlasCall call) {
        return writes.stream().filter(write -> write.call() == call).count();
    }

    private static boolean fits(long times, long fewest, long most) {
        return fewest <= times && times <= most;
    }

    private static boolean isAddedTwice(List<Write> writes) {
        for (int i = 1; i < writes.size(); i++) {
            if (writes.get(i).call() == AtlasCall.ADD_ENDPOINT
                    && writes.get(i - 1).call() == AtlasCall.ADD_ENDPOINT) {
                return true;
            }
        }
        return false;
    }

    private static String words(List<Write> writes) {
        return writes.stream()
                .map(write -> write.call() + " at " + write.at() + " for " + write.requestId())
                .collect(Collectors.joining(", "));
    }

    private static String words(Account account) {
        return "from " + account.fewestAdditions + " to " + account.mostAdditions + " additions and from "
                + account.fewestRemovals + " to " + account.mostRemovals + " removals";
    }
}
