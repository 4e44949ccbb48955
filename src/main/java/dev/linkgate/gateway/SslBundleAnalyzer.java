package dev.linkgate.gateway;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.util.Assert;

/**
 * Explains a start with an SSL bundle that does not exist, or with files that cannot be read. Spring Boot has no
 * exception of its own for most of these failures, so they are known by what throws them. Their messages
 * name a bundle or a file, and never a key.
 */
final class SslBundleAnalyzer extends AbstractFailureAnalyzer<Exception> {

    private static final List<String> PACKAGES = List.of(
            "org.springframework.boot.ssl.",
            "org.springframework.boot.autoconfigure.ssl.",
            "org.springframework.boot.web.server.WebServerSslBundle");

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, Exception cause) {
        return Stream.<Throwable>iterate(rootFailure, thrown -> thrown != null, Throwable::getCause)
                .filter(SslBundleAnalyzer::isAboutABundle)
                .reduce((outer, inner) -> inner)
                .map(reason -> new FailureAnalysis(
                        "An SSL bundle cannot be used: " + reason.getMessage() + ".",
                        "Set server.ssl.bundle (SERVER_SSL_BUNDLE) to a bundle, and check the settings of"
                                + " spring.ssl.bundle.",
                        reason))
                .orElse(null);
    }

    private static boolean isAboutABundle(Throwable thrown) {
        return Arrays.stream(thrown.getStackTrace())
                .map(StackTraceElement::getClassName)
                .filter(name -> !name.equals(Assert.class.getName()))
                .findFirst()
                .filter(name -> PACKAGES.stream().anyMatch(name::startsWith))
                .isPresent();
    }
}
