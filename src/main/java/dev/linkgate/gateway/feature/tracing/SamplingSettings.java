package dev.linkgate.gateway.feature.tracing;

import dev.linkgate.kernel.StartRefused;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Lazy;

/**
 * Which traces are exported. Read only if any are.
 *
 * @param probability 0 to 1, for traces that begin here. A caller's trace is exported if its flags say that it is
 *     sampled
 */
@ConfigurationProperties("management.tracing.sampling")
@Lazy
record SamplingSettings(@DefaultValue("0.1") double probability) {

    SamplingSettings {
        if (!(probability >= 0 && probability <= 1)) {
            throw new StartRefused(
                    "management.tracing.sampling.probability is not a number from 0 to 1.",
                    "Set it to the part of the traces to export, as 0.1, or leave it out.");
        }
    }
}
