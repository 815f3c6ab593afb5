#!/bin/sh
# Builds everything and runs all tests; the engine's tests once more per SIMD level, the page's in a browser.
# Ends with one line, "N passed, N failed", and fails if anything failed, did not build, or ran no test.
cd "$(dirname "$0")" || exit 1

passed=0 failed=0 skipped=0 broken=0
log=$(mktemp) || exit 1
trap 'rm -f "$log"' EXIT

# count LABEL COMMAND...: runs a test program, shows what it says, and adds up its summary.
count() {
    label=$1
    shift
    echo "== $label"
    "$@" --no-progress --no-ansi >"$log" 2>&1
    status=$?
    cat "$log"
    summary=$(awk '/^ +(failed|succeeded|skipped): [0-9]+$/ { n[$1] = $2 }
        END { printf "%d %d %d", n["succeeded:"], n["failed:"], n["skipped:"] }' "$log")
    # shellcheck disable=SC2086 # three numbers, meant to be split
    set -- $summary
    passed=$((passed + $1)) failed=$((failed + $2)) skipped=$((skipped + $3))
    # A program that fails without a failed test crashed; one without any test tested nothing.
    if [ "$status" -ne 0 ] && [ "$2" -eq 0 ] || [ "$1" -eq 0 ]; then
        echo "== $label: broken (exit code $status)"
        broken=$((broken + 1))
    fi
}

# count_page: the page in a real browser, against the real service; node's runner sums up in its own words.
count_page() {
    echo "== web, the page in a browser"
    (cd web && npm test --silent) >"$log" 2>&1
    status=$?
    grep -vE '^ +(---|\.\.\.|duration_ms|type|location)' "$log"
    # shellcheck disable=SC2046 # three numbers, meant to be split
    set -- $(awk '/^# (pass|fail|cancelled|skipped) [0-9]+$/ { n[$2] = $3 }
        END { printf "%d %d %d", n["pass"], n["fail"] + n["cancelled"], n["skipped"] }' "$log")
    passed=$((passed + $1)) failed=$((failed + $2)) skipped=$((skipped + $3))
    if [ "$status" -ne 0 ] && [ "$2" -eq 0 ] || [ $(($1 + $3)) -eq 0 ]; then
        echo "== web: broken (exit code $status)"
        broken=$((broken + 1))
    fi
}

if dotnet build Itoloc.slnx -c Release; then
    engine=artifacts/bin/Itoloc.Nn.Tests/release/Itoloc.Nn.Tests
    count "Itoloc.Tests" artifacts/bin/Itoloc.Tests/release/Itoloc.Tests
    count "Itoloc.Server.Tests" artifacts/bin/Itoloc.Server.Tests/release/Itoloc.Server.Tests
    count "Itoloc.Nn.Tests, the widest vectors this processor has" "$engine"
    # A level that the processor lacks would only repeat the widest.
    wider=$(grep -q -m 1 avx512f /proc/cpuinfo && echo DOTNET_EnableAVX512=0)
    for level in $wider DOTNET_EnableAVX2=0 DOTNET_EnableHWIntrinsic=0; do
        count "Itoloc.Nn.Tests, $level" env "$level" "$engine"
    done
    count_page
else
    broken=$((broken + 1))
fi

echo "$passed passed, $((failed + broken)) failed, $skipped skipped"
[ "$((failed + broken))" -eq 0 ] && [ "$passed" -gt 0 ]
