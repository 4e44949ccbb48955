package dev.linkgate.gateway.outbox;

/** Those who get the events. */
@FunctionalInterface
public interface Receivers {

    /** Whether there is one, as far as this replica knows. Costs no query. */
    boolean any();
}
