#!/usr/bin/env bash
# Runs the tests that are built for release. What failed, or was cut off, is told again at the end, where it is looked for.
set -uo pipefail
export LC_ALL=C.UTF-8
log=.build/tests.log

tests() {
  if swift test -c release --scratch-path .build/testing --skip-build "$@" 2>&1 | tee "$log"; then return; fi
  echo
  echo "Failed:"
  grep -E '^✘|^↳|error:' "$log" | grep -vE '^↳ T(esting|arget)' | cut -c1-400 | head -60
  unfinished=$(comm -23 \
    <(sed -nE 's/^◇ Test (".*"|.*\)) started\.$/\1/p' "$log" | sort) \
    <(sed -nE 's/^[^ ]+ Test (".*"|[^ ]*\)) .*(passed|failed|skipped).*$/\1/p' "$log" | sort))
  if [ -n "$unfinished" ]; then printf 'Started and not ended:\n%s\n' "$unfinished"; fi
  exit 1
}

# Processes whose leases run out by the clock are tested last, with the machine to themselves.
tests --skip EndToEndTests
tests --filter EndToEndTests
