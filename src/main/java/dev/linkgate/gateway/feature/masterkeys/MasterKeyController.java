package dev.linkgate.gateway.feature.masterkeys;

import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.web.Listing;
import dev.linkgate.gateway.core.platform.web.Page;
import dev.linkgate.gateway.core.platform.web.Problems;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The administrator's view of the master keys. */
@RestController
@RequestMapping(path = "/admin/master-keys", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Administration")
class MasterKeyController {

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
        return page.of(audit.read(context, MasterKeyWords.MASTER_KEY_LIST, Target.NONE, keys::all));
    }
}
