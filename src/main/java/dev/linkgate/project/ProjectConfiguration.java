package dev.linkgate.project;

import dev.linkgate.credential.CredentialVault;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Gives the project package its clock. */
@Configuration(proxyBeanMethods = false)
class ProjectConfiguration {

    @Bean
    ProjectRegistrar projectRegistrar(ProjectRegistry registry, ProjectStore store, CredentialVault credentials) {
        return new ProjectRegistrar(registry, store, credentials, InstantSource.system());
    }
}
