package dev.linkgate.operation;

import dev.linkgate.kernel.RequestContext;
import dev.linkgate.kernel.Target;

/**
 * Work to be done.
 *
 * @param kind the name of the {@link OperationHandler} that does it
 * @param subject what no two unfinished operations of this kind may be about
 * @param firstStep what is done first
 * @param target the endpoint it is about
 * @param argument what the handler has to know besides
 */
public record NewOperation(
        String kind, String subject, Step firstStep, Target target, String argument, RequestContext context) {}
