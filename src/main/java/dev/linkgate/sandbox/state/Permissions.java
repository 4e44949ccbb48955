package dev.linkgate.sandbox.state;

import dev.linkgate.protocol.Refusal;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What each caller may do. A caller is named by the public key or the client id. Unless something else was set, it
 * belongs to the organization and owns all projects.
 */
public final class Permissions {

    /** The organization of all simulated projects. */
    public static final String ORGANIZATION = "64b7ef31a91d3e5f60718200";

    private static final String OTHER_ORGANIZATION = "64b7ef31a91d3e5f607182ff";
    private static final String ADDRESS = "127.0.0.1";

    private final Map<String, Map<String, Set<ProjectRole>>> roles = new HashMap<>();
    private final Set<String> outsiders = new HashSet<>();
    private final Set<String> offAccessList = new HashSet<>();
    private final Set<String> withoutEvents = new HashSet<>();
    private boolean networkManagersWrite;

    /** From now on the caller has these roles in the project, and none in projects without such a call. */
    public synchronized void assign(String caller, String project, Set<ProjectRole> assigned) {
        Set<ProjectRole> all = EnumSet.noneOf(ProjectRole.class);
        all.addAll(assigned);
        roles.computeIfAbsent(caller, unseen -> new HashMap<>()).put(project, all);
    }

    /** From now on the caller belongs to another organization. */
    public synchronized void moveToOtherOrganization(String caller) {
        outsiders.add(caller);
    }

    /** Whether the caller's access list contains its address. */
    public synchronized void setOnAccessList(String caller, boolean listed) {
        if (listed) {
            offAccessList.remove(caller);
        } else {
            offAccessList.add(caller);
        }
    }

    /** Whether the caller may read events in the projects that it may read. */
    public synchronized void setReadsEvents(String caller, boolean allowed) {
        if (allowed) {
            withoutEvents.remove(caller);
        } else {
            withoutEvents.add(caller);
        }
    }

    /** Whether {@link ProjectRole#GROUP_NETWORK_ACCESS_MANAGER} may write. */
    public synchronized void setNetworkManagersWrite(boolean allowed) {
        networkManagersWrite = allowed;
    }

    /** @throws RequestRefused if the caller's address is not on its access list */
    public synchronized void checkAddress(String caller) {
        if (offAccessList.contains(caller)) {
            throw Refusal.IP_ADDRESS_NOT_ON_ACCESS_LIST.of(ADDRESS);
        }
    }

    /** @throws RequestRefused if the caller may not do this in the project; whether the project exists is not looked at */
    public synchronized void check(String caller, String project, boolean write) {
        if (outsiders.contains(caller)) {
            throw Refusal.USER_CANNOT_ACCESS_GROUP.of();
        }
        Set<ProjectRole> has = roles(caller, project);
        if (has.isEmpty()) {
            throw Refusal.NOT_IN_GROUP.of();
        }
        if (write && has.stream().noneMatch(this::mayWrite)) {
            throw Refusal.USER_UNAUTHORIZED.of();
        }
    }

    /** @throws RequestRefused if the caller may not read the project's events */
    public synchronized void checkEvents(String caller, String project) {
        check(caller, project, false);
        if (withoutEvents.contains(caller)) {
            throw Refusal.USER_UNAUTHORIZED.of();
        }
    }

    /** The caller's roles in the project, none if it cannot see the project. */
    public synchronized Set<ProjectRole> roles(String caller, String project) {
        if (outsiders.contains(caller)) {
            return Set.of();
        }
        Map<String, Set<ProjectRole>> assigned = roles.get(caller);
        return assigned == null
                ? Set.of(ProjectRole.GROUP_OWNER)
                : Set.copyOf(assigned.getOrDefault(project, Set.of()));
    }

    /** The id of the caller's organization. */
    public synchronized String organization(String caller) {
        return outsiders.contains(caller) ? OTHER_ORGANIZATION : ORGANIZATION;
    }

    private boolean mayWrite(ProjectRole role) {
        return switch (role) {
            case GROUP_OWNER -> true;
            case GROUP_READ_ONLY -> false;
            case GROUP_NETWORK_ACCESS_MANAGER -> networkManagersWrite;
        };
    }
}
