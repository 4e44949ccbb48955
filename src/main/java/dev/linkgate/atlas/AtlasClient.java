package dev.linkgate.atlas;

import dev.linkgate.credential.AtlasCredential;
import dev.linkgate.credential.CredentialVault;
import dev.linkgate.kernel.Failure;
import dev.linkgate.kernel.ProblemCode;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.RequestContext;
import dev.linkgate.link.Atlas;
import dev.linkgate.link.AtlasProject;

/** The client of Atlas, which uses the credential of each project. */
final class AtlasClient implements Atlas {

    private final ResilientClient client;
    private final Dialect dialect;
    private final CredentialVault vault;
    private final AtlasSettings settings;

    AtlasClient(ResilientClient client, Dialect dialect, CredentialVault vault, AtlasSettings settings) {
        this.client = client;
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
        context.uses(credential.name(), credential.version());
        return new ProjectOnAtlas(client, dialect, settings.deadline(), context, credential, project);
    }
}
