#!/usr/bin/env python3
"""Writes a portal of N items for measuring: the one corpus generator of the project.

    corpus.py FOLDER [-n 10000] [--seed 1] [--hugo]

The same seed gives the same bytes. Each item has about 1,200 Han characters under headings, with
a table or a list in some, and the front matter that an officer fills in. 1 % of the items are
withheld, 5 % are interpretations that link to the document they interpret. With --hugo the same
texts are written as a Hugo site whose layouts make about the same pages: item with metadata table,
columns cut into pages, a catalogue by year, feeds and a site map. Standard library only.
"""

import argparse
import datetime
import pathlib
import random

# folder, title, kind, share of the items in hundredths
COLUMNS = [
    ("jigou", "机构职能", "机构职能", 2),
    ("zhengce", "政策文件", "政策文件", 22),
    ("jiedu", "政策解读", "政策解读", 5),
    ("zhongdian", "重点领域", "重点领域", 20),
    ("zhongjie", "中介服务", "一般信息", 6),
    ("nianbao", "年度报告", "一般信息", 2),
    ("tongzhi", "通知公告", "通知公告", 28),
    ("dongtai", "工作动态", "一般信息", 15),
]

CREDIT_CODE = "11371002MB0000001E"
ISSUER = "示例市示例区行政审批服务局"
DOCUMENT_CODE = "示审服字"
LAST_DAY = datetime.date(2026, 9, 30)
DAYS = 365 * 9

SUBJECTS = """区行政审批服务局 各镇街便民服务中心 综合受理窗口 申请单位 中介服务机构 监管部门 行业主管部门
帮办代办专班 企业开办专区 不动产登记窗口 工程建设项目牵头科室 社会投资项目单位 公共资源交易平台 村居服务站点
专家评审组 法制审核人员 档案管理人员 窗口首席代表 投资项目服务科 社会事务服务科""".split()
ADVERBS = """应当及时 按照规定 依法依规 在法定期限内 通过一体化平台 统一 集中 逐项 按季度 会同有关单位 在五个工作日内
结合实际 主动 严格 进一步 全程在线 免费 分类 定期 提前""".split()
VERBS = """公布 核对 受理 办理 复核 归集 更新 梳理 优化 调整 送达 登记 汇总 抽查 评估 告知 补正 压减 共享 留存""".split()
OBJECTS = """申请材料清单 办理流程图 许可决定 证照信息 现场核查记录 收费目录 审批时限 服务指南 承诺书示范文本
信用记录 评审意见 电子档案 办件数据 好差评结果 权责清单 公示内容 中介服务事项 联合验收意见 变更事由 年度计划
办事地图 咨询答复 跨域通办事项 容缺受理材料 统计口径""".split()
TAILS = """，不得增设前置条件 ，并接受社会监督 ，结果向申请人书面说明 ，有关情况记入档案 ，确需延长的应当说明理由
，办理结果同步推送至监管部门 ，所需时间不计入审批时限 ，材料齐全的当场作出决定 ，对弄虚作假的依法处理 ，同类情形同等对待
，特殊群体可以上门办理 ，数据以系统记录为准 ，不收取任何费用 ，具体办法另行公布""".split() + [""] * 6
HEADINGS = """总体要求 适用范围 职责分工 办理条件 办理程序 申请材料 办理时限 监督管理 保障措施 收费标准 数据公开
风险防控 结果送达 责任追究 附加说明 工作成效 存在问题 下一步安排 主要内容 起草背景""".split()
THEMES = """公共场所卫生许可 企业开办 建筑工程施工许可 食品经营许可 渔业捕捞许可 排水许可 户外广告设置 社会团体登记
民办学校设立 道路运输经营 取水许可 林木采伐 人力资源服务 医疗机构执业登记 特种设备使用登记 临时占道 工程质量监督
不动产登记 多图联审 证明事项告知承诺 跨域通办 一件事一次办 电子证照应用 中介服务超市 政务公开""".split()
TOPICS = ["综合政务\\政务公开", "市场监管、安全生产监管\\其他", "城乡建设、环境保护\\其他", "综合政务\\其他", "民政、扶贫、救灾\\其他"]
KEYWORDS = "行政许可 政务服务 营商环境 告知承诺 跨域通办 电子证照 中介服务 收费 流程优化 监督管理 便民服务 数据共享".split()
NUMERALS = "一二三四五六七八九十"


class Writer:
    """Makes texts; every choice comes from one generator, so the order of the calls matters."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def sentence(self):
        pick = self.random.choice
        text = pick(SUBJECTS) + pick(ADVERBS) + pick(VERBS) + pick(OBJECTS) + pick(TAILS)
        if self.random.random() < 0.12:
            text += f"，{pick(['全年', '本季度', '累计'])}{pick(VERBS)}{self.random.randint(3, 9800)}件"
        return text + "。"

    def paragraph(self, length):
        sentences, size = [], 0
        while size < length:
            sentences.append(self.sentence())
            size += len(sentences[-1])
        return "".join(sentences)

    def table(self):
        rows = ["| 事项 | 数量（件） | 占比 |", "| :-- | --: | :-: |"]
        for theme in self.random.sample(THEMES, 5):
            rows.append(f"| {theme} | {self.random.randint(1, 3000)} | {self.random.randint(1, 99)}% |")
        return "\n".join(rows)

    def listing(self):
        return "\n".join(f"{number}. {self.sentence()}" for number in range(1, 5))

    def body(self, before=""):
        parts, left = [before] if before else [], 1200
        for numeral in NUMERALS:
            parts.append(f"## {numeral}、{self.random.choice(HEADINGS)}")
            section = self.random.randint(180, 420)
            while section > 0 and left > 0:
                paragraph = self.paragraph(self.random.randint(60, 160))
                parts.append(paragraph)
                section -= len(paragraph)
                left -= len(paragraph)
            chance = self.random.random()
            if chance < 0.08:
                parts.append(self.table())
            elif chance < 0.2:
                parts.append(self.listing())
            if left <= 0:
                break
        return "\n\n".join(parts) + "\n"


def shares(count):
    """How many items each column gets; the last takes the rest."""
    sizes = [count * share // 100 for *_, share in COLUMNS]
    sizes[-1] += count - sum(sizes)
    return sizes


def items(count, seed):
    """Yields every item as a dictionary, column by column."""
    writer = Writer(seed)
    serials, documents = {}, {}
    policies = []
    for (folder, _, kind, _), size in zip(COLUMNS, shares(count)):
        for number in range(size):
            day = LAST_DAY - datetime.timedelta(days=writer.random.randrange(DAYS))
            serials[day.year] = serials.get(day.year, 0) + 1
            theme = writer.random.choice(THEMES)
            item = {
                "folder": folder,
                "kind": kind,
                "stem": f"{folder}-{number:05d}",
                "day": day,
                "index_number": f"{CREDIT_CODE}/{day.year}-{serials[day.year]:05d}",
                "keywords": writer.random.sample(KEYWORDS, 3),
                "topic": writer.random.choice(TOPICS),
                "withheld": writer.random.random() < 0.01,
                "object": None,
            }
            before = ""
            if kind == "政策文件":
                year = written(item).year
                documents[year] = documents.get(year, 0) + 1
                item["document_number"] = f"{DOCUMENT_CODE}〔{year}〕{documents[year]}号"
                item["title"] = f"关于进一步规范{theme}工作的通知（{year}年第{documents[year]}号）"
                if not item["withheld"]:
                    policies.append(item)
            elif kind == "政策解读" and policies:
                item["object"] = writer.random.choice(policies)
                item["title"] = f"《{item['object']['title']}》解读（{number + 1}）"
                before = f"本文解读[{item['object']['title']}]({{link}})。"
            else:
                item["title"] = f"{theme}{writer.random.choice(['公告', '情况', '事项说明', '通告'])}（{day.year}年第{serials[day.year]}号）"
            item["description"] = writer.sentence()
            item["body"] = writer.body(before)
            yield item


def written(item):
    """A document is signed two days before it is published."""
    return item["day"] - datetime.timedelta(days=2)


def portal_text(item):
    lines = [
        f"标题: {item['title']}",
        f"公开属性: {'依申请公开' if item['withheld'] else '主动公开'}",
        f"索引号: {item['index_number']}",
        f"发文机关: {ISSUER}",
        f"成文日期: {written(item)}",
        f"发布日期: {item['day']} 09:30",
        f"主题分类: {item['topic']}",
        f"内容概述: {item['description']}",
        f"关键词: [{', '.join(item['keywords'])}]",
    ]
    if "document_number" in item:
        lines += [f"发文字号: {item['document_number']}", "文种: 通知"]
    link = ""
    if item["object"]:
        link = f"@/{item['object']['folder']}/{item['object']['stem']}.md"
        lines += [f'解读对象: "{link}"', "解读形式: 文字"]
    if item["kind"] == "重点领域":
        lines.append("领域: 行政许可")
    return "---\n" + "\n".join(lines) + "\n---\n\n" + item["body"].replace("{link}", link)


def hugo_text(item):
    lines = [
        f"title: {item['title']}",
        f"date: {item['day']}T09:30:00+08:00",
        f"description: {item['description']}",
        f"keywords: [{', '.join(item['keywords'])}]",
        f"index_number: {item['index_number']}",
        f"issuer: {ISSUER}",
        f"written: {written(item)}",
        f"topic: {item['topic']}",
        f"document_number: {item.get('document_number', '')}",
    ]
    if item["withheld"]:
        lines.append("draft: true")
    link = ""
    if item["object"]:
        link = f'{{{{< relref "/{item["object"]["folder"]}/{item["object"]["stem"]}.md" >}}}}'
    return "---\n" + "\n".join(lines) + "\n---\n\n" + item["body"].replace("{link}", link)


PORTAL_CONFIG = """base_url = "https://example.invalid/xxgk/"
title = "政府信息公开"
default_language = "zh"
generate_feeds = true
taxonomies = [{ name = "keywords", paginate_by = 20 }]

[markdown]
bottom_footnotes = true
"""

HUGO_CONFIG = """baseURL = "https://example.invalid/xxgk/"
title = "政府信息公开"
languageCode = "zh-CN"
[pagination]
pagerSize = 20
[taxonomies]
keyword = "keywords"
[services.rss]
limit = 20
"""

HUGO_BASE = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{{ block "title" . }}{{ .Title }} - {{ site.Title }}{{ end }}</title>
<meta name="SiteName" content="{{ site.Title }}"><meta name="ArticleTitle" content="{{ .Title }}">
<meta name="PubDate" content="{{ .Date.Format "2006-01-02 15:04" }}"><meta name="Keywords" content="{{ delimit .Keywords "," }}">
<meta name="Description" content="{{ .Description }}"><link rel="stylesheet" href="/portal.css"></head><body>
<header><a href="{{ "/" | relURL }}">{{ site.Title }}</a></header>
{{ partialCached "nav.html" . }}
<p><a href="{{ "/" | relURL }}">首页</a> / {{ with .CurrentSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a> / {{ end }}{{ .Title }}</p>
<main>{{ block "main" . }}{{ end }}</main><footer><p>主办单位 示例 网站标识码 0000000000</p></footer></body></html>
"""

# Made once, as a careful author of a Hugo theme would have it.
HUGO_NAV = """<nav><ul>{{ range site.Sections }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul></nav>
"""

HUGO_SINGLE = """{{ define "main" }}<article><h1>{{ .Title }}</h1><table>
<tr><th>索引号</th><td>{{ .Params.index_number }}</td><th>发文机关</th><td>{{ .Params.issuer }}</td></tr>
<tr><th>成文日期</th><td>{{ .Params.written }}</td><th>发布日期</th><td>{{ .Date.Format "2006-01-02 15:04" }}</td></tr>
<tr><th>发文字号</th><td>{{ .Params.document_number }}</td><th>主题分类</th><td>{{ .Params.topic }}</td></tr></table>
<nav>{{ .TableOfContents }}</nav>{{ .Content }}
<p>{{ range .GetTerms "keywords" }}<a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ end }}</p>
<p>{{ with .PrevInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }} {{ with .NextInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</p>
</article>{{ end }}
"""

HUGO_LIST = """{{ define "main" }}<h1>{{ .Title }}</h1><ul>{{ range .Paginator.Pages }}
<li><a href="{{ .RelPermalink }}">{{ .Title }}</a> <span>{{ .Params.index_number }}</span> <time>{{ .Date.Format "2006-01-02" }}</time><p>{{ .Description }}</p></li>{{ end }}
</ul><nav>{{ range .Paginator.Pagers }}<a href="{{ .URL }}">{{ .PageNumber }}</a> {{ end }}</nav>{{ end }}
"""

HUGO_HOME = """{{ define "main" }}<h1>{{ site.Title }}</h1>{{ range site.Sections }}<section><h2>{{ .Title }}</h2><ul>
{{ range first 5 .Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul></section>{{ end }}
<h2>目录</h2>{{ range site.RegularPages.GroupByDate "2006" }}<h3>{{ .Key }}</h3><table>{{ range .Pages }}<tr><td>{{ .Params.index_number }}</td><td><a href="{{ .RelPermalink }}">{{ .Title }}</a></td></tr>{{ end }}</table>{{ end }}{{ end }}
"""


def portal_settings():
    columns = "".join(
        f"  - 目录: {folder}\n    信息类型: {kind}\n    栏目类别: {title}\n    更新期限: 1年\n"
        for folder, title, kind, _ in COLUMNS
    )
    return (
        "门户名称: 政府信息公开\n演示: true\n网站标识码: \"0000000000\"\n网站域名: www.example.invalid\n"
        f"机构:\n  shenpi:\n    机构名称: {ISSUER}\n    统一社会信用代码: {CREDIT_CODE}\n"
        f"    机关代字: {DOCUMENT_CODE}\n发布机构: shenpi\n栏目:\n{columns}"
    )


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("-n", type=int, default=10000, help="items")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--hugo", action="store_true", help="write a Hugo site")
    options = parser.parse_args()
    root = options.folder
    content = root / "content"
    for folder, title, _, _ in COLUMNS:
        front = f"title: {title}" if options.hugo else f"标题: {title}\n公开属性: 主动公开\npaginate_by: 20"
        write(content / folder / "_index.md", f"---\n{front}\n---\n")
    if options.hugo:
        write(root / "hugo.toml", HUGO_CONFIG)
        write(root / "layouts/_default/baseof.html", HUGO_BASE)
        write(root / "layouts/partials/nav.html", HUGO_NAV)
        write(root / "layouts/_default/single.html", HUGO_SINGLE)
        write(root / "layouts/_default/list.html", HUGO_LIST)
        write(root / "layouts/index.html", HUGO_HOME)
    else:
        write(root / "config.toml", PORTAL_CONFIG)
        write(root / "disclosure.yaml", portal_settings())
    text_of = hugo_text if options.hugo else portal_text
    for item in items(options.n, options.seed):
        write(content / item["folder"] / f"{item['stem']}.md", text_of(item))


if __name__ == "__main__":
    main()
