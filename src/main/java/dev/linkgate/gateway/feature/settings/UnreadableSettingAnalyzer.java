package dev.linkgate.gateway.feature.settings;

import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.Order;
import org.springframework.core.convert.ConversionException;

/** Says what a setting must be whose value has another form, before Spring Boot's own analyzers print the value. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class UnreadableSettingAnalyzer extends AbstractFailureAnalyzer<BindException> {

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
        if (cause.getCause() instanceof UnboundConfigurationPropertiesException) {
            return new FailureAnalysis(
                    cause.getName() + " is a list whose entries must be numbered from 0 on.",
                    SettingForm.ACTION,
                    cause);
        }
        ConfigurationProperty property = cause.getProperty();
        if (property == null || !(cause.getCause() instanceof ConversionException)) {
            return null;
        }
        String setting = property.getName() + SettingPlace.of(property.getOrigin());
        ResolvableType target = cause.getTarget().getType();
        ResolvableType list = target.as(Collection.class);
        Class<?> type = (list.resolve() == null ? target : list.getGeneric()).resolve(Object.class);
        return new FailureAnalysis(SettingForm.sentence(setting, type), SettingForm.ACTION, cause);
    }
}
