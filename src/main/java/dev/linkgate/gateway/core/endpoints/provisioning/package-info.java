/** The use cases of links and endpoints, and the operations that continue long-running ones. */
@NullMarked
package dev.linkgate.gateway.core.endpoints.provisioning;

import org.jspecify.annotations.NullMarked;
