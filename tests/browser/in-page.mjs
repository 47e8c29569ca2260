// Functions that run inside the page; each is sent there whole, so none may use anything from outside itself.
export const inPage = {
  overflow: () => {
    const w = document.documentElement.clientWidth;
    const total = Math.max(document.documentElement.scrollWidth, document.body ? document.body.scrollWidth : 0);
    if (total <= w + 1) return null;
    const scrolls = (el) => { for (let n = el.parentElement; n && n !== document.body; n = n.parentElement) { const o = getComputedStyle(n).overflowX; if (o === 'auto' || o === 'scroll' || o === 'hidden' || o === 'clip') return true; } return false; };
    const wide = [];
    for (const el of document.body.querySelectorAll('*')) {
      const r = el.getBoundingClientRect();
      if (r.width && r.right > w + 1 && !scrolls(el)) wide.push(el.tagName.toLowerCase() + (el.id ? '#' + el.id : '') + (el.classList[0] ? '.' + el.classList[0] : '') + ' to ' + Math.round(r.right) + 'px');
      if (wide.length >= 5) break;
    }
    return { width: w, content: total, elements: wide };
  },
  content: (headline) => {
    document.querySelectorAll('details').forEach((d) => { d.open = true; });
    const main = document.querySelector('main') || document.body;
    const flat = (s) => (s || '').replace(/\s+/g, ' ').trim();
    const shown = (el) => { const r = el.getBoundingClientRect(); return r.width > 0 && r.height > 0; };
    let heads = [];
    try { heads = [...main.querySelectorAll(headline)].filter(shown).map((e) => flat(e.innerText)).filter(Boolean); } catch { /* bad selector */ }
    const body = flat(main.innerText);
    return { heads, numbers: body.match(/\d[\d,.]*\d|\d/g) || [], chars: body.length };
  },
  links: () => {
    const out = [];
    for (const el of document.querySelectorAll('a[href], area[href]')) out.push(el.getAttribute('href'));
    return { links: [...new Set(out)], ids: [...document.querySelectorAll('[id], a[name]')].map((e) => e.id || e.name) };
  },
  facts: () => ({ title: document.title, lang: document.documentElement.lang || '', h1: document.querySelectorAll('h1').length, nodes: document.getElementsByTagName('*').length,
    desc: !!document.querySelector('meta[name=description]'), canonical: (document.querySelector('link[rel=canonical]') || {}).href || '',
    svgUnnamed: [...document.querySelectorAll('svg')].filter((s) => !s.closest('[aria-hidden=true]') && !(s.getAttribute('role') === 'img' && (s.querySelector(':scope > title') || s.getAttribute('aria-label') || s.getAttribute('aria-labelledby')))).length,
    tableBare: [...document.querySelectorAll('table')].filter((t) => !t.caption || !t.querySelector('th[scope], th[id]')).length }),
  paints: () => new Promise((done) => {
    let lcp = 0; let what = '';
    try { new PerformanceObserver((l) => { for (const e of l.getEntries()) { lcp = e.startTime; what = e.element ? e.element.tagName.toLowerCase() : ''; } }).observe({ type: 'largest-contentful-paint', buffered: true }); } catch { /* not supported */ }
    let cls = 0;
    try { new PerformanceObserver((l) => { for (const e of l.getEntries()) if (!e.hadRecentInput) cls += e.value; }).observe({ type: 'layout-shift', buffered: true }); } catch { /* not supported */ }
    setTimeout(() => { const f = performance.getEntriesByName('first-contentful-paint')[0]; const n = performance.getEntriesByType('navigation')[0];
      done({ fcp: f ? Math.round(f.startTime) : null, lcp: Math.round(lcp) || null, lcpElement: what, cls: Math.round(cls * 1000) / 1000, load: n ? Math.round(n.loadEventEnd) : null }); }, 200);
  }),
  focusState: () => {
    const el = document.activeElement;
    if (!el || el === document.body) return null;
    const r = el.getBoundingClientRect();
    const name = el.tagName.toLowerCase() + (el.id ? '#' + el.id : '') + ' "' + (el.innerText || el.getAttribute('aria-label') || el.getAttribute('name') || '').replace(/\s+/g, ' ').trim().slice(0, 40) + '"';
    const marks = (n, pseudo) => { const s = getComputedStyle(n, pseudo); return [s.outlineStyle === 'none' || parseFloat(s.outlineWidth) === 0 ? '' : s.outlineStyle + s.outlineWidth + s.outlineColor, s.boxShadow, s.borderTopWidth + s.borderTopColor + s.borderBottomWidth + s.borderBottomColor, s.backgroundColor, s.textDecorationLine + s.textDecorationThickness].join('|'); };
    const on = marks(el);
    const x = Math.min(Math.max(r.left + r.width / 2, 0), innerWidth - 1); const y = Math.min(Math.max(r.top + r.height / 2, 0), innerHeight - 1);
    const inView = r.bottom > 0 && r.top < innerHeight && r.right > 0 && r.left < innerWidth;
    let hidden = !inView;
    if (inView && r.width && r.height) {
      const points = [[x, y], [r.left + 2, r.top + 2], [r.right - 2, r.bottom - 2]];
      hidden = points.every(([px, py]) => { const top = document.elementFromPoint(px, py); return !top || !(el === top || el.contains(top) || top.contains(el) || (top.tagName === 'LABEL' && top.control === el)); });
    }
    el.blur(); const off = marks(el); el.focus({ preventScroll: true, focusVisible: true });
    return { name, marked: on !== off, hidden, index: [...document.querySelectorAll('*')].indexOf(el) };
  },
};
