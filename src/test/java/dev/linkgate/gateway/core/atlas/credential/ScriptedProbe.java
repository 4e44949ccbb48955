package dev.linkgate.gateway.core.atlas.credential;

import dev.linkgate.gateway.core.platform.request.AtlasAnswer;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.kernel.ProjectId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An Atlas that answers as the test says. */
public final class ScriptedProbe implements Probe {

    private ProbeResult answer = new ProbeResult.Accepted(null);
    private @Nullable ProjectId project;
    private final List<AtlasCredential> seen = new ArrayList<>();

    public void accepts(String... roles) {
        answers(new ProbeResult.Accepted(roles.length == 0 ? null : List.of(roles)));
    }

    public void refuses(RefusalReason reason) {
        Failure failure = Failure.of(ProblemCode.ATLAS_CREDENTIAL_REJECTED, "Atlas said no.")
                .answeredBy(new AtlasAnswer(401, "UNEXPECTED_ERROR", "No."));
        answers(new ProbeResult.Refused(reason, failure));
    }

    public void isUnreachable(ProblemCode code) {
        answers(new ProbeResult.Refused(RefusalReason.UNREACHABLE, Failure.of(code, "Atlas is away.")));
    }

    private void answers(ProbeResult next) {
        answer = next;
        seen.clear();
    }

    /** The credentials that Atlas has seen since the answer was set. */
    public List<AtlasCredential> seen() {
        return seen;
    }

    @Nullable
    public ProjectId project() {
        return project;
    }

    @Override
    public ProbeResult verify(RequestContext context, AtlasCredential credential, @Nullable ProjectId project) {
        this.project = project;
        seen.add(credential);
        return answer;
    }
}
