package dev.linkgate.reads;

/** A change to a link. It lasts until it is closed. */
@FunctionalInterface
public interface LinkChange extends AutoCloseable {

    @Override
    void close();
}
