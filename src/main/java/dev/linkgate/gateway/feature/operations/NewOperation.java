package dev.linkgate.gateway.feature.operations;

import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;

/**
 * An operation to be started.
 *
 * @param kind the name of its {@link OperationHandler}
 * @param subject the subject; only one unfinished operation of this kind may have it
 * @param firstStep the first step
 * @param target what it is about: an endpoint, a link, a project, or, without any, the gateway itself
 * @param argument the handler's further input
 */
public record NewOperation(
        String kind, String subject, Step firstStep, Target target, String argument, RequestContext context) {}
