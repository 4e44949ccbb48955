package dev.linkgate.gateway.core.platform.request;

/** An exception that says what the caller is told. */
public interface ToldFailure {

    Failure failure();
}
