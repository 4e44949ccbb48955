package dev.linkgate.gateway.core.access.attachment;

import dev.linkgate.gateway.core.platform.encryption.SealedRow;
import dev.linkgate.gateway.core.platform.encryption.Seals;
import dev.linkgate.gateway.core.platform.store.ReadableRows;
import dev.linkgate.kernel.ProjectId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The table of the projects' rules. Rules that cannot be read, such as those of a later version, or have no seal, allow
 * nothing that rules could forbid.
 */
public final class AttachmentStore {

    private static final Logger log = LoggerFactory.getLogger(AttachmentStore.class);

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final JdbcClient jdbc;
    private final ReadableRows rows = new ReadableRows("project_rule", "project_id");
    private final Seals seals;

    public AttachmentStore(JdbcClient jdbc, Seals seals) {
        this.jdbc = jdbc;
        this.seals = seals;
    }

    private record Row(ProjectId project, ProjectRules rules) {}

    private static String place(ProjectId project) {
        return "project/" + project + "/rules";
    }

    private static SealedRow sealed(ProjectId project, String rules) {
        return new SealedRow(place(project)).with(rules);
    }

    /** @param unsealed gets the rules whose seals do not fit */
    public Map<ProjectId, Attachments> all(Consumer<SealedRow> unsealed) {
        return rows("", unsealed).stream()
                .collect(Collectors.toUnmodifiableMap(Row::project, row -> new Attachments(row.rules())));
    }

    private List<Row> rows(String condition, Consumer<SealedRow> unsealed, Object... values) {
        return rows.of(
                jdbc.sql("SELECT project_id, document, seal FROM project_rule" + condition)
                        .params(values),
                (row, n) -> row(row, unsealed));
    }

    private Row row(ResultSet row, Consumer<SealedRow> unsealed) throws SQLException {
        ProjectId project = new ProjectId(row.getString(1));
        String document = row.getString(2);
        SealedRow sealed = sealed(project, document);
        if (!seals.isSealed(sealed, row.getString(3))) {
            log.error("The rules of the project {} have no seal of this gateway, so they allow nothing", project);
            unsealed.accept(sealed);
            return new Row(project, ProjectRules.UNREADABLE);
        }
        return new Row(project, rules(project, document));
    }

    private static ProjectRules rules(ProjectId project, String document) {
        try {
            return JSON.readValue(document, ProjectRules.class);
        } catch (JacksonException e) {
            log.error("The rules of the project {} cannot be read, so they allow nothing", project);
            return ProjectRules.UNREADABLE;
        }
    }

    /** See {@link dev.linkgate.gateway.core.access.principal.AccessStore#reseal}. */
    public void reseal() {
        for (StoredRules rules : storedRules()) {
            if (!seals.isSealed(rules.sealed(), rules.seal())) {
                put(rules.project(), rules.document(), seals.seal(rules.sealed()));
            }
        }
    }

    /** The seals of all rules, by their places. */
    public Map<String, String> seals() {
        Map<String, String> sealed = new HashMap<>();
        for (StoredRules rules : storedRules()) {
            if (rules.seal() != null && seals.isSealed(rules.sealed(), rules.seal())) {
                sealed.put(place(rules.project()), rules.seal());
            }
        }
        return sealed;
    }

    private record StoredRules(
            ProjectId project, String document, @Nullable String seal) {

        SealedRow sealed() {
            return AttachmentStore.sealed(project, document);
        }
    }

    private List<StoredRules> storedRules() {
        return jdbc.sql("SELECT project_id, document, seal FROM project_rule")
                .query((row, n) -> new StoredRules(new ProjectId(row.getString(1)), row.getString(2), row.getString(3)))
                .list();
    }

    /** As they are stored now; absent if there are none. */
    public Optional<ProjectRules> rules(ProjectId project) {
        return rows(" WHERE project_id = ?", unsealed -> {}, project.value()).stream()
                .map(Row::rules)
                .findFirst();
    }

    public void put(ProjectId project, ProjectRules rules) {
        String document = JSON.writeValueAsString(rules);
        put(project, document, seals.seal(sealed(project, document)));
    }

    private void put(ProjectId project, String document, String seal) {
        jdbc.sql("INSERT INTO project_rule (project_id, document, seal) VALUES (?, ?, ?)"
                        + " ON CONFLICT (project_id) DO UPDATE SET document = excluded.document, seal = excluded.seal")
                .params(project.value(), document, seal)
                .update();
    }

    public void remove(ProjectId project) {
        Seals.removed(place(project));
        jdbc.sql("DELETE FROM project_rule WHERE project_id = ?")
                .param(project.value())
                .update();
    }
}
