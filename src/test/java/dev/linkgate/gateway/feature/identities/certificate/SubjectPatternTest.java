package dev.linkgate.gateway.feature.identities.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which subjects fit a pattern, and what they have in its place of the team. */
class SubjectPatternTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    CN={team},O=Example                | CN=payments,O=Example           | payments
                    CN={team},O=Example                | cn=payments, o=EXAMPLE          | payments
                    CN={team}.ci.example.com,O=Example | CN=payments.ci.example.com,O=Example | payments
                    CN=ci-{team},O=Example             | CN=ci-payments,O=Example        | payments
                    CN=ci,OU={team}                    | CN=ci,OU=payments               | payments
                    CN={team}                          | CN=a\\,O\\=b                    | a,O=b
                    CN={team},O=A+OU=B                 | CN=payments,OU=B+O=A            | payments
                    CN=ci,EMAILADDRESS={team}@a.example | CN=ci,EMAILADDRESS=payments@a.example | payments
                    CN=ci,O=Example                    | CN=CI,O=example                 | ''
                    """)
    void fits(String pattern, String subject, String team) {
        assertThat(match(pattern, subject)).contains(team);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    CN={team},O=Example | CN=payments
                    CN={team},O=Example | O=Example,CN=payments
                    CN={team},O=Example | CN=payments,O=Example,C=DE
                    CN={team},O=Example | CN=payments,OU=Example
                    CN={team},O=Example | OU=payments,O=Example
                    CN={team},O=Example | CN=payments+OU=a,O=Example
                    CN=ci-{team}        | CN=CI-payments
                    CN=a{team}a         | CN=a
                    CN={team}.example   | CN=payments.example.com
                    CN=ci,O=Example     | CN=ci,O=Example Two
                    """)
    void doesNotFit(String pattern, String subject) {
        assertThat(match(pattern, subject)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "payments", "CN", "CN={team},OU={team}", "CN={team}{team}", "CN={team}+OU=a", "X=1"})
    void isNoPattern(String pattern) {
        assertThatIllegalArgumentException().isThrownBy(() -> SubjectPattern.of(pattern));
    }

    private static Optional<String> match(String pattern, String subject) {
        return SubjectPattern.of(pattern).match(new X500Principal(subject));
    }
}
