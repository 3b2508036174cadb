/**
 * The files of the index, read: the twin of `format.rs`, which says what their bytes mean.
 * Every read is bounded, so that a damaged file is an error and never a hang.
 */
(function (gongkai) {
  'use strict';

  /** What the bytes 00–1E mean: punctuation, but for a few that are themselves. */
  const SHORT = "\0，。、；：“”（\t\n）《\r》〔〕—…！？·％－～＋【】‘’×";

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
  const cursor = gongkai.cursor = function (bytes) {
    let at = 0;
    return {
      /** How many bytes were read. */
      place: () => at,

      /** @returns {number} The next LEB128 number, below 2^32. */
      next() {
        let value = 0;
        for (let scale = 1; scale < 2 ** 35; scale *= 128) {
          must(at < bytes.length);
          const byte = bytes[at++];
          value += (byte & 127) * scale;
          if (byte < 128) {
            must(value < 2 ** 32);
            return value;
          }
        }
        return must();
      },

      /** @returns {Uint8Array} The next bytes. */
      take(count) {
        at += count;
        must(at <= bytes.length);
        return bytes.subarray(at - count, at);
      },

      /** Nothing may be left. */
      end: () => must(at === bytes.length),
    };
  };

  /** Han characters that have one byte each, from 80 on: how much each is after the one before, 34 added. */
  const GAPS = "#+#%/5/#r#=5M3Fdcbƭ&)%1\x97.R\x8a%)´)6\x9e@;d0VɱDM*Ҍ)zȎ?\x94B\x8eu˟(L[ėǪ+jT&J3ĵ&4/0IE\x83юæҴˁĻ++$ųӊ\x97͐ŘȇڄŗeȜ%XŎϧԢ\x9cȹ";

  let code = 0x4dff;
  const FREQUENT = Uint16Array.from(GAPS, (gap) => (code += gap.charCodeAt(0) - 34));

  /** The high bytes of the code points that the first bytes FB–FF stand for. */
  const BLOCKS = [0x30, 0xff, 0x20, 0x24, 0x25];

  /** @param {number} at A position among the Han characters of GB 2312. @returns {number} Its character, or 0. */
  function han(at) {
    const unit = gongkai.plainHan().charCodeAt(at);
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
      let unit = byte < 31 ? SHORT.charCodeAt(byte) : byte % 127;
      if (byte > 250) unit = BLOCKS[byte - 251] << 8 | bytes[at++];
      else if (byte > 223) unit = han((byte & 31) << 8 | bytes[at++]);
      else if (byte > 127) unit = FREQUENT[byte & 127];
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
    const front = cursor(bytes), values = [], of = new Uint32Array(docs);
    for (let left = front.next(); left--;) values.push(narrow(front.take(front.next())));
    for (let doc = 0; doc < docs; doc++) must((of[doc] = front.next()) < values.length);
    front.end();
    return { values, of };
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
})(globalThis.gongkai);
