package dev.linkgate.gateway.atlas;

import dev.linkgate.gateway.atlas.channel.AtlasFault;
import dev.linkgate.gateway.atlas.channel.AtlasOperation;
import dev.linkgate.gateway.atlas.channel.AtlasRequest;
import dev.linkgate.gateway.atlas.channel.AtlasResponse;
import dev.linkgate.gateway.atlas.channel.FaultClassifier;
import dev.linkgate.gateway.atlas.channel.TransportFailure;
import dev.linkgate.gateway.atlas.credential.AtlasCredential;
import dev.linkgate.gateway.endpoints.link.Link;
import dev.linkgate.kernel.ProjectId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One project on Atlas, read by the gateway for itself and not for a caller. Each read is sent once, and only if the
 * requests of callers leave room for it; otherwise it throws what they would get after waiting: {@code rate-limited}, {@code
 * atlas-unavailable}, or {@code atlas-credential-rejected}. All reads share one deadline.
 */
public final class BackgroundProject {

    /** The maximum at Atlas. */
    public static final int PAGE = 500;

    private final ResilientClient client;
    private final Dialect dialect;
    private final AtlasCredential credential;
    private final @Nullable Instant credentialReplacedAt;
    private final ProjectId project;
    private final ProjectReads.Request request;
    private final ProjectReads reads;

    BackgroundProject(
            ResilientClient client,
            Dialect dialect,
            AtlasCredential credential,
            @Nullable Instant credentialReplacedAt,
            ProjectId project,
            ProjectReads.Request request) {
        this.client = client;
        this.dialect = dialect;
        this.credential = credential;
        this.credentialReplacedAt = credentialReplacedAt;
        this.project = project;
        this.request = request;
        this.reads = new ProjectReads(client, dialect, new KnownProviders(), project, request);
    }

    /** The name and version of the project's credential. */
    public String credential() {
        return credential.name() + ":" + credential.version();
    }

    /** When this version of the project's credential replaced another one; absent if it is the first. */
    public @Nullable Instant credentialReplacedAt() {
        return credentialReplacedAt;
    }

    /** The public key of the project's credential; absent if it is a service account, which Atlas's events do not name. */
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
        Dialect.Resource page = dialect.events(project, selection, number, size)
                .orElseThrow(() -> new IllegalStateException("the API has no events"));
        AtlasResponse response = answer(request.of(page.uri(), page.accept()));
        if (response.isTooLong() && size % 2 == 0) {
            List<AtlasEvent> both = new ArrayList<>(events(selection, 2 * number - 1, size / 2));
            if (both.size() == size / 2) {
                both.addAll(events(selection, 2 * number, size / 2));
            }
            return both;
        }
        return EventBodies.events(response, size)
                .orElseThrow(() -> AtlasFault.UNREADABLE
                        .failure(AtlasOperation.GET_PROJECT)
                        .answeredBy(response.refusal())
                        .toException());
    }

    /** Fails as a read of the project does. */
    private AtlasResponse answer(AtlasRequest asked) {
        AtlasResponse response;
        try {
            response = client.read(asked);
        } catch (TransportFailure e) {
            throw FaultClassifier.failure(AtlasOperation.GET_PROJECT, e).toException();
        }
        if (!response.isSuccess()) {
            throw FaultClassifier.failure(AtlasOperation.GET_PROJECT, response).toException();
        }
        return response;
    }
}
