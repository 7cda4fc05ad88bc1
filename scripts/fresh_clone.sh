#!/usr/bin/env bash
# Proves that the program works on a fresh machine: a clean copy, an empty HOME, almost no environment.
#
#   scripts/fresh_clone.sh          in a new clone of this repository, in a temporary folder
#   scripts/fresh_clone.sh --here   in this checkout itself (CI, whose checkout is a fresh clone already)
#
# Only the committed state counts. PIP_* settings and proxies are passed on: they say where packages come from.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
photos=${PARAMISP_TEST_DATA:-$root/../shared/data}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/home"

if [ "${1:-}" = --here ]; then
    place=$root
else
    place=$work/clone
    git clone -q "$root" "$place"
fi

passed=()
for name in PIP_FIND_LINKS PIP_CONFIG_FILE PIP_CERT PIP_DEFAULT_TIMEOUT PIP_DISABLE_PIP_VERSION_CHECK \
            PIP_INDEX_URL PIP_EXTRA_INDEX_URL PIP_CACHE_DIR PARAMISP_TORCH_INDEX \
            SSL_CERT_FILE HTTP_PROXY HTTPS_PROXY NO_PROXY http_proxy https_proxy no_proxy; do
    [ -n "${!name:-}" ] && passed+=("$name=${!name}")
done

fresh() { # run a command as on a fresh machine
    env -i HOME="$work/home" PATH="$PATH" LANG=C.UTF-8 "${passed[@]}" "$@"
}

step() { printf '%s\n' "-- $*"; }

photo=$place/resources/sample.jpg
for one in "$photos"/photos/NIKON_NIKON-D70_Nikon-D70.jpg; do
    [ -e "$one" ] && photo=$one
done

cd "$work"
step "help needs no packages"
fresh python3 "$place/main.py" --help >/dev/null
step "the first command installs"
time fresh python3 "$place/main.py" info "$photo"
step "the second starts at once"
time fresh python3 "$place/main.py" cameras --search "D7000"
step "no CUDA packages came along"
if fresh "$place/.venv/bin/python" -m pip list 2>/dev/null | grep -i '^nvidia'; then
    echo "nvidia packages were installed" >&2
    exit 1
fi
step "invert, and render the DNG again"
fresh python3 "$place/main.py" invert "$photo" -o "$work/out.dng"
test -s "$work/out.dng"
fresh python3 "$place/main.py" render "$work/out.dng" -o "$work/back.jpg"
test -s "$work/back.jpg"
step "the window opens, renders and closes"
start=(fresh PARAMISP_QUIT_AFTER_MS=500)
if command -v xvfb-run >/dev/null; then
    "${start[@]}" timeout 180 xvfb-run -a python3 "$place/main.py" "$photo"
fi
"${start[@]}" QT_QPA_PLATFORM=offscreen timeout 180 python3 "$place/main.py"
step "bad input is one line and exit status 2"
set +e
fresh python3 "$place/main.py" invert "$place/README.md" -o "$work/bad.dng" 2>"$work/error"
status=$?
set -e
cat "$work/error"
[ $status -eq 2 ] && [ "$(wc -l <"$work/error")" -eq 1 ] && [ ! -e "$work/bad.dng" ]
echo "fresh machine: everything works"
