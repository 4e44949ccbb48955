package dev.linkgate.gateway.feature.demo;

import dev.linkgate.gateway.core.access.key.KeyBinding;
import dev.linkgate.gateway.core.access.key.NewKey;
import dev.linkgate.gateway.core.access.key.Principal;
import dev.linkgate.gateway.core.access.principal.Access;
import dev.linkgate.gateway.core.access.principal.Grant;
import dev.linkgate.gateway.core.access.principal.Role;
import dev.linkgate.gateway.core.access.project.ProjectRegistrar;
import dev.linkgate.gateway.core.atlas.credential.CredentialVault;
import dev.linkgate.gateway.core.platform.request.Put;
import dev.linkgate.gateway.core.platform.request.Recorded;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import dev.linkgate.gateway.core.trail.audit.RollbackState;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.gateway.feature.asking.AccessRequests;
import dev.linkgate.gateway.feature.asking.Wish;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Secret;
import dev.linkgate.kernel.StartRefused;
import dev.linkgate.sandbox.DemoAtlas;
import dev.linkgate.sandbox.DemoKey;
import dev.linkgate.sandbox.DemoSettings;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/**
 * Registers the demo project with the demo key, and a demo team with an API key, and shows how to use it; and another
 * project and team, so that there is something to ask for and to answer.
 *
 * <p>It does the same as an administrator, with the same records. Everything it creates has its own name, so existing
 * credentials and teams in the data directory are kept.
 */
class DemoSetup implements ApplicationListener<ApplicationReadyEvent> {

    /** The demo team, and the credential of the demo project. */
    static final String NAME = "sandbox-demo";

    /** Another team. It asks for a role on both projects, so that there is something for both answers. */
    static final String GUESTS = "sandbox-guests";

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
    private final AccessRequests requests;
    private volatile @Nullable String waiting;

    DemoSetup(
            ObjectProvider<DemoKey> demoKey,
            CredentialVault vault,
            ProjectRegistrar projects,
            Access access,
            AuditTrail trail,
            RollbackState rollback,
            DemoGuide guide,
            DemoSettings settings,
            AccessRequests requests) {
        this.demoKey = demoKey;
        this.vault = vault;
        this.projects = projects;
        this.access = access;
        this.trail = trail;
        this.rollback = rollback;
        this.guide = guide;
        this.settings = settings;
        this.requests = requests;
    }

    /** The id of the guests' request for access to the demo project; absent until they have asked. */
    @Nullable
    String waiting() {
        return waiting;
    }

    /** The demo key is absent if the gateway uses another Atlas. */
    @Override
    public void onApplicationEvent(ApplicationReadyEvent event) {
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
        putProject(context, DemoAtlas.PROJECT, "demo");
        putProject(context, DemoAtlas.OTHER_PROJECT, "other");
        putTeam(context, NAME, "Visitors of the sandbox");
        put(
                context,
                Action.GRANT_PUT,
                Target.grant(NAME, DemoAtlas.PROJECT),
                () -> access.grants().put(NAME, DemoAtlas.PROJECT, Role.OWNER));
        putTeam(context, GUESTS, "Guests of the sandbox");
        access.grants().of(GUESTS).forEach(grant -> takeBack(context, grant));
        waiting = ask(context, DemoAtlas.PROJECT);
        String unused = ask(context, DemoAtlas.OTHER_PROJECT);
        NewKey newKey = newKey();
        access.snapshot().keysOf(Principal.team(NAME)).stream()
                .filter(key -> key.label().equals(KEY_LABEL))
                .forEach(key -> revoke(context, key.id()));
        Secret key = trail.write(
                context,
                Action.KEY_CREATE,
                newKey.target(),
                201,
                intent -> access.add(newKey).key());
        guide.show(event.getApplicationContext(), key);
    }

    private void putProject(RequestContext context, ProjectId project, String name) {
        put(context, Action.PROJECT_PUT, Target.project(project), () -> projects.put(project, name, NAME));
    }

    private void putTeam(RequestContext context, String name, String description) {
        put(context, Action.TEAM_PUT, Target.of(Target.Kind.TEAM, name), () -> access.putTeam(name, description));
    }

    private <T extends Recorded> void put(
            RequestContext context, Action action, Target target, Supplier<Put<T>> change) {
        trail.write(context, action, target, Put::status, intent -> intent.changed(change.get()));
    }

    /** What a visitor has given them, so that they can ask for it again. */
    private void takeBack(RequestContext context, Grant grant) {
        trail.write(context, Action.GRANT_REMOVE, Target.grant(GUESTS, grant.projectId()), 204, intent -> {
            intent.changed(access.grants().remove(GUESTS, grant.projectId()), null);
            return grant;
        });
    }

    private String ask(RequestContext context, ProjectId project) {
        Wish wish = Wish.role(Role.VIEWER, null, "We want to see the endpoints");
        return requests.ask(context, project, wish, GUESTS).request().id().value();
    }

    private void revoke(RequestContext context, String keyId) {
        trail.write(context, Action.KEY_REVOKE, Target.of(Target.Kind.KEY, keyId), 204, intent -> {
            intent.changed(access.revokeKey(Principal.team(NAME), keyId), null);
            return keyId;
        });
    }

    private NewKey newKey() {
        Secret given = settings.key();
        if (given == null) {
            return access.newKey(Principal.team(NAME), KEY_LABEL, null, KeyBinding.NONE, true);
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
