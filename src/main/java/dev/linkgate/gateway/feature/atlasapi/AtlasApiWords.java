package dev.linkgate.gateway.feature.atlasapi;

import dev.linkgate.gateway.core.platform.vocabulary.Words;
import dev.linkgate.gateway.core.trail.record.Action;
import org.springframework.stereotype.Component;

/** The words of Atlas's own paths. */
@Component
public final class AtlasApiWords implements Words {

    public static final Action CLUSTER_LIST = new Action("cluster.list");
    public static final Action CLUSTER_GET = new Action("cluster.get");
}
