/**
 * Who may do what. A caller and a route enter; the decision leaves. The table of routes and the policy are here; teams,
 * keys, roles, administrators, projects and their rules are below, with their administration.
 *
 * <p>It uses the {@code trail}, and the {@code atlas} room for the credentials of projects.
 */
@NullMarked
package dev.linkgate.gateway.core.access;

import org.jspecify.annotations.NullMarked;
