package dev.linkgate.gateway.feature.regional;

import dev.linkgate.gateway.core.platform.vocabulary.Words;
import dev.linkgate.gateway.core.trail.record.Action;
import org.springframework.stereotype.Component;

/** The words of the regional mode. */
@Component
public final class RegionalWords implements Words {

    public static final Action REGIONAL_MODE_GET = new Action("regional-mode.get");
    public static final Action REGIONAL_MODE_SET = new Action("regional-mode.set");
}
