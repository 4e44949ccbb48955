package dev.linkgate.gateway.platform.outbox;

/** Those who get the events. */
@FunctionalInterface
public interface Receivers {

    /** Whether there is one, as far as this replica knows. Costs no query. */
    boolean any();
}
