// A loopback server of one folder that counts the bytes of every body as it is sent: texts with
// gzip, as a plainly set-up web server has it, and everything else as it lies on the disk.

import { createServer } from "node:http";
import { readFileSync, statSync } from "node:fs";
import { extname, join, normalize } from "node:path";
import { gzipSync } from "node:zlib";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".txt": "text/plain; charset=utf-8",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};
const ZIPPED = new Set([".html", ".css", ".js", ".json", ".txt", ".svg"]);

/** The bytes of a file as they are sent, or none. */
function body(folder, path) {
  const file = join(folder, normalize(`/${path}`));
  try {
    if (!statSync(file).isFile()) return undefined;
  } catch {
    return undefined;
  }
  const bytes = readFileSync(file);
  return ZIPPED.has(extname(path)) ? gzipSync(bytes, { level: 6 }) : bytes;
}

/**
 * Serves `folder` on a free port of 127.0.0.1. `mount` adds texts of the caller by path.
 * The log holds `{path, bytes, status}` of every answer since it was last taken.
 */
export async function serve(folder, mount = {}) {
  const prepared = new Map();
  let log = [];
  let open = 0;
  let last = 0;
  const answer = (path) => {
    if (!prepared.has(path)) {
      const own = mount[path];
      prepared.set(path, own === undefined ? body(folder, path) : gzipSync(own));
    }
    return prepared.get(path);
  };
  const server = createServer((request, response) => {
    open += 1;
    const path = decodeURIComponent(new URL(request.url, "http://127.0.0.1").pathname).slice(1);
    const bytes = answer(path);
    const headers = { "Content-Type": TYPES[extname(path)] ?? "application/octet-stream" };
    headers["Cache-Control"] = path === "search/index.json" ? "no-cache" : "max-age=3600";
    if (bytes !== undefined && ZIPPED.has(extname(path))) headers["Content-Encoding"] = "gzip";
    log.push({ path, bytes: bytes === undefined ? 0 : bytes.length, status: bytes === undefined ? 404 : 200 });
    response.on("close", () => {
      open -= 1;
      last = Date.now();
    });
    response.writeHead(bytes === undefined ? 404 : 200, headers);
    response.end(bytes);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    base: `http://127.0.0.1:${server.address().port}/`,
    /** The log since the last call. */
    take() {
      const taken = log;
      log = [];
      return taken;
    },
    /** Waits until nothing was asked for during `quiet` milliseconds. */
    async settled(quiet = 150) {
      while (open > 0 || Date.now() - last < quiet) await new Promise((go) => setTimeout(go, 20));
    },
    close: () => server.close(),
  };
}

// What each answer counts as; the first pattern that matches names it.
const KINDS = [
  ["page", /\.html$/],
  ["style", /\.(css|svg|ico)$|favicon/],
  ["grams", /^search\/[^/]+\/[0-9a-f]+(-\d)?\.bin$/],
  ["metas", /^search\/[^/]+\/m\d+\.bin$/],
  ["facets", /^search\/[^/]+\/(f-\w+|days)\.bin$/],
  ["numbers", /^search\/[^/]+\/n\d+\.bin$/],
  ["texts", /^search\/t\//],
  ["suggestions", /^search\/suggest\//],
  ["manifest", /^search\/[^/]+\.json$/],
  ["script", /\.js$/],
];

/** Bytes by kind of what a log holds, each path once; `page` and `style` would be sent without a search too. */
export function byKind(log) {
  const sums = {};
  for (const [path, { bytes }] of new Map(log.map((entry) => [entry.path, entry]))) {
    const kind = (KINDS.find(([, pattern]) => pattern.test(path)) ?? ["other"])[0];
    sums[kind] = (sums[kind] ?? 0) + bytes;
  }
  return sums;
}
