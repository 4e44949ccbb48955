package dev.linkgate.api;

import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * Leaves a request's body to the handler that wants it. Otherwise the first look at a parameter would have the container
 * allocate a form of the declared length and wait for it, whoever sends it; so parameters are those of the query alone,
 * for no request of the gateway is a form. A caller that asks before it sends ({@code Expect: 100-continue}) is told to go
 * on when the body is read, and not before.
 */
@Component
class BodiesOnDemand implements WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> {

    @Override
    public void customize(ConfigurableTomcatWebServerFactory factory) {
        factory.addConnectorCustomizers(connector -> {
            connector.setParseBodyMethods("");
            connector.setProperty("continueResponseTiming", "onRead");
        });
    }
}
