package dev.linkgate.protocol;

import java.util.List;

/**
 * Why Atlas refuses a request: status, error code and text, in both generations of names.
 *
 * <p>The classic names are those of Atlas's error page. Two v2 names have been seen in live answers:
 * {@code PRIVATE_ENDPOINT_SERVICE_NOT_FOUND} and {@code PRIVATE_ENDPOINT_SERVICE_ALREADY_EXISTS_FOR_REGION}. Names
 * marked
 * <em>chosen</em> are not published; they follow the pattern of the others and must not be relied on.
 */
public enum Refusal {
    GROUP_NOT_FOUND(404, "GROUP_NOT_FOUND", "No group with ID %s exists."),
    INVALID_GROUP_ID(404, "INVALID_GROUP_ID", "An invalid group ID %s was specified."),
    RESOURCE_NOT_FOUND(404, "RESOURCE_NOT_FOUND", "Cannot find resource %s."),
    CLUSTER_NOT_FOUND(404, "CLUSTER_NOT_FOUND", "No cluster named %s exists in group %s."),
    IP_ADDRESS_NOT_ON_ACCESS_LIST(
            403, "IP_ADDRESS_NOT_ON_ACCESS_LIST", "IP address %s is not allowed to access this resource."),
    USER_CANNOT_ACCESS_GROUP(401, "USER_CANNOT_ACCESS_GROUP", "User cannot access this group."),
    NOT_IN_GROUP(401, "NOT_IN_GROUP", "The current user is not in the group, or the group does not exist."),
    USER_UNAUTHORIZED(401, "USER_UNAUTHORIZED", "Current user is not authorized to perform this action."),
    PATH_PARAM_PARSE_ERROR(
            400, "PATH_PARAM_PARSE_ERROR", "One or more path parameter in the request URI %s is malformed."),
    INVALID_VERSION_DATE(406, "INVALID_VERSION_DATE", "Invalid accept header or version date."),
    /** Chosen. */
    METHOD_NOT_ALLOWED(405, "METHOD_NOT_ALLOWED", "The method %s is not allowed on this resource."),
    /** Chosen. */
    UNSUPPORTED_MEDIA_TYPE(415, "UNSUPPORTED_MEDIA_TYPE", "The request's content type is not supported."),
    INVALID_JSON(400, "INVALID_JSON", "Received JSON does not match expected format."),
    INVALID_ATTRIBUTE(400, "INVALID_ATTRIBUTE", "Invalid attribute %s specified."),
    MISSING_ATTRIBUTE(400, "MISSING_ATTRIBUTE", "The required attribute %s was not specified."),
    INVALID_ENUM_VALUE(400, "INVALID_ENUM_VALUE", "An invalid enumeration value %s was specified."),
    INVALID_QUERY_PARAMETER(400, "INVALID_QUERY_PARAMETER", "Invalid query parameter %s specified."),
    INVALID_PROVIDER(400, "INVALID_PROVIDER", "Invalid provider %s specified."),
    PROVIDER_UNSUPPORTED(400, "PROVIDER_UNSUPPORTED", "Provider %s is not supported for %s."),
    INVALID_REGION(400, "INVALID_REGION", "No region %s exists for provider %s."),
    RATE_LIMITED(
            429,
            "RATE_LIMITED_TOKEN_BUCKET",
            "Rate limit exceeded for %s. Please retry after %s seconds. Request capacity: %s. Refill rate: %s per %s"
                    + " seconds."),
    LINK_NOT_FOUND(
            404,
            "PRIVATELINK_NOT_FOUND",
            "A PrivateLink with id %s does not exist.",
            "PRIVATE_ENDPOINT_SERVICE_NOT_FOUND",
            "A private endpoint service with id %s does not exist."),
    LINK_EXISTS_FOR_REGION(
            409,
            "PRIVATELINK_ENDPOINT_SERVICE_ALREADY_EXISTS_FOR_REGION",
            "A PrivateLink Endpoint Service already exists for %s region %s.",
            "PRIVATE_ENDPOINT_SERVICE_ALREADY_EXISTS_FOR_REGION",
            "A private endpoint service already exists for %s region %s."),
    /** The v2 name is chosen. */
    LINK_NOT_READY(
            409,
            "PRIVATELINK_CANNOT_ACCEPT_ENDPOINTS",
            "The PrivateLink with the specified id %s is not ready to accept endpoint connection requests.",
            "PRIVATE_ENDPOINT_SERVICE_CANNOT_ACCEPT_ENDPOINTS",
            "The private endpoint service with id %s is not ready to accept endpoint connection requests."),
    /** The v2 name is chosen. */
    LINK_HAS_ENDPOINTS(
            409,
            "CANNOT_DELETE_PRIVATELINK_WITH_ENDPOINTS",
            "A PrivateLink with endpoints cannot be deleted. Please delete all endpoints and retry.",
            "CANNOT_DELETE_PRIVATE_ENDPOINT_SERVICE_WITH_ENDPOINTS",
            "A private endpoint service with endpoints cannot be deleted."),
    /** In v2 the clients of Atlas know one code for an absent endpoint and an absent link. */
    ENDPOINT_NOT_FOUND(
            404,
            "PRIVATELINK_INTERFACE_ENDPOINT_NOT_FOUND",
            "A PrivateLink interface endpoint with id %s does not exist.",
            "PRIVATE_ENDPOINT_SERVICE_NOT_FOUND",
            "A private endpoint with id %s does not exist."),
    /** The v2 name is chosen. */
    ENDPOINT_EXISTS(
            409,
            "PRIVATELINK_INTERFACE_ENDPOINT_ALREADY_EXISTS",
            "The PrivateLink already contains an interface endpoint with the specified id %s.",
            "PRIVATE_ENDPOINT_ALREADY_EXISTS",
            "The private endpoint service already contains an endpoint with id %s."),
    /** Chosen. Of an endpoint of Data Federation and Online Archive. */
    FEDERATION_ENDPOINT_NOT_FOUND(
            404, "PRIVATE_NETWORK_ENDPOINT_ID_NOT_FOUND", "No private endpoint with id %s exists in group %s."),
    SEVERAL_IN_ONE_REGION(
            409,
            "MULTIPLE_PRIVATE_ENDPOINTS_RESTRICTED_TO_SINGLE_REGION",
            "Projects with multiple private endpoints in the same region cannot support private endpoints in other"
                    + " regions."),
    /** Classic only; in v2 a malformed id is an {@link #INVALID_ATTRIBUTE} or a {@link #PATH_PARAM_PARSE_ERROR}. */
    ENDPOINT_ID_MALFORMED(
            404,
            "PRIVATELINK_INTERFACE_ENDPOINT_ID_MALFORMED",
            "AWS interface endpoint ids must begin with 'vpce-' followed by a series of alphanumeric characters.");

    /** The names that an answer uses. */
    public enum Generation {
        CLASSIC,
        MULTI_CLOUD
    }

    private final int status;
    private final String classicCode;
    private final String classicText;
    private final String multiCloudCode;
    private final String multiCloudText;

    Refusal(int status, String code, String text) {
        this(status, code, text, code, text);
    }

    Refusal(int status, String classicCode, String classicText, String multiCloudCode, String multiCloudText) {
        this.status = status;
        this.classicCode = classicCode;
        this.classicText = classicText;
        this.multiCloudCode = multiCloudCode;
        this.multiCloudText = multiCloudText;
    }

    int status() {
        return status;
    }

    public String code(Generation generation) {
        return generation == Generation.CLASSIC ? classicCode : multiCloudCode;
    }

    /** The text with {@code %s} for each parameter. */
    String text(Generation generation) {
        return generation == Generation.CLASSIC ? classicText : multiCloudText;
    }

    /** The answer's {@code parameters}, made from those of the text. */
    List<Object> listed(Generation generation, List<Object> parameters) {
        if (this != LINK_EXISTS_FOR_REGION) {
            return parameters;
        }
        Object provider = parameters.get(0);
        Object region = parameters.get(1);
        return List.of(generation == Generation.CLASSIC ? region : provider + " " + region);
    }

    /** @param parameters texts and whole numbers, which the answer repeats beside its text */
    public RequestRefused of(Object... parameters) {
        return new RequestRefused(this, parameters);
    }
}
