#!/bin/sh
# The same case rows to a table, by DuckDB and by Candour in turn: sh benches/tabulate.sh [ROWS]
#
# Settings: BENCH (the peers' benchmark with generate.py), DATA (where files are kept), RUNS, DUCKDB (its command line),
# CANDOUR (our command). See benches/README.md.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
rows=${1:-1000000}
BENCH=${BENCH:-$here/../../shared/bench}
DATA=${DATA:-$here/.data}
RUNS=${RUNS:-7}
CANDOUR=${CANDOUR:-$here/../target/release/candour}
mkdir -p "$DATA"

[ -x "$CANDOUR" ] || (cd "$here/.." && cargo build --release)
if [ -z "${DUCKDB:-}" ]; then
  [ -d "$DATA/venv" ] || { python3 -m venv "$DATA/venv" && "$DATA/venv/bin/pip" install --quiet duckdb-cli; }
  # The binary inside the package: the command on the path is a Python program that starts it.
  DUCKDB=$(find "$DATA/venv/lib" -path '*duckdb_cli*' -name duckdb -type f | head -n 1)
fi
in=$DATA/cases-$rows.csv
[ -f "$in" ] || python3 "$BENCH/generate.py" --rows "$rows" --out "$in"
sed "s|IN'|$in'|; s|SIDE/|$DATA/|g; s|'OUT'|'$DATA/duckdb.csv'|" "$BENCH/aggregate/duckdb.sql" > "$DATA/duckdb.sql"

python3 "$BENCH/lib/timed.py" -n "$RUNS" --warmup 1 --out "$DATA/times.json" \
  "duckdb=$DUCKDB -init /dev/null -f $DATA/duckdb.sql" \
  "ours=$CANDOUR tabulate $in --out $DATA/candour.csv --root $here/tabulate --as-of 2026-10-31 --quiet"
python3 "$here/tabulate/check.py" "$here/tabulate/candour.toml" "$DATA/duckdb.csv" "$DATA/candour.csv" "$DATA/times.json"
