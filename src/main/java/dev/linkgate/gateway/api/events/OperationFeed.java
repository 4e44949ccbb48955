package dev.linkgate.gateway.api.events;

import dev.linkgate.gateway.api.OperationView;
import dev.linkgate.gateway.platform.operation.Operation;
import dev.linkgate.gateway.platform.operation.OperationEvent;
import dev.linkgate.gateway.platform.operation.OperationFollower;
import dev.linkgate.gateway.platform.operation.Operations;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The states of an operation that its client has not seen, and each further one until it has ended. */
final class OperationFeed implements EventFeed {

    private final Operations operations;
    private final Operation operation;
    private final JsonMapper json;
    private final OperationFollower follower;
    private final Queue<OperationEvent> unseen = new ArrayDeque<>();
    private long seen;
    private boolean ended;

    /** @param seen the last revision that the client saw, 0 for none */
    OperationFeed(Operations operations, Operation operation, long seen, JsonMapper json) {
        this.operations = operations;
        this.operation = operation;
        this.seen = seen;
        this.json = json;
        this.follower = operations.follow(operation);
        this.unseen.addAll(operations.events(operation.id(), seen));
    }

    @Override
    public @Nullable EventMessage next(Duration patience) throws InterruptedException {
        if (unseen.isEmpty() && follower.await(seen, patience)) {
            unseen.addAll(operations.events(operation.id(), seen));
        }
        OperationEvent event = unseen.poll();
        if (event == null) {
            return null;
        }
        seen = event.revision();
        ended = event.state().isFinal();
        return EventMessage.of(String.valueOf(event.revision()), "operation", OperationView.of(operation, event), json);
    }

    @Override
    public boolean isOver() {
        return ended;
    }

    @Override
    public String remark() {
        return "alive";
    }

    @Override
    public void close() {
        follower.close();
    }
}
