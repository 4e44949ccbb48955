package dev.linkgate.gateway.core.atlas;

import dev.linkgate.gateway.core.atlas.channel.AtlasOperation;
import dev.linkgate.gateway.core.atlas.channel.AtlasResponse;
import dev.linkgate.gateway.core.atlas.credential.AtlasCredential;
import dev.linkgate.gateway.core.endpoints.link.Endpoint;
import dev.linkgate.gateway.core.endpoints.link.Link;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One project on Atlas, read by the gateway for itself and not for a caller. Each read is sent once, and only if the
 * requests of callers leave room for it; otherwise it throws what they would get after waiting: {@code rate-limited},
 * {@code atlas-unavailable}, or {@code atlas-credential-rejected}. All reads share one deadline.
 */
public final class BackgroundProject {

    /** The maximum at Atlas. */
    public static final int PAGE = 500;

    private final Dialect dialect;
    private final AtlasCredential credential;
    private final ProjectId project;
    private final ProjectReads.Request request;
    private final ProjectReads reads;

    BackgroundProject(
            ResilientClient client,
            Dialect dialect,
            AtlasCredential credential,
            ProjectId project,
            ProjectReads.Request request) {
        this.dialect = dialect;
        this.credential = credential;
        this.project = project;
        this.request = request;
        this.reads = new ProjectReads(client, dialect, new KnownProviders(), project, request);
    }

    /** The name and version of the project's credential. */
    public String credential() {
        return credential.name() + ":" + credential.version();
    }

    /**
     * The public key of the project's credential; absent if it is a service account, which Atlas's events do not name.
     */
    public @Nullable String publicKey() {
        return switch (credential) {
            case AtlasCredential.DigestKey key -> key.publicKey();
            case AtlasCredential.ServiceAccount account -> null;
        };
    }

    /** The links to all clouds. */
    public List<Link> links() {
        return dialect.providers().stream()
                .flatMap(provider -> reads.links(provider).stream())
                .toList();
    }

    /** An endpoint of one of the {@link #links}. */
    public Endpoint endpoint(LinkId link, EndpointId id) {
        return reads.endpoint(link, id);
    }

    /**
     * A page of events, newest first. It is the last one if it has fewer than {@value #PAGE}: Atlas tells neither their
     * number nor whether there is a next page.
     *
     * @param number from 1
     */
    public List<AtlasEvent> events(EventSelection selection, int number) {
        return events(selection, number, PAGE);
    }

    /** A page that is too long to be read is read in halves. */
    private List<AtlasEvent> events(EventSelection selection, int number, int size) {
        Dialect.Resource page = dialect.events(project, selection, number, size);
        AtlasResponse response = reads.success(AtlasOperation.GET_PROJECT, request.of(page.uri(), page.accept()));
        if (response.isTooLong() && size % 2 == 0) {
            List<AtlasEvent> both = new ArrayList<>(events(selection, 2 * number - 1, size / 2));
            if (both.size() == size / 2) {
                both.addAll(events(selection, 2 * number, size / 2));
            }
            return both;
        }
        return EventBodies.events(response, size)
                .orElseThrow(() -> ProjectReads.unreadable(AtlasOperation.GET_PROJECT, response));
    }

    /** Reads Atlas's answers about events. The links in them have hosts that only Atlas can reach, and are not read. */
    static final class EventBodies {

        private static final Pattern ID = Pattern.compile("[0-9a-f]{24}");
        private static final Pattern TYPE = Pattern.compile("[A-Z][A-Z0-9_]{0,99}");

        private EventBodies() {}

        /**
         * A page of events; nothing if the body is not one, or has an event without id, time or type: none may be
         * missed.
         */
        static Optional<List<AtlasEvent>> events(AtlasResponse response, int size) {
            JsonNode results = response.json().path("results");
            if (!results.isArray() || results.size() > size) {
                return Optional.empty();
            }
            List<AtlasEvent> events = new ArrayList<>();
            for (JsonNode result : results) {
                AtlasEvent event = event(response, result);
                if (event == null) {
                    return Optional.empty();
                }
                events.add(event);
            }
            return Optional.of(events);
        }

        private static @Nullable AtlasEvent event(AtlasResponse response, JsonNode event) {
            String id = event.path("id").stringValue("");
            String type = event.path("eventTypeName").stringValue("");
            Instant created = time(event.path("created").stringValue(""));
            if (!ID.matcher(id).matches() || !TYPE.matcher(type).matches() || created == null) {
                return null;
            }
            return new AtlasEvent(
                    id,
                    created,
                    type,
                    response.text(event, "publicKey"),
                    response.text(event, "username"),
                    response.text(event, "remoteAddress"),
                    event.path("isGlobalAdmin").booleanValue(false));
        }

        private static @Nullable Instant time(String text) {
            try {
                return Instant.parse(text);
            } catch (DateTimeException e) {
                return null;
            }
        }
    }
}
