package dev.linkgate.gateway.feature.checkpoints;

import dev.linkgate.gateway.core.platform.encryption.GatewayKey;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Records at the start each key that signs checkpoints, if the trail does not name it: the first one, and later those
 * whose records are archived. So the trail tells the gateway's own keys from forged ones when the master key is lost.
 */
@Component
final class KeyRecords implements SmartInitializingSingleton {

    private static final Logger log = LoggerFactory.getLogger(KeyRecords.class);

    private final Checkpoints checkpoints;
    private final RecordedKeys recorded;
    private final AuditTrail audit;

    KeyRecords(Checkpoints checkpoints, RecordedKeys recorded, AuditTrail audit) {
        this.checkpoints = checkpoints;
        this.recorded = recorded;
        this.audit = audit;
    }

    @Override
    public void afterSingletonsInstantiated() {
        checkpoints.keys().stream().filter(key -> !recorded.contains(key)).forEach(this::record);
    }

    private void record(GatewayKey key) {
        try {
            audit.write(
                    RequestContext.system("start"),
                    CheckpointWords.AUDIT_KEY_CREATE,
                    Target.of(Target.Kind.AUDIT_KEY, key.name()),
                    HttpStatus.CREATED.value(),
                    intent -> key);
        } catch (LinkgateException e) {
            log.error(
                    "The audit key {} is not on record, the next start tries again: {}",
                    key.name(),
                    e.failure().detail());
        }
    }
}
