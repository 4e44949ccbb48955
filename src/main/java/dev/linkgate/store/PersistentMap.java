package dev.linkgate.store;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An immutable map whose changed copies share all but a few nodes with it: a hash array mapped trie. Reading and
 * copying cost a step for each five bits of a key's hash, so they take about as long with 100,000 entries as with ten.
 * Keys and values are not null; the order of the entries is undefined.
 *
 * @see <a href="https://infoscience.epfl.ch/record/64398">Bagwell, Ideal Hash Trees, 2001</a>
 */
public final class PersistentMap<K, V> extends AbstractMap<K, V> {

    private static final int BITS = 5;
    private static final PersistentMap<?, ?> EMPTY = new PersistentMap<>(new Branch<>(0, Branch.none()), 0);

    private final Branch<K, V> root;
    private final int size;

    private PersistentMap(Branch<K, V> root, int size) {
        this.root = root;
        this.size = size;
    }

    /** The map without entries. */
    @SuppressWarnings("unchecked") // it holds no key and no value
    public static <K, V> PersistentMap<K, V> empty() {
        return (PersistentMap<K, V>) EMPTY;
    }

    /** A copy in which the key has this value. */
    public PersistentMap<K, V> with(K key, V value) {
        int newSize = containsKey(key) ? size : size + 1;
        return new PersistentMap<>(root.with(0, key.hashCode(), key, value), newSize);
    }

    /** A copy without the key; this map itself if it does not have the key. */
    public PersistentMap<K, V> without(K key) {
        if (!containsKey(key)) {
            return this;
        }
        Node<K, V> changed = root.without(0, key.hashCode(), key);
        return changed instanceof Branch<K, V> branch ? new PersistentMap<>(branch, size - 1) : empty();
    }

    @Override
    public @Nullable V get(@Nullable Object key) {
        return key == null ? null : root.get(0, key.hashCode(), key);
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return get(key) != null;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Set<Entry<K, V>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Entry<K, V>> iterator() {
                return root.entries().iterator();
            }

            @Override
            public Stream<Entry<K, V>> stream() {
                return root.entries();
            }

            @Override
            public int size() {
                return size;
            }
        };
    }

    /** A part of the trie; {@code shift} is the number of bits of the hash that led to it. */
    private sealed interface Node<K, V> {

        @Nullable
        V get(int shift, int hash, Object key);

        Node<K, V> with(int shift, int hash, K key, V value);

        /** @return null if nothing is left */
        @Nullable
        Node<K, V> without(int shift, int hash, K key);

        Stream<Entry<K, V>> entries();
    }

    /** The entries of one hash, nearly always a single one. */
    private record Leaf<K, V>(int hash, Map<K, V> content) implements Node<K, V> {

        @Override
        public @Nullable V get(int shift, int sought, Object key) {
            return sought == hash ? content.get(key) : null;
        }

        @Override
        public Node<K, V> with(int shift, int newHash, K key, V value) {
            if (newHash != hash) {
                return Branch.of(shift, this).with(shift, newHash, key, value);
            }
            if (content.size() == 1 && content.containsKey(key)) {
                return new Leaf<>(hash, Map.of(key, value));
            }
            Map<K, V> changed = new HashMap<>(content);
            changed.put(key, value);
            return new Leaf<>(hash, Map.copyOf(changed));
        }

        @Override
        public @Nullable Node<K, V> without(int shift, int removed, K key) {
            if (content.size() == 1) {
                return null;
            }
            Map<K, V> changed = new HashMap<>(content);
            changed.remove(key);
            return new Leaf<>(hash, Map.copyOf(changed));
        }

        @Override
        public Stream<Entry<K, V>> entries() {
            return content.entrySet().stream();
        }
    }

    /** Up to 32 children, by the next five bits of the hash. */
    private static final class Branch<K, V> implements Node<K, V> {

        /** Has a bit for each child that exists, in the order of {@link #children}. */
        private final int bitmap;

        private final Node<K, V>[] children;

        Branch(int bitmap, Node<K, V>[] children) {
            this.bitmap = bitmap;
            this.children = children;
        }

        @SuppressWarnings({"unchecked", "rawtypes"}) // Java has no arrays of generic types
        static <K, V> Node<K, V>[] none() {
            return new Node[0];
        }

        static <K, V> Branch<K, V> of(int shift, Leaf<K, V> only) {
            Node<K, V>[] children = Arrays.copyOf(Branch.<K, V>none(), 1);
            children[0] = only;
            return new Branch<>(bit(shift, only.hash()), children);
        }

        private static int bit(int shift, int hash) {
            return 1 << (hash >>> shift);
        }

        private int index(int bit) {
            return Integer.bitCount(bitmap & (bit - 1));
        }

        private boolean has(int bit) {
            return (bitmap & bit) != 0;
        }

        @Override
        public @Nullable V get(int shift, int hash, Object key) {
            int bit = bit(shift, hash);
            return has(bit) ? children[index(bit)].get(shift + BITS, hash, key) : null;
        }

        @Override
        public Branch<K, V> with(int shift, int hash, K key, V value) {
            int bit = bit(shift, hash);
            int index = index(bit);
            if (has(bit)) {
                return replaced(index, children[index].with(shift + BITS, hash, key, value));
            }
            Node<K, V>[] more = Arrays.copyOf(children, children.length + 1);
            System.arraycopy(children, index, more, index + 1, children.length - index);
            more[index] = new Leaf<>(hash, Map.of(key, value));
            return new Branch<>(bitmap | bit, more);
        }

        @Override
        public @Nullable Node<K, V> without(int shift, int hash, K key) {
            int bit = bit(shift, hash);
            int index = index(bit);
            Node<K, V> rest = children[index].without(shift + BITS, hash, key);
            if (rest != null) {
                return replaced(index, rest);
            }
            if (children.length == 1) {
                return null;
            }
            Node<K, V>[] fewer = Arrays.copyOf(children, children.length - 1);
            System.arraycopy(children, index + 1, fewer, index, fewer.length - index);
            return new Branch<>(bitmap & ~bit, fewer);
        }

        private Branch<K, V> replaced(int index, Node<K, V> child) {
            Node<K, V>[] changed = children.clone();
            changed[index] = child;
            return new Branch<>(bitmap, changed);
        }

        @Override
        public Stream<Entry<K, V>> entries() {
            return Arrays.stream(children).flatMap(Node::entries);
        }
    }
}
