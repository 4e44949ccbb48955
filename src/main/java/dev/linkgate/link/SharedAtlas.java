package dev.linkgate.link;

import dev.linkgate.kernel.Call;
import dev.linkgate.kernel.ProjectId;

/** Atlas behind reads that callers share. Whoever writes to Atlas has to go through it, or others see old answers. */
final class SharedAtlas implements Atlas {

    private final Atlas inner;
    private final SharedReads reads;
    private final ErrorHistory errors;

    SharedAtlas(Atlas inner, SharedReads reads, ErrorHistory errors) {
        this.inner = inner;
        this.reads = reads;
        this.errors = errors;
    }

    @Override
    public SharedProject project(Call call, ProjectId project) {
        return new SharedProject(inner.project(call, project), reads, errors, call, project);
    }
}
