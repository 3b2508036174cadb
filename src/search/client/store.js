/**
 * The files of the index, fetched when they are needed and kept while there is room. Two that
 * ask for the same file at the same time share one request.
 */
(function (gongkai) {
  'use strict';

  /** Bytes of files, unpacked, that are kept. */
  const ROOM = 1 << 25;

  /** Values by key, up to a total size; when there is no more room it is emptied. */
  gongkai.Shelf = class extends Map {
    /** @param {number} room The total size. */
    constructor(room) {
      super();
      this.room = this.left = room;
    }

    put(key, value, size) {
      this.left -= size;
      if (this.left < 0) {
        this.clear();
        this.left = this.room - size;
      }
      this.set(key, value);
      return value;
    }
  };

  const script = typeof document === "object" && document.currentScript;
  let folder = script ? script.src.replace(/[^/]*$/, "") : "";
  let files = new gongkai.Shelf(ROOM);
  /** @type {Promise<Object>|null} The manifest. */
  let known = null;

  /**
   * Says where the index lies.
   * @param {string} base The address of the folder `search/`. Without this call it is that of
   *   the script.
   */
  gongkai.open = function (base) {
    const here = typeof document === 'object' ? document.baseURI : undefined;
    folder = new URL(base.replace(/\/*$/, "/"), here).href;
    renew();
  };

  function renew() {
    files = new gongkai.Shelf(ROOM);
    known = null;
  }

  /** Runs a script that lies below `search/`. */
  gongkai.include = (path) => new Promise((resolve, reject) => {
    const element = document.createElement('script');
    element.src = folder + path;
    element.onload = resolve;
    element.onerror = () => reject(gongkai.fault('missing', path));
    document.head.appendChild(element);
  });

  /** Loads what most who search do not need: numbers, ranges of days, what is near, and so on. */
  gongkai.more = async () => {
    await gongkai.include('suggest.js' + (script ? script.src.replace(/^[^?]*/, '') : ''));
    // A host may answer with a page of its own, and what comes would never take the place of these.
    if (!gongkai.bucket) throw gongkai.fault('missing', 'suggest.js');
  };

  // The script takes the place of these.
  for (const name of ['suggest', 'corrections', 'near', 'ranged', 'unpacked']) {
    gongkai[name] = async (...given) => {
      await gongkai.more();
      return gongkai[name](...given);
    };
  }

  /**
   * @param {string} path Below `search/`.
   * @param {RequestInit} [how]
   * @returns {Promise<Uint8Array>}
   * @throws SearchError `offline`, `missing`
   */
  async function bytes(path, how) {
    if (/^file:/.test(folder)) return gongkai.unpacked(path);
    let response, body;
    try {
      response = await fetch(folder + path, how);
      body = await response.arrayBuffer();
    } catch (_) {
      throw gongkai.fault("offline", path);
    }
    if (!response.ok) throw gongkai.fault(response.status === 404 ? "missing" : "offline", path);
    return new Uint8Array(body);
  }

  /**
   * @template T
   * @param {string} path Below `search/`.
   * @param {(bytes: Uint8Array) => T} read Told once for a file.
   * @returns {Promise<T>}
   */
  function file(path, read) {
    const kept = files.get(path), shelf = files;
    if (kept) return kept;
    const value = bytes(path).then((all) => {
      const [found, size] = read(all);
      shelf.put(path, value, size);
      return found;
    });
    shelf.put(path, value, 0);
    value.catch(() => shelf.delete(path));
    return value;
  }

  const utf8 = (all) => new TextDecoder().decode(all);

  /** Whether a segment of the manifest can be. */
  const sound = ({ name, years, docs }) => /^[0-9a-f]+$/.test(name) && years && docs === years.reduce((sum, year) => sum + year[1], 0);

  function manifest() {
    known = known || bytes("index.json", { cache: "no-cache" }).then((all) => {
      const read = gongkai.parsed(utf8(all));
      if (read.format !== 1) throw gongkai.fault("unsupported");
      gongkai.must(read.segments && read.segments.every(sound));
      return read;
    });
    known.catch(() => (known = null));
    return known;
  }

  gongkai.store = {
    bytes,
    /** The manifest, as `format/manifest.rs` defines it. */
    manifest,
    /** Forgets all files, the manifest too. */
    renew,
    /** A file of containers. */
    read: (path, kind, decode) => file(path, (all) => {
      const payload = gongkai.unpack(all, kind);
      return [decode(payload), payload.length];
    }),
    /** A file of text. @param {string} path */
    text: (path) => file(path, (all) => [utf8(all), all.length]),
    /** A file of JSON. @param {string} path */
    json: (path) => file(path, (all) => [gongkai.parsed(utf8(all)), all.length]),
  };
})(globalThis.gongkai);
