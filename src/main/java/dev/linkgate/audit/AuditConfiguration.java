package dev.linkgate.audit;

import dev.linkgate.store.DatabaseFiles;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the audit trail together, and gives it the disk that its database is on. */
@Configuration(proxyBeanMethods = false)
class AuditConfiguration {

    @Bean
    DiskSpace diskSpace(DatabaseFiles files, AuditSettings settings) {
        return new DiskSpace(files.directory(), settings.minFreeSpace());
    }

    @Bean
    AuditTrail auditTrail(AuditLog records, AnonymousRefusals anonymous, InstantSource clock) {
        return new AuditTrail(records, anonymous, clock);
    }
}
