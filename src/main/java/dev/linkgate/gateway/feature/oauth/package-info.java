/** The authorization server of the Atlas API: access tokens for teams' keys (OAuth 2.0, client credentials). */
@NullMarked
package dev.linkgate.gateway.feature.oauth;

import org.jspecify.annotations.NullMarked;
