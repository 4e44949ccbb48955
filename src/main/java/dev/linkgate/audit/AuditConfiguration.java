package dev.linkgate.audit;

import dev.linkgate.store.DatabaseFiles;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
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
    Replica replica() {
        return new Replica();
    }

    @Bean
    AuditTrail auditTrail(AuditLog records, AnonymousRefusals anonymous, Replica replica) {
        return new AuditTrail(records, anonymous, replica, InstantSource.system());
    }

    @Bean(initMethod = "start")
    SignsOfLife signsOfLife(OpenIntents intents, Replica replica) {
        return new SignsOfLife(intents, replica, InstantSource.system());
    }

    @Bean
    IntentWatch intentWatch(
            OpenIntents intents,
            AuditStore store,
            AuditLog records,
            Replica replica,
            ObjectProvider<ReadBack> readBacks) {
        return new IntentWatch(intents, store, records, replica, readBacks, InstantSource.system());
    }
}
