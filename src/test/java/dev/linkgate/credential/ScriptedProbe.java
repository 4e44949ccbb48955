package dev.linkgate.credential;

import dev.linkgate.kernel.AtlasAnswer;
import dev.linkgate.kernel.Failure;
import dev.linkgate.kernel.ProblemCode;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.RequestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An Atlas that answers as the test says. */
public final class ScriptedProbe implements Probe {

    private @Nullable Failure answer;
    private @Nullable ProjectId project;
    private final List<AtlasCredential> seen = new ArrayList<>();

    void accepts() {
        answer = null;
        seen.clear();
    }

    void refuses() {
        fails(ProblemCode.ATLAS_CREDENTIAL_REJECTED);
    }

    void fails(ProblemCode code) {
        answer = Failure.of(code, "Atlas said no.").answeredBy(new AtlasAnswer(401, "UNEXPECTED_ERROR", "no"));
        seen.clear();
    }

    /** The credentials that Atlas has seen since the answer was set. */
    List<AtlasCredential> seen() {
        return seen;
    }

    @Nullable
    ProjectId project() {
        return project;
    }

    @Override
    public Optional<Failure> verify(RequestContext context, AtlasCredential credential, @Nullable ProjectId project) {
        this.project = project;
        seen.add(credential);
        return Optional.ofNullable(answer);
    }
}
