#!/usr/bin/env python3
"""Writes the portal that search is measured on, and beside it what a plain scan needs.

    portal.py FOLDER [-n 10000] [--seed 1] [--laws FOLDER] [--more 10]

FOLDER/portal is the portal. FOLDER/items.jsonl holds one object an item: `path` (of the page),
`column`, `title`, `number`, `index`, `issuer`, `date`, `topic`, `validity`, `kind`, `withheld`,
`lines` (each text that stands by itself on the page), `rows` ([anchor, name] of a list of services)
and `files` (names of attachments). `--more` adds items dated after all others; the first N stay
the same bytes.
"""

import argparse
import datetime
import json
import pathlib
import random
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import corpus  # noqa: E402
import texts  # noqa: E402

CREDIT_CODE = corpus.CREDIT_CODE
BUREAUS = """发展和改革 教育和体育 科学技术 工业和信息化 民政 司法 财政 人力资源和社会保障 自然资源 生态环境
住房和城乡建设 交通运输 水务 农业农村 商务 文化和旅游 卫生健康 退役军人事务 应急管理 审计 市场监督管理 统计
医疗保障 行政审批服务 综合行政执法 大数据 海洋发展 信访 国防动员 地方金融""".split()
CODES = "发改 教体 科技 工信 民政 司法 财 人社 自然资 环 建 交运 水 农 商务 文旅 卫健 退役 应急 审 市监 统 医保 审服 执法 数据 海 信访 动员 金融".split()
VERBS = ["印发", "贯彻落实", "进一步规范", "调整", "做好", "公布", "加强", "推进"]
GENRES = ["通知", "意见", "公告", "实施细则", "工作方案", "通报", "决定"]
TOPICS = [f"{first}\\{second}" for first, second in (
    ("综合政务", "政务公开"), ("综合政务", "其他"), ("国民经济管理、国有资产监管", "其他"), ("财政、金融、审计", "其他"),
    ("城乡建设、环境保护", "其他"), ("农业、林业、水利", "其他"), ("市场监管、安全生产监管", "其他"),
    ("卫生、体育", "其他"), ("劳动、人事、监察", "其他"), ("民政、扶贫、救灾", "其他"), ("公安、安全、司法", "其他"))]
VALIDITIES = (("现行有效", 80), ("已失效", 8), ("已废止", 6), ("已修改", 6))
AREA = "行政许可"
DAYS = 3650


class Portal:
    """Gives each piece of text its place, number and date; all choices come from one generator."""

    def __init__(self, source, seed):
        self.chance = random.Random(seed)
        self.pieces = source.pieces()
        self.titles, self.serials, self.indexes = set(), {}, {}

    def item(self, folder, number, day):
        """One item of a column, `day` days before the last day of the portal."""
        piece, pick = next(self.pieces), self.chance.choice
        date = corpus.LAST_DAY - datetime.timedelta(days=day)
        bureau = self.chance.randrange(len(BUREAUS))
        issuer = f"示例市示例区{BUREAUS[bureau]}局"
        title, kind = self.title(piece, issuer, date), dict((f, k) for f, _, k, _ in corpus.COLUMNS)[folder]
        item = {
            "path": f"{folder}/{folder}-{number:06d}.html", "folder": folder, "kind": kind,
            "column": dict((f, t) for f, t, _, _ in corpus.COLUMNS)[folder], "title": title, "issuer": issuer,
            "date": date.isoformat(), "index": f"{CREDIT_CODE}/{date.year}-{self.count(self.indexes, date.year):05d}",
            "number": "", "topic": pick(TOPICS), "validity": "", "keywords": self.chance.sample(corpus.KEYWORDS, 3),
            "description": f"{pick(VERBS)}{piece['phrase']}的有关事项，适用于{pick(corpus.SUBJECTS)}。",
            "withheld": self.chance.random() < 0.01, "blocks": piece["blocks"], "rows": [], "files": [],
        }
        if kind == "政策文件":
            serial = self.count(self.serials, (bureau, date.year))
            item["number"] = f"示{CODES[bureau]}字〔{date.year}〕{serial}号"
            words, weights = zip(*VALIDITIES)
            item["validity"] = self.chance.choices(words, weights)[0]
        if folder == "tongzhi" and number % 40 == 7:
            item["files"] = [f"附件1.{piece['phrase'].strip('《》')[:20]}登记表（第{number}号）.txt"]
        if folder == "zhongjie" and number % 12 == 5:
            item.update(kind="中介服务事项清单", blocks=[], rows=self.rows(number))
        if item["withheld"]:
            self.hide(item, f"{folder}第{number}次")
        return item

    def hide(self, item, meeting):
        """Gives a withheld item words of its own: what it shares with a public one is no secret."""
        theme, thing = self.chance.choice(corpus.THEMES), self.chance.choice(corpus.OBJECTS)
        item["title"] = f"{meeting}内部研究{theme}{thing}的会议记录"
        item["description"] = f"{meeting}会议研究的事项。"
        item["blocks"] = [("paragraph", f"{meeting}会议内部研究了{theme}和{thing}，与会人员的发言{meeting}均不公开。")]
        item.update(rows=[], files=[], kind=dict((f, k) for f, _, k, _ in corpus.COLUMNS)[item["folder"]])

    def title(self, piece, issuer, date):
        title = f"{issuer}关于{self.chance.choice(VERBS)}{piece['phrase']}的{self.chance.choice(GENRES)}"
        if title in self.titles:
            title += f"（{date.year}年第{len(self.titles)}号）"
        self.titles.add(title)
        return title

    def rows(self, number):
        rows = []
        for place in range(self.chance.randint(6, 30)):
            theme, noun = self.chance.choice(corpus.THEMES), next(self.pieces)["phrase"].strip("《》")[:14]
            rows.append({
                "编号": f"zj-{place + 1:02d}", "事项名称": f"{noun}{theme}检测评估", "分类": self.chance.choice(["工程建设", "卫生健康", "市场监管"]),
                "审批事项": theme, "设定依据": "《优化营商环境条例》第四十三条", "办理时限": f"{self.chance.randint(2, 30)}个工作日",
                "收费方式": "市场调节价", "备注": f"{number}号清单"})
        return rows

    @staticmethod
    def count(counters, key):
        counters[key] = counters.get(key, 0) + 1
        return counters[key]


def items(portal, count, more):
    """All items, column by column, then those that are newer than all others."""
    for (folder, *_), size in zip(corpus.COLUMNS, corpus.shares(count)):
        for number in range(size):
            yield portal.item(folder, number, portal.chance.randrange(DAYS))
    for number in range(more):
        yield portal.item("tongzhi", 900000 + number, -1 - number % 3)


def front_matter(item):
    lines = [
        f"标题: {item['title']}", f"公开属性: {'依申请公开' if item['withheld'] else '主动公开'}",
        f"索引号: {item['index']}", f"发文机关: {item['issuer']}", f"成文日期: {item['date']}",
        f"发布日期: {item['date']} 09:30", f"主题分类: {item['topic']}", f"内容概述: {item['description']}",
        f"关键词: [{', '.join(item['keywords'])}]"]
    if item["number"]:
        lines += [f"发文字号: {item['number']}", "文种: 通知", f"有效性: {item['validity']}"]
    if item["validity"] == "已废止":
        lines.append(f"废止依据: 示审服字〔{item['date'][:4]}〕9999号")
    if item["kind"] == "重点领域":
        lines.append(f"领域: {AREA}")
    if item["files"]:
        lines.append("附件: [" + ", ".join(item["files"]) + "]")
    if item["rows"]:
        lines += ["信息类型: 中介服务事项清单", "版本: 2026年版", "示例数据: true", "事项:"]
        for row in item["rows"]:
            lines += [("  - " if key == "编号" else "    ") + f"{key}: {value}" for key, value in row.items()]
    return "\n".join(lines)


def body(item):
    parts, rows = [], 0
    for sort, text in item["blocks"]:
        if sort == "heading":
            parts.append(f"## {text}")
        elif sort == "entry":
            parts.append(f"- {text}")
        elif sort == "row":
            rows += 1
            parts.append(f"| 序号 | 内容 |\n| :-- | :-- |\n| {rows} | {text} |")
        else:
            parts.append(text)
    return "\n\n".join(parts) + "\n"


def write_item(content, item):
    stem = item["path"].removesuffix(".html")
    if item["rows"]:
        return corpus.write(content / f"{stem}.yaml", front_matter(item) + "\n")
    text = f"---\n{front_matter(item)}\n---\n\n{body(item)}"
    if not item["files"]:
        return corpus.write(content / f"{stem}.md", text)
    for name in item["files"]:
        corpus.write(content / stem / name, f"{name}\n")
    return corpus.write(content / stem / "index.md", text)


def record(item):
    """What the scan needs of an item; `lines` are the texts that stand by themselves on its page."""
    lines = [item["issuer"], item["description"], *item["topic"].split("\\"), *item["keywords"]]
    lines += [text for _, text in item["blocks"]] + item["files"]
    lines += [AREA] if item["kind"] == "重点领域" else []
    year, month, day = map(int, item["date"].split("-"))
    lines += [f"{year}年{month}月{day}日", f"{item['date']} 09:30"]
    lines += [value for row in item["rows"] for key, value in row.items() if key != "编号"]
    kept = {key: value for key, value in item.items() if key not in ("blocks", "folder", "keywords", "description")}
    kept["topic"] = item["topic"].split("\\")[0]  # the facet has the first level, as the page's navigation does
    return {**kept, "lines": lines, "rows": [[row["编号"], row["事项名称"]] for row in item["rows"]]}


def settings():
    columns = "".join(
        f"  - 目录: {folder}\n    信息类型: {kind}\n    栏目类别: {title}\n    更新期限: 1年\n"
        for folder, title, kind, _ in corpus.COLUMNS)
    return (
        "门户名称: 政府信息公开\n演示: true\n网站标识码: \"0000000000\"\n网站域名: www.example.invalid\n"
        f"机构:\n  shenpi:\n    机构名称: {corpus.ISSUER}\n    统一社会信用代码: {CREDIT_CODE}\n"
        f"    机关代字: {corpus.DOCUMENT_CODE}\n发布机构: shenpi\n栏目:\n{columns}")


def words():
    """The hand-made list: term, pinyin, initials, traditional form, a homophone slip."""
    lines = (HERE / "words.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("-n", type=int, default=10000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--laws", help="folder of Markdown statutes")
    parser.add_argument("--more", type=int, default=0)
    options = parser.parse_args()
    terms = [line[0] for line in words()]
    source = texts.Laws(options.seed, options.laws) if options.laws else texts.Invented(options.seed, terms)
    content = options.folder / "portal/content"
    for folder, title, *_ in corpus.COLUMNS:
        corpus.write(content / folder / "_index.md", f"---\n标题: {title}\n公开属性: 主动公开\npaginate_by: 20\n---\n")
    corpus.write(options.folder / "portal/config.toml", corpus.PORTAL_CONFIG)
    corpus.write(options.folder / "portal/disclosure.yaml", settings())
    with (options.folder / "items.jsonl").open("w", encoding="utf-8") as listing:
        for item in items(Portal(source, options.seed), options.n, options.more):
            write_item(content, item)
            listing.write(json.dumps(record(item), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
