/**
 * The files of the index for a portal that is opened from a folder, where a page may run scripts but
 * not fetch: packed into scripts, see `offline.rs`.
 */
(function (gongkai) {
  'use strict';

  /** Base64 by path, kept should this script run twice. */
  const packed = gongkai.packed = gongkai.packed || {};

  /** @param {Object<string, string>} more Called by the scripts of the pack. */
  gongkai.pack = (more) => Object.assign(packed, more);

  /** @param {string} path Below `search/`. @returns {Promise<Uint8Array>} */
  gongkai.unpacked = async function (path) {
    if (!packed[path]) {
      const name = new TextEncoder().encode(path);
      const at = path === 'index.json' ? 'index' : gongkai.fnv(name) % (await gongkai.store.manifest()).offline;
      await gongkai.include(`offline/${at}.js`);
    }
    if (!packed[path]) throw gongkai.fault('missing', path);
    return Uint8Array.from(atob(packed[path]), (char) => char.charCodeAt(0));
  };
})(globalThis.gongkai);
