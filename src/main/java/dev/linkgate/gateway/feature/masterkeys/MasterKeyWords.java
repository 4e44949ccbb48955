package dev.linkgate.gateway.feature.masterkeys;

import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.vocabulary.Words;
import dev.linkgate.gateway.core.trail.record.Action;
import org.springframework.stereotype.Component;

/** The words of master keys. */
@Component
public final class MasterKeyWords implements Words {

    public static final Action RIGHTS_RESEAL = new Action("rights.reseal");
    public static final Action CREDENTIAL_REENCRYPT = new Action("credential.re-encrypt");
    public static final Action MASTER_KEY_LIST = new Action("master-key.list");

    public static final Target.Kind MASTER_KEY = new Target.Kind("master-key");
}
