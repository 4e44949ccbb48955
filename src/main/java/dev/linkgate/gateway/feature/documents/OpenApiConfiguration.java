package dev.linkgate.gateway.feature.documents;

import dev.linkgate.gateway.core.access.Features;
import dev.linkgate.gateway.core.api.IdempotencyKey;
import dev.linkgate.gateway.core.api.PreferWait;
import dev.linkgate.gateway.core.endpoints.link.Freshness;
import dev.linkgate.gateway.core.endpoints.link.LinkName;
import dev.linkgate.gateway.core.endpoints.link.Precondition;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.vocabulary.Vocabulary;
import dev.linkgate.gateway.core.platform.web.Page;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.gateway.feature.identities.IssuerSettings;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProductVersion;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Secret;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.filters.GlobalOpenApiMethodFilter;
import org.springdoc.core.properties.SwaggerUiConfigProperties;
import org.springdoc.core.properties.SwaggerUiOAuthProperties;
import org.springdoc.core.providers.ObjectMapperProvider;
import org.springdoc.core.utils.SpringDocUtils;
import org.springdoc.webmvc.ui.SwaggerIndexPageTransformer;
import org.springdoc.webmvc.ui.SwaggerWelcomeCommon;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.util.function.SingletonSupplier;

/**
 * Says what is in the OpenAPI document besides our controllers, how springdoc makes schemas of our types, and that it
 * begins when a document is asked for.
 */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {

    /** What is switched off is not documented. */
    @Bean
    static GlobalOpenApiMethodFilter onlyWhatIsOn(Features features) {
        return method -> features.isOn(method.getDeclaringClass());
    }

    /** Most gateways are never asked for a document. */
    @Bean
    static BeanFactoryPostProcessor documentsOnDemand() {
        return factory -> {
            for (String name : factory.getBeanDefinitionNames()) {
                BeanDefinition bean = factory.getBeanDefinition(name);
                if (isOfSpringdoc(bean.getBeanClassName()) || isOfSpringdoc(bean.getFactoryBeanName())) {
                    bean.setLazyInit(true);
                }
            }
        };
    }

    private static boolean isOfSpringdoc(@Nullable String type) {
        return type != null && type.startsWith("org.springdoc.");
    }

    /** Where springdoc has a page of Swagger UI. */
    @Bean
    @ConditionalOnProperty(
            name = {"springdoc.api-docs.enabled", "springdoc.swagger-ui.enabled"},
            matchIfMissing = true)
    SwaggerUiFiles swaggerUiFiles(
            SwaggerUiConfigProperties settings,
            SwaggerUiOAuthProperties oauth,
            ObjectProvider<SwaggerWelcomeCommon> welcome,
            ObjectProvider<ObjectMapperProvider> mappers,
            IssuerSettings issuers) {
        issuers.logins().values().stream().findFirst().ifPresent(issuer -> {
            oauth.setUsePkceWithAuthorizationCodeGrant(true);
            oauth.setClientId(issuer.clientId());
            // A scope of the page's own would also be sent to the gateway's token endpoint.
            oauth.setAdditionalQueryStringParams(Map.of("scope", String.join(" ", issuer.scopes())));
        });
        return new SwaggerUiFiles(SingletonSupplier.of(
                () -> new SwaggerIndexPageTransformer(settings, oauth, welcome.getObject(), mappers.getObject())));
    }

    @Bean
    @Lazy
    OpenAPI frame(ProductVersion version, IssuerSettings issuers) {
        OpenAPI frame = DocumentFiles.read("frame.yaml", OpenAPI.class);
        frame.getInfo().setVersion(version.value());
        issuers.logins().forEach((name, issuer) -> {
            frame.getComponents()
                    .addSecuritySchemes(
                            name,
                            new SecurityScheme()
                                    .type(SecurityScheme.Type.OPENIDCONNECT)
                                    .openIdConnectUrl(issuer.discoveryUri()));
            frame.addSecurityItem(new SecurityRequirement().addList(name, issuer.scopes()));
        });
        return frame;
    }

    @Bean
    @Lazy
    RecordSchemas recordSchemas(Vocabulary vocabulary) {
        SpringDocUtils.getConfig()
                .addRequestWrapperToIgnore(
                        RequestContext.class,
                        Page.class,
                        Freshness.class,
                        Precondition.class,
                        IdempotencyKey.class,
                        PreferWait.class)
                .replaceWithSchema(ProjectId.class, hex24("5df264b8f10fab7d2cad2f0a"))
                .replaceWithSchema(LinkId.class, hex24("5df264b8f10fab7d2cad2f0d"))
                .replaceWithSchema(
                        LinkName.class,
                        new StringSchema()
                                .pattern("^(?:" + LinkName.PATTERN + ")$")
                                .example("5df264b8f10fab7d2cad2f0d"))
                .replaceWithSchema(
                        EndpointId.class,
                        new StringSchema()
                                .pattern(EndpointId.DOCUMENTED_PATTERN)
                                .example("vpce-0b9c5701325cb15dd"))
                .replaceWithSchema(Action.class, oneOf(vocabulary.all(Action.class), Action::word))
                .replaceWithSchema(ProblemCode.class, oneOf(vocabulary.all(ProblemCode.class), ProblemCode::code))
                .replaceWithSchema(Secret.class, new StringSchema().format("password"));
        return new RecordSchemas();
    }

    private static <T> Schema<?> oneOf(List<T> all, Function<T, String> word) {
        StringSchema schema = new StringSchema();
        all.stream().map(word).forEach(schema::addEnumItem);
        return schema;
    }

    private static Schema<?> hex24(String example) {
        return new StringSchema().pattern("^" + ProjectId.PATTERN + "$").example(example);
    }
}
