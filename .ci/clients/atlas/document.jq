# Makes Atlas's document one that the generators can read. No request and no answer becomes another by that.
# The programs authenticate themselves.
del(.security, .components.securitySchemes)
| .components |= (
  .schemas |= (
    # Each of the three refers to the choice that it is a part of.
    (.CreateAWSEndpointRequest, .CreateAzureEndpointRequest, .CreateGCPEndpointGroupRequest) |= del(.allOf) + .allOf[1]
    | .CreateEndpointRequest |= {oneOf}
    # The discriminator says what there is, but the generator for Go reads only a choice.
    | (.EndpointService, .PrivateLinkEndpoint) |= {oneOf: [.discriminator.mapping[] | {"$ref": .}], discriminator}
  )
  # With application/json among the types, the client for Go accepts nothing else, and Atlas does not answer that.
  | .responses[].content |= with_entries(.key = "application/vnd.atlas.2023-01-01+json")
)
