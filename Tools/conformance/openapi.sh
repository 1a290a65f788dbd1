#!/usr/bin/env bash
# Holds a running server against its own OpenAPI document with Schemathesis: generated requests, valid and not.
#
# usage: Tools/conformance/openapi.sh [URL] [EXAMPLES]
#
# URL is where `tenor serve --port 8080` listens, http://127.0.0.1:8080 by default; EXAMPLES is the number of generated
# requests per operation and phase, 100 by default. It writes to the server's database: give it one of its own.
set -euo pipefail
cd "$(dirname "$0")/../.."
url=${1:-http://127.0.0.1:8080}
examples=${2:-100}
version=4.32.5
environment=$PWD/.build/conformance-$version
if [ ! -x "$environment/bin/schemathesis" ]; then
  python3 -m venv "$environment"
  "$environment/bin/pip" install --quiet "schemathesis==$version"
fi

# Requests about things that exist reach further than those about made-up ones.
first() {
  curl --silent --fail "$url$1?limit=1" | python3 -c "import json, sys; print(next((i['$2'] for i in json.load(sys.stdin)['items']), ''))"
}
# Schemathesis keeps a cache in the folder it runs in.
folder=$(mktemp --directory)
trap 'rm -rf "$folder"' EXIT
config=$folder/schemathesis.toml
cat Tools/conformance/schemathesis.toml >"$config"
run=$(first /v1/runs run_id)
market=$(first /v1/marketdata/snapshots snapshot_id)
{
  [ -z "$run" ] || printf '\n[[operations]]\ninclude-tag = ["runs", "results"]\nparameters = { "path.run_id" = "%s" }\n' "$run"
  [ -z "$market" ] || printf '\n[[operations]]\ninclude-path = ["/v1/marketdata/snapshots/{snapshot_id}/curves/{curve_id}"]\nparameters = { "path.snapshot_id" = "%s" }\n' "$market"
} >>"$config"

cd "$folder"
"$environment/bin/schemathesis" --config-file "$config" run "$url/openapi.json" \
  --phases examples,coverage,fuzzing,stateful --max-examples "$examples" --seed 1 --request-timeout 30 \
  --continue-on-failure
