package dev.linkgate.gateway.feature.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.kernel.ProductVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springdoc.core.properties.SwaggerUiConfigProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class AtlasDocumentControllerTest {

    private final ApplicationContextRunner gateway = new ApplicationContextRunner()
            .withUserConfiguration(AtlasDocumentController.class)
            .withBean(ProductVersion.class, () -> new ProductVersion("1.2.3"));

    private final ApplicationContextRunner withSwaggerUi = gateway.withUserConfiguration(SwaggerUi.class);

    @Configuration(proxyBeanMethods = false)
    static class SwaggerUi {

        @Bean
        SwaggerUiConfigProperties settings() {
            return new SwaggerUiConfigProperties();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"linkgate.atlas-api.enabled=false", "springdoc.api-docs.enabled=false"})
    void turnedOffThereIsNoDocumentAndNoSelector(String setting) {
        withSwaggerUi.withPropertyValues(setting).run(context -> {
            assertThat(context).doesNotHaveBean(AtlasDocumentController.class);
            assertThat(context.getBean(SwaggerUiConfigProperties.class).getUrls())
                    .isNullOrEmpty();
        });
    }

    @Test
    void thereIsADocumentWithoutSwaggerUi() {
        gateway.run(context -> {
            MockHttpServletResponse answer = new MockHttpServletResponse();
            context.getBean(AtlasDocumentController.class).json(new MockHttpServletRequest(), answer);
            assertThat(answer.getContentAsString()).contains("\"version\":\"1.2.3\"");
        });
    }
}
