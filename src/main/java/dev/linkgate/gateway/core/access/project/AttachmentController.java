package dev.linkgate.gateway.core.access.project;

import dev.linkgate.gateway.core.access.attachment.Approval;
import dev.linkgate.gateway.core.access.attachment.Attachments;
import dev.linkgate.gateway.core.access.attachment.ProjectRules;
import dev.linkgate.gateway.core.access.principal.Access;
import dev.linkgate.gateway.core.platform.request.Change;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.FieldError;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.Put;
import dev.linkgate.gateway.core.platform.request.Recorded;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.web.Listing;
import dev.linkgate.gateway.core.platform.web.Page;
import dev.linkgate.gateway.core.platform.web.Problems;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.VisibleText;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What may be attached to a project: its rules, and the endpoints that are approved. */
@RestController
@RequestMapping(produces = MediaType.APPLICATION_JSON_VALUE)
public class AttachmentController {

    private static final String RULES = "/admin/projects/{projectId}/rules";
    private static final String APPROVED = "/projects/{projectId}/approved-endpoints";

    /** Of a project. They are held in memory. */
    private static final int MOST_APPROVALS = 1_000;

    private static final int MAX_COMMENT = 500;

    private final Access access;
    private final ProjectStore projects;
    private final AuditTrail trail;

    AttachmentController(Access access, ProjectStore projects, AuditTrail trail) {
        this.access = access;
        this.projects = projects;
        this.trail = trail;
    }

    /** Which endpoints a list shows. */
    enum ApprovalState {
        APPROVED,
        WAITING
    }

    /**
     * @param comment why it is approved
     * @param until the end of the approval; absent if it has none
     */
    record ApprovalRequest(
            @Schema(example = "Ticket 4711", maxLength = MAX_COMMENT, requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String comment,

            @Schema(example = "2027-11-24T00:00:00Z") @Nullable
            Instant until) {

        /** @throws LinkgateException {@code invalid-request} with all wrong fields */
        String checkedComment(Instant now) {
            List<FieldError> errors = new ArrayList<>();
            if (comment == null || !VisibleText.is(comment, MAX_COMMENT)) {
                errors.add(
                        new FieldError("comment", "must have 1 to " + MAX_COMMENT + " visible characters on one line"));
            }
            if (until != null && !until.isAfter(now)) {
                errors.add(new FieldError("until", "must be in the future"));
            }
            if (comment == null || !errors.isEmpty()) {
                throw Failure.invalid(errors).toException();
            }
            return comment;
        }
    }

    @PutMapping(path = RULES, consumes = MediaType.APPLICATION_JSON_VALUE)
    @Tag(name = "Administration")
    @Operation(
            operationId = "putRules",
            summary = "Say what may be attached to a project",
            description = "All rules are replaced. What is left out is not restricted. The project must be registered.")
    @ApiResponse(responseCode = "201", description = "Stored", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "200", description = "Changed", useReturnTypeSchema = true)
    @Problems("project-not-found")
    public ResponseEntity<ProjectRules> putRules(
            RequestContext context, @PathVariable ProjectId projectId, @RequestBody ProjectRules body) {
        ProjectRules rules = body.checked();
        Put<ProjectRules> put = trail.write(
                context,
                Action.RULES_PUT,
                rulesOf(projectId).changing(Change.to(rules)),
                Put::status,
                intent -> intent.changed(access.changeAttachments(store -> {
                    if (projects.find(projectId).isEmpty()) {
                        throw ProjectRegistrar.notFound(projectId);
                    }
                    ProjectRules before = store.rules(projectId).orElse(null);
                    store.put(projectId, rules);
                    return new Put<>(before, rules);
                })));
        return answer("/admin/projects/" + projectId + "/rules", put);
    }

    @DeleteMapping(RULES)
    @Tag(name = "Administration")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(operationId = "removeRules", summary = "Remove a project's rules: anything may be attached")
    @Problems("not-found")
    void removeRules(RequestContext context, @PathVariable ProjectId projectId) {
        trail.write(context, Action.RULES_REMOVE, rulesOf(projectId), 204, intent -> {
            intent.changed(
                    access.changeAttachments(store -> {
                        ProjectRules before =
                                store.rules(projectId).orElseThrow(() -> notFound("The project has no rules."));
                        store.removeRules(projectId);
                        return before;
                    }),
                    null);
            return projectId;
        });
    }

    @GetMapping(RULES)
    @Tag(name = "Administration")
    @Operation(operationId = "getRulesOfProject", summary = "Get a project's rules; without any it is empty")
    @Problems({})
    ProjectRules rulesForAdministrators(RequestContext context, @PathVariable ProjectId projectId) {
        return rules(context, projectId);
    }

    @GetMapping("/projects/{projectId}/rules")
    @Tag(name = "Access")
    @Operation(operationId = "getRules", summary = "Get what may be attached to a project; without rules it is empty")
    @Problems({})
    ProjectRules rules(RequestContext context, @PathVariable ProjectId projectId) {
        return trail.read(
                context,
                Action.RULES_GET,
                rulesOf(projectId),
                () -> attachments(projectId).rules());
    }

    @GetMapping(APPROVED)
    @Tag(name = "Access")
    @Operation(
            operationId = "listApprovedEndpoints",
            summary = "List the approved endpoints, or with `state=WAITING` those that were refused and wait",
            description = "For those who approve. One that waits is forgotten after 14 days.")
    @Problems({})
    Listing<Approval> approvals(
            RequestContext context,
            @PathVariable ProjectId projectId,
            @RequestParam(defaultValue = "APPROVED") ApprovalState state,
            Page page) {
        return trail.read(context, Action.APPROVAL_LIST, Target.project(projectId), () -> {
            Instant now = access.now();
            return page.of(attachments(projectId).approvals(approval -> switch (state) {
                case APPROVED -> approval.isApproved(now);
                case WAITING -> approval.isWaiting(now);
            }));
        });
    }

    @GetMapping(APPROVED + "/{interfaceEndpointId}")
    @Tag(name = "Access")
    @Operation(operationId = "getApprovedEndpoint", summary = "Get an approved endpoint")
    @Problems("not-found")
    Approval approval(
            RequestContext context, @PathVariable ProjectId projectId, @PathVariable EndpointId interfaceEndpointId) {
        return trail.read(
                context,
                Action.APPROVAL_GET,
                Approval.target(projectId, interfaceEndpointId),
                () -> attachments(projectId)
                        .approval(interfaceEndpointId, access.now())
                        .orElseThrow(AttachmentController::notApproved));
    }

    @PutMapping(path = APPROVED + "/{interfaceEndpointId}", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Tag(name = "Access")
    @Operation(
            operationId = "approveEndpoint",
            summary = "Approve an endpoint: it may be added whatever its origin",
            description = "By an owner of the project or an administrator with the scope `access`, or by the latter"
                    + " only, as the project's rules say.")
    @ApiResponse(responseCode = "201", description = "Approved", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "200", description = "Changed", useReturnTypeSchema = true)
    @Problems("quota-reached")
    ResponseEntity<Approval> approve(
            RequestContext context,
            @PathVariable ProjectId projectId,
            @PathVariable EndpointId interfaceEndpointId,
            @RequestBody ApprovalRequest body) {
        Instant now = access.now();
        String comment = body.checkedComment(now);
        Approval unasked = new Approval(interfaceEndpointId, null, null, null, null, null, null, null);
        String by = context.actor().share();
        Put<Approval> put = trail.write(
                context,
                Action.APPROVAL_PUT,
                Approval.target(projectId, interfaceEndpointId)
                        .changing(Change.to(unasked.approved(comment, body.until(), now, by))),
                Put::status,
                intent -> intent.changed(access.changeAttachments(store -> {
                    Attachments known = attachments(projectId);
                    AttachmentPolicy.removeOver(store, projectId, known, now);
                    Approval before =
                            store.approval(projectId, interfaceEndpointId).orElse(unasked);
                    Approval approved = before.approved(comment, body.until(), now, by);
                    boolean isNew = !before.isApproved(now);
                    if (isNew) {
                        requireRoom(known, now);
                    }
                    store.put(projectId, approved);
                    return new Put<>(isNew ? null : before, approved);
                })));
        return answer(Approval.path(projectId, interfaceEndpointId), put);
    }

    private static void requireRoom(Attachments known, Instant now) {
        int approved = known.approvals(approval -> approval.isApproved(now)).size();
        if (approved >= MOST_APPROVALS) {
            throw Failure.of(
                            ProblemCode.QUOTA_REACHED,
                            "The project has " + approved + " approved endpoints, and may have no more. Remove some.")
                    .toException();
        }
    }

    @DeleteMapping(APPROVED + "/{interfaceEndpointId}")
    @Tag(name = "Access")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            operationId = "removeApprovedEndpoint",
            summary = "Take back an approval, or dismiss an endpoint that waits; what is attached stays")
    @Problems("not-found")
    void disapprove(
            RequestContext context, @PathVariable ProjectId projectId, @PathVariable EndpointId interfaceEndpointId) {
        Target target = Approval.target(projectId, interfaceEndpointId);
        trail.write(context, Action.APPROVAL_REMOVE, target, 204, intent -> {
            intent.changed(
                    access.changeAttachments(store -> {
                        Instant now = access.now();
                        Approval before = store.approval(projectId, interfaceEndpointId)
                                .filter(approval -> approval.isApproved(now) || approval.isWaiting(now))
                                .orElseThrow(AttachmentController::notApproved);
                        store.put(projectId, before.dismissed());
                        return before;
                    }),
                    null);
            return projectId;
        });
    }

    private Attachments attachments(ProjectId project) {
        return access.snapshot().attachments(project);
    }

    private static Target rulesOf(ProjectId project) {
        return Target.project(project).about(Target.Kind.RULES, project.value());
    }

    private static LinkgateException notApproved() {
        return notFound("The endpoint is not approved for this project.");
    }

    private static LinkgateException notFound(String detail) {
        return Failure.of(ProblemCode.NOT_FOUND, detail).toException();
    }

    private static <T extends Recorded> ResponseEntity<T> answer(String location, Put<T> put) {
        return put.created()
                ? ResponseEntity.created(URI.create(location)).body(put.now())
                : ResponseEntity.ok(put.now());
    }
}
