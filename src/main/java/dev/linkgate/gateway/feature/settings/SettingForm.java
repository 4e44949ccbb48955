package dev.linkgate.gateway.feature.settings;

import dev.linkgate.gateway.core.platform.web.AddressRange;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.util.ClassUtils;
import org.springframework.util.unit.DataSize;

/** The forms that values of settings have, in words. */
final class SettingForm {

    static final String ACTION = "Correct it, or leave it out. docs/settings.md has all settings.";

    private static final Set<Class<?>> FRACTIONS = Set.of(Float.class, Double.class);

    private SettingForm() {}

    /** What a setting of this type must be; without the value, which may be a secret. */
    static String sentence(String setting, Class<?> type) {
        return setting + " must be " + of(ClassUtils.resolvePrimitiveIfNecessary(type)) + ".";
    }

    private static String of(Class<?> type) {
        if (type == Duration.class) {
            return "a time with its unit, such as 500ms, 30s, 5m or 1d";
        }
        if (type == DataSize.class) {
            return "a size with its unit, such as 64MB";
        }
        if (type == Boolean.class) {
            return "true or false";
        }
        if (type == InetAddress.class) {
            return "an IP address, or a name of one";
        }
        if (type == AddressRange.class) {
            return "IP addresses and ranges such as 10.0.0.0/8, comma separated";
        }
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(constant ->
                            ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .collect(Collectors.joining(" or "));
        }
        if (Number.class.isAssignableFrom(type)) {
            return FRACTIONS.contains(type) ? "a number" : "a whole number of at most nine digits";
        }
        return "of another form";
    }
}
