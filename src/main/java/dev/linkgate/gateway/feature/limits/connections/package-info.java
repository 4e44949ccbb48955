/** Limits of Tomcat's connections and bodies. Whatever depends on Tomcat's internals is here. */
@NullMarked
package dev.linkgate.gateway.feature.limits.connections;

import org.jspecify.annotations.NullMarked;
