package dev.linkgate.gateway.platform.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkgate.Samples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

class NoncePoolTest {

    private static final Duration SOON = Duration.ofMillis(50);
    private static final Duration PATIENTLY = Duration.ofSeconds(20);
    private static final Duration FOREVER = Duration.ofHours(1);

    private final NoncePool pool = pool(8, FOREVER);

    @Test
    void asksFirstAndThenReusesTheNonceWithRisingCounts() throws Exception {
        try (NoncePool.NonceLease lease = pool.take(in(SOON))) {
            assertThat(lease.authorize("GET", "/")).isEmpty();
            lease.renew(challenge("a"));
            assertThat(lease.isFresh()).isTrue();
            assertThat(use(lease)).isEqualTo("a/00000001");
            lease.answered(Optional.empty());
        }
        try (NoncePool.NonceLease lease = pool.take(in(SOON))) {
            assertThat(lease.isFresh()).isFalse();
            assertThat(use(lease)).isEqualTo("a/00000002");
        }
    }

    @Test
    void lendsANonceToOneLeaseAtATime() throws Exception {
        give("a");
        try (NoncePool.NonceLease one = pool.take(in(SOON));
                NoncePool.NonceLease other = pool.take(in(SOON))) {
            assertThat(use(one)).startsWith("a/");
            assertThat(other.authorize("GET", "/")).isEmpty();
        }
    }

    @Test
    void forgetsANonceWhoseRequestWasNotAnswered() throws Exception {
        give("a");
        try (NoncePool.NonceLease lease = pool.take(in(SOON))) {
            use(lease);
        }
        assertThat(pool.free()).isZero();
    }

    @Test
    void dropsTheRefusedNonceOnRenewal() throws Exception {
        give("a");
        try (NoncePool.NonceLease lease = pool.take(in(SOON))) {
            use(lease);
            lease.renew(challenge("b"));
            assertThat(use(lease)).isEqualTo("b/00000001");
            lease.answered(Optional.empty());
        }
        assertThat(pool.free()).isEqualTo(1);
    }

    @Test
    void continuesWithTheNextNonce() throws Exception {
        give("a");
        try (NoncePool.NonceLease lease = pool.take(in(SOON))) {
            use(lease);
            lease.answered(Optional.of("b"));
        }
        try (NoncePool.NonceLease lease = pool.take(in(SOON))) {
            assertThat(use(lease)).isEqualTo("b/00000001");
            lease.answered(Optional.of("b"));
        }
        try (NoncePool.NonceLease lease = pool.take(in(SOON))) {
            assertThat(use(lease))
                    .as("naming the same nonce does not start it again")
                    .isEqualTo("b/00000002");
        }
    }

    @Test
    void lendsTheNonceUsedLastFirst() throws Exception {
        NoncePool.NonceLease one = holding("a");
        NoncePool.NonceLease other = holding("b");
        one.answered(Optional.empty());
        other.answered(Optional.empty());

        try (NoncePool.NonceLease lease = pool.take(in(SOON))) {
            assertThat(use(lease)).startsWith("b/");
        }
    }

    @Test
    void limitsConcurrentChallenges() throws Exception {
        List<NoncePool.NonceLease> asking = new ArrayList<>();
        for (int i = 0; i < NoncePool.MAX_ASKING; i++) {
            asking.add(pool.take(in(SOON)));
        }

        assertThatThrownBy(() -> pool.take(in(SOON))).isInstanceOf(TimeoutException.class);

        asking.getFirst().renew(challenge("a"));
        NoncePool.NonceLease next = pool.take(in(SOON));
        assertThat(next.authorize("GET", "/"))
                .as("one has got its nonce, so another may ask")
                .isEmpty();
        next.close();
        asking.forEach(NoncePool.NonceLease::close);
    }

    @Test
    void requestsThatAreNotAnsweredDoNotKeepOthersFromAsking() throws Exception {
        NoncePool impatient = pool(8, SOON);
        List<NoncePool.NonceLease> hanging = new ArrayList<>();
        for (int i = 0; i < NoncePool.MAX_ASKING; i++) {
            hanging.add(impatient.take(in(PATIENTLY)));
        }

        NoncePool.NonceLease other = impatient.take(in(PATIENTLY));
        other.renew(challenge("a"));
        other.answered(Optional.empty());

        assertThat(impatient.free()).isOne();
        hanging.forEach(NoncePool.NonceLease::close);
        assertThat(impatient.free()).isOne();
    }

    @Test
    void holdsNoMoreThanItsCapacity() throws Exception {
        List<NoncePool.NonceLease> leases = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            leases.add(holding("n" + i));
        }
        assertThatThrownBy(() -> pool.take(in(SOON))).isInstanceOf(TimeoutException.class);

        leases.forEach(lease -> lease.answered(Optional.empty()));
        assertThat(pool.free()).isEqualTo(8);
    }

    @Test
    void wakesAWaiterWhenALeaseFails() throws Exception {
        List<NoncePool.NonceLease> asking = new ArrayList<>();
        for (int i = 0; i < NoncePool.MAX_ASKING; i++) {
            asking.add(pool.take(in(SOON)));
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<NoncePool.NonceLease> waiter = threads.submit(() -> pool.take(in(PATIENTLY)));
            asking.getFirst().close();
            waiter.get(20, TimeUnit.SECONDS).close();
        }
    }

    @Test
    void closingTwiceCountsOnce() throws Exception {
        NoncePool.NonceLease lease = holding("a");
        lease.answered(Optional.empty());
        lease.close();
        lease.close();
        assertThat(pool.free()).isEqualTo(1);
        try (NoncePool.NonceLease again = pool.take(in(SOON))) {
            assertThat(use(again)).startsWith("a/");
        }
    }

    @Test
    void narrowsAndWidensWithTheServer() throws Exception {
        List<NoncePool.NonceLease> leases = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            leases.add(holding("n" + i));
        }
        leases.removeFirst().crowdedOut();
        while (leases.size() >= 4) {
            assertThatThrownBy(() -> pool.take(in(Duration.ZERO))).isInstanceOf(TimeoutException.class);
            leases.removeFirst().close();
        }
        leases.forEach(NoncePool.NonceLease::close);
        assertThat(turnsAtOnce()).isEqualTo(4);

        answer(4);
        assertThat(turnsAtOnce()).isEqualTo(5);
        answer(5 + 6 + 7 + 100);
        assertThat(turnsAtOnce()).as("never more than the capacity").isEqualTo(8);
    }

    @Test
    void alwaysKeepsOneLease() throws Exception {
        for (int i = 0; i < 10; i++) {
            holding("n" + i).crowdedOut();
        }
        assertThat(turnsAtOnce()).isEqualTo(1);
    }

    @Test
    void keepsNoMoreNoncesThanItsLimit() throws Exception {
        List<NoncePool.NonceLease> leases = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            leases.add(holding("n" + i));
        }
        leases.removeFirst().crowdedOut();
        leases.forEach(lease -> lease.answered(Optional.empty()));
        assertThat(pool.free()).isLessThan(7);
    }

    /** How many leases are given out until one must wait; gives them back. */
    private int turnsAtOnce() throws Exception {
        List<NoncePool.NonceLease> leases = new ArrayList<>();
        try {
            while (true) {
                NoncePool.NonceLease lease = pool.take(in(Duration.ZERO));
                leases.add(lease);
                lease.renew(challenge("m" + leases.size()));
            }
        } catch (TimeoutException e) {
            return leases.size();
        } finally {
            leases.forEach(NoncePool.NonceLease::close);
        }
    }

    private void answer(int times) throws Exception {
        for (int i = 0; i < times; i++) {
            try (NoncePool.NonceLease lease = pool.take(in(SOON))) {
                lease.renew(challenge("again" + i));
                lease.answered(Optional.empty());
            }
        }
    }

    /**
     * A server that is as strict as Apache httpd with {@code AuthDigestNcCheck}: the count must be exactly one more
     * than the last it saw. Nonces go stale, are replaced, and requests get lost on either side of the server.
     */
    @Test
    void neverRepeatsOrSkipsACount() {
        Samples.check(
                40,
                random -> new Load(random.nextInt(1, 25), random.nextInt(1, 13), random.nextLong()),
                NoncePoolTest::meetsAStrictServer);
    }

    /** @param seed the seed of the requests' results */
    private record Load(int callers, int capacity, long seed) {}

    private static void meetsAStrictServer(Load load) throws Exception {
        NoncePool shared = pool(load.capacity(), FOREVER);
        StrictServer server = new StrictServer();
        AtomicInteger asking = new AtomicInteger();
        AtomicInteger mostAsking = new AtomicInteger();

        atOnce(load.callers(), caller -> {
            Random random = new Random(load.seed() + caller);
            for (int call = 0; call < 15; call++) {
                try (NoncePool.NonceLease lease = shared.take(in(PATIENTLY))) {
                    Optional<String> authorization = lease.authorize("GET", "/");
                    if (authorization.isEmpty()) {
                        mostAsking.accumulateAndGet(asking.incrementAndGet(), Math::max);
                        travel();
                        asking.decrementAndGet();
                        lease.renew(challenge(server.newNonce()));
                        authorization = lease.authorize("GET", "/");
                    }
                    int fate = random.nextInt(10);
                    if (fate == 0) {
                        continue; // lost before the server saw it
                    }
                    server.sees(authorization.orElseThrow());
                    switch (fate) {
                        case 1 -> travel(); // and the answer is lost
                        case 2, 3 -> {
                            lease.renew(challenge(server.newNonce()));
                            server.sees(lease.authorize("GET", "/").orElseThrow());
                            lease.answered(Optional.empty());
                        }
                        case 4 -> lease.answered(Optional.of(server.newNonce()));
                        case 5 -> lease.crowdedOut();
                        default -> lease.answered(Optional.empty());
                    }
                } catch (InterruptedException | TimeoutException e) {
                    throw new AssertionError("a caller was left waiting", e);
                }
            }
        });

        assertThat(server.faults).isEmpty();
        assertThat(mostAsking.get()).isLessThanOrEqualTo(NoncePool.MAX_ASKING);
        assertThat(shared.free()).isLessThanOrEqualTo(Math.min(load.callers(), load.capacity()));
    }

    private static final class StrictServer {
        private final AtomicInteger issued = new AtomicInteger();
        private final Map<String, Integer> lastCount = new ConcurrentHashMap<>();
        private final Map<String, String> faults = new ConcurrentHashMap<>();

        String newNonce() {
            return "nonce" + issued.incrementAndGet();
        }

        void sees(String authorization) {
            String[] nonceAndCount = nonceAndCount(authorization).split("/", -1);
            int count = Integer.parseInt(nonceAndCount[1], 16);
            Integer before = lastCount.put(nonceAndCount[0], count);
            if (count != (before == null ? 1 : before + 1)) {
                faults.put(nonceAndCount[0], before + " then " + count);
            }
        }
    }

    /** Gives other callers time to come in between, as a network would. */
    private static void travel() {
        LockSupport.parkNanos(20_000);
    }

    private static void atOnce(int callers, IntConsumer work) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                int caller = i;
                all.add(threads.submit(() -> {
                    start.await();
                    work.accept(caller);
                    return null;
                }));
            }
            start.countDown();
            for (Future<?> one : all) {
                one.get(60, TimeUnit.SECONDS);
            }
        }
    }

    private static NoncePool pool(int capacity, Duration askingPatience) {
        return new NoncePool(new DigestUser("u", () -> "p"), capacity, askingPatience);
    }

    private NoncePool.NonceLease holding(String nonce) throws Exception {
        NoncePool.NonceLease lease = pool.take(in(SOON));
        lease.renew(challenge(nonce));
        return lease;
    }

    private void give(String nonce) throws Exception {
        holding(nonce).answered(Optional.empty());
    }

    private static long in(Duration time) {
        return System.nanoTime() + time.toNanos();
    }

    private static String use(NoncePool.NonceLease lease) {
        return nonceAndCount(lease.authorize("GET", "/").orElseThrow());
    }

    private static String nonceAndCount(String authorization) {
        Map<String, String> parameters =
                HeaderScanner.challenges(authorization).getFirst().parameters();
        return parameters.get("nonce") + "/" + parameters.get("nc");
    }

    private static DigestChallenge challenge(String nonce) {
        return new DigestChallenge("r", nonce, null, "MD5", false, false, false);
    }
}
