package dev.linkgate.admission;

import org.springframework.boot.tomcat.TomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/** Puts {@link ClientConnections} and {@link UnreadBodyValve} into a web server. */
public final class LimitedConnector implements WebServerFactoryCustomizer<TomcatWebServerFactory> {

    private final ClientConnections connections;

    public LimitedConnector(ClientConnections connections) {
        this.connections = connections;
    }

    @Override
    public void customize(TomcatWebServerFactory factory) {
        factory.setProtocol(LimitedHttp11Protocol.class.getName());
        factory.addProtocolHandlerCustomizers((LimitedHttp11Protocol protocol) -> protocol.limitedBy(connections));
        factory.addEngineValves(new UnreadBodyValve());
    }
}
