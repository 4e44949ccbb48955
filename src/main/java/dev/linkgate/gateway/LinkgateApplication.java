package dev.linkgate.gateway;

import dev.linkgate.kernel.ProductVersion;
import dev.linkgate.sandbox.SandboxConfiguration;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;

/** Starts the gateway. */
@SpringBootApplication(scanBasePackageClasses = {LinkgateApplication.class, SandboxConfiguration.class})
@ConfigurationPropertiesScan(basePackageClasses = {LinkgateApplication.class, SandboxConfiguration.class})
public class LinkgateApplication {

    public static void main(String[] args) {
        SpringApplication.run(LinkgateApplication.class, args);
        AotCache.warnIfUnused();
    }

    /** Known in a built jar; a run from an IDE has no build information. */
    @Bean
    ProductVersion version(ObjectProvider<BuildProperties> build) {
        return new ProductVersion(build.stream()
                .map(BuildProperties::getVersion)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("development"));
    }
}
