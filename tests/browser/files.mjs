// What can be told of the files of a portal without a browser: every link leads somewhere, nothing is
// fetched from elsewhere, each page has one first heading.

import { readFileSync, readdirSync } from "node:fs";
import { join, posix } from "node:path";

/** Every file of a folder, sorted, as paths with `/`. */
export function listFiles(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => posix.join(entry.parentPath.slice(folder.length + 1).replaceAll("\\", "/"), entry.name))
    .sort();
}

const REFRESH = 'http-equiv="refresh"';

/** Whether a page only leads to another, as former addresses do. */
export function leadsElsewhere(folder, file) {
  return readFileSync(join(folder, file), "utf8").includes(REFRESH);
}

function decode(text) {
  const plain = text
    .replaceAll("&quot;", '"')
    .replaceAll("&#x27;", "'")
    .replaceAll("&#39;", "'")
    .replaceAll("&#x2F;", "/")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
  return decodeURIComponent(plain);
}

const idsOf = (html) => new Set([...html.matchAll(/\sid="([^"]*)"/g)].map((match) => decode(match[1])));

/** Where one link leads, and why it does not. */
function judge(file, link, pages, known) {
  if (/^(https?:|mailto:|tel:|data:)/.test(link)) return undefined;
  if (link.startsWith("/")) return "leads to the root of the server";
  if (/^[a-z]+:/i.test(link)) return "has another scheme";
  const [path, fragment] = link.split("#");
  const bare = path.split("?")[0];
  const target = bare === "" ? file : posix.normalize(posix.join(posix.dirname(file), decode(bare)));
  if (!known.has(target)) return `leads to ${target}, which is not there`;
  if (fragment && pages.has(target) && !idsOf(pages.get(target)).has(decode(fragment))) {
    return `leads to a part of ${target} that is not there`;
  }
  return undefined;
}

/** The names of checks with what speaks against them. */
export function* checkFiles(folder, files) {
  const known = new Set(files);
  const html = files.filter((file) => file.endsWith(".html"));
  const pages = new Map(html.map((file) => [file, readFileSync(join(folder, file), "utf8")]));
  yield ["a portal has pages", html.length > 20 ? [] : [`only ${html.length}`]];
  const links = [];
  const fetched = [];
  const headings = [];
  const inline = [];
  for (const [file, text] of pages) {
    for (const [, tag, attributes] of text.matchAll(/<(a|link|img|script|source)\b([^>]*)>/g)) {
      const link = /\s(?:href|src)="([^"]*)"/.exec(attributes)?.[1];
      if (link === undefined) continue;
      const address = /rel="(canonical|alternate)"/.test(attributes) && /^https?:/.test(link);
      const trouble = judge(file, link, pages, known);
      if (trouble !== undefined) links.push(`${file}: ${link} ${trouble}`);
      // 404.html is shown at any depth, so its links carry the address of the portal.
      if (tag !== "a" && /^https?:/.test(link) && !address && file !== "404.html") fetched.push(`${file}: ${link}`);
    }
    const count = [...text.matchAll(/<h1[\s>]/g)].length;
    if (count !== 1 && !text.includes(REFRESH)) headings.push(`${file}: ${count}`);
    if (/\sstyle=|<style|<script(?![^>]*\s(?:src=|type="application\/ld\+json"))|\son[a-z]+="/.test(text)) inline.push(file);
    if (!text.includes('http-equiv="Content-Security-Policy"')) inline.push(`${file}: no policy`);
  }
  yield ["every link leads somewhere", links];
  yield ["nothing is fetched from elsewhere", fetched];
  yield ["each page has one first heading", headings];
  yield ["no inline style or script, a content policy everywhere", inline];
  const titles = new Map();
  for (const [file, text] of pages) {
    const title = /<title>([^<]*)<\/title>/.exec(text)?.[1] ?? "";
    if (!text.includes(REFRESH)) titles.set(title, [...(titles.get(title) ?? []), file]);
  }
  const same = [...titles].filter(([, list]) => list.length > 1).map(([title, list]) => `${title}: ${list.join(" ")}`);
  yield ["no two pages have one title", same];
}
