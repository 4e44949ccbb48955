package dev.linkgate.gateway.core.access;

import dev.linkgate.kernel.StartRefused;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** Which features the operator has switched off. */
@Component
public final class Features {

    /** The packages of what is switched off, each with a dot at its end. */
    private final List<String> off;

    /** @throws StartRefused if one of them cannot be switched off, or is none */
    Features(FeatureSettings settings, List<RouteSource> sources) {
        Map<String, String> packages = new TreeMap<>();
        for (RouteSource source : sources) {
            source.switchName().ifPresent(name -> packages.put(name, packageOf(source.getClass())));
        }
        if (!packages.keySet().containsAll(settings.off())) {
            throw new StartRefused(
                    "linkgate.features.off has a name that is not of a feature that can be switched off.",
                    "Choose among " + String.join(", ", packages.keySet()) + ".");
        }
        this.off = settings.off().stream().map(packages::get).toList();
    }

    private static String packageOf(Class<?> type) {
        return type.getPackageName() + ".";
    }

    /** Whether the feature that a bean belongs to is switched on, or it is the core's. */
    public boolean isOn(Object bean) {
        return isOn(bean.getClass());
    }

    /** Whether the feature that a type belongs to is switched on, or it is the core's. */
    public boolean isOn(Class<?> type) {
        return off.stream().noneMatch(packageOf(type)::startsWith);
    }
}
