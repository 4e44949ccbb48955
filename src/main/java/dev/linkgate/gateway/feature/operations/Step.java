package dev.linkgate.gateway.feature.operations;

/** A step of one kind of operation. */
public interface Step {

    /** Names the step in the API and in the database. */
    String word();
}
