/** Where a webhook may lead: addresses, and which of them the operator allows. */
@NullMarked
package dev.linkgate.gateway.feature.webhooks.target;

import org.jspecify.annotations.NullMarked;
