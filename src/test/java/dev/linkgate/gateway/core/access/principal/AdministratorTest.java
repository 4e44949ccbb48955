package dev.linkgate.gateway.core.access.principal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class AdministratorTest {

    private static final List<AdminScope> SCOPES = List.of(AdminScope.values());

    /** The test tries every set of scopes. */
    @Test
    void anAdministratorMayWhatOneOfItsScopesMay() {
        for (int members = 1; members < 1 << SCOPES.size(); members++) {
            SortedSet<AdminScope> scopes = new TreeSet<>();
            for (int i = 0; i < SCOPES.size(); i++) {
                if ((members >> i & 1) == 1) {
                    scopes.add(SCOPES.get(i));
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
