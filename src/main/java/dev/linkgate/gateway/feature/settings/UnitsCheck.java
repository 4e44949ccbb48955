package dev.linkgate.gateway.feature.settings;

import dev.linkgate.kernel.StartRefused;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/**
 * Refuses a time or a size without a unit under {@code linkgate.}; only zero needs none. Spring Boot would take
 * milliseconds and bytes.
 */
@Component
final class UnitsCheck implements ConfigurationPropertiesBindHandlerAdvisor {

    private static final ConfigurationPropertyName OURS = ConfigurationPropertyName.of("linkgate");
    private static final Pattern WITHOUT_UNIT = Pattern.compile("[+-]?0*[1-9][0-9]*");

    private final Environment environment;

    UnitsCheck(Environment environment) {
        this.environment = environment;
    }

    @Override
    public BindHandler apply(BindHandler handler) {
        return new AbstractBindHandler(handler) {
            @Override
            public @Nullable Object onSuccess(
                    ConfigurationPropertyName name, Bindable<?> target, BindContext context, Object result) {
                ConfigurationProperty property = context.getConfigurationProperty();
                if ((result instanceof Duration || result instanceof DataSize)
                        && property != null
                        && OURS.isAncestorOf(name)) {
                    requireUnit(property, result.getClass());
                }
                return super.onSuccess(name, target, context, result);
            }
        };
    }

    private void requireUnit(ConfigurationProperty property, Class<?> type) {
        String value = environment.resolvePlaceholders(String.valueOf(property.getValue()));
        if (WITHOUT_UNIT.matcher(value.strip()).matches()) {
            throw new StartRefused(
                    SettingForm.sentence(property.getName() + SettingPlace.of(property.getOrigin()), type),
                    SettingForm.ACTION);
        }
    }
}
