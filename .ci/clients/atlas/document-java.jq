# What the generator for Java needs besides document.jq. It makes one class of a choice, with the fields of all its parts.
.components.schemas |= (
  [.[].oneOf[]?["$ref"] | split("/") | last] as $parts
  # It makes them subclasses, which they are not.
  | del(.[].discriminator)
  # What one part requires, the others have not.
  | with_entries(if .key | IN($parts[]) then .value |= del(.required) else . end)
)
