package dev.linkgate.gateway.feature.events;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.linkgate.gateway.core.endpoints.link.LinkName;
import dev.linkgate.gateway.core.endpoints.link.WholeLink;
import dev.linkgate.gateway.core.endpoints.provisioning.Links;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.web.EntityTag;
import dev.linkgate.gateway.core.platform.web.Problem;
import dev.linkgate.gateway.core.platform.web.Problems;
import dev.linkgate.gateway.feature.waiting.LinkFollower;
import dev.linkgate.gateway.feature.waiting.LinkFollowers;
import dev.linkgate.gateway.feature.waiting.LinkObservation;
import dev.linkgate.kernel.ProjectId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** The event stream of a link. */
@RestController
@Tag(name = "Links")
class LinkEventController {

    private static final String EXAMPLE = """
            retry: 3000

            id: 417b2bd685d0d69f
            event: link
            data: {"link":{"id":"5df264b8f10fab7d2cad2f0d","status":"AVAILABLE"},"endpoints":[]}

            """;

    private final EventStreams streams;
    private final Links links;
    private final LinkFollowers followers;
    private final LinkMessages messages;

    LinkEventController(EventStreams streams, Links links, LinkFollowers followers, JsonMapper json) {
        this.streams = streams;
        this.links = links;
        this.followers = followers;
        this.messages = new LinkMessages(json);
    }

    @GetMapping(path = "/projects/{projectId}/links/{linkId}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Operation(
            operationId = "followLink",
            summary = "Follow a link and its endpoints",
            description = "An event stream. An event `link` with the link and all of its endpoints is sent at once,"
                    + " and again whenever one of them changes. The last event is `gone` with a problem, if the"
                    + " link vanishes. The stream lasts until then, so use `curl -N` or your own client: this page"
                    + " shows nothing before the end.",
            parameters =
                    @Parameter(
                            name = EventStreams.LAST_EVENT_ID,
                            in = ParameterIn.HEADER,
                            schema = @Schema(type = "string")))
    @ApiResponse(
            responseCode = "200",
            description = "The stream",
            content =
                    @Content(
                            mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
                            schema = @Schema(type = "string"),
                            examples = @ExampleObject(name = "stream", value = EXAMPLE)))
    @Problems.OfAtlas("link-not-found")
    void follow(
            RequestContext context,
            @PathVariable ProjectId projectId,
            @PathVariable LinkName linkId,
            HttpServletRequest request,
            HttpServletResponse response) {
        streams.serve(
                request,
                response,
                () -> new LinkFeed(
                        followers.follow(context, links.path(context, projectId, linkId)),
                        messages,
                        request.getRequestURI(),
                        context.requestId()));
    }

    /** The events of a {@link LinkFollower}: {@code link} for each observation, and {@code gone} at the end. */
    private static final class LinkFeed implements EventFeed {

        private final LinkFollower follower;
        private final LinkMessages messages;
        private final String instance;
        private final String requestId;
        private boolean begun;

        /**
         * @param instance the path of the stream, for the problem at its end
         * @param requestId of the stream
         */
        LinkFeed(LinkFollower follower, LinkMessages messages, String instance, String requestId) {
            this.follower = follower;
            this.messages = messages;
            this.instance = instance;
            this.requestId = requestId;
        }

        @Override
        public @Nullable EventMessage next(Duration patience) throws InterruptedException {
            if (!begun) {
                begun = true;
                return event(follower.known());
            }
            LinkObservation latest = follower.next(patience);
            return latest == null ? null : event(latest);
        }

        private EventMessage event(LinkObservation observation) {
            return switch (observation) {
                case LinkObservation.Present present -> messages.of(present.whole());
                case LinkObservation.Absent absent ->
                    messages.gone(problem(absent.refusal().failure()));
            };
        }

        private Problem problem(Failure failure) {
            return Problem.of(failure, instance, requestId);
        }

        @Override
        public boolean isOver() {
            return follower.isOver();
        }

        /** Contains the age of the last observation, which grows while Atlas does not answer. */
        @Override
        public String remark() {
            return "seen " + follower.age().toSeconds() + " s ago";
        }

        @Override
        public void close() {}
    }

    /**
     * The events of links: what all streams of a link show is made once and held once, because a link can have very
     * many endpoints.
     */
    private static final class LinkMessages {

        private final JsonMapper json;

        /** Weak keys are compared by identity: the followers of a link share what was seen of it. */
        private final LoadingCache<WholeLink, EventMessage> messages =
                Caffeine.newBuilder().executor(Runnable::run).weakKeys().build(this::make);

        LinkMessages(JsonMapper json) {
            this.json = json;
        }

        EventMessage of(WholeLink link) {
            return messages.get(link);
        }

        /** The last event, which no other stream shares. */
        EventMessage gone(Object problem) {
            return EventMessage.of(null, "gone", problem, json);
        }

        private EventMessage make(WholeLink link) {
            return EventMessage.of(EntityTag.opaque(link), "link", link, json);
        }
    }
}
