package dev.linkgate.gateway.atlas;

import dev.linkgate.gateway.atlas.channel.AtlasSettings;
import dev.linkgate.gateway.atlas.credential.AtlasCredential;
import dev.linkgate.gateway.atlas.credential.CredentialVault;
import dev.linkgate.gateway.endpoints.link.Atlas;
import dev.linkgate.gateway.endpoints.link.AtlasProject;
import dev.linkgate.gateway.platform.request.Failure;
import dev.linkgate.gateway.platform.request.ProblemCode;
import dev.linkgate.gateway.platform.request.RequestContext;
import dev.linkgate.kernel.ProjectId;

/** The client of Atlas, which uses the credential of each project, at the Atlas it belongs to. */
final class AtlasClient implements Atlas {

    private final AtlasClients clients;
    private final Dialect dialect;
    private final CredentialVault vault;
    private final AtlasSettings settings;
    private final KnownProviders known = new KnownProviders();

    AtlasClient(AtlasClients clients, Dialect dialect, CredentialVault vault, AtlasSettings settings) {
        this.clients = clients;
        this.dialect = dialect;
        this.vault = vault;
        this.settings = settings;
    }

    @Override
    public AtlasProject project(RequestContext context, ProjectId project) {
        AtlasCredential credential = vault.forProject(project)
                .orElseThrow(() -> Failure.of(
                                ProblemCode.NO_CREDENTIAL,
                                "No Atlas credential is bound to this project, and none is named 'default'.")
                        .toException());
        context.facts().noteCredential(credential.name(), credential.version());
        return new ProjectOnAtlas(
                clients.of(credential), dialect, known, settings.deadline(), context, credential, project);
    }
}
