package dev.linkgate.harness.crash;

import dev.linkgate.sandbox.SimulatedAtlas;
import dev.linkgate.sandbox.fault.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/** The faults of a request to Atlas. */
enum Trouble {
    RESET(Fault.reset()),
    RESET_AFTER(Fault.reset().afterApplying()),
    ERROR(Fault.error(500, "UNEXPECTED_ERROR", "Unexpected error.")),
    ERROR_AFTER(Fault.error(500, "UNEXPECTED_ERROR", "Unexpected error.").afterApplying()),
    UNAVAILABLE(Fault.answer(503, Map.of(), "")),
    RATE_LIMITED(Fault.rateLimited(Duration.ofSeconds(1))),
    DELAY(Fault.delay(Duration.ofMillis(400))),
    CUT_AFTER(Fault.cutShort()),
    HANG(Fault.hang()),
    HANG_AFTER(Fault.hang().afterApplying());

    /** The random faults; hanging is left out because it costs a timeout each time. */
    private static final List<Trouble> PASSING =
            List.of(RESET, RESET_AFTER, ERROR, ERROR_AFTER, UNAVAILABLE, RATE_LIMITED, DELAY, CUT_AFTER);

    @SuppressWarnings("ImmutableEnumChecker") // records over copied maps; only the checker cannot see it
    private final Fault fault;

    Trouble(Fault fault) {
        this.fault = fault;
    }

    Fault fault() {
        return fault;
    }

    /** Lets something go wrong with a request about this often. */
    static void begin(SimulatedAtlas atlas, Duration interval, RandomGenerator random, BooleanSupplier goesOn) {
        Thread.ofPlatform().daemon().name("trouble").start(() -> {
            while (goesOn.getAsBoolean()) {
                Pace.rest(interval.multipliedBy(random.nextInt(200))
                        .dividedBy(100)
                        .toMillis());
                Trouble next = PASSING.get(random.nextInt(PASSING.size()));
                if (atlas.faultsBeforeAuthentication().pending() == 0) {
                    atlas.faultsBeforeAuthentication().next("*", ".", next.fault());
                }
            }
        });
    }
}
