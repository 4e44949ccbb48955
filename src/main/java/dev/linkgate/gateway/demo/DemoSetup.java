package dev.linkgate.gateway.demo;

import dev.linkgate.gateway.access.Access;
import dev.linkgate.gateway.access.KeyBinding;
import dev.linkgate.gateway.access.NewKey;
import dev.linkgate.gateway.access.Role;
import dev.linkgate.gateway.audit.Action;
import dev.linkgate.gateway.audit.AuditTrail;
import dev.linkgate.gateway.audit.RollbackState;
import dev.linkgate.gateway.credential.CredentialVault;
import dev.linkgate.gateway.project.ProjectRegistrar;
import dev.linkgate.gateway.request.Put;
import dev.linkgate.gateway.request.RequestContext;
import dev.linkgate.gateway.request.Target;
import dev.linkgate.kernel.Secret;
import dev.linkgate.kernel.StartRefused;
import dev.linkgate.sandbox.DemoAtlas;
import dev.linkgate.sandbox.DemoKey;
import dev.linkgate.sandbox.DemoSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Registers the demo project with the demo key, and a demo team with an API key, and shows how to use it.
 *
 * <p>It does the same as an administrator, with the same records. Everything it creates has its own name, so existing
 * credentials and teams in the data directory are kept.
 */
@Component
@Profile("sandbox")
class DemoSetup {

    /** The demo team, and the credential of the demo project. */
    static final String NAME = "sandbox-demo";

    private static final Logger log = LoggerFactory.getLogger(DemoSetup.class);
    private static final String KEY_LABEL = "made at start";

    private final ObjectProvider<DemoKey> demoKey;
    private final CredentialVault vault;
    private final ProjectRegistrar projects;
    private final Access access;
    private final AuditTrail trail;
    private final RollbackState rollback;
    private final DemoGuide guide;
    private final DemoSettings settings;

    DemoSetup(
            ObjectProvider<DemoKey> demoKey,
            CredentialVault vault,
            ProjectRegistrar projects,
            Access access,
            AuditTrail trail,
            RollbackState rollback,
            DemoGuide guide,
            DemoSettings settings) {
        this.demoKey = demoKey;
        this.vault = vault;
        this.projects = projects;
        this.access = access;
        this.trail = trail;
        this.rollback = rollback;
        this.guide = guide;
        this.settings = settings;
    }

    /** The demo key is absent if the gateway uses another Atlas. */
    @EventListener
    void ready(ApplicationReadyEvent event) {
        if (rollback.reason().isPresent()) {
            log.error("The sandbox is not set up, because the audit trail is not the one that was signed");
            return;
        }
        demoKey.ifAvailable(key -> setUp(event, key));
    }

    private void setUp(ApplicationReadyEvent event, DemoKey demoKey) {
        RequestContext context = RequestContext.system("sandbox");
        trail.write(context, Action.CREDENTIAL_PUT, Target.of(Target.Kind.CREDENTIAL, NAME), 200, intent -> {
            vault.putDigestKey(NAME, demoKey.publicKey(), demoKey.privateKey());
            return NAME;
        });
        trail.write(
                context,
                Action.PROJECT_PUT,
                Target.project(DemoAtlas.PROJECT),
                Put::status,
                intent -> intent.changed(projects.put(DemoAtlas.PROJECT, "demo", NAME)));
        trail.write(
                context,
                Action.TEAM_PUT,
                Target.of(Target.Kind.TEAM, NAME),
                Put::status,
                intent -> intent.changed(access.putTeam(NAME, "Visitors of the sandbox")));
        trail.write(
                context,
                Action.GRANT_PUT,
                Target.grant(NAME, DemoAtlas.PROJECT),
                Put::status,
                intent -> intent.changed(access.putGrant(NAME, DemoAtlas.PROJECT, Role.OWNER)));
        NewKey made = newKey();
        Secret key = trail.write(context, Action.KEY_CREATE, made.target(), 201, intent -> {
            access.revokeKeys(NAME, KEY_LABEL);
            return access.add(made).key();
        });
        guide.show(event.getApplicationContext(), key);
    }

    private NewKey newKey() {
        Secret given = settings.key();
        if (given == null) {
            return access.newKey(NAME, KEY_LABEL, null, KeyBinding.NONE, true);
        }
        try {
            return access.givenKey(NAME, KEY_LABEL, null, given, true);
        } catch (IllegalArgumentException e) {
            throw new StartRefused(
                    "linkgate.sandbox.key is not a key.",
                    "Give it a key that an earlier start of a sandbox has printed, or leave it out.");
        }
    }
}
