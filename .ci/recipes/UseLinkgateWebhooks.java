import java.util.function.Consumer;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Serves the recipe for a Spring controller on PORT, and prints the events. */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({
    TomcatServletWebServerAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    WebMvcAutoConfiguration.class,
    HttpMessageConvertersAutoConfiguration.class
})
class UseLinkgateWebhooks {

    public static void main(String... args) {
        new SpringApplicationBuilder(UseLinkgateWebhooks.class)
                .logStartupInfo(false)
                .run("--server.port=" + System.getenv("PORT"), "--server.address=127.0.0.1");
    }

    @Bean
    LinkgateWebhooks webhooks() {
        Consumer<String> print = System.out::println;
        return new LinkgateWebhooks(System.getenv("WEBHOOK_SECRET"), print);
    }
}
