#!/usr/bin/env bash
# Values a real bond fund under the standard scenarios with two workers, and prints what a portfolio manager asks for.
set -euo pipefail
cd "$(dirname "$0")/.."
tenor=.build/release/tenor
samples=Samples/bond-fund-2023-03-31

say() { printf '\n== %s\n' "$*"; }

say "Starting the private database"
"$tenor" db start
"$tenor" db migrate

say "Importing market data, instruments and positions"
market=$("$tenor" import market "$samples/market" --id-only)
"$tenor" import instruments "$samples/instruments.csv"
positions=$("$tenor" import positions "$samples/positions.csv" --as-of 2023-03-31 --id-only)
echo "market snapshot    $market"
echo "position snapshot  $positions"

say "A file with errors: what is refused, and why"
"$tenor" import positions Samples/bad-input/positions.csv --as-of 2023-03-31 --dry-run || [ $? -eq 3 ]

say "Running the scenarios with two workers"
run=$("$tenor" run create --market "$market" --positions "$positions" --scenarios "$samples/scenarios.json" --id-only)
"$tenor" worker --until-idle --name demo-1 --quiet &
first=$!
"$tenor" worker --until-idle --name demo-2 --quiet &
second=$!
"$tenor" run status "$run" --watch
wait "$first" "$second"

say "Verifying a recomputation, publishing"
"$tenor" run verify "$run"
"$tenor" run publish "$run" --by demo

say "Summary"
"$tenor" run results "$run" --summary --compare-risk "$samples/reported_risk.csv"

cat <<EOF

Open the results:
  $tenor run results $run --measure PV --scenario BASE --limit 20
  $tenor run results $run --node GS-BOND-FUND/CREDIT --measure DV01 --json
  $tenor serve                       then http://127.0.0.1:8000/runs/$run in a browser
  $tenor db stop                     stops the private database; its data stays in .tenor
EOF
