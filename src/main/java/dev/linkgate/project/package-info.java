/** The projects that the gateway knows by name, and the credential each is bound to. */
@NullMarked
package dev.linkgate.project;

import org.jspecify.annotations.NullMarked;
