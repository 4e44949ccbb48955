package dev.linkgate.gateway.core.platform.outbox;

/**
 * What an event is about: the {@code type} of a CloudEvent. The core's types are here, and a feature declares its own
 * in its {@link dev.linkgate.gateway.core.platform.vocabulary.Words}.
 *
 * @param word in events and filters, such as {@code endpoint.added}
 */
public record EventType(String word) {

    /** Atlas refuses a credential. */
    public static final EventType CREDENTIAL_SUSPECT = new EventType("credential.suspect");
}
