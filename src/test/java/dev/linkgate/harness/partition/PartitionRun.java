package dev.linkgate.harness.partition;

import dev.linkgate.Patience;
import dev.linkgate.harness.crash.Names;
import dev.linkgate.harness.crash.Place;
import dev.linkgate.wire.Relay;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** One trouble after the other, under load. */
final class PartitionRun {

    /** The time after a trouble, in which comes what the trouble held back. */
    private static final Duration AFTERWARDS = Duration.ofSeconds(2);

    /** The time for which a trouble of one replica may stop the others. */
    private static final Duration BOUND = Duration.ofSeconds(5);

    /** How far the clock is ahead in the phases that move it. */
    private static final Map<String, Duration> CLOCKS =
            new TreeMap<>(Map.of("clock +1 h", Duration.ofHours(1), "clock -1 h", Duration.ofHours(-1)));

    private static final int KEYED = 4;
    private static final int USES = 12;
    private static final int LOOKS = 3;

    private final Bed bed;
    private final Duration duration;
    private final Place place;
    private final List<Watch> watches;
    private final Map<String, Guest> guests = new HashMap<>();
    private final List<Thread> load = new ArrayList<>();
    private volatile boolean running = true;
    private Duration calmSilence = Duration.ZERO;

    /** @param duration of each trouble */
    PartitionRun(Bed bed, Duration duration) {
        this.bed = bed;
        this.duration = duration;
        this.place = bed.newPlace(List.of(Names.endpoint()));
        this.watches =
                Bed.OTHERS.stream().map(other -> new Watch(bed, other, place)).toList();
    }

    /** Makes trouble, or ends it. */
    private interface Act {
        void on(Replica replica) throws IOException;
    }

    void run() throws IOException, InterruptedException {
        bed.findings().begin("setting up");
        begin();
        calm();
        Replica affected = bed.affected();
        trouble("cut", replica -> replica.wire().become(Relay.State.CUT), PartitionRun::heal);
        trouble("silent wire", replica -> replica.wire().become(Relay.State.SILENT), PartitionRun::heal);
        trouble("paused", Replica::stop, Replica::goOn);
        trouble(
                "slow wire, +100 ms",
                replica -> replica.wire().delayRoundTripsBy(Duration.ofMillis(100)),
                replica -> replica.wire().delayRoundTripsBy(Duration.ZERO));
        for (Map.Entry<String, Duration> moved : CLOCKS.entrySet()) {
            trouble(
                    moved.getKey(),
                    replica -> replica.moveClock(moved.getValue()),
                    replica -> replica.moveClock(Duration.ZERO));
        }
        trouble("host gone", Replica::vanish, replica -> {});
        running = false;
        for (Thread caller : load) {
            caller.join();
        }
        affected.wire().become(Relay.State.CUT); // which the database learns
        bed.findings().begin("checked at the end");
        new Check(bed).run(guests);
    }

    private static void heal(Replica replica) {
        replica.wire().become(Relay.State.OPEN);
    }

    private void begin() {
        Races races = new Races(bed);
        start(races::removeBoth);
        start(races::removeBoth);
        start(races::changeTwice);
        for (int i = 0; i < KEYED; i++) {
            start(new KeyedLife(bed)::live);
        }
        for (Watch watch : watches) {
            for (int i = 0; i < LOOKS; i++) {
                start(watch::look);
            }
        }
    }

    private void start(Consumer<BooleanSupplier> life) {
        load.add(Thread.ofVirtual().start(() -> life.accept(() -> running)));
    }

    private void calm() {
        bed.findings().begin("calm");
        watches.forEach(Watch::begin);
        Patience.letPass(AFTERWARDS);
        calmSilence = silence();
        bed.findings().silent(calmSilence);
    }

    private Duration silence() {
        return watches.stream().map(Watch::longest).max(Duration::compareTo).orElseThrow();
    }

    private void trouble(String name, Act begin, Act end) throws IOException, InterruptedException {
        Guest guest = new Guest(bed, "guest-" + guests.size(), place);
        guests.put(name, guest);
        bed.findings().begin(name);
        watches.forEach(Watch::begin);
        long from = System.nanoTime();
        BooleanSupplier lasts =
                () -> System.nanoTime() - from < duration.plus(AFTERWARDS).toNanos();
        List<Thread> uses = Stream.<Consumer<BooleanSupplier>>of(guest::readOn, guest::makeKeys)
                .flatMap(use -> Stream.generate(() -> use).limit(USES))
                .map(use -> Thread.ofVirtual().start(() -> use.accept(lasts)))
                .toList();
        try (Relay.Hold worst = bed.affected().wire().holdWithALock()) {
            begin.on(bed.affected());
        }
        Thread ending = Thread.ofVirtual().start(guest::end);
        Patience.letPass(duration);
        end.on(bed.affected());
        for (Thread use : uses) {
            use.join();
        }
        Duration silence = silence();
        bed.findings().silent(silence);
        if (silence.compareTo(BOUND.plus(calmSilence)) > 0) {
            bed.findings().violated("others silent for too long", silence + " in " + name);
        }
        ending.join();
    }
}
