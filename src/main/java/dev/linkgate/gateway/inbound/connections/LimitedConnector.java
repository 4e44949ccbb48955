package dev.linkgate.gateway.inbound.connections;

import java.io.IOException;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.TomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/**
 * Applies the limits of connections and bodies to a web server.
 *
 * <p>Only the handler reads the body. Otherwise the first access to a parameter would make Tomcat allocate a form of
 * the declared length and wait for it, for any caller. So parameters come from the query alone, because no request of
 * the gateway is a form. A caller that sends {@code Expect: 100-continue} gets its go-ahead only when the body is read. A slash inside of a path segment stays encoded, because Azure's ids have them.
 */
public final class LimitedConnector implements WebServerFactoryCustomizer<TomcatWebServerFactory> {

    private final ClientConnections connections;
    private volatile @Nullable LimitedHttp11Protocol running;

    public LimitedConnector(ClientConnections connections) {
        this.connections = connections;
    }

    @Override
    public void customize(TomcatWebServerFactory factory) {
        factory.setProtocol(LimitedHttp11Protocol.class.getName());
        factory.addProtocolHandlerCustomizers((LimitedHttp11Protocol protocol) -> {
            protocol.limitedBy(connections);
            running = protocol;
        });
        factory.addConnectorCustomizers(connector -> {
            connector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
            connector.setParseBodyMethods("");
            connector.setProperty("continueResponseTiming", "onRead");
        });
        factory.addEngineValves(new UnreadBodyValve());
    }

    /** From now on the server closes each connection after its next answer. */
    public void endConnectionsAfterAnswers() {
        LimitedHttp11Protocol protocol = running;
        if (protocol != null) {
            protocol.setMaxKeepAliveRequests(1);
        }
    }

    /** Closes the port. Open connections are served as before. */
    public void stopAccepting() throws IOException {
        LimitedHttp11Protocol protocol = running;
        if (protocol != null) {
            protocol.stopAccepting();
        }
    }
}
