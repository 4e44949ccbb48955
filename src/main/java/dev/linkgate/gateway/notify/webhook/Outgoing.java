package dev.linkgate.gateway.notify.webhook;

import java.util.List;

/**
 * An event on its way.
 *
 * @param id the event's, the same at each try
 * @param body the event as a CloudEvent in JSON
 * @param signers the secrets that sign, at least one
 */
record Outgoing(String id, String body, List<SigningSecret> signers) {}
