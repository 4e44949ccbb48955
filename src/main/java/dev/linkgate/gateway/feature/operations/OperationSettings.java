package dev.linkgate.gateway.feature.operations;

import dev.linkgate.kernel.SettingBounds;
import dev.linkgate.kernel.StartRefused;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of operations.
 *
 * @param deadline how long an operation may take
 * @param keep how long it is kept after its end
 */
@ConfigurationProperties("linkgate.operations")
record OperationSettings(
        @DefaultValue("1h") Duration deadline,

        @DefaultValue("30d") Duration keep) {

    /** @throws StartRefused if a value is not positive */
    OperationSettings {
        SettingBounds.requirePositive("linkgate.operations.deadline", deadline);
        SettingBounds.requirePositive("linkgate.operations.keep", keep);
    }
}
