#!/bin/sh
# Runs the Nu HTML checker over every page of a built site. Needs java 11 or newer.
# usage: html-check.sh <folder> [--warnings]
# Exit status: 0 clean, 1 findings, 2 could not run.
set -u
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
dir=${1:-}
[ -d "$dir" ] || { echo "usage: html-check.sh <folder> [--warnings]" >&2; exit 2; }
jar=${VNU_JAR:-${NODE_PATH:-$here/node_modules}/vnu-jar/build/dist/vnu.jar}
[ -f "$jar" ] || { echo "html-check: no vnu.jar; run npm install here first, or set NODE_PATH or VNU_JAR" >&2; exit 2; }
command -v java >/dev/null 2>&1 || { echo "html-check: no java" >&2; exit 2; }
level=--errors-only
[ "${2:-}" = --warnings ] && level=
n=$(find "$dir" -name '*.html' -type f | wc -l | tr -d ' ')
[ "$n" -gt 0 ] || { echo "html-check: no page in that folder" >&2; exit 2; }
out=$(mktemp)
trap 'rm -f "$out"' EXIT
# One start of the checker for all pages: it takes a second to warm up.
# shellcheck disable=SC2086
(cd "$dir" && java -Xmx512m -Xss2m -jar "$jar" --skip-non-html --also-check-css --also-check-svg --format gnu --stdout $level .) >"$out" 2>&1
status=$?
# A page read from disk has no origin that 'self' could mean, so the checker takes every style sheet for a refused one.
# check.mjs keeps the policy as a browser does.
sed -i '/info warning: Resource violates Content Security Policy/d' "$out"
sed "s|\"file:[^\"]*/\./|\"|" "$out" | head -200
found=$(grep -c . "$out" || true)
if [ "$found" -gt 0 ]; then
  echo "html-check: $found findings in $n pages"
  exit 1
fi
[ "$status" -eq 0 ] || { echo "html-check: the checker ended with status $status" >&2; exit 2; }
echo "html-check: $n pages, nothing found"
