package dev.linkgate.gateway.feature.settings;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.boot.origin.SystemEnvironmentOrigin;
import org.springframework.boot.origin.TextResourceOrigin;

/** Where a setting was set, as an operator looks for it. */
final class SettingPlace {

    private SettingPlace() {}

    /** The file and the line, or the variable, in parentheses after a space; empty if it was set by an argument. */
    static String of(@Nullable Origin found) {
        Origin origin =
                found instanceof PropertySourceOrigin source && source.getOrigin() != null ? source.getOrigin() : found;
        if (origin instanceof SystemEnvironmentOrigin variable) {
            return " (" + variable.getProperty() + ")";
        }
        if (!(origin instanceof TextResourceOrigin text) || text.getResource() == null) {
            return "";
        }
        String line = text.getLocation() == null
                ? ""
                : ", line " + (text.getLocation().getLine() + 1);
        return " (" + text.getResource().getFilename() + line + ")";
    }
}
