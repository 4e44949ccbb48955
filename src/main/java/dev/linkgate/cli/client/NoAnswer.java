package dev.linkgate.cli.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why no answer came from the gateway, for people. */
final class NoAnswer {

    private static final String CERTIFICATE_WANTED =
            "The server may want a certificate by --client-cert, or another one.";

    private NoAnswer() {}

    static CommandFailed of(URI address, IOException failure) {
        return new CommandFailed(
                "No answer from " + address + ": " + Text.plain(reason(address, failure)), ExitCode.NO_ANSWER);
    }

    private static String reason(URI address, IOException failure) {
        if (isCausedBy(failure, UnresolvedAddressException.class) || isCausedBy(failure, UnknownHostException.class)) {
            return "the host " + address.getHost() + " is unknown.";
        }
        return switch (failure) {
            case SSLException tls -> reasonOfTls(tls);
            case HttpConnectTimeoutException late -> "the host does not accept the connection in time.";
            case HttpTimeoutException late -> "it does not come in time.";
            case ConnectException refused ->
                message(refused).orElse("the connection is refused, because nothing listens there.");
            default ->
                "the connection broke (" + message(failure).orElse("without a reason") + ")."
                        + ("https".equals(address.getScheme()) ? " " + CERTIFICATE_WANTED : "");
        };
    }

    private static String reasonOfTls(SSLException failure) {
        if (isCausedBy(failure, CertificateExpiredException.class)) {
            return "its certificate has expired.";
        }
        if (isCausedBy(failure, CertificateNotYetValidException.class)) {
            return "its certificate is not valid yet.";
        }
        if (isCausedBy(failure, CertPathBuilderException.class)) {
            return "its certificate is not trusted. Name the file with its authority's certificate by --ca-file or"
                    + " LINKGATE_CA_FILE.";
        }
        String message = message(failure).orElse("TLS failed");
        if (isCausedBy(failure, CertificateException.class)) {
            return "its certificate is not accepted: " + message + ".";
        }
        if (message.contains("SSL message")) {
            return "it does not speak TLS. Should the address begin with http:?";
        }
        return message.contains("Received fatal alert")
                ? "it refuses the TLS connection (" + message + "). " + CERTIFICATE_WANTED
                : "TLS failed: " + message + ".";
    }

    private static boolean isCausedBy(@Nullable Throwable failure, Class<? extends Throwable> cause) {
        return failure != null && (cause.isInstance(failure) || isCausedBy(failure.getCause(), cause));
    }

    /** The first message of a failure and its causes. */
    private static Optional<String> message(@Nullable Throwable failure) {
        if (failure == null) {
            return Optional.empty();
        }
        return failure.getMessage() == null ? message(failure.getCause()) : Optional.of(failure.getMessage());
    }
}
