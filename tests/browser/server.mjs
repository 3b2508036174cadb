// A small server of one folder under one path, as a county's portal has it under somebody else's.

import { createServer } from "node:http";
import { readFileSync, statSync } from "node:fs";
import { extname, join, normalize } from "node:path";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".xml": "application/xml",
  ".json": "application/json",
};

/** The bytes of a file of the folder, or none. */
function read(folder, path) {
  const file = join(folder, normalize(`/${path}`));
  try {
    return statSync(file).isFile() ? readFileSync(file) : undefined;
  } catch {
    return undefined;
  }
}

/** Serves `folder` on a free port of 127.0.0.1 below `prefix`. */
export async function serve(folder, prefix) {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://127.0.0.1").pathname);
    const bytes = path.startsWith(prefix) ? read(folder, path.slice(prefix.length)) : undefined;
    response.writeHead(bytes === undefined ? 404 : 200, {
      "Content-Type": TYPES[extname(path)] ?? "application/octet-stream",
    });
    response.end(bytes);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    base: `http://127.0.0.1:${server.address().port}${prefix}`,
    close: () => server.close(),
  };
}
