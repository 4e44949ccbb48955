package dev.linkgate.transparency;

/**
 * The first place where a chain does not hold.
 *
 * @param sequence of the record that is not as it was written, or is missing
 * @param reason a clause without a full stop, whose subject is the record
 */
public record ChainBreak(long sequence, String reason) {}
