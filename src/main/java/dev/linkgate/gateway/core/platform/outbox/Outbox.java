package dev.linkgate.gateway.core.platform.outbox;

/** Where events are stored for those whom they are told. */
@FunctionalInterface
public interface Outbox {

    /**
     * Stores an event with what it tells: it must be called within the transaction of that change. It is later than the
     * events of its subject that wait already, whatever the clocks of the replicas that stored them.
     *
     * @throws IllegalStateException outside of a transaction
     */
    void add(Event event);
}
