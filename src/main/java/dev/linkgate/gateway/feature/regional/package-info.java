/** The regional mode of a project: links in other regions, too. */
@NullMarked
package dev.linkgate.gateway.feature.regional;

import org.jspecify.annotations.NullMarked;
