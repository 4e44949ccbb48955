package dev.linkgate.gateway.api;

import dev.linkgate.gateway.access.masterkeys.MasterKeys;
import dev.linkgate.gateway.platform.encryption.MasterKey;
import dev.linkgate.gateway.platform.operation.Operation;
import dev.linkgate.gateway.platform.request.RequestContext;
import dev.linkgate.gateway.platform.request.Target;
import dev.linkgate.gateway.platform.web.Listing;
import dev.linkgate.gateway.platform.web.Page;
import dev.linkgate.gateway.platform.web.Problems;
import dev.linkgate.gateway.trail.audit.AuditTrail;
import dev.linkgate.gateway.trail.record.Action;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The administrator's view of the master keys, and their rotation. */
@RestController
@RequestMapping(path = MasterKeyController.PATH, produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Administration")
class MasterKeyController {

    static final String PATH = "/admin/master-keys";

    private final MasterKeys keys;
    private final AuditTrail audit;

    MasterKeyController(MasterKeys keys, AuditTrail audit) {
        this.keys = keys;
        this.audit = audit;
    }

    @GetMapping
    @io.swagger.v3.oas.annotations.Operation(
            operationId = "listMasterKeys",
            summary = "List the ids of the master keys, and how many stored secrets need each")
    @Problems({})
    Listing<MasterKey> list(RequestContext context, Page page) {
        return page.of(audit.read(context, Action.MASTER_KEY_LIST, Target.NONE, keys::all));
    }

    @PostMapping("/re-encryption")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @io.swagger.v3.oas.annotations.Operation(
            operationId = "reencryptCredentials",
            summary =
                    "Encrypt all stored credentials, API keys for Digest, audit keys and secrets of webhooks with the first"
                            + " master key",
            description = "An operation does it; while one is unfinished, this names the same one. A start with stored"
                    + " secrets of another key begins it, too.")
    @ApiResponse(responseCode = "202", description = "Begun", useReturnTypeSchema = true)
    @Problems({})
    ResponseEntity<OperationView> reencrypt(RequestContext context) {
        Operation operation = keys.reencrypt(context);
        return ResponseEntity.accepted()
                .location(URI.create(operation.path()))
                .header(HttpHeaders.RETRY_AFTER, OperationView.RETRY_AFTER)
                .body(OperationView.of(operation));
    }
}
