/**
 * Who may do what. A caller's key and route enter; the decision leaves. The table of routes and the policy are here;
 * teams, keys, administrators, tokens, requests for access, projects, the declared set-up and the master keys are
 * below.
 *
 * <p>It uses the {@code trail}, and the {@code atlas} room for the credentials of projects.
 */
@NullMarked
package dev.linkgate.gateway.core.access;

import org.jspecify.annotations.NullMarked;
