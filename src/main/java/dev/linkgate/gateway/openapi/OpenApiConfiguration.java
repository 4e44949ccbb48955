package dev.linkgate.gateway.openapi;

import dev.linkgate.gateway.api.PreferWait;
import dev.linkgate.gateway.link.Freshness;
import dev.linkgate.gateway.link.LinkName;
import dev.linkgate.gateway.link.Precondition;
import dev.linkgate.gateway.request.EndpointId;
import dev.linkgate.gateway.request.RequestContext;
import dev.linkgate.gateway.web.Page;
import dev.linkgate.gateway.web.Problem;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProductVersion;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Secret;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Contact;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import io.swagger.v3.oas.models.tags.Tag;
import java.util.List;
import org.springdoc.core.properties.SwaggerUiConfigProperties;
import org.springdoc.core.properties.SwaggerUiOAuthProperties;
import org.springdoc.core.providers.ObjectMapperProvider;
import org.springdoc.core.utils.SpringDocUtils;
import org.springdoc.webmvc.ui.SwaggerWelcomeCommon;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** The frame of the OpenAPI document; {@link OperationDocs} adds the common parts of operations. */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {

    static final String BEARER = "Bearer";

    private static final String DESCRIPTION = """
            Add private endpoints to your team's MongoDB Atlas projects without holding an Atlas key.

            Press **Authorize** and paste your team's API key (`lgk_…`); in the sandbox, the start of the log shows one.
            Every unsuccessful answer is a problem ([RFC 9457](https://www.rfc-editor.org/rfc/rfc9457)) whose `code`
            is explained under `/problems`.
            """;

    static {
        SpringDocUtils.getConfig()
                .addRequestWrapperToIgnore(
                        RequestContext.class, Page.class, Freshness.class, Precondition.class, PreferWait.class)
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
                .replaceWithSchema(Secret.class, new StringSchema().format("password"));
    }

    /** Where springdoc has a page of Swagger UI. */
    @Bean
    @ConditionalOnProperty(
            name = {"springdoc.api-docs.enabled", "springdoc.swagger-ui.enabled"},
            matchIfMissing = true)
    SwaggerUiFiles swaggerUiFiles(
            SwaggerUiConfigProperties settings,
            SwaggerUiOAuthProperties oauth,
            SwaggerWelcomeCommon welcome,
            ObjectMapperProvider mappers) {
        return new SwaggerUiFiles(settings, oauth, welcome, mappers);
    }

    @Bean
    RecordSchemas recordSchemas() {
        return new RecordSchemas();
    }

    @Bean
    OpenAPI openApi(ProductVersion version, JsonMapper json) {
        return new OpenAPI()
                .info(new Info()
                        .title("Linkgate API")
                        .version(version.value())
                        .description(DESCRIPTION)
                        .contact(new Contact().name("Your platform team"))
                        .license(new License().name("Apache-2.0").identifier("Apache-2.0")))
                .servers(List.of(new Server().url("/").description("This gateway")))
                .tags(List.of(
                        tag("Projects", "The projects that you may see"),
                        tag("Links", "The private endpoint connections of a project"),
                        tag("Endpoints", "The interface endpoints of a link"),
                        tag("Operations", "Durable work that continues after the answer"),
                        tag("Audit", "The audit trail"),
                        tag("Keys", "The key that you use"),
                        tag(
                                "Administration",
                                "Credentials, projects, teams, grants, administrators and keys; for administrators"),
                        tag("Problems", "The problem codes and their explanations")))
                .components(
                        new Components()
                                .schemas(ModelConverters.getInstance(true).readAll(Problem.class))
                                .responses(ProblemResponses.all(json))
                                .headers(AnswerHeader.components())
                                .parameters(RequestParameter.components())
                                .addSecuritySchemes(
                                        BEARER,
                                        new SecurityScheme()
                                                .type(SecurityScheme.Type.HTTP)
                                                .scheme("bearer")
                                                .description(
                                                        "A team's API key, an administrator's key, the administrator's token, or a JWT")));
    }

    private static Tag tag(String name, String description) {
        return new Tag().name(name).description(description);
    }

    private static Schema<?> hex24(String example) {
        return new StringSchema().pattern("^" + ProjectId.PATTERN + "$").example(example);
    }
}
