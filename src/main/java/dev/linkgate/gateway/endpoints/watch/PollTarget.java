package dev.linkgate.gateway.endpoints.watch;

import dev.linkgate.gateway.endpoints.link.LinkPath;
import dev.linkgate.gateway.endpoints.observation.ConnectionsObservation;
import dev.linkgate.gateway.endpoints.observation.EndpointObservation;
import dev.linkgate.gateway.endpoints.observation.LinkObservation;
import dev.linkgate.gateway.endpoints.observation.Observation;
import dev.linkgate.gateway.platform.request.EndpointId;
import dev.linkgate.gateway.platform.request.Target;
import dev.linkgate.kernel.ProjectId;

/**
 * A target of a poll.
 *
 * @param <T> its observations
 */
sealed interface PollTarget<T extends Observation> {

    /** The link or project that it belongs to. All targets of one subject share a {@link Poller}. */
    Target subject();

    /** An endpoint, even if the link does not name it any more. */
    record OfEndpoint(LinkPath link, EndpointId endpoint) implements PollTarget<EndpointObservation> {
        @Override
        public Target subject() {
            return link.target();
        }
    }

    /** A link with all of its endpoints. */
    record OfLink(LinkPath link) implements PollTarget<LinkObservation> {
        @Override
        public Target subject() {
            return link.target();
        }
    }

    /** The connections of a project's clusters. */
    record OfConnections(ProjectId project) implements PollTarget<ConnectionsObservation> {
        @Override
        public Target subject() {
            return Target.project(project);
        }
    }
}
