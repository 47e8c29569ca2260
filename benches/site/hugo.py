"""Makes Hugo sites that print what a built Candour site prints: as many pages, each of as many bytes.

Arguments: CANDOUR_SITE HUGO_SITE HUGO.  Each page becomes a data file: its title, its lists of links, its tables cell by
cell with their keys. One template prints all of them with ranges over lists, rows and cells, escaping as Hugo does. What a
page has beside that (sentences, tiles) is one paragraph, as long as it takes to make the bytes the same. HUGO_SITE/pages
makes the pages alone; HUGO_SITE/files the same pages, and copies the CSV and JSON files that Candour makes beside them.
"""
import html
import json
import os
import re
import shutil
import subprocess
import sys

candour, hugo_site, hugo = sys.argv[1:4]
FOUND = {name: re.compile(pattern, re.S) for name, pattern in {
    "nav": r"<nav[^>]*>(.*?)</nav>", "link": r'<a href="([^"]*)"[^>]*>(.*?)</a>', "table": r"<table[^>]*>(.*?)</table>",
    "caption": r"<caption>(.*?)</caption>", "column": r'<th scope="col"[^>]*>(.*?)</th>', "row": r'<tr><th scope="row">(.*?)</tr>',
    "cell": r"<td([^>]*)>(.*?)</td>", "key": r'data-figure="([^"]*)"', "title": r"<title>(.*?)</title>", "tag": r"<[^>]*>"}.items()}
TEMPLATE = """<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>{{ .title }}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="/style.css"></head>
<body><a class="skip" href="#main">Skip to main content</a>
{{ range .lists }}<nav><ul>{{ range . }}
<li><a href="{{ .to }}">{{ .text }}</a></li>{{ end }}
</ul></nav>
{{ end }}<main id="main"><h1>{{ .title }}</h1>
{{ range .tables }}<table><caption>{{ .caption }}</caption>
<thead><tr>{{ range .columns }}<th scope="col" class="n">{{ . }}</th>{{ end }}</tr></thead>
<tbody>{{ range .rows }}
<tr><th scope="row">{{ .head }}</th>{{ range .cells }}<td class="n"{{ with .id }} id="{{ . }}"{{ end }}{{ with .key }} data-figure="{{ . }}"{{ end }}>{{ .text }}</td>{{ end }}</tr>{{ end }}
</tbody></table>
{{ end }}<p>{{ .rest }}</p></main></body></html>
"""
SETTINGS = """baseURL = "/"
title = "Complaints"
disableKinds = ["taxonomy", "term", "RSS", "sitemap", "robotsTXT", "404", "section"]
[outputs]
home = ["html"]
"""
ADAPTER = """{{ range $key, $page := hugo.Data.pages }}{{ if ne $key "home" }}{{ $.AddPage (dict "path" $key "title" $page.title) }}{{ end }}{{ end }}
"""


def text(markup):
    return html.unescape(FOUND["tag"].sub("", markup))


def page(source):
    """The parts of a page that the template prints from lists."""
    seen = set()

    def cell(match):
        key = FOUND["key"].search(match[1])
        key = html.unescape(key[1]) if key else ""
        first = key if key not in seen else ""
        seen.add(key)
        return {"id": first, "key": key, "text": text(match[2])}

    def row(markup):
        head, _, cells = markup.partition("</th>")
        return {"head": text(head), "cells": [cell(match) for match in FOUND["cell"].finditer(cells)]}

    return {
        "title": text(FOUND["title"].search(source)[1]),
        "lists": [[{"to": html.unescape(to), "text": text(words)} for to, words in FOUND["link"].findall(nav)]
                  for nav in FOUND["nav"].findall(source)],
        "tables": [{"caption": text(FOUND["caption"].search(table)[1]), "columns": [text(name) for name in FOUND["column"].findall(table)],
                    "rows": [row(markup) for markup in FOUND["row"].findall(table)]} for table in FOUND["table"].findall(source)],
        "rest": "",
    }


def write(path, content):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(content)


def make(site, pages):
    shutil.rmtree(site, ignore_errors=True)
    write(f"{site}/hugo.toml", SETTINGS)
    write(f"{site}/content/_content.gotmpl", ADAPTER)
    write(f"{site}/layouts/_partials/whole.html", TEMPLATE)
    write(f"{site}/layouts/page.html", '{{ partial "whole.html" (index hugo.Data.pages (path.Base .Path)) }}')
    write(f"{site}/layouts/home.html", '{{ partial "whole.html" hugo.Data.pages.home }}')
    write(f"{site}/static/style.css", "body{font:1rem/1.5 sans-serif}\n")
    for name, content in pages.items():
        write(f"{site}/data/pages/{name}.json", json.dumps(content, ensure_ascii=False))


def built(out, name):
    return f"{out}/index.html" if name == "home" else f"{out}/{name}/index.html"


folders = sorted(os.path.relpath(folder, candour) for folder, _, files in os.walk(candour) if "index.html" in files)
names = {folder: "home" if folder == "." else f"p{at:05}" for at, folder in enumerate(folders)}
wanted, pages = {}, {}
for folder, name in names.items():
    with open(f"{candour}/{folder}/index.html", encoding="utf-8") as file:
        source = file.read()
    wanted[name] = len(source.encode())
    pages[name] = page(source)

site, out = f"{hugo_site}/pages", f"{hugo_site}/trial"
make(site, pages)
subprocess.run([hugo, "--quiet", "-s", site, "-d", os.path.abspath(out)], check=True)
for name in pages:
    missing = wanted[name] - os.path.getsize(built(out, name))
    pages[name]["rest"] = ("and so on " * (missing // 10 + 1))[:max(missing, 0)]
shutil.rmtree(out)
make(site, pages)
shutil.copytree(site, f"{hugo_site}/files", dirs_exist_ok=True)
for folder, name in names.items():
    for file in sorted(os.listdir(f"{candour}/{folder}")):
        if file.endswith((".csv", ".json")):
            os.makedirs(f"{hugo_site}/files/static/{name}", exist_ok=True)
            shutil.copy(f"{candour}/{folder}/{file}", f"{hugo_site}/files/static/{name}/{file}")
for folder in sorted(os.listdir(f"{candour}/data")):
    if os.path.isdir(f"{candour}/data/{folder}") and folder != "dictionary":
        shutil.copytree(f"{candour}/data/{folder}", f"{hugo_site}/files/static/data/{folder}")
cells = sum(len(row["cells"]) for one in pages.values() for table in one["tables"] for row in table["rows"])
print(f"{len(pages)} pages, {sum(wanted.values())} bytes of HTML, {cells} cells in tables")
