package dev.linkgate.gateway.platform.operation;

import dev.linkgate.gateway.platform.request.Failure;
import dev.linkgate.gateway.platform.request.ProblemCode;
import dev.linkgate.gateway.platform.request.Right;
import dev.linkgate.gateway.platform.task.QueuedTask;
import dev.linkgate.gateway.platform.task.Turn;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Runs operations when they are due. */
@Component
class Worker implements QueuedTask {

    static final String NAME = "operation";

    private static final Failure OVERTAKEN = Failure.of(
            ProblemCode.OPERATION_CANCELLED,
            "This replica of the gateway was cut off, so another one may continue the operation.");

    private final OperationExecutor executor;

    Worker(OperationExecutor executor) {
        this.executor = executor;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<Duration> run(String id, Turn turn) {
        return executor.proceed(new OperationId(id), Right.whileHeld(turn::isHeld, OVERTAKEN));
    }
}
