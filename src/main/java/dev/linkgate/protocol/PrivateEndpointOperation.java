package dev.linkgate.protocol;

import dev.linkgate.kernel.Provider;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The operation of a request, in any of the APIs. */
public sealed interface PrivateEndpointOperation {

    /** The id of the project (Atlas: group). */
    String project();

    /** Reads or changes one endpoint. */
    sealed interface OnEndpoint extends PrivateEndpointOperation {
        String link();

        Provider provider();

        /** The endpoint's id. */
        String endpoint();
    }

    /**
     * @param region as the caller wrote it
     * @param portMapping GCP only
     * @param remoteRegions AWS only, as the caller wrote them
     */
    record CreateLink(
            String project,
            Provider provider,
            String region,
            boolean portMapping,
            @Nullable List<String> remoteRegions) implements PrivateEndpointOperation {}

    /** @param remoteRegions replace the present ones, as the caller wrote them; absent if the caller left them out */
    record UpdateLink(String project, String link, @Nullable List<String> remoteRegions)
            implements PrivateEndpointOperation {}

    record ListLinks(String project, Provider provider) implements PrivateEndpointOperation {}

    record GetLink(String project, Provider provider, String link) implements PrivateEndpointOperation {}

    record RemoveLink(String project, Provider provider, String link) implements PrivateEndpointOperation {}

    record AddEndpoint(String project, String link, NewAtlasEndpoint asked) implements OnEndpoint {
        @Override
        public String endpoint() {
            return asked.id();
        }

        @Override
        public Provider provider() {
            return asked.provider();
        }
    }

    record GetEndpoint(String project, Provider provider, String link, String endpoint) implements OnEndpoint {}

    record RemoveEndpoint(String project, Provider provider, String link, String endpoint) implements OnEndpoint {}

    record GetRegionalMode(String project) implements PrivateEndpointOperation {}

    record SetRegionalMode(String project, boolean enabled) implements PrivateEndpointOperation {}

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
