package dev.linkgate.gateway.platform.operation;

/** A step of one kind of operation. */
public interface Step {

    /** Names the step in the API and in the database. */
    String word();
}
