package dev.linkgate.gateway.core.platform.vocabulary;

/**
 * The words that a feature brings: its actions, kinds of events and of things, and problems. They are the public
 * constants of the class, which is public as well, so that {@link Vocabulary} finds them.
 */
public interface Words {}
