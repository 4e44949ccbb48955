package dev.linkgate;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Holds a property against many random samples, new ones in each run. A failure names the sample and the seed, and
 * {@code -Dtest.seed=} brings the same samples back.
 */
public final class Samples {

    private static final long SEED = Long.getLong("test.seed", System.nanoTime());

    private Samples() {}

    /** Fails by an exception or error. */
    @FunctionalInterface
    public interface Property<T> {
        void holdsFor(T sample) throws Exception;
    }

    /** @param tries how many samples to make */
    public static <T> void check(int tries, Function<RandomGenerator, T> sampler, Property<T> property) {
        RandomGenerator random = new SplittableRandom(SEED);
        for (int n = 1; n <= tries; n++) {
            T sample = sampler.apply(random);
            try {
                property.holdsFor(sample);
            } catch (Exception | AssertionError e) {
                throw new AssertionError("sample %d of -Dtest.seed=%d: %s".formatted(n, SEED, sample), e);
            }
        }
    }

    /** Any of these; those named twice come twice as often. */
    public static <T> T oneOf(RandomGenerator random, List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** A text of any length in these bounds, both inclusive. */
    public static String text(RandomGenerator random, String characters, int shortest, int longest) {
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(shortest, longest + 1); left > 0; left--) {
            text.append(characters.charAt(random.nextInt(characters.length())));
        }
        return text.toString();
    }

    /** All characters in these bounds, both inclusive. */
    public static String range(char first, char last) {
        StringBuilder characters = new StringBuilder();
        for (char character = first; character <= last; character++) {
            characters.append(character);
        }
        return characters.toString();
    }
}
