package dev.linkgate.gateway.trail.audit;

import dev.linkgate.gateway.platform.replica.Replica;
import dev.linkgate.gateway.platform.replica.ReplicaStore;
import dev.linkgate.gateway.platform.store.DatabaseFiles;
import dev.linkgate.gateway.trail.read.TrailReader;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Builds the audit trail, and tells it the disk of its database. */
@Configuration(proxyBeanMethods = false)
class AuditConfiguration {

    @Bean
    DiskSpace diskSpace(DatabaseFiles files, AuditSettings settings) {
        return new DiskSpace(files.directory(), settings.minFreeSpace());
    }

    @Bean
    WriteNotifications writeNotifications() {
        return new WriteNotifications();
    }

    @Bean
    RollbackState rollbackState() {
        return new RollbackState();
    }

    @Bean
    AuditTrail auditTrail(
            AuditLog records,
            AnonymousRefusals anonymous,
            Replica replica,
            WriteNotifications notifications,
            RollbackState rollback,
            AuditSettings settings,
            InstantSource clock) {
        return new AuditTrail(records, anonymous, replica, notifications, rollback, settings.timeout(), clock);
    }

    @Bean
    IntentWatch intentWatch(
            OpenIntents intents,
            ReplicaStore replicas,
            TrailReader reader,
            AuditLog records,
            Replica replica,
            ObjectProvider<ReadBack> readBacks,
            InstantSource clock) {
        return new IntentWatch(intents, replicas, reader, records, replica, readBacks, clock);
    }
}
