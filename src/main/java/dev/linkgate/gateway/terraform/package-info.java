/** Links and endpoints for Terraform. */
@NullMarked
package dev.linkgate.gateway.terraform;

import org.jspecify.annotations.NullMarked;
