#!/usr/bin/env node
// Checks every page of a built static site in headless Chromium. See README.md.
// Exit status: 0 nothing found, 1 findings, 2 the check itself could not run.
import fs from 'node:fs';
import path from 'node:path';
import { AXE_SOURCE, AXE_TAGS, launch } from './chromium.mjs';
import { inPage } from './in-page.mjs';
import { crawlPages, sitemapPages, spread, text, walk } from './pages.mjs';
import { serve } from './server.mjs';


const USAGE = `usage: node check.mjs <folder | http://127.0.0.1:PORT/base/> [options]
  --limit N          check at most N pages, spread over the kinds of page
  --only TEXT        check only pages whose path contains TEXT
  --pages HOW        sitemap | walk | crawl (default: sitemap.xml, else walk a folder / crawl a URL)
  --mount /prefix/   serve the folder under this prefix (a site built for a sub-path)
  --json FILE        write the whole report as JSON
  --jobs N           pages at once (default 2)
  --perf N           pages timed with a slowed processor, one at a time (default 8; 0 none; all)
  --throttle N       processor slow-down for the timing (default 4)
  --slow-net         also slow the network for the timing (150 ms, 1.6 Mbit/s)
  --max-kb N         most kilobytes a page may move over the wire (default 250)
  --max-requests N   most requests a page may make (default 12)
  --max-lcp MS       slowest largest-paint allowed (default 2500)
  --headline CSS     what counts as a headline figure (default: h1, [data-figure], [data-headline], caption)
  --switch CSS       links that switch the page in place: clicked with scripts on, the result must
                     equal the linked page loaded directly, without a reload, and Back must work
  --ignore a,b       finding names or axe rules to report but not count
  --no-focus         skip the keyboard walk
  --no-links         skip the internal link check
  --quiet            totals only`;

// ---------- options ----------
function parse(argv) {
  const o = { target: null, limit: Infinity, only: '', pages: 'auto', mount: '/', json: '', jobs: 2, perf: 8, throttle: 4,
    slowNet: false, maxKb: 250, maxRequests: 12, maxLcp: 2500, headline: 'h1, [data-figure], [data-headline], caption',
    switchLinks: '', ignore: new Set(), focus: true, links: true, quiet: false };
  const num = (v, name) => { const n = Number(v); if (!Number.isFinite(n) || n < 0) fail(`${name} needs a number, got ${v}`); return n; };
  for (let i = 0; i < argv.length; i++) {
    const a = argv[i];
    const next = () => { if (++i >= argv.length) fail(`${a} needs a value`); return argv[i]; };
    if (a === '--limit') o.limit = num(next(), a);
    else if (a === '--only') o.only = next();
    else if (a === '--pages') o.pages = next();
    else if (a === '--mount') o.mount = ('/' + next() + '/').replace(/\/+/g, '/');
    else if (a === '--json') o.json = next();
    else if (a === '--jobs') o.jobs = Math.max(1, num(next(), a));
    else if (a === '--perf') { const v = next(); o.perf = v === 'all' ? Infinity : num(v, a); }
    else if (a === '--throttle') o.throttle = Math.max(1, num(next(), a));
    else if (a === '--slow-net') o.slowNet = true;
    else if (a === '--max-kb') o.maxKb = num(next(), a);
    else if (a === '--max-requests') o.maxRequests = num(next(), a);
    else if (a === '--max-lcp') o.maxLcp = num(next(), a);
    else if (a === '--headline') o.headline = next();
    else if (a === '--switch') o.switchLinks = next();
    else if (a === '--ignore') next().split(',').forEach((s) => o.ignore.add(s.trim()));
    else if (a === '--no-focus') o.focus = false;
    else if (a === '--no-links') o.links = false;
    else if (a === '--quiet') o.quiet = true;
    else if (a === '-h' || a === '--help') { console.log(USAGE); process.exit(0); }
    else if (a.startsWith('--')) fail(`unknown option ${a}`);
    else if (o.target === null) o.target = a;
    else fail(`unexpected argument ${a}`);
  }
  if (!o.target) fail('no folder or base URL given');
  if (!['auto', 'sitemap', 'walk', 'crawl'].includes(o.pages)) fail('--pages is one of sitemap, walk, crawl');
  return o;
}
function fail(message) { console.error(`browser-check: ${message}\n\n${USAGE}`); process.exit(2); }

async function runAxe(page) {
  if (!(await page.evaluate(() => Boolean(window.axe)))) await page.evaluate(AXE_SOURCE);
  return page.evaluate(async (tags) => {
    const r = await window.axe.run(document, { runOnly: { type: 'tag', values: tags }, rules: { 'target-size': { enabled: true } }, resultTypes: ['violations', 'incomplete'] });
    const cut = (list) => list.map((v) => ({ rule: v.id, impact: v.impact, help: v.help, tags: v.tags.filter((t) => /^(wcag|best)/.test(t)), count: v.nodes.length,
      where: v.nodes.slice(0, 4).map((n) => ({ target: n.target.join(' '), why: (n.failureSummary || '').split('\n').slice(1, 3).join(' ').trim() })) }));
    return { violations: cut(r.violations), incomplete: cut(r.incomplete).map((v) => ({ rule: v.rule, count: v.count })) };
  }, AXE_TAGS);
}
async function axeContrast(page) {
  return page.evaluate(async () => {
    const r = await window.axe.run(document, { runOnly: { type: 'rule', values: ['color-contrast'] }, resultTypes: ['violations'] });
    return r.violations.reduce((n, v) => n + v.nodes.length, 0);
  });
}

// ---------- one page ----------
async function checkPage(browser, base, rel, o, plus) {
  const url = new URL(rel, base).href;
  const origin = new URL(base).origin;
  const found = [];
  const add = (name, detail, where) => found.push({ name, detail, ...(where ? { where } : {}) });
  const result = { path: '/' + rel, findings: found };

  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' });
  try {
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    await cdp.send('Network.enable');
    let bytes = 0; let counting = true; let open = 0;
    const requests = [];
    cdp.on('Network.loadingFinished', (e) => { if (counting) bytes += e.encodedDataLength; });
    const bad = new Set();
    page.on('console', (m) => { if (m.type() === 'error' && !/Failed to load resource/.test(m.text())) add('console-error', m.text().slice(0, 300)); });
    page.on('pageerror', (e) => add('script-error', String(e.message || e).slice(0, 300)));
    page.on('requestfinished', () => { open--; });
    page.on('requestfailed', () => { open--; });
    page.on('request', (r) => {
      open++;
      const u = r.url(); if (/^(data|blob|about):/.test(u) || !counting) return;
      requests.push(u);
      if (new URL(u).origin !== origin) add('external-request', u.slice(0, 200));
    });
    page.on('requestfailed', (r) => { const u = r.url(); if (new URL(u).origin === origin && !bad.has(u)) { bad.add(u); add('failed-request', `${u.slice(origin.length)} (${r.failure() ? r.failure().errorText : 'failed'})`); } });
    page.on('response', (r) => { const u = r.url(); if (r.status() >= 400 && u !== url && !bad.has(u)) { bad.add(u); add('failed-request', `${u.replace(origin, '')} (${r.status()})`); } });

    const answer = await page.goto(url, { waitUntil: 'load', timeout: 30000 });
    const wanted404 = /(^|\/)404(\.html|\/)?$/.test(rel);
    if (answer && answer.status() >= 400 && !wanted404) add('page-status', `${answer.status()} for the page itself`);
    for (let quiet = 0, waited = 0; quiet < 3 && waited < 3000; waited += 25) { // scripts may still be fetching
      await new Promise((ok) => setTimeout(ok, 25));
      quiet = open > 0 ? 0 : quiet + 1;
    }
    result.kb = Math.round(bytes / 102.4) / 10; result.requests = requests.length;
    counting = false;
    if (result.kb > o.maxKb) add('too-heavy', `${result.kb} kB over the wire, most allowed ${o.maxKb}`);
    if (result.requests > o.maxRequests) add('too-many-requests', `${result.requests}, most allowed ${o.maxRequests}`);

    const facts = await page.evaluate(inPage.facts);
    Object.assign(result, { title: facts.title, lang: facts.lang, nodes: facts.nodes });
    if (facts.h1 !== 1) add('h1-count', `${facts.h1} h1 elements, one wanted`);
    if (facts.svgUnnamed) add('svg-unnamed', `${facts.svgUnnamed} svg without role=img and a title (or aria-hidden)`);
    if (facts.tableBare) add('table-bare', `${facts.tableBare} tables without a caption or scoped headers`);
    const moving = await page.evaluate(() => document.getAnimations().filter((a) => a.playState === 'running').length);
    if (moving) add('motion', `${moving} animations run although reduced motion is asked for`);

    const axe1 = await runAxe(page);
    const withScript = await page.evaluate(inPage.content, o.headline);
    const linked = await page.evaluate(inPage.links);

    // dark scheme, when the page has one
    const colours = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor + getComputedStyle(document.documentElement).backgroundColor + getComputedStyle(document.body).color);
    const light = await colours();
    await page.emulateMedia({ colorScheme: 'dark' });
    if (await colours() !== light) { const n = await axeContrast(page); result.dark = true; if (n) add('dark-contrast', `${n} places with too little contrast in the dark scheme`); }
    await page.emulateMedia({ colorScheme: 'light' });

    // narrow screen, as at 400% zoom
    await page.setViewportSize({ width: 320, height: 640 });
    await page.evaluate(() => new Promise((ok) => requestAnimationFrame(() => requestAnimationFrame(ok))));
    const over = await page.evaluate(inPage.overflow);
    if (over) add('overflow-320', `content is ${over.content}px wide at ${over.width}px`, over.elements);
    const axe2 = await runAxe(page);

    // print, at about the width of A4 inside its margins
    await page.setViewportSize({ width: 718, height: 1000 });
    await page.emulateMedia({ media: 'print' });
    const wide = await page.evaluate(inPage.overflow);
    if (wide) add('overflow-print', `content is ${wide.content}px wide on paper of ${wide.width}px`, wide.elements);
    await page.emulateMedia({ media: 'screen' });

    const merged = new Map();
    for (const [size, list] of [['1280', axe1.violations], ['320', axe2.violations]]) for (const v of list) {
      const had = merged.get(v.rule);
      if (had) { had.sizes.push(size); had.count = Math.max(had.count, v.count); } else merged.set(v.rule, { ...v, sizes: [size] });
    }
    for (const v of merged.values()) found.push({ name: 'axe:' + v.rule, detail: `${v.impact}: ${v.help} (${v.count} places, at ${v.sizes.join(' and ')} px)`, where: v.where.map((w) => `${w.target} ${w.why}`.slice(0, 240)), tags: v.tags });
    result.axeIncomplete = axe1.incomplete;

    // scripts off
    const off = await browser.newContext({ viewport: { width: 1280, height: 900 }, javaScriptEnabled: false });
    try {
      const p2 = await off.newPage();
      await p2.goto(url, { waitUntil: 'load', timeout: 30000 });
      const bare = await p2.evaluate(inPage.content, o.headline);
      const bag = new Map(); for (const n of bare.numbers) bag.set(n, (bag.get(n) || 0) + 1);
      const lost = withScript.numbers.filter((n) => !bag.has(n));
      const lostHeads = withScript.heads.filter((h) => !bare.heads.includes(h));
      result.noScript = { numbersWith: withScript.numbers.length, numbersWithout: bare.numbers.length, headlines: withScript.heads.length };
      if (lostHeads.length) add('script-only-headline', `${lostHeads.length} headlines differ or are missing with scripts off`, lostHeads.slice(0, 5));
      if (lost.length) add('script-only-numbers', `${lost.length} numbers are missing with scripts off: ${[...new Set(lost)].slice(0, 8).join(' ')}`);
    } finally { await off.close(); }

    if (o.focus && plus.has(rel)) {
      await page.setViewportSize({ width: 1280, height: 900 });
      await page.evaluate(() => { window.scrollTo(0, 0); if (document.activeElement) document.activeElement.blur(); });
      const seen = new Set(); const unmarked = []; const covered = []; let steps = 0;
      for (; steps < 60; steps++) {
        await page.keyboard.press('Tab');
        const s = await page.evaluate(inPage.focusState);
        if (!s || seen.has(s.index)) break;
        seen.add(s.index);
        if (!s.marked) unmarked.push(s.name);
        if (s.hidden) covered.push(s.name);
      }
      result.focusStops = seen.size;
      if (unmarked.length) add('focus-invisible', `${unmarked.length} of ${seen.size} stops look the same with and without focus`, unmarked.slice(0, 5));
      if (covered.length) add('focus-obscured', `${covered.length} of ${seen.size} stops are covered or out of view when focused`, covered.slice(0, 5));
    }
    return { result, linked };
  } catch (e) {
    add('check-failed', String(e.message || e).split('\n')[0]);
    return { result, linked: { links: [], ids: [] } };
  } finally { await context.close().catch(() => {}); }
}

// Clicks up to four in-place switches of one page and compares each with the page loaded directly.
async function checkSwitches(browser, base, rel, o) {
  const found = []; const took = [];
  const add = (name, detail) => found.push({ name, detail });
  const start = new URL(rel, base).href;
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const state = (page) => page.evaluate(() => ({ title: document.title, text: (document.querySelector('main') || document.body).innerText.replace(/\s+/g, ' ').trim(),
    canonical: (document.querySelector('link[rel=canonical]') || {}).href || '', current: [...document.querySelectorAll('[aria-current]')].map((e) => e.textContent.trim()).join('|') }));
  try {
    const page = await context.newPage(); const direct = await context.newPage();
    await page.goto(start, { waitUntil: 'load' });
    await page.evaluate(() => document.querySelectorAll('[role=status]').forEach((e) => { e.textContent = ''; }));
    const before = await state(page);
    const hrefs = await page.evaluate((css) => [...new Set([...document.querySelectorAll(css)].filter((a) => a.href && a.href.split('#')[0] !== location.href.split('#')[0]).map((a) => a.href))], o.switchLinks);
    const chosen = hrefs.length <= 4 ? hrefs : [0, 1, 2, 3].map((i) => hrefs[Math.floor((i * (hrefs.length - 1)) / 3)]);
    for (const href of chosen) {
      await page.goto(start, { waitUntil: 'load' });
      await page.evaluate(() => { window.__browserCheckMark = 1; });
      await direct.goto(href, { waitUntil: 'load' });
      const want = await state(direct);
      const t0 = Date.now();
      await page.evaluate(([css, h]) => [...document.querySelectorAll(css)].find((a) => a.href === h).click(), [o.switchLinks, href]);
      const arrived = await page.waitForFunction(([h, title]) => location.href === h && document.title === title, [href, want.title], { timeout: 5000, polling: 10 }).then(() => true, () => false);
      took.push(Date.now() - t0);
      if (!arrived) { add('switch-lost', `${href.slice(base.length)}: address or title did not follow`); continue; }
      if (!(await page.evaluate(() => window.__browserCheckMark === 1))) { add('switch-reloads', `${href.slice(base.length)} was loaded as a new page`); continue; }
      await page.evaluate(() => document.querySelectorAll('[role=status]').forEach((e) => { e.textContent = ''; }));
      await direct.evaluate(() => document.querySelectorAll('[role=status]').forEach((e) => { e.textContent = ''; }));
      const got = await state(page); const clean = await state(direct);
      for (const k of Object.keys(clean)) if (got[k] !== clean[k]) { const at = [...clean[k]].findIndex((c, i) => got[k][i] !== c); add('switch-differs', `${href.slice(base.length)}: ${k} differs from the page loaded directly, near "${clean[k].slice(Math.max(0, at - 20), at + 30)}"`); break; }
      await page.goBack({ timeout: 5000 }).catch(() => null);
      const back = await page.waitForFunction(([h, title]) => location.href === h && document.title === title, [start, before.title], { timeout: 5000, polling: 10 }).then(() => true, () => false);
      if (!back) add('switch-back', `${href.slice(base.length)}: Back did not return`);
      else { await page.evaluate(() => document.querySelectorAll('[role=status]').forEach((e) => { e.textContent = ''; })); const was = await state(page); if (was.text !== before.text) add('switch-back', `${href.slice(base.length)}: Back shows another text`); }
    }
    return { found, took, links: hrefs.length };
  } catch (e) { add('check-failed', 'switch: ' + String(e.message || e).split('\n')[0]); return { found, took, links: 0 }; } finally { await context.close().catch(() => {}); }
}

async function timePage(browser, base, rel, o) {
  const context = await browser.newContext({ viewport: { width: 412, height: 823 } });
  try {
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: o.throttle });
    if (o.slowNet) { await cdp.send('Network.enable'); await cdp.send('Network.emulateNetworkConditions', { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 750e3 / 8 }); }
    await page.goto(new URL(rel, base).href, { waitUntil: 'load', timeout: 60000 });
    return await page.evaluate(inPage.paints);
  } catch (e) { return { error: String(e.message || e).split('\n')[0] }; } finally { await context.close().catch(() => {}); }
}

// ---------- internal links ----------
async function checkLinks(base, pages, linkedBy, idsOf) {
  const broken = new Map(); // path of page -> details
  const status = new Map();
  const baseUrl = new URL(base);
  const ask = async (href) => {
    if (!status.has(href)) status.set(href, fetch(href, { method: 'HEAD', redirect: 'manual' }).then((r) => r.status).catch(() => 0));
    return status.get(href);
  };
  const idsFor = async (href) => {
    const rel = href.slice(base.length).split(/[?#]/)[0];
    if (idsOf.has(rel)) return idsOf.get(rel);
    const html = await text(href.split('#')[0]).catch(() => null);
    const ids = new Set(html ? [...html.matchAll(/\s(?:id|name)\s*=\s*["']?([^"'\s>]+)/gi)].map((m) => m[1]) : []);
    idsOf.set(rel, ids); return ids;
  };
  for (const rel of pages) for (const href of linkedBy.get(rel) || []) {
    if (/^(mailto|tel|javascript|data|sms):/i.test(href)) continue;
    let u; try { u = new URL(href, new URL(rel, base)); } catch { push(rel, `${href} is not an address`); continue; }
    if (u.origin !== baseUrl.origin) continue;
    if (!u.href.startsWith(base)) { push(rel, `${href} leaves the site's base path`); continue; }
    const st = await ask(u.href.split('#')[0]);
    if (st === 0 || st >= 400) push(rel, `${href} answers ${st}`);
    else if (st >= 300) push(rel, `${href} is redirected (${st})`);
    else if (u.hash.length > 1) { const want = decodeURIComponent(u.hash.slice(1)); if (want !== 'top' && !(await idsFor(u.href)).has(want)) push(rel, `${href}: no such place on that page`); }
  }
  function push(rel, s) { if (!broken.has(rel)) broken.set(rel, []); broken.get(rel).push(s); }
  return { broken, checked: status.size };
}

// ---------- the whole run ----------
async function main() {
  const o = parse(process.argv.slice(2));
  const started = Date.now();
  let server = null; let base; let root = null;
  if (/^https?:\/\//.test(o.target)) base = o.target.endsWith('/') ? o.target : o.target + '/';
  else {
    root = path.resolve(o.target);
    if (!fs.existsSync(root) || !fs.statSync(root).isDirectory()) fail(`${o.target} is not a folder`);
    ({ server, base } = await serve(root, o.mount));
  }
  let pages = []; let how = o.pages; const notes = [];
  if (how === 'auto' || how === 'sitemap') {
    const s = await sitemapPages(base);
    if (s.strays.length) notes.push(`sitemap.xml lists ${s.strays.length} addresses outside the base path, such as ${s.strays[0]}`);
    if (s.pages.length) { pages = s.pages; how = 'sitemap'; }
    else if (how === 'sitemap') fail('sitemap.xml lists no page under the base');
    else how = root ? 'walk' : 'crawl';
  }
  if (how === 'walk') { if (!root) fail('--pages walk needs a folder'); pages = walk(root); }
  if (how === 'crawl') pages = await crawlPages(base);
  if (how === 'sitemap' && root) {
    const listed = new Set(pages); const unlisted = walk(root).filter((p) => !listed.has(p) && !/(^|\/)404\.html$/.test(p));
    if (unlisted.length) notes.push(`${unlisted.length} pages are not in sitemap.xml, such as /${unlisted[0]}`);
  }
  if (o.only) pages = pages.filter((p) => p.includes(o.only));
  const all = pages.length;
  pages = spread(pages, o.limit);
  if (!pages.length) fail('no page to check');
  const sample = spread(pages, o.perf);
  const plus = new Set(spread(pages, Math.max(8, o.perf === Infinity ? pages.length : o.perf)));

  const browser = await launch();
  const results = []; const linkedBy = new Map(); const idsOf = new Map();
  const shown = (f) => !o.ignore.has(f.name) && !o.ignore.has(f.name.replace(/^axe:/, ''));
  try {
    let next = 0;
    const worker = async () => {
      for (;;) {
        const i = next++; if (i >= pages.length) return;
        const { result, linked } = await checkPage(browser, base, pages[i], o, plus);
        linkedBy.set(pages[i], linked.links); idsOf.set(pages[i], new Set(linked.ids));
        results[i] = result;
        if (!o.quiet && process.stderr.isTTY) process.stderr.write(`\r${results.filter(Boolean).length}/${pages.length} pages`);
      }
    };
    await Promise.all(Array.from({ length: Math.min(o.jobs, pages.length) }, worker));
    let linkCount = 0;
    if (o.links) {
      const l = await checkLinks(base, pages, linkedBy, idsOf); linkCount = l.checked;
      pages.forEach((p, i) => { const b = l.broken.get(p); if (b) results[i].findings.push({ name: 'broken-link', detail: `${b.length} internal links`, where: b.slice(0, 8) }); });
    }
    const titles = new Map(); results.forEach((r) => titles.set(r.title, (titles.get(r.title) || 0) + 1));
    results.forEach((r) => { if (r.title && titles.get(r.title) > 1) r.findings.push({ name: 'title-shared', detail: `"${r.title}" is the title of ${titles.get(r.title)} pages` }); });
    if (o.switchLinks) {
      let tried = 0;
      for (const rel of plus) {
        const s = await checkSwitches(browser, base, rel, o); const r = results[pages.indexOf(rel)];
        tried += s.took.length; r.switches = { links: s.links, ms: s.took }; r.findings.push(...s.found);
      }
      if (!tried) notes.push(`--switch matched no link on the ${plus.size} pages tried`);
    }
    for (const rel of sample) { // one at a time: timing while other pages render would be noise
      const t = await timePage(browser, base, rel, o); const r = results[pages.indexOf(rel)]; r.timing = t;
      if (t.lcp && t.lcp > o.maxLcp) r.findings.push({ name: 'slow-paint', detail: `largest paint after ${t.lcp} ms, most allowed ${o.maxLcp}` });
      if (t.cls > 0.1) r.findings.push({ name: 'layout-shift', detail: `content moves by ${t.cls} while loading` });
    }
    report(o, results, { base, how, all, linkCount, notes, started, version: browser.version(), shown });
  } finally { await browser.close().catch(() => {}); if (server) { server.closeAllConnections(); server.close(); } }
}

function report(o, results, x) {
  const byName = new Map(); let total = 0; let badPages = 0;
  for (const r of results) {
    const list = r.findings.filter(x.shown);
    if (list.length) badPages++;
    for (const f of list) { total++; byName.set(f.name, (byName.get(f.name) || 0) + 1); }
    if (!o.quiet && r.findings.length) {
      console.log(`\n${r.path}  (${r.kb ?? '?'} kB, ${r.requests ?? '?'} requests)`);
      for (const f of r.findings) {
        console.log(`  ${x.shown(f) ? '✗' : '·'} ${f.name}: ${f.detail}`);
        for (const w of (f.where || []).slice(0, 4)) console.log(`      ${w}`);
      }
    }
  }
  const stat = (list) => { const s = list.filter((n) => Number.isFinite(n)).sort((a, b) => a - b); return s.length ? `median ${s[Math.floor((s.length - 1) / 2)]}, most ${s[s.length - 1]}` : 'none'; };
  const timed = results.filter((r) => r.timing && !r.timing.error);
  const seconds = Math.round((Date.now() - x.started) / 100) / 10;
  console.log(`\n${results.length} of ${x.all} pages (${x.how}), ${x.linkCount} internal links, ${seconds} s, Chromium ${x.version}`);
  console.log(`kilobytes a page: ${stat(results.map((r) => r.kb))}; requests: ${stat(results.map((r) => r.requests))}`);
  if (timed.length) console.log(`processor ÷${o.throttle}${o.slowNet ? ', slow network' : ''}, ${timed.length} pages: first paint ms ${stat(timed.map((r) => r.timing.fcp))}; largest paint ms ${stat(timed.map((r) => r.timing.lcp))}; shift ${stat(timed.map((r) => r.timing.cls))}`);
  const switched = results.flatMap((r) => (r.switches ? r.switches.ms : []));
  if (switched.length) console.log(`switches in place: ${switched.length}, ms ${stat(switched)}`);
  for (const n of x.notes) console.log(`note: ${n}`);
  console.log(total ? `FINDINGS ${total} on ${badPages} pages: ${[...byName].sort((a, b) => b[1] - a[1]).map(([n, c]) => `${n} ${c}`).join(', ')}` : 'NO FINDINGS');
  if (o.json) fs.writeFileSync(o.json, JSON.stringify({ pages: results, totals: Object.fromEntries(byName), findings: total, pagesWithFindings: badPages, pagesInSite: x.all, seconds, notes: x.notes, chromium: x.version }, null, 1) + '\n');
  process.exitCode = total ? 1 : 0;
}

main().catch((e) => { console.error('browser-check:', e.stack || e); process.exit(2); });
