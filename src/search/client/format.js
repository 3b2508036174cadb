/**
 * The files of the index, read: the twin of `format.rs`, which says what their bytes mean.
 * Every read is bounded, so that a damaged file is an error and never a hang.
 */
(function (gongkai) {
  'use strict';

  /** Punctuation that has one byte each, in the order of the free bytes. */
  const SHORT = "，。、；：“”（）《》〔〕—…！？·％－～＋【】‘’×";

  /** UTF-16 units of the bytes 00–7F; 0 where a byte means nothing by itself. */
  const SINGLE = new Uint16Array(128);
  for (let byte = 1, at = 0; byte < 127; byte++) {
    const itself = byte > 31 || byte === 9 || byte === 10 || byte === 13;
    SINGLE[byte] = itself ? byte : byte < 31 ? SHORT.charCodeAt(at++) : 0;
  }

  /**
   * An error of this program.
   * @param {"offline"|"missing"|"damaged"|"unsupported"} code
   * @param {string} [what] The file.
   * @returns {Error & {code: string}} Its name is `SearchError`.
   */
  gongkai.fault = function (code, what) {
    return Object.assign(new Error(code + " " + (what || "")), { name: "SearchError", code });
  };

  /** @param {*} sound What must hold, or the file is damaged. */
  const must = gongkai.must = function (sound) {
    if (!sound) throw gongkai.fault("damaged");
  };

  /**
   * @param {string} text JSON.
   * @returns {*}
   */
  gongkai.parsed = function (text) {
    try {
      return JSON.parse(text);
    } catch (_) {
      return must();
    }
  };

  /**
   * FNV-1a with 32 bits.
   * @param {Uint8Array} bytes
   * @returns {number} Unsigned.
   */
  gongkai.fnv = function (bytes) {
    let sum = 0x811c9dc5;
    for (let at = 0; at < bytes.length; at++) sum = Math.imul(sum ^ bytes[at], 0x1000193);
    return sum >>> 0;
  };

  /**
   * The payload of a container.
   * @param {Uint8Array} bytes
   * @param {string} kind The letter of the kind.
   * @returns {Uint8Array}
   */
  gongkai.unpack = function (bytes, kind) {
    must(bytes.length > 6 && bytes[0] === kind.charCodeAt(0));
    if (bytes[1] !== 1) throw gongkai.fault("unsupported");
    const payload = gongkai.inflate(bytes.subarray(6));
    must(gongkai.fnv(payload) === new DataView(bytes.buffer, bytes.byteOffset).getUint32(2, true));
    return payload;
  };

  /** Reads numbers from the front. */
  const Cursor = gongkai.Cursor = class {
    constructor(bytes) {
      this.bytes = bytes;
      this.at = 0;
    }

    /** @returns {number} The next LEB128 number, below 2^32. */
    next() {
      let value = 0;
      for (let scale = 1; scale < 2 ** 35; scale *= 128) {
        must(this.at < this.bytes.length);
        const byte = this.bytes[this.at++];
        value += (byte & 127) * scale;
        if (byte < 128) {
          must(value < 2 ** 32);
          return value;
        }
      }
      return must();
    }

    /** @returns {Uint8Array} The next bytes. */
    take(count) {
      this.at += count;
      must(this.at <= this.bytes.length);
      return this.bytes.subarray(this.at - count, this.at);
    }

    /** Nothing may be left. */
    end() {
      must(this.at === this.bytes.length);
    }
  };

  /** Han characters that have one byte each, from 80 on. */
  const FREQUENT = "一三上不业中为主事二产人以件会作依保全公关其内出分制办务动区十单发可合告员和四国在地定审对工市年应开当成或所批据收政文方施日时有服期本机条构查民法照理生用由申的第管经者自行要规设证请责部门院项";

  /** The high bytes of the code points that the first bytes FB–FF stand for. */
  const BLOCKS = [0x30, 0xff, 0x20, 0x24, 0x25];

  let positions = "";

  /** @param {number} at A position among the Han characters of GB 2312. @returns {number} Its character, or 0. */
  function han(at) {
    positions = positions || new TextDecoder("gbk").decode(Uint8Array.from({ length: 13536 },
      (_, byte) => 161 + (byte & 1 ? (byte >> 1) % 94 : 15 + Math.floor(byte / 188))));
    const unit = positions.charCodeAt(at);
    return unit < 0xa000 ? unit : 0;
  }

  /**
   * A text in the narrow form.
   * @param {Uint8Array} bytes
   * @returns {string}
   */
  const narrow = gongkai.narrow = function (bytes) {
    const units = new Uint16Array(bytes.length);
    let size = 0;
    for (let at = 0; at < bytes.length;) {
      const byte = bytes[at++];
      let unit = SINGLE[byte];
      if (byte > 250) unit = BLOCKS[byte - 251] << 8 | bytes[at++];
      else if (byte > 223) unit = han((byte & 31) << 8 | bytes[at++]);
      else if (byte > 127) unit = FREQUENT.charCodeAt(byte & 127);
      else if (byte === 31) unit = bytes[at++] << 8 | bytes[at++];
      must(at <= bytes.length && (unit || byte === 31));
      units[size++] = unit;
    }
    try {
      return new TextDecoder("utf-16le", { fatal: true, ignoreBOM: true }).decode(units.subarray(0, size));
    } catch (_) {
      return must();
    }
  };

  /**
   * @param {Uint8Array} bytes The payload of a file of metas.
   * @returns {Array[]} One a document: text, path, title, date, number, index number, issuer,
   *   validity, label, flags.
   */
  gongkai.metas = function (bytes) {
    const metas = gongkai.parsed(narrow(bytes));
    must(metas.every && metas.every((meta) => meta.length > 9));
    return metas;
  };

  /**
   * The column of a facet.
   * @param {Uint8Array} bytes The payload.
   * @param {number} docs Documents of the segment.
   * @returns {{values: string[], of: Uint32Array}} `of` a document, the position of its value.
   */
  gongkai.column = function (bytes, docs) {
    const cursor = new Cursor(bytes), values = [], of = new Uint32Array(docs);
    for (let left = cursor.next(); left--;) values.push(narrow(cursor.take(cursor.next())));
    for (let doc = 0; doc < docs; doc++) must((of[doc] = cursor.next()) < values.length);
    cursor.end();
    return { values, of };
  };

  /**
   * @param {Uint8Array} bytes The payload of the days.
   * @param {number} docs Documents of the segment.
   * @returns {Uint32Array} Days since 1970-01-01, ascending; 0 for no date.
   */
  gongkai.days = function (bytes, docs) {
    const cursor = new Cursor(bytes), days = new Uint32Array(docs);
    for (let doc = 0, day = 0; doc < docs; doc++) days[doc] = day += cursor.next();
    cursor.end();
    return days;
  };

  /**
   * A bucket of numbers.
   * @param {Uint8Array} bytes The payload.
   * @param {number} docs Documents of the segment.
   * @returns {Map<number, number[]>} Documents, ascending, by the hash of their key.
   */
  gongkai.numbers = function (bytes, docs) {
    const cursor = new Cursor(bytes), found = new Map();
    for (let left = cursor.next(); left--;) {
      const [a, b, c, d] = cursor.take(4), hash = (a | b << 8 | c << 16 | d << 24) >>> 0;
      const doc = cursor.next();
      must(doc < docs);
      found.set(hash, (found.get(hash) || []).concat(doc));
    }
    cursor.end();
    return found;
  };

  /**
   * The text of an item.
   * @param {Uint8Array} bytes The payload.
   * @returns {{sign: string, id: string, text: string}[]} Its lines; `id` is empty for those
   *   that are neither heading nor row.
   */
  gongkai.lines = function (bytes) {
    return bytes.length ? narrow(bytes).split("\n").map(function (line) {
      const sign = line[0], tab = sign === "#" || sign === "|" ? line.indexOf("\t") : 0;
      must(tab >= 0 && "=#|@ ".includes(sign));
      return { sign, id: line.slice(1, tab), text: line.slice(tab + 1) };
    }) : [];
  };
})(globalThis.gongkai = globalThis.gongkai || {});
