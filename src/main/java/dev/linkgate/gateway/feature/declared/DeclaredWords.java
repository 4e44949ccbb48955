package dev.linkgate.gateway.feature.declared;

import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.vocabulary.Words;
import dev.linkgate.gateway.core.trail.record.Action;
import org.springframework.stereotype.Component;

/** The words of declared set-up. */
@Component
public final class DeclaredWords implements Words {

    public static final Action CONFIG_GET = new Action("config.get");
    public static final Action CONFIG_APPLY = new Action("config.apply");

    public static final Target.Kind CONFIG = new Target.Kind("config");
}
