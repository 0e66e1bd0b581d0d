#!/usr/bin/env bash
# The steps of action.yml: action.sh install, action.sh check.
set -euo pipefail

install() {
  # The index of CPU wheels: the default one brings gigabytes of GPU libraries.
  python -m pip install --quiet --extra-index-url https://download.pytorch.org/whl/cpu \
    -c "$GITHUB_ACTION_PATH/constraints.txt" "$GITHUB_ACTION_PATH"
}

check() {
  local paths options
  read -r -a paths <<<"$THENCE_PATHS"
  options=(--github --require "$THENCE_REQUIRE" --budget "$THENCE_BUDGET" --out "$THENCE_RECORD")
  [ -z "$THENCE_CHANGED_SINCE" ] || options+=(--changed-since "$THENCE_CHANGED_SINCE")
  [ -z "$THENCE_BASELINE" ] || options+=(--baseline "$THENCE_BASELINE")
  [ -z "$THENCE_JUNIT" ] || options+=(--junit "$THENCE_JUNIT")
  [ -z "$THENCE_SARIF" ] || options+=(--sarif "$THENCE_SARIF")
  [ -z "${GITHUB_STEP_SUMMARY:-}" ] || options+=(--markdown "$GITHUB_STEP_SUMMARY")
  python -m thence check "${options[@]}" -- "${paths[@]}"
}

"$1"
