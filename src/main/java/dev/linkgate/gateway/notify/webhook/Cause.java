package dev.linkgate.gateway.notify.webhook;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.netty.handler.timeout.ReadTimeoutException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why a receiver did not answer: a clause for people, without what the other side wrote. */
final class Cause {

    private Cause() {}

    static String of(Throwable thrown, WebhookSettings settings) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            String clause = known(cause, settings);
            if (clause != null) {
                return clause;
            }
        }
        return "the connection broke before there was an answer";
    }

    private static @Nullable String known(Throwable cause, WebhookSettings settings) {
        return switch (cause) {
            case ReceiverClient.Refused refused -> refused.getMessage();
            case UnknownHostException unknown -> "the host's name is not known to the name servers";
            case ConnectTimeoutException late -> "no connection could be made in time";
            case SslHandshakeTimeoutException late -> "the TLS handshake took too long";
            case ReadTimeoutException late -> slow(settings);
            case TimeoutException late -> slow(settings);
            case ConnectException refused -> "the connection was refused";
            case SSLException untrusted ->
                "the TLS handshake failed: the certificate is not trusted, or not the host's, or there is no TLS";
            default -> null;
        };
    }

    private static String slow(WebhookSettings settings) {
        return "there was no answer within " + settings.timeout().toSeconds() + " s";
    }
}
