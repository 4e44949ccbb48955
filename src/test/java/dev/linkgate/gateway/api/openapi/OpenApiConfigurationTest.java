package dev.linkgate.gateway.api.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;

class OpenApiConfigurationTest {

    /** Without springdoc's {@code initExtraSchemas}, as {@code springdoc.enable-extra-schemas=false} leaves it out. */
    @Test
    void aDocumentNeedsOnlyWhatSpringdocHas() {
        DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
        beans.registerBeanDefinition(LinkgateDocumentController.BEAN, new RootBeanDefinition(Object.class));
        beans.registerBeanDefinition("modelConverterRegistrar", new RootBeanDefinition(Object.class));

        OpenApiConfiguration.documentsOnDemand().postProcessBeanFactory(beans);

        assertThat(beans.getDependenciesForBean(LinkgateDocumentController.BEAN))
                .isEmpty();
        assertThat(beans.getBean(LinkgateDocumentController.BEAN)).isNotNull();
        assertThat(beans.getDependenciesForBean(LinkgateDocumentController.BEAN))
                .containsExactly("modelConverterRegistrar");
    }
}
