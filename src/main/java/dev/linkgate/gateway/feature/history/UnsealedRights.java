package dev.linkgate.gateway.feature.history;

import dev.linkgate.gateway.core.access.principal.Access;
import dev.linkgate.gateway.core.platform.encryption.SealedRow;
import dev.linkgate.gateway.core.platform.observability.Metric;
import dev.linkgate.gateway.core.trail.read.RightDifference;
import dev.linkgate.gateway.feature.auditing.ComparedRights;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** The rows that give rights and that somebody has written past the gateway, as far as this replica knows them. */
@Component
class UnsealedRights {

    private final Access access;
    private final ComparedRights compared;

    UnsealedRights(Access access, ComparedRights compared, MeterRegistry meters) {
        this.access = access;
        this.compared = compared;
        Metric.RIGHTS_UNSEALED.gauge(this, rights -> rights.names().size()).register(meters);
    }

    List<SealedRow.Name> names() {
        return Stream.concat(
                        access.snapshot().unsealed().stream().map(row -> SealedRow.Name.of(row.place())),
                        compared.last().stream().map(RightDifference::row))
                .distinct()
                .toList();
    }
}
