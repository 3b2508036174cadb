// One page of each sort that the demonstration portal has. Every check over sorts of pages goes over this list,
// so a new sort of page joins all of them by one line.

/**
 * @typedef {object} Sort
 * @property {string} name what the sort is called in the output
 * @property {string} file the name of its golden files
 * @property {RegExp} path the first path of the output that matches is looked at
 * @property {boolean} [alone] whether something of it is printed without the page around it
 * @property {object} [limits] what it may weigh in bytes, by kind of file, where that is not what `budget.mjs` says
 */

/** @type {Sort[]} */
export const SORTS = [
  { name: "首页", file: "home", path: /^index\.html$/ },
  { name: "栏目", file: "column", path: /^tongzhi\/index\.html$/ },
  { name: "栏目较早", file: "column-earlier", path: /^[a-z]+\/page-1\.html$/ },
  { name: "年份", file: "year", path: /^[a-z]+\/year-\d+\.html$/ },
  { name: "主题", file: "topic", path: /^zhengce\/topic-[^/]+\.html$/ },
  { name: "有效性", file: "validity", path: /^zhengce\/validity-[^/]+\.html$/ },
  { name: "发文机关", file: "issuer", path: /^zhengce\/issuer-[^/]+\.html$/ },
  { name: "栏目筛选", file: "column-filters", path: /^zhengce\/index\.html$/ },
  { name: "政策文件", file: "policy", path: /^zhengce\/kuayu-2023\.html$/ },
  { name: "已废止", file: "repealed", path: /^zhengce\/kuayu-2021\.html$/ },
  { name: "政策解读", file: "interpretation", path: /^jiedu\/yuju-tujie\.html$/ },
  { name: "简明问答", file: "questions", path: /^jiedu\/zhengzhao-wenda\.html$/ },
  { name: "机构职能", file: "institution", path: /^jigou\/zhuyao\.html$/ },
  { name: "机构列表", file: "offices", path: /^jigou\/neishe\.html$/ },
  { name: "中介服务事项", file: "services", path: /^zhongjie\/qingdan-2026\.html$/ },
  { name: "清单的一项", file: "row", path: /^zhongjie\/qingdan-2023\/gc-07\.html$/ },
  { name: "清单的比较", file: "compared-list", path: /^zhongjie\/qingdan-2026-compare\.html$/ },
  { name: "文件的比较", file: "compared-text", path: /^zhengce\/kuayu-2023-compare\.html$/ },
  { name: "重点领域", file: "key-area", path: /^zhongdian\/xuke-2025\.html$/ },
  { name: "年度报告", file: "report", path: /^nianbao\/2023-fazhi\.html$/ },
  { name: "通知公告", file: "notice", path: /^tongzhi\/zhengqiu-2026\.html$/ },
  { name: "说明页", file: "text", path: /^zhinan\.html$/ },
  { name: "目录", file: "catalogue", path: /^catalogue\/index\.html$/ },
  { name: "一年的目录", file: "catalogue-year", path: /^catalogue\/\d+\.html$/ },
  { name: "按时间", file: "archive", path: /^archive\/index\.html$/ },
  { name: "一年", file: "archive-year", path: /^archive\/\d+\.html$/ },
  { name: "登记册", file: "register", path: /^register\/index\.html$/ },
  { name: "一种有效性", file: "register-state", path: /^register\/repealed\.html$/ },
  { name: "发文字号", file: "numbers", path: /^number\/index\.html$/ },
  { name: "一年的发文字号", file: "numbers-year", path: /^number\/(?!index)[^/]+\.html$/ },
  { name: "本站更新", file: "changes", path: /^changes\/index\.html$/ },
  { name: "一个月的更新", file: "changes-month", path: /^changes\/(?!index)[^/]+\.html$/ },
  { name: "订阅", file: "subscribe", path: /^subscribe\.html$/ },
  { name: "帮助", file: "help", path: /^help\.html$/ },
  { name: "依申请公开", file: "apply", path: /^shenqing\.html$/ },
  { name: "申请表", file: "form", path: /^shenqingbiao\.html$/, alone: true },
  { name: "无障碍说明", file: "accessibility", path: /^wuzhangai\.html$/ },
  { name: "关键词", file: "keywords", path: /^keywords\/index\.html$/ },
  { name: "一个关键词", file: "keyword", path: /^keywords\/(?!index)[^/]+\.html$/ },
  // Whoever opens this page has come to search: the program for it is what the page is for.
  { name: "搜索", file: "search", path: /^search\.html$/, limits: { script: 20 * 1024 } },
  { name: "规范性文件", file: "register-normative", path: /^register\/normative\.html$/ },
  { name: "数据", file: "data", path: /^shuju\.html$/ },
  { name: "网站地图", file: "map", path: /^map\.html$/ },
  { name: "纠错", file: "correction", path: /^correction\.html$/ },
  { name: "找不到", file: "not-found", path: /^404\.html$/ },
  { name: "繁体首页", file: "hant-home", path: /^hant\/index\.html$/ },
  { name: "繁体文件", file: "hant-policy", path: /^hant\/zhengce\/kuayu-2023\.html$/ },
  { name: "繁体事项", file: "hant-services", path: /^hant\/zhongjie\/qingdan-2026\.html$/ },
  { name: "繁体帮助", file: "hant-help", path: /^hant\/help\.html$/ },
  { name: "繁体搜索", file: "hant-search", path: /^hant\/search\.html$/, limits: { script: 20 * 1024 } },
];

const names = new Set(SORTS.flatMap(({ name, file }) => [name, file]));
if (names.size !== SORTS.length * 2) throw new Error("two sorts of pages have one name or one file");

/**
 * Each sort with its page.
 * @param {string[]} files the paths of the output
 * @returns {(Sort & { page?: string })[]}
 */
export function pagesOf(files) {
  return SORTS.map((sort) => ({ ...sort, page: files.find((file) => sort.path.test(file)) }));
}
