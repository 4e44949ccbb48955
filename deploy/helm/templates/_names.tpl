{{/* The name of all that the release makes: `linkgate`, if the release has that name. */}}
{{- define "linkgate.name" -}}
{{- $name := ternary .Release.Name (printf "%s-linkgate" .Release.Name) (contains "linkgate" .Release.Name) -}}
{{- trunc 48 $name | trimSuffix "-" -}}
{{- end -}}

{{- define "linkgate.selector" -}}
app.kubernetes.io/name: linkgate
app.kubernetes.io/instance: {{ quote .Release.Name }}
{{- end -}}

{{/* Where a resource is, and its labels. Its argument: a list of the root and the name's suffix. */}}
{{- define "linkgate.metadata" -}}
{{- $root := index . 0 -}}
name: {{ include "linkgate.name" $root }}{{ index . 1 }}
namespace: {{ $root.Release.Namespace }}
labels:
  {{- include "linkgate.selector" $root | nindent 2 }}
  app.kubernetes.io/managed-by: {{ $root.Release.Service }}
  app.kubernetes.io/version: {{ quote $root.Chart.AppVersion }}
  helm.sh/chart: {{ printf "%s-%s" $root.Chart.Name $root.Chart.Version | replace "+" "_" }}
{{- end -}}

{{- define "linkgate.image" -}}
{{- with .Values.image -}}
{{ .repository }}{{ if .digest }}@{{ .digest }}{{ else }}:{{ .tag | default $.Chart.AppVersion }}{{ end }}
{{- end -}}
{{- end -}}

{{/* The settings, as the environment of the gateway. */}}
{{- define "linkgate.settings" -}}
{{- $settings := dict -}}
{{- if .Values.sandbox -}}
{{- $_ := set $settings "SPRING_PROFILES_ACTIVE" "sandbox" -}}
{{- /* In the volume, whose own directory other users may write to. */ -}}
{{- $_ := set $settings "LINKGATE_DATA_DIR" "/data/linkgate" -}}
{{- else -}}
{{- $_ := set $settings "SPRING_DATASOURCE_URL" .Values.database.url -}}
{{- $_ := set $settings "SPRING_DATASOURCE_USERNAME" .Values.database.username -}}
{{- /* Secrets are read from files, and are not in the environment. */ -}}
{{- $_ := set $settings "SPRING_CONFIG_IMPORT" "configtree:/run/secrets/linkgate/" -}}
{{- $_ := set $settings "LINKGATE_CONFIG_FILE" "/etc/linkgate/linkgate.yaml" -}}
{{- $_ := set $settings "LINKGATE_CONFIG_SECRETS_DIR" "/run/secrets/atlas" -}}
{{- if .Values.checkpoints.claim -}}
{{- $_ := set $settings "LINKGATE_AUDIT_CHECKPOINT_DIR" "/var/lib/linkgate/checkpoints" -}}
{{- end -}}
{{- end -}}
{{- if .Values.tls.secret -}}
{{- $bundle := "SPRING_SSL_BUNDLE_PEM_GATEWAY_" -}}
{{- $_ := set $settings (print $bundle "KEYSTORE_CERTIFICATE") "file:/run/secrets/tls/tls.crt" -}}
{{- $_ := set $settings (print $bundle "KEYSTORE_PRIVATEKEY") "file:/run/secrets/tls/tls.key" -}}
{{- $_ := set $settings (print $bundle "KEYSTORE_VERIFYKEYS") "true" -}}
{{- $_ := set $settings (print $bundle "RELOADONUPDATE") "true" -}}
{{- $_ := set $settings "SERVER_SSL_BUNDLE" "gateway" -}}
{{- $_ := set $settings "MANAGEMENT_SERVER_SSL_ENABLED" "false" -}}
{{- end -}}
{{- range $name, $value := .Values.settings -}}
{{- if hasKey $settings $name -}}
{{- fail (printf "settings.%s: the chart sets it itself" $name) -}}
{{- end -}}
{{- $_ := set $settings $name $value -}}
{{- end -}}
{{- toYaml $settings -}}
{{- end -}}
