package dev.linkgate.gateway.core.atlas;

import dev.linkgate.gateway.core.atlas.channel.AtlasChannel;
import dev.linkgate.gateway.core.atlas.channel.AtlasRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Concurrent callers, each of which sends one GET or POST after another.
 *
 * @param path what they ask for
 * @param callers the number of callers
 * @param calls the number of calls of each
 */
record Crowd(String path, int callers, int calls) {

    /** All answers. An exception of any caller ends the run. */
    List<Integer> call(AtlasChannel channel) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Integer>>> results = new ArrayList<>();
            for (int caller = 0; caller < callers; caller++) {
                int first = caller;
                results.add(threads.submit(() -> {
                    start.await();
                    List<Integer> statuses = new ArrayList<>();
                    for (int call = first; call < first + calls; call++) {
                        statuses.add(channel.exchange(request(call)).status());
                    }
                    return statuses;
                }));
            }
            start.countDown();
            List<Integer> all = new ArrayList<>();
            for (Future<List<Integer>> result : results) {
                all.addAll(result.get(90, TimeUnit.SECONDS));
            }
            return all;
        }
    }

    private AtlasRequest request(int call) {
        String uri = path + "?pretty=true&call=" + call;
        return call % 2 == 0 ? Requests.get(uri) : Requests.post(uri, "{\"call\":" + call + "}", Requests.KEY);
    }
}
