package dev.linkgate.gateway.feature.webhooks.following;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.gateway.core.access.attachment.ProjectRules;
import dev.linkgate.gateway.core.access.attachment.ProjectRules.Approver;
import dev.linkgate.gateway.core.access.attachment.ProjectRules.AwsEndpoints;
import dev.linkgate.gateway.core.access.attachment.ProjectRules.ReferenceRule;
import dev.linkgate.gateway.core.access.attachment.ProjectRules.Removal;
import dev.linkgate.gateway.core.platform.request.Change;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a change of a project's rules allows that was forbidden. */
class LoosenedRulesTest {

    private static final ProjectRules STRICT = new ProjectRules(
            List.of("one", "two"),
            List.of("shop"),
            AwsEndpoints.APPROVED,
            Approver.ADMINISTRATOR,
            20,
            Removal.OWN_TEAM,
            new ReferenceRule("CHG[0-9]{7}"),
            "P30D");

    private static final ProjectRules LOOSE = new ProjectRules(
            List.of("one", "two", "three"),
            List.of("other"),
            AwsEndpoints.ANY,
            Approver.OWNER,
            21,
            Removal.ANY_EDITOR,
            new ReferenceRule(".*"),
            "PT721H");

    private static final String[] ALL = fields();

    @Test
    void everyRuleIsCompared() {
        assertThat(LoosenedRules.fields()).containsExactly(ALL);
    }

    @Test
    void everyRuleThatIsWiderOrGoneIsLoosened() {
        assertThat(loosened(STRICT, LOOSE)).containsExactly(ALL);
        assertThat(loosened(STRICT, ProjectRules.NONE)).containsExactly(ALL);
        assertThat(loosened(STRICT, null)).containsExactly(ALL);
    }

    @Test
    void whatStaysOrForbidsMoreIsNotLoosened() {
        assertThat(loosened(STRICT, STRICT)).isEmpty();
        assertThat(loosened(null, LOOSE)).isEmpty();
        assertThat(loosened(ProjectRules.NONE, STRICT)).isEmpty();
        ProjectRules stricter = new ProjectRules(
                List.of("two"),
                List.of(),
                AwsEndpoints.APPROVED,
                Approver.ADMINISTRATOR,
                19,
                Removal.OWN_TEAM,
                new ReferenceRule("CHG[0-9]{7}"),
                "PT719H");
        assertThat(loosened(STRICT, stricter)).isEmpty();
    }

    @Test
    void theWordsForNoRestrictionAreAsGoodAsNone() {
        ProjectRules words =
                new ProjectRules(null, null, AwsEndpoints.ANY, Approver.OWNER, null, Removal.ANY_EDITOR, null, null);

        assertThat(loosened(words, ProjectRules.NONE)).isEmpty();
        assertThat(loosened(ProjectRules.NONE, words)).isEmpty();
    }

    @Test
    void theSameTimeInOtherWordsIsNotLonger() {
        assertThat(loosened(grants("P30D"), grants("PT720H"))).isEmpty();
    }

    /** The record has twenty of a list, so another one behind them cannot be seen. */
    @Test
    void aListThatTheRecordDoesNotHaveInFullCountsAsLoosened() {
        assertThat(loosened(subscriptions(20), subscriptions(20))).isEmpty();
        assertThat(loosened(subscriptions(21), subscriptions(20))).containsExactly("azureSubscriptions");
        assertThat(loosened(subscriptions(30), subscriptions(30))).containsExactly("azureSubscriptions");
    }

    /** Whoever writes the database may have put anything into the record. */
    @Test
    void aRecordWithOtherValuesCountsAsLoosened() {
        JsonNode before = JsonMapper.shared()
                .readTree("{\"azureSubscriptions\":1,\"endpointsPerTeam\":\"x\",\"longestGrant\":[\"P1D\"]}");
        JsonNode after = JsonMapper.shared()
                .readTree("{\"azureSubscriptions\":[\"one\"],\"endpointsPerTeam\":7,\"longestGrant\":\"P1D\"}");

        assertThat(LoosenedRules.between(before, after))
                .containsExactly("azureSubscriptions", "endpointsPerTeam", "longestGrant");
    }

    private static String[] fields() {
        return Arrays.stream(ProjectRules.class.getRecordComponents())
                .map(RecordComponent::getName)
                .toArray(String[]::new);
    }

    private static ProjectRules subscriptions(int number) {
        List<@Nullable String> ids = IntStream.range(0, number)
                .mapToObj(String::valueOf)
                .<@Nullable String>map(id -> id)
                .toList();
        return new ProjectRules(ids, null, null, null, null, null, null, null);
    }

    private static ProjectRules grants(String longest) {
        return new ProjectRules(null, null, null, null, null, null, null, longest);
    }

    /** As the record of the change has both. */
    private static List<String> loosened(@Nullable ProjectRules before, @Nullable ProjectRules after) {
        JsonNode change = JsonMapper.shared().readTree(Change.of(before, after).json());
        return LoosenedRules.between(change.path("before"), change.path("after"));
    }
}
