package dev.linkgate.gateway.core.access.attachment;

import dev.linkgate.gateway.core.platform.encryption.SealedRow;
import dev.linkgate.gateway.core.platform.encryption.Seals;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.store.ReadableRows;
import dev.linkgate.kernel.ProjectId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The table of what may be attached. The rules of a project are the row without an endpoint, and the other rows its
 * approvals. Rules that cannot be read, such as those of a later version, or have no seal, allow nothing that rules
 * could forbid.
 */
public final class AttachmentStore {

    private static final Logger log = LoggerFactory.getLogger(AttachmentStore.class);
    private static final String RULES = "";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final JdbcClient jdbc;
    private final ReadableRows rows = new ReadableRows("attachment_rule", "project_id", "endpoint");
    private final Seals seals;

    public AttachmentStore(JdbcClient jdbc, Seals seals) {
        this.jdbc = jdbc;
        this.seals = seals;
    }

    private record Row(
            ProjectId project,
            @Nullable ProjectRules rules,
            @Nullable Approval approval) {}

    private static String place(ProjectId project) {
        return "project/" + project + "/rules";
    }

    private static SealedRow sealed(ProjectId project, String rules) {
        return new SealedRow(place(project)).with(rules);
    }

    /** @param unsealed gets the rules whose seals do not fit */
    public Map<ProjectId, Attachments> all(Consumer<SealedRow> unsealed) {
        return rows("", unsealed).stream()
                .collect(Collectors.groupingBy(
                        Row::project, Collectors.collectingAndThen(Collectors.toList(), AttachmentStore::of)));
    }

    /** That of a project as it is stored now. */
    public Attachments of(ProjectId project) {
        return of(rows(" WHERE project_id = ?", unsealed -> {}, project.value()));
    }

    private static Attachments of(List<Row> rows) {
        ProjectRules rules = rows.stream()
                .flatMap(row -> Optional.ofNullable(row.rules()).stream())
                .findFirst()
                .orElse(ProjectRules.NONE);
        Map<EndpointId, Approval> approvals = rows.stream()
                .flatMap(row -> Optional.ofNullable(row.approval()).stream())
                .collect(Collectors.toUnmodifiableMap(Approval::interfaceEndpointId, Function.identity()));
        return new Attachments(rules, approvals);
    }

    private List<Row> rows(String condition, Consumer<SealedRow> unsealed, Object... values) {
        return rows.of(
                jdbc.sql("SELECT project_id, endpoint, document, seal FROM attachment_rule" + condition)
                        .params(values),
                (row, n) -> row(row, unsealed));
    }

    private Row row(ResultSet row, Consumer<SealedRow> unsealed) throws SQLException {
        ProjectId project = new ProjectId(row.getString(1));
        String document = row.getString(3);
        if (!row.getString(2).equals(RULES)) {
            return new Row(project, null, JSON.readValue(document, Approval.class));
        }
        SealedRow sealed = sealed(project, document);
        if (!seals.isSealed(sealed, row.getString(4))) {
            log.error("The rules of the project {} have no seal of this gateway, so they allow nothing", project);
            unsealed.accept(sealed);
            return new Row(project, ProjectRules.UNREADABLE, null);
        }
        return new Row(project, rules(project, document), null);
    }

    private static ProjectRules rules(ProjectId project, String document) {
        try {
            return JSON.readValue(document, ProjectRules.class);
        } catch (JacksonException e) {
            log.error("The rules of the project {} cannot be read, so they allow nothing", project);
            return ProjectRules.UNREADABLE;
        }
    }

    private List<Row> of(ProjectId project, String endpoint) {
        return rows(" WHERE project_id = ? AND endpoint = ?", unsealed -> {}, project.value(), endpoint);
    }

    /** See {@link dev.linkgate.gateway.core.access.principal.AccessStore#reseal}. */
    public void reseal() {
        for (StoredRules rules : storedRules()) {
            if (!seals.isSealed(rules.sealed(), rules.seal())) {
                put(rules.project(), RULES, rules.document(), seals.seal(rules.sealed()));
            }
        }
    }

    /** Those of all rules, by their places. */
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
        return jdbc.sql("SELECT project_id, document, seal FROM attachment_rule WHERE endpoint = ?")
                .param(RULES)
                .query((row, n) -> new StoredRules(new ProjectId(row.getString(1)), row.getString(2), row.getString(3)))
                .list();
    }

    /** As they are stored now; absent if there are none. */
    public Optional<ProjectRules> rules(ProjectId project) {
        return of(project, RULES).stream().map(Row::rules).findFirst();
    }

    /** As it is stored now. */
    public Optional<Approval> approval(ProjectId project, EndpointId id) {
        return of(project, id.canonical()).stream().map(Row::approval).findFirst();
    }

    public void put(ProjectId project, ProjectRules rules) {
        String document = JSON.writeValueAsString(rules);
        put(project, RULES, document, seals.seal(sealed(project, document)));
    }

    public void put(ProjectId project, Approval approval) {
        put(project, approval.interfaceEndpointId().canonical(), JSON.writeValueAsString(approval), null);
    }

    private void put(ProjectId project, String endpoint, String document, @Nullable String seal) {
        jdbc.sql("INSERT INTO attachment_rule (project_id, endpoint, document, seal) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (project_id, endpoint) DO UPDATE SET document = excluded.document,"
                        + " seal = excluded.seal")
                .params(Arrays.asList(project.value(), endpoint, document, seal))
                .update();
    }

    /**
     * Stores an approval in the place of another one, unless somebody else has done so in the meantime.
     *
     * @param before absent if there was none
     */
    public boolean replace(ProjectId project, @Nullable Approval before, Approval approval) {
        String endpoint = approval.interfaceEndpointId().canonical();
        String document = JSON.writeValueAsString(approval);
        JdbcClient.StatementSpec change = before == null
                ? jdbc.sql("INSERT INTO attachment_rule (project_id, endpoint, document) VALUES (?, ?, ?)"
                                + " ON CONFLICT (project_id, endpoint) DO NOTHING")
                        .params(project.value(), endpoint, document)
                : jdbc.sql("UPDATE attachment_rule SET document = ? WHERE project_id = ? AND endpoint = ?"
                                + " AND document = ?")
                        .params(document, project.value(), endpoint, JSON.writeValueAsString(before));
        return change.update() == 1;
    }

    public void removeRules(ProjectId project) {
        Seals.removed(place(project));
        remove(" AND endpoint = ?", project.value(), RULES);
    }

    /** Removes an approval, unless somebody else has changed it in the meantime. */
    public void remove(ProjectId project, Approval known) {
        remove(
                " AND endpoint = ? AND document = ?",
                project.value(),
                known.interfaceEndpointId().canonical(),
                JSON.writeValueAsString(known));
    }

    /** Removes the rules of a project, and all its approvals. */
    public void removeAll(ProjectId project) {
        Seals.removed(place(project));
        remove("", project.value());
    }

    private void remove(String condition, Object... values) {
        jdbc.sql("DELETE FROM attachment_rule WHERE project_id = ?" + condition)
                .params(values)
                .update();
    }
}
