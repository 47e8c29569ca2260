#!/usr/bin/env node
// Takes pictures of pages, for people to look at. See README.md.
// Exit status: 0 all taken, 2 something could not be.
import fs from 'node:fs';
import path from 'node:path';
import { launch } from './chromium.mjs';
import { spread, walk } from './pages.mjs';
import { serve } from './server.mjs';

const USAGE = `usage: node shots.mjs <folder | http://127.0.0.1:PORT/base/> --out DIR [options]
  --pages a/,b/      addresses under the base, split at commas ("" or "/" is the home page; default: one of each kind, 8 at most)
  --widths 1280,320  widths in pixels
  --looks light      light, dark, print, bare (no style sheet), forced (forced colours); several split at commas
  --fold             the first screen only (default: the whole page)
  --mount /prefix/   serve the folder under this prefix`;

const HEIGHTS = new Map([[1280, 900], [320, 640]]);
const A4 = 718; // pixels inside the margins of A4, whatever widths are asked for
const TALLEST = 16000; // Chromium cannot draw a taller picture

function fail(message) { console.error(`shots: ${message}\n\n${USAGE}`); process.exit(2); }

function parse(argv) {
  const o = { target: null, out: null, pages: null, widths: [1280, 320], looks: ['light'], fold: false, mount: '/' };
  const list = (s) => s.split(',').map((x) => x.trim());
  for (let i = 0; i < argv.length; i++) {
    const a = argv[i];
    const next = () => { if (++i >= argv.length) fail(`${a} needs a value`); return argv[i]; };
    if (a === '--out') o.out = next();
    else if (a === '--pages') o.pages = list(next()).map((p) => p.replace(/^\/+/, ''));
    else if (a === '--widths') o.widths = list(next()).map(Number);
    else if (a === '--looks') o.looks = list(next());
    else if (a === '--fold') o.fold = true;
    else if (a === '--mount') o.mount = `/${next()}/`.replace(/\/+/g, '/');
    else if (a === '-h' || a === '--help') { console.log(USAGE); process.exit(0); }
    else if (a.startsWith('--')) fail(`unknown option ${a}`);
    else if (o.target === null) o.target = a;
    else fail(`unexpected argument ${a}`);
  }
  if (!o.target || !o.out) fail('a folder or address and --out are needed');
  if (o.widths.some((w) => !Number.isInteger(w) || w < 100 || w > 4000)) fail('--widths are whole pixels from 100 to 4000');
  for (const l of o.looks) if (!['light', 'dark', 'print', 'bare', 'forced'].includes(l)) fail(`unknown look ${l}`);
  return o;
}

async function shoot(browser, base, rel, look, width, o) {
  const context = await browser.newContext({ viewport: { width, height: HEIGHTS.get(width) || 900 }, reducedMotion: 'reduce',
    colorScheme: look === 'dark' ? 'dark' : 'light', forcedColors: look === 'forced' ? 'active' : 'none' });
  try {
    const page = await context.newPage();
    if (look === 'bare') await page.route(/\.css(\?|$)/, (r) => r.abort());
    if (look === 'print') await page.emulateMedia({ media: 'print' });
    const answer = await page.goto(new URL(rel, base).href, { waitUntil: 'load', timeout: 30000 });
    if (!answer || (answer.status() >= 400 && !/404/.test(rel))) throw new Error(`answers ${answer ? answer.status() : 'nothing'}`);
    const name = `${rel.replace(/\/$/, '').replace(/[^A-Za-z0-9-]+/g, '_') || 'home'}.${look}${look === 'print' ? '' : `-${width}`}.png`;
    const tall = await page.evaluate(() => document.documentElement.scrollHeight);
    if (!o.fold && tall > TALLEST) await page.setViewportSize({ width, height: TALLEST });
    await page.screenshot({ path: path.join(o.out, name), fullPage: !o.fold && tall <= TALLEST });
    console.log(`${path.join(o.out, name)}  (${width} x ${o.fold ? '-' : tall})`);
  } finally { await context.close(); }
}

async function main() {
  const o = parse(process.argv.slice(2));
  let server = null; let base = o.target.endsWith('/') ? o.target : `${o.target}/`;
  if (!/^https?:\/\//.test(o.target)) {
    const root = path.resolve(o.target);
    if (!fs.existsSync(root) || !fs.statSync(root).isDirectory()) fail(`${o.target} is not a folder`);
    ({ server, base } = await serve(root, o.mount));
    if (!o.pages) o.pages = spread(walk(root), 8);
  }
  if (!o.pages) o.pages = [''];
  fs.mkdirSync(o.out, { recursive: true });
  const browser = await launch();
  let failed = 0;
  try {
    for (const rel of o.pages) for (const look of o.looks) for (const width of look === 'print' ? [A4] : o.widths) {
      await shoot(browser, base, rel, look, width, o).catch((e) => { failed++; console.error(`shots: /${rel}: ${String(e.message || e).split('\n')[0]}`); });
    }
  } finally { await browser.close().catch(() => {}); if (server) { server.closeAllConnections(); server.close(); } }
  process.exitCode = failed ? 2 : 0;
}

main().catch((e) => { console.error('shots:', e.message || e); process.exit(2); });
