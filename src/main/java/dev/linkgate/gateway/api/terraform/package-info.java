/** Links and endpoints for Terraform. */
@NullMarked
package dev.linkgate.gateway.api.terraform;

import org.jspecify.annotations.NullMarked;
