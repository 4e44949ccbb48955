package dev.linkgate.gateway.core.access;

import dev.linkgate.kernel.StartRefused;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Which features the operator has switched off. */
@Component
public final class Features {

    private static final String FEATURES = "dev.linkgate.gateway.feature.";

    private final Set<String> off;

    /** @throws StartRefused if one of them cannot be switched off, or is none */
    Features(FeatureSettings settings, List<RouteSource> sources) {
        this.off = Set.copyOf(settings.off());
        Set<String> optional = sources.stream()
                .filter(RouteSource::isOptional)
                .map(source -> nameOf(source.getClass()))
                .collect(Collectors.toCollection(TreeSet::new));
        if (!optional.containsAll(off)) {
            throw new StartRefused(
                    "linkgate.features.off has a name that is not of a feature that can be switched off.",
                    "Choose among " + String.join(", ", optional) + ".");
        }
    }

    /** Whether the feature that a bean belongs to is switched on, or it is the core's. */
    public boolean isOn(Object bean) {
        return isOn(bean.getClass());
    }

    /** The same of a type. */
    public boolean isOn(Class<?> type) {
        return !off.contains(nameOf(type));
    }

    /** Empty for the core. */
    private static String nameOf(Class<?> type) {
        String name = type.getPackageName();
        return name.startsWith(FEATURES) ? name.substring(FEATURES.length()).split("\\.", 2)[0] : "";
    }
}
