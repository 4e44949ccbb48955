package dev.linkgate.gateway.core.endpoints.port;

import dev.linkgate.gateway.core.endpoints.link.Link;
import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.endpoints.link.NewLink;
import dev.linkgate.gateway.core.platform.request.Change;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.kernel.ProjectId;
import java.util.List;
import java.util.Optional;

/** A write of one link. */
public sealed interface LinkWrite extends AtlasWrite {

    ProjectId project();

    /**
     * Creates a link.
     *
     * @param adopts whether it adopts the one that exists in its region, if that is what was asked for
     */
    record Create(ProjectId project, NewLink link, boolean adopts) implements LinkWrite {

        /** Creates a link, or adopts the one that exists in its region. */
        public Create(ProjectId project, NewLink link) {
            this(project, link, true);
        }
    }

    /**
     * Changes a link to AWS.
     *
     * @param supportedRemoteRegions the other regions whose endpoints it is to accept, in Atlas's spelling
     */
    record Update(LinkPath link, List<String> supportedRemoteRegions) implements LinkWrite {
        @Override
        public ProjectId project() {
            return link.project();
        }
    }

    /**
     * Removes a link without endpoints.
     *
     * @param leaving the link as it was seen, if it may have gone with the last of its endpoints since then
     */
    record Remove(LinkPath link, Optional<Link> leaving) implements LinkWrite {

        public Remove(LinkPath link) {
            this(link, Optional.empty());
        }

        @Override
        public ProjectId project() {
            return link.project();
        }
    }

    @Override
    default Action action() {
        return switch (this) {
            case Create create -> Action.LINK_CREATE;
            case Update update -> Action.LINK_UPDATE;
            case Remove remove -> Action.LINK_REMOVE;
        };
    }

    @Override
    default Target target() {
        return switch (this) {
            case Create create -> Target.project(create.project()).changing(Change.to(create.link()));
            case Update update ->
                update.link()
                        .target()
                        .changing(Change.to(() ->
                                new Change.Values().with("supportedRemoteRegions", update.supportedRemoteRegions())));
            case Remove remove -> remove.link().target();
        };
    }

    /** A new link is named by its place. */
    @Override
    default String resource() {
        return switch (this) {
            case Create create ->
                "/projects/" + create.project() + "/links/" + create.link().provider() + ":"
                        + create.link().region().key(create.link().provider());
            case Update update -> update.link().toString();
            case Remove remove -> remove.link().toString();
        };
    }

    @Override
    default boolean isExclusive() {
        return true;
    }
}
