// Which pages a site has: from its sitemap, by walking its folder, or by following its links.
import fs from 'node:fs';
import path from 'node:path';

export function walk(root) {
  const out = [];
  const visit = (dir, rel) => {
    for (const e of fs.readdirSync(dir, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (e.name.startsWith('.')) continue;
      if (e.isDirectory()) visit(path.join(dir, e.name), rel + e.name + '/');
      else if (/\.html?$/.test(e.name)) out.push(rel + (e.name === 'index.html' ? '' : e.name));
    }
  };
  visit(root, '');
  return out;
}
export const text = async (url) => { const r = await fetch(url); return r.ok ? r.text() : null; };
const unxml = (s) => s.replace(/&amp;/g, '&').replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&apos;/g, "'").replace(/&quot;/g, '"').trim();

export async function sitemapPages(base) {
  const basePath = new URL(base).pathname;
  const seen = new Set();
  const pages = new Set();
  const strays = [];
  const locs = (xml) => [...xml.matchAll(/<loc>([^<]+)<\/loc>/g)].map((m) => unxml(m[1]));
  const toLocal = (loc) => { // a published address, whatever its host and prefix, to a path under base
    let p; try { p = new URL(loc, base).pathname; } catch { return null; }
    if (p.startsWith(basePath)) return p.slice(basePath.length);
    return null;
  };
  const read = async (rel) => {
    if (seen.has(rel)) return; seen.add(rel);
    const xml = await text(new URL(rel, base)); if (xml === null) return;
    for (const loc of locs(xml)) {
      const local = toLocal(loc);
      if (local === null) strays.push(loc);
      else if (/<sitemapindex/.test(xml)) await read(local);
      else pages.add(local);
    }
  };
  await read('sitemap.xml');
  return { pages: [...pages], strays };
}
export async function crawlPages(base) {
  const seen = new Set(['']); const queue = ['']; const out = [];
  while (queue.length && out.length < 5000) {
    const rel = queue.shift();
    const r = await fetch(new URL(rel, base)).catch(() => null);
    if (!r || !r.ok || !/text\/html/.test(r.headers.get('content-type') || '')) continue;
    out.push(rel);
    for (const m of (await r.text()).matchAll(/<a\b[^>]*\shref\s*=\s*["']([^"'#]+)/gi)) {
      let u; try { u = new URL(unxml(m[1]), new URL(rel, base)); } catch { continue; }
      if (u.href.startsWith(base)) { const next = u.href.slice(base.length).split(/[?#]/)[0]; if (!seen.has(next)) { seen.add(next); queue.push(next); } }
    }
  }
  return out;
}
// A limited run should see every kind of page, so take pages round-robin over (first folder, depth).
export function spread(pages, n) {
  if (pages.length <= n) return pages;
  const kinds = new Map();
  for (const p of pages) {
    const parts = p.split('/').filter(Boolean);
    const k = (parts[0] || '') + '|' + parts.length;
    if (!kinds.has(k)) kinds.set(k, []);
    kinds.get(k).push(p);
  }
  const out = []; const lists = [...kinds.values()];
  for (let i = 0; out.length < n; i++) for (const l of lists) if (l[i] !== undefined && out.length < n) out.push(l[i]);
  return out;
}
