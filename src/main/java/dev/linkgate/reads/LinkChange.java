package dev.linkgate.reads;

/** A change of a link that is under way until it is closed. */
@FunctionalInterface
public interface LinkChange extends AutoCloseable {

    @Override
    void close();
}
