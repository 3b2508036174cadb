/**
 * How written text is said: `gongkai.spoken("威环审服字〔2026〕12号")` is 威环审服字，二〇二六年第十二号.
 *
 * Voices guess at numbers, and guess the numbers of documents, telephones and indexes wrong. So nothing that has digits
 * is left to them. A pure function; its cases stand in `tests/cases/spoken.txt`. No look-behind in the patterns: it would
 * keep older browsers from reading this file at all.
 */
(function (gongkai) {
  "use strict";

  const HAN = "零一二三四五六七八九";
  const MEASURES = "[个個项項家种種人次件份位名处處所条條天倍座间間张張本台门門批套年]";
  /** What shows that the digits before it are a count. */
  const COUNTED = `(?:${MEASURES}|[元万萬亿億月日号號%‰]|余|多|工作)`;
  const MONTH = "(?:0[1-9]|1[0-2])";
  const DATE = "(?:0[1-9]|[12]\\d|3[01])";
  const UNITS = [
    [/\s*(?:㎡|m²|平方米)/g, "平方米"], [/\s*(?:m³|立方米)/g, "立方米"], [/\s*(?:℃|°C)/g, "摄氏度"], [/\s*km(?![a-z])/g, "公里"],
    [/\s*kg(?![a-z])/g, "公斤"], [/\s*cm(?![a-z])/g, "厘米"], [/\s*mm(?![a-z])/g, "毫米"],
    [/\s*KB(?![a-z])/gi, "千字节"], [/\s*MB(?![a-z])/gi, "兆字节"], [/\s*GB(?![a-z/])/g, "吉字节"],
  ];

  /** Digit by digit. @param {string} text @param {string} [names] of the ten digits */
  const digits = (text, names = HAN) => text.replace(/\d/g, (digit) => names[digit]);
  /** A year: 二〇二六. */
  const year = (text) => digits(text, "〇一二三四五六七八九");
  /** A telephone number, in which a one is 幺 and a hyphen a pause. */
  const phone = (text) => digits(text, "零幺二三四五六七八九").replace(/[-–—－]/g, "，");
  /** Signs of an index or a code: each by itself. */
  const code = (text) => digits(text).replace(/[A-Za-z]/g, " $& ").replace(/\//g, "，斜杠，").replace(/-/g, "杠").replace(/ +/g, " ").trim();

  /** Four digits at most, as a count. */
  function section(value) {
    const signs = String(value).split("");
    let said = "";
    signs.forEach((digit, at) => {
      const unit = ["", "十", "百", "千"][signs.length - 1 - at];
      if (digit !== "0") said += HAN[digit] + unit;
      else if (said && !said.endsWith("零")) said += "零";
    });
    return said.replace(/零$/, "");
  }

  /** A whole number as a count: 10010 is 一万零一十. */
  function whole(text) {
    const plain = text.replace(/^0+(?=\d)/, "");
    if (plain.length > 12) return digits(plain);
    let said = "";
    for (let rest = plain, unit = 0; rest; rest = rest.slice(0, -4), unit += 1) {
      const part = Number(rest.slice(-4));
      const gap = part && part < 1000 && rest.length > 4 ? "零" : "";
      if (part) said = gap + section(part) + ["", "万", "亿"][unit] + said;
      else if (said && !said.startsWith("零")) said = `零${said}`;
    }
    return said.replace(/^一十/, "十") || "零";
  }

  /** A count, perhaps with commas and a fraction: 1,234.5. */
  function count(text) {
    const [before, after] = text.replace(/,/g, "").split(".");
    return after ? `${whole(before)}点${digits(after)}` : whole(before);
  }

  const day = (month, date) => `${whole(month)}月${whole(date)}日`;
  /** A day without its year: 06-01. */
  const bare = (text) => day(...text.split("-"));
  const hotline = (all, before, number) => before + phone(number);
  const clock = (hour, minute) => `${whole(hour)}点${minute === "00" ? "" : minute[0] === "0" ? `零${HAN[minute[1]]}分` : `${whole(minute)}分`}`;

  /** What is said of a match, by pattern and in this order: what a rule has said has no digits any more. */
  const RULES = [
    [/[０-９Ａ-Ｚａ-ｚ％]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0)],
    [/(?:SHA-?256\s*)?\b[0-9a-f]{32,}\b/gi, () => "校验值略"],
    [/(?:https?|ftp):\/\/[\w./?=&%#:~+-]+/g, () => "网址略"],
    [/([\w.+-]+)@([\w-]+(?:\.[\w-]+)+)/g, (all, name, host) => `${code(name)} 艾特 ${host.replace(/\./g, " 点 ")}`],
    [/(.?)[〔[［(（]((?:19|20)\d\d)[〕\]］)）]\s*第?\s*(\d+)\s*([号號])/g, (all, before, of, number, sign) => `${before}${before && "，"}${year(of)}年第${whole(number)}${sign}`],
    [/〔((?:19|20)\d\d)〕/g, (all, of) => `，${year(of)}，`],
    [/([^\d]|^)((?:19|20)\d\d)[-/.](\d\d?)[-/.](\d\d?)(?![\d-])/g, (all, before, of, month, date) => `${before}${year(of)}年${day(month, date)}`],
    [/(\d{4})\s*[-–—~～至]\s*(\d{4})\s*年/g, (all, from, to) => `${year(from)}年至${year(to)}年`],
    [/((?:1[89]|20)\d\d)\s*(?=[年版届屆])/g, (all, of) => year(of)],
    // Days without a year: two of them, or one with a zero in front. 10-15个 is a range.
    [new RegExp(`(^|[^第\\dA-Za-z-])(${MONTH}-${DATE})(\\s*[–—~～至到]\\s*)(${MONTH}-${DATE})(?![\\d-]|\\s*${COUNTED})`, "g"), (all, before, from, between, to) => before + bare(from) + between + bare(to)],
    [new RegExp(`(^|[^第\\dA-Za-z-])(0[1-9]-${DATE}|1[0-2]-0[1-9])(?![\\d-]|\\s*${COUNTED})`, "g"), (all, before, date) => before + bare(date)],
    [/(\d\d?)[:：](\d\d)\s*[-–—~～至]+\s*(\d\d?)[:：](\d\d)(?!\d)/g, (all, a, b, c, d) => `${clock(a, b)}至${clock(c, d)}`],
    [/(\d\d?)[:：](\d\d)(?!\d)/g, (all, hour, minute) => clock(hour, minute)],
    [/[（(](0\d{2,3})[）)]\s*-?\s*(?=\d{7,8}(?!\d))/g, "$1-"],
    [/([^\dA-Za-z-]|^)(0\d{2,3}[-–—－]\d{7,8}(?:-\d+)?(?:\s*[、/]\s*\d{7,8}(?!\d))*|400-\d{3,4}-\d{3,4}|1[3-9]\d{9})(?!\d)/g, (all, before, number) => before + phone(number)],
    [new RegExp(`([^\\d.,-]|^)(123\\d\\d)(?!\\s*${COUNTED})(?=\\s*[^\\d\\s，。、；]{0,8}?(?:热线|熱線|电话|電話))`, "g"), hotline],
    [/([^\d.,-]|^)(110|119|120)(?=\s*(?:报警|報警|急救|火警)?(?:电话|電話))/g, hotline],
    [new RegExp(`((?:拨打|撥打|致电|致電|热线|熱線|电话|電話)[:：]?\\s*)(123\\d\\d|110|119|120)(?![\\d.,-]|\\s*${COUNTED})`, "g"), hotline],
    [/([A-Z]{2,})(?:\/([A-Z]))?\s*(\d+)(?:\.\d+)?[-–—](\d{4})(?!\d)/g, (all, body, kind, number, of) => `${code(body + (kind || ""))} ${digits(number)}，${year(of)}年版`],
    [/[0-9A-Z]{15,}(?:[-/][0-9A-Z]+)*/g, code],
    [/\d{9,}|\d+(?:-\d+){2,}/g, code],
    [/(^|[^\d.,])(0\d+)(?![\d.])/g, (all, before, number) => before + code(number)],
    [/([\d%℃元万亿千百个年月日号條条项項款时時])\s*[–—~～]\s*(?=\d)/g, "$1至"],
    [/(\d)-(?=\d)/g, "$1至"],
    [/[¥￥]\s*(\d[\d,]*(?:\.\d+)?)/g, (all, sum) => `${sum}元`],
    ...UNITS.map(([pattern, name]) => [pattern, name]),
    [/(\d[\d,]*(?:\.\d+)?)\s*([%‰])/g, (all, share, sign) => `${sign === "%" ? "百" : "千"}分之${count(share)}`],
    [/(\d)\s*[×xX*]\s*(?=\d)/g, "$1乘"],
    [/\d+(?:\.\d+){2,}/g, (all) => all.split(".").map(whole).join("点")],
    [/(^|[^\d.])(\d+)[.．]\s*(?=[\u4e00-\u9fff《“]|$)/g, (all, before, number) => `${before}${whole(number)}，`],
    [new RegExp(`([^第\\d.,]|^)2\\s*(?=${MEASURES})`, "g"), (all, before) => `${before}两`],
    [/(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?/g, (all) => count(all)],
    [/([一二三四五六七八九十百千]) +(?=[\u4e00-\u9fff])/g, "$1"],
    [/[①-⑳]/g, (sign) => `${whole(String(sign.charCodeAt(0) - 0x245f))}，`],
    [/≥/g, "大于等于"], [/≤/g, "小于等于"], [/≈/g, "约"], [/±/g, "正负"], [/[→➜]/g, "到"], [/[&＆]/g, "和"],
    [/\s*(?:[—–]+|…+)\s*/g, "，"], [/[#*_|^`•●■◆▲△▼★☆✓✔✕×☎©®〔〕]/g, " "], [/\s*[·/]\s*/g, " "], [/\s+/g, " "],
    [/([，、：；。])\s*(?:，\s*)+/g, "$1"],
  ];

  /** @param {string} text as it is written @returns {string} as it is said, without digits */
  gongkai.spoken = (text) => RULES.reduce((said, [pattern, by]) => said.replace(pattern, by), text).trim();
})((window.gongkai = window.gongkai || {}));
