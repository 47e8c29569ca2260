// A small loopback server for a folder: compresses as a web host does and never caches, so that the bytes
// counted are those of a first visit.
import http from 'node:http';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';

const TYPES = { '.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8', '.json': 'application/json', '.csv': 'text/csv; charset=utf-8', '.svg': 'image/svg+xml',
  '.xml': 'application/xml', '.txt': 'text/plain; charset=utf-8', '.png': 'image/png', '.jpg': 'image/jpeg', '.webp': 'image/webp',
  '.ico': 'image/x-icon', '.woff2': 'font/woff2', '.wasm': 'application/wasm', '.webmanifest': 'application/manifest+json',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', '.ods': 'application/vnd.oasis.opendocument.spreadsheet',
  '.zip': 'application/zip', '.pdf': 'application/pdf' };
const SQUEEZE = new Set(['.html', '.css', '.js', '.mjs', '.json', '.csv', '.svg', '.xml', '.txt', '.webmanifest']);

export function serve(root, mount) {
  const squeezed = new Map();
  const server = http.createServer((req, res) => {
    let p;
    try { p = decodeURIComponent(new URL(req.url, 'http://x').pathname); } catch { res.writeHead(400).end(); return; }
    if (!p.startsWith(mount)) { res.writeHead(404).end('outside the mount'); return; }
    let file = path.join(root, path.normalize('/' + p.slice(mount.length)));
    if (file !== root && !file.startsWith(root + path.sep)) { res.writeHead(403).end(); return; }
    let status = 200;
    try {
      const st = fs.statSync(file);
      if (st.isDirectory()) {
        if (!p.endsWith('/')) { res.writeHead(301, { location: p + '/' }).end(); return; }
        file = path.join(file, 'index.html');
        fs.statSync(file);
      }
    } catch {
      if (fs.existsSync(file + '.html')) file += '.html';
      else {
        status = 404;
        file = path.join(root, '404.html');
        if (!fs.existsSync(file)) { res.writeHead(404, { 'content-type': 'text/plain' }).end('not found'); return; }
      }
    }
    const ext = path.extname(file).toLowerCase();
    const head = { 'content-type': TYPES[ext] || 'application/octet-stream', 'cache-control': 'no-store' };
    let body = fs.readFileSync(file);
    const accepts = String(req.headers['accept-encoding'] || '');
    if (SQUEEZE.has(ext) && body.length > 400) {
      const how = /\bbr\b/.test(accepts) ? 'br' : /\bgzip\b/.test(accepts) ? 'gzip' : '';
      if (how) {
        const key = how + file;
        let packed = squeezed.get(key);
        if (!packed) {
          packed = how === 'br' ? zlib.brotliCompressSync(body, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 5 } }) : zlib.gzipSync(body);
          if (squeezed.size < 2000) squeezed.set(key, packed);
        }
        body = packed; head['content-encoding'] = how;
      }
    }
    head['content-length'] = body.length;
    res.writeHead(status, head);
    res.end(req.method === 'HEAD' ? undefined : body);
  });
  return new Promise((ok) => server.listen(0, '127.0.0.1', () => ok({ server, base: `http://127.0.0.1:${server.address().port}${mount}` })));
}
