package dev.linkgate.gateway.core;

import dev.linkgate.gateway.core.endpoints.port.EndpointApprovals;
import dev.linkgate.gateway.core.endpoints.port.EndpointReplacement;
import dev.linkgate.gateway.core.endpoints.port.EndpointWait;
import dev.linkgate.gateway.core.endpoints.port.LinkWait;
import dev.linkgate.gateway.core.endpoints.port.PendingChanges;
import dev.linkgate.gateway.core.endpoints.port.UnknownOutcomes;
import dev.linkgate.gateway.core.inbound.kept.RequestAccounts;
import dev.linkgate.gateway.core.platform.concurrency.Capacity;
import dev.linkgate.gateway.core.platform.encryption.PublishedKeys;
import dev.linkgate.gateway.core.platform.outbox.Outbox;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Fallback;

/** The ports of a gateway without the features that implement them. */
@Configuration(proxyBeanMethods = false)
class DefaultPorts {

    @Bean
    @Fallback
    EndpointWait noEndpointWait() {
        return new EndpointWait() {};
    }

    @Bean
    @Fallback
    LinkWait noLinkWait() {
        return new LinkWait() {};
    }

    @Bean
    @Fallback
    UnknownOutcomes noUnknownOutcomes() {
        return new UnknownOutcomes() {};
    }

    @Bean
    @Fallback
    EndpointReplacement noEndpointReplacement() {
        return new EndpointReplacement() {};
    }

    @Bean
    @Fallback
    EndpointApprovals noEndpointApprovals() {
        return new EndpointApprovals() {};
    }

    @Bean
    @Fallback
    PendingChanges noPendingChanges() {
        return new PendingChanges() {};
    }

    @Bean
    @Fallback
    Outbox noOutbox() {
        return event -> {};
    }

    @Bean
    @Fallback
    PublishedKeys noPublishedKeys() {
        return key -> false;
    }

    @Bean
    @Fallback
    Capacity capacityOfTheHeap() {
        return Capacity.of(null, null, Runtime.getRuntime().maxMemory());
    }

    @Bean
    @Fallback
    RequestAccounts unlimitedAccounts() {
        return RequestAccounts.unlimited();
    }
}
