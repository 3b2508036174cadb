// The edits that are measured: for each, the page that the officer has open, how the file is changed
// for the n-th time, and by what the change is known on the page.

import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

let words = 0;

/** A word that nothing else on a page has, and no earlier edit. */
const word = () => `第${(words += 1)}次改动`;

const LIST = `标题: 中介服务事项清单（测量用）
公开属性: 主动公开
信息类型: 中介服务事项清单
成文日期: 2026-04-07
发布日期: 2026-04-08 09:00
示例数据: true
事项:
`;

const row = (number, name) => `  - 编号: gc-${number}
    事项名称: ${name}
    分类: 工程建设
    审批事项: 建设项目环境影响评价审批
    设定依据: 《中华人民共和国环境影响评价法》第十九条
    办理时限: 20个工作日
`;

/** An item of the column 通知公告 that stands on the open page of its list: the newest. */
function newest(folder) {
  const files = readdirSync(folder).filter((name) => !name.startsWith("_"));
  const dated = files.map((name) => {
    const head = readFileSync(join(folder, name), "utf8").slice(0, 2000);
    const open = head.includes("公开属性: 主动公开");
    return { name, day: open ? head.match(/发布日期: (\S+)/)[1] : "" };
  });
  dated.sort((a, b) => (a.day < b.day ? 1 : -1));
  return join(folder, dated[0].name);
}

/** What is written where, and the text by which it is known whether the page shows it. */
const change = (path, content, text, there = true) => ({ path, content, shown: { text, there } });

/** Writes a file as an editor does that writes in place. */
export function save({ path, content }) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

/**
 * The edits of a portal that `corpus.py` wrote; `theme` is the folder of the built-in theme. `edit` gives the
 * change of a turn, `before` one that is shown first and is not measured, `after` one that sets things right.
 */
export function edits(portal, theme) {
  const item = newest(join(portal, "content/tongzhi"));
  const source = readFileSync(item, "utf8");
  const title = source.match(/标题: (.*)/)[1];
  const page = `tongzhi/${basename(item, ".md")}.html`;
  const list = "tongzhi/index.html";
  const titled = (text) => source.replace(`标题: ${title}`, `标题: ${text}`);
  const rows = join(portal, "content/zhongjie/qingdan.yaml");
  const numbers = Array.from({ length: 40 }, (_, at) => at + 1);
  const table = (seventh) => LIST + numbers.map((at) => row(at, at === 7 ? seventh : `第${at}项`)).join("");
  const css = readFileSync(join(theme, "static/portal.css"), "utf8");
  const template = readFileSync(join(theme, "templates/page.html"), "utf8");
  const block = "{% block content %}";
  const plain = change(item, source, title);
  save(change(rows, table("第七项"), ""));

  /** One edit: a name, the page that is open, and the content of a file for each word. */
  const simple = (name, open, path, content) => ({
    name,
    page: open,
    start: plain,
    edit(turn) {
      const text = word();
      return change(path, content(text, turn), text);
    },
  });
  const broken = () => {
    const text = word();
    return change(item, `${source}\n\n见[这里](@/tongzhi/${text}.md)。\n`, text);
  };
  const body = simple("body", page, item, (text) => `${source}\n\n${text}。\n`);
  return [
    body,
    simple("title, in a list", list, item, titled),
    simple("description", page, item, (text) => source.replace(/内容概述: .*/, `内容概述: ${text}`)),
    simple("date, in a list", list, item, (text, turn) =>
      titled(text).replace(/发布日期: \S+/, `发布日期: 2026-09-${30 - (turn % 2)}`),
    ),
    {
      name: "公开属性, in a list",
      page: list,
      start: change(item, titled("公开属性改动"), "公开属性改动"),
      edit(turn) {
        const open = titled("公开属性改动");
        const hidden = turn % 2 === 1;
        const content = hidden ? open.replace("公开属性: 主动公开", "公开属性: 不予公开") : open;
        return change(item, content, "公开属性改动", !hidden);
      },
    },
    {
      name: "new item, in a list",
      page: list,
      start: plain,
      edit(turn) {
        const text = word();
        const content = titled(text).replace(/索引号: .*\n/, "");
        return change(join(dirname(item), `xin-${turn}.md`), content, text);
      },
    },
    simple("row of a YAML list", "zhongjie/qingdan.html", rows, table),
    simple("template", page, join(portal, "templates/page.html"), (text) =>
      template.replace(block, `${block}<p>${text}</p>`),
    ),
    simple("style sheet", page, join(portal, "static/portal.css"), (text) => `${css}\n:root { --measured: "${text}"; }\n`),
    { name: "break", page, start: plain, edit: broken, after: plain },
    { name: "repair", page, start: plain, before: broken, edit: body.edit },
  ];
}
