package dev.linkgate.audit;

import dev.linkgate.store.DatabaseFiles;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Gives the audit trail the clock of the machine, and the disk that its database is on. */
@Configuration(proxyBeanMethods = false)
class AuditConfiguration {

    @Bean
    DiskSpace diskSpace(DatabaseFiles files, AuditSettings settings) {
        return new DiskSpace(files.directory(), settings.minFreeSpace());
    }

    @Bean
    AuditTrail auditTrail(AuditLog records, AnonymousRefusals anonymous) {
        return new AuditTrail(records, anonymous, InstantSource.system());
    }
}
