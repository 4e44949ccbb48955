package dev.linkgate.gateway.core.atlas.credential;

import dev.linkgate.gateway.core.platform.request.Failure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What Atlas shows about a credential. */
public sealed interface ProbeResult {

    /**
     * Atlas accepted the credential, and let it read the project if one was given.
     *
     * @param roles the names of its roles on that project and on its organization, such as {@code GROUP_OWNER}; absent
     *     if Atlas does not tell
     */
    record Accepted(@Nullable List<String> roles) implements ProbeResult {}

    /**
     * Atlas did not accept the credential, or could not be asked.
     *
     * @param failure the same as a caller's problem, with Atlas's answer if it gave one
     */
    record Refused(RefusalReason reason, Failure failure) implements ProbeResult {

        /** What happened and what to do, with Atlas's own words, which may name the gateway's address. */
        public String detail() {
            String words = failure.atlas() == null ? null : failure.atlas().detail();
            return words == null ? reason.advice() : reason.advice() + " Atlas says: " + words;
        }
    }
}
