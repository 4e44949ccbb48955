package dev.linkgate.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PersistentMapTest {

    /** Its hash is one of few, so that different keys share it. */
    private record Key(int number, int hashes) {
        @Override
        public int hashCode() {
            return Integer.reverse(number % hashes) ^ (number % hashes);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 100, Integer.MAX_VALUE})
    void randomChangesHaveTheSameEffectAsOnAHashMap(int hashes) {
        Random random = new Random(hashes);
        Map<Key, Integer> expected = new HashMap<>();
        PersistentMap<Key, Integer> map = PersistentMap.empty();
        for (int i = 0; i < 10_000; i++) {
            Key key = new Key(random.nextInt(200), hashes);
            if (random.nextBoolean()) {
                expected.put(key, i);
                map = map.with(key, i);
            } else {
                expected.remove(key);
                map = map.without(key);
            }
            assertThat(map.get(key)).isEqualTo(expected.get(key));
            assertThat(map).hasSameSizeAs(expected);
            if (i % 100 == 0) {
                assertThat(map).isEqualTo(expected);
            }
        }
    }

    @Test
    void earlierCopiesStayAsTheyWere() {
        List<PersistentMap<String, Integer>> copies = new ArrayList<>(List.of(PersistentMap.empty()));
        for (int i = 0; i < 1_000; i++) {
            copies.add(copies.getLast().with("key" + i, i));
        }
        PersistentMap<String, Integer> map = copies.getLast();
        for (int i = 999; i >= 0; i--) {
            map = map.without("key" + i);
            assertThat(map).isEqualTo(copies.get(i));
        }
        assertThat(map).isSameAs(PersistentMap.empty());
    }

    @Test
    void doesNotChangeInPlace() {
        Map<String, Integer> map = PersistentMap.<String, Integer>empty().with("one", 1);

        assertThatThrownBy(() -> map.put("two", 2)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> map.remove("one")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(map::clear).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> map.entrySet().iterator().next().setValue(2))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThat(map).containsExactly(Map.entry("one", 1));
    }
}
