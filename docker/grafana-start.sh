#!/bin/sh
# Grafana's own default is admin/admin. Without a password there is no admin and no way to log in.
set -eu

if [ -n "${EVENKEEL_GRAFANA_PASSWORD:-}" ]; then
  export GF_SECURITY_ADMIN_PASSWORD="$EVENKEEL_GRAFANA_PASSWORD"
else
  export GF_SECURITY_DISABLE_INITIAL_ADMIN_CREATION=true
  export GF_AUTH_DISABLE_LOGIN_FORM=true
  export GF_AUTH_BASIC_ENABLED=false
fi
unset EVENKEEL_GRAFANA_PASSWORD

exec /run.sh "$@"
