package dev.linkgate.admission;

import org.springframework.boot.tomcat.TomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/**
 * Puts the limits of connections and bodies into a web server.
 *
 * <p>A body is left to the handler that wants it. Otherwise the first look at a parameter would have Tomcat allocate a form
 * of the declared length and wait for it, whoever sends it. So parameters are those of the query alone, because no request
 * of the gateway is a form. A caller that asks before it sends ({@code Expect: 100-continue}) is told to go on when the body
 * is read, and not before.
 */
public final class LimitedConnector implements WebServerFactoryCustomizer<TomcatWebServerFactory> {

    private final ClientConnections connections;

    public LimitedConnector(ClientConnections connections) {
        this.connections = connections;
    }

    @Override
    public void customize(TomcatWebServerFactory factory) {
        factory.setProtocol(LimitedHttp11Protocol.class.getName());
        factory.addProtocolHandlerCustomizers((LimitedHttp11Protocol protocol) -> protocol.limitedBy(connections));
        factory.addConnectorCustomizers(connector -> {
            connector.setParseBodyMethods("");
            connector.setProperty("continueResponseTiming", "onRead");
        });
        factory.addEngineValves(new UnreadBodyValve());
    }
}
