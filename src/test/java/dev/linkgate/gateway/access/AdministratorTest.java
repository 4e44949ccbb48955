package dev.linkgate.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class AdministratorTest {

    private static final AdminScope[] SCOPES = AdminScope.values();

    /** Of every set of scopes. */
    @Test
    void anAdministratorMayWhatOneOfItsScopesMay() {
        for (int members = 1; members < 1 << SCOPES.length; members++) {
            SortedSet<AdminScope> scopes = new TreeSet<>();
            for (AdminScope scope : SCOPES) {
                if ((members >> scope.ordinal() & 1) == 1) {
                    scopes.add(scope);
                }
            }
            Administrator administrator = new Administrator("ada", "", scopes, Instant.EPOCH);
            for (AdminScope needed : SCOPES) {
                assertThat(administrator.may(needed))
                        .as("%s with %s", needed, scopes)
                        .isEqualTo(scopes.contains(needed) || scopes.contains(AdminScope.ALL));
            }
        }
    }
}
