package dev.linkgate.sandbox.state;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The operation of a request, in any dialect. */
public sealed interface SimulatedOperation {

    /** The id of the project (Atlas: group). */
    String project();

    /** Reads or changes one endpoint. */
    sealed interface OnEndpoint extends SimulatedOperation {
        String link();

        SimulatedProvider provider();

        /** The endpoint's id. */
        String endpoint();
    }

    /**
     * @param region in Atlas's form
     * @param portMapping GCP only
     * @param remoteRegions AWS only
     */
    record CreateLink(
            String project,
            SimulatedProvider provider,
            String region,
            boolean portMapping,
            @Nullable List<String> remoteRegions)
            implements SimulatedOperation {}

    /** @param remoteRegions replace the present ones; {@code null} for none */
    record UpdateLink(String project, String link, @Nullable List<String> remoteRegions)
            implements SimulatedOperation {}

    record ListLinks(String project, SimulatedProvider provider) implements SimulatedOperation {}

    record GetLink(String project, SimulatedProvider provider, String link) implements SimulatedOperation {}

    record RemoveLink(String project, SimulatedProvider provider, String link) implements SimulatedOperation {}

    record AddEndpoint(String project, String link, SimulatedNewEndpoint asked) implements OnEndpoint {
        @Override
        public String endpoint() {
            return asked.id();
        }

        @Override
        public SimulatedProvider provider() {
            return asked.provider();
        }
    }

    record GetEndpoint(String project, SimulatedProvider provider, String link, String endpoint)
            implements OnEndpoint {}

    record RemoveEndpoint(String project, SimulatedProvider provider, String link, String endpoint)
            implements OnEndpoint {}

    record GetRegionalMode(String project) implements SimulatedOperation {}

    record SetRegionalMode(String project, boolean enabled) implements SimulatedOperation {}

    default boolean isWrite() {
        return switch (this) {
            case CreateLink w -> true;
            case UpdateLink w -> true;
            case RemoveLink w -> true;
            case AddEndpoint w -> true;
            case RemoveEndpoint w -> true;
            case SetRegionalMode w -> true;
            case ListLinks r -> false;
            case GetLink r -> false;
            case GetEndpoint r -> false;
            case GetRegionalMode r -> false;
        };
    }
}
