#!/usr/bin/env python3
"""Writes the small attachments of the demonstration portal: PDF, XLSX, DOCX, CSV and SVG.

Run it from the repository root: `python3 tests/tools/make_attachments.py`. Only the standard library
is used, archives are stored uncompressed with a fixed date, and nothing reads the clock, so two runs
on any machine give the same bytes. `--check` compares instead of writing and exits 1 on a difference.
The picture `jiedu/yuju-tujie/liucheng.png` is a browser's rendering of the SVG beside it at twice its
size; the SVG is the editable original and is not published, since no item names it.
"""

import io
import sys
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

CONTENT = Path(__file__).resolve().parents[2] / "content"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org"


def package(parts):
    """Packs `parts` (name → text) as an Office file; stored, so that no zlib version changes the bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.create_system = 0
            archive.writestr(entry, (XML + text).encode("utf-8"))
    return buffer.getvalue()


def content_types(parts):
    """`[Content_Types].xml` for `parts`: part name → content type."""
    overrides = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts.items())
    return (
        f'<Types xmlns="{OFFICE}/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def relations(targets):
    """A relationships part; `targets` are (type, target) and are numbered in order."""
    rows = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/officeDocument/2006/relationships/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{OFFICE}/package/2006/relationships">{rows}</Relationships>'


def xlsx(sheet_name, rows):
    """A workbook of one sheet. Numbers stay numbers; the first row is bold."""
    main = f"{OFFICE}/spreadsheetml/2006/main"

    def cell(row, column, value):
        place = f'r="{chr(65 + column)}{row}" s="{1 if row == 1 else 0}"'
        if isinstance(value, (int, float)):
            return f"<c {place}><v>{value}</v></c>"
        return f'<c {place} t="inlineStr"><is><t>{escape(value)}</t></is></c>'

    body = "".join(
        f'<row r="{r}">' + "".join(cell(r, c, value) for c, value in enumerate(row)) + "</row>"
        for r, row in enumerate(rows, 1)
    )
    spread = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return package({
        "[Content_Types].xml": content_types({
            "/xl/workbook.xml": f"{spread}.sheet.main+xml",
            "/xl/worksheets/sheet1.xml": f"{spread}.worksheet+xml",
            "/xl/styles.xml": f"{spread}.styles+xml",
        }),
        "_rels/.rels": relations([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": (
            f'<workbook xmlns="{main}" xmlns:r="{OFFICE}/officeDocument/2006/relationships">'
            f'<sheets><sheet name="{escape(sheet_name)}" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": relations([("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml")]),
        "xl/styles.xml": (
            f'<styleSheet xmlns="{main}"><fonts count="2"><font><sz val="11"/><name val="宋体"/></font>'
            '<font><b/><sz val="11"/><name val="宋体"/></font></fonts>'
            '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
            '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
            '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
            '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
            '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs></styleSheet>'
        ),
        "xl/worksheets/sheet1.xml": (
            f'<worksheet xmlns="{main}"><cols><col min="1" max="{len(rows[0])}" width="16" customWidth="1"/></cols>'
            f"<sheetData>{body}</sheetData></worksheet>"
        ),
    })


def docx(title, paragraphs, table=()):
    """A document: a centred title, paragraphs, and a bordered table when `table` has rows."""

    def paragraph(text, style=""):
        run = "<w:rPr><w:b/><w:sz w:val=\"36\"/></w:rPr>" if style else "<w:rPr><w:sz w:val=\"28\"/></w:rPr>"
        return f'<w:p><w:pPr>{style}</w:pPr><w:r>{run}<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'

    def row(cells):
        return "<w:tr>" + "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{9000 // len(cells)}" w:type="dxa"/></w:tcPr>{paragraph(c)}</w:tc>' for c in cells
        ) + "</w:tr>"

    edges = "".join(f'<w:{side} w:val="single" w:sz="4"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    grid = ""
    if table:
        columns = "".join(f'<w:gridCol w:w="{9000 // len(table[0])}"/>' for _ in table[0])
        grid = (
            f"<w:tbl><w:tblPr><w:tblBorders>{edges}</w:tblBorders></w:tblPr><w:tblGrid>{columns}</w:tblGrid>"
            + "".join(row(cells) for cells in table) + "</w:tbl>"
        )
    body = paragraph(title, '<w:jc w:val="center"/>') + grid + "".join(paragraph(p) for p in paragraphs)
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return package({
        "[Content_Types].xml": content_types({"/word/document.xml": word}),
        "_rels/.rels": relations([("officeDocument", "word/document.xml")]),
        "word/document.xml": (
            f'<w:document xmlns:w="{OFFICE}/wordprocessingml/2006/main"><w:body>{body}'
            '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:body></w:document>'
        ),
    })


def pdf(title, lines):
    """A PDF of one A4 page in the standard Chinese font of PDF readers (nothing is embedded)."""
    commands = ["BT", "/F1 20 Tf", "1 0 0 1 72 770 Tm", f"<{title.encode('utf-16-be').hex()}> Tj", "/F1 12 Tf"]
    for n, line in enumerate(lines):
        commands += [f"1 0 0 1 72 {730 - 22 * n} Tm", f"<{line.encode('utf-16-be').hex()}> Tj"]
    stream = "\n".join(commands + ["ET"]).encode()
    name = ("\ufeff" + title).encode("utf-16-be").hex()
    codes = [f"<{ord(c):04x}> <{ord(c):04x}>" for c in sorted(set(title + "".join(lines)))]
    blocks = [codes[n:n + 100] for n in range(0, len(codes), 100)]
    unicode_map = "\n".join(
        ["/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def",
         "1 begincodespacerange <0000> <ffff> endcodespacerange"]
        + [f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks]
        + ["endcmap end end"]
    ).encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (zh-CN) /ViewerPreferences << /DisplayDocTitle true >> >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] /ToUnicode 9 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe)"
        b" /Ordering (GB1) /Supplement 4 >> /FontDescriptor 7 0 R /DW 1000 /W [1 95 500] >>",
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0"
        b" /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
        b"<< /Title <%s> >>" % name.encode(),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(unicode_map), unicode_map),
    ]
    out, places = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"), []
    for n, text in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (n, text)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info 8 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def csv(rows):
    """CSV with a byte order mark and CRLF, as spreadsheet programs expect."""
    return ("\ufeff" + "".join(",".join(map(str, row)) + "\r\n" for row in rows)).encode("utf-8")


def flow(steps):
    """An SVG flow chart: boxes from left to right joined by arrows. No script, no style, no outside link."""
    parts, width = [], 190
    for n, (head, note) in enumerate(steps):
        x = 10 + n * width
        parts.append(
            f'<rect x="{x}" y="20" width="150" height="90" rx="6" fill="#eef3f9" stroke="#1f4e8c"/>'
            f'<text x="{x + 75}" y="60" font-size="18" text-anchor="middle" fill="#12304f">{escape(head)}</text>'
            f'<text x="{x + 75}" y="88" font-size="13" text-anchor="middle" fill="#3b4a5a">{escape(note)}</text>'
        )
        if n + 1 < len(steps):
            parts.append(f'<path d="M{x + 154} 65h26m-8 -6l8 6l-8 6" fill="none" stroke="#1f4e8c" stroke-width="2"/>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {len(steps) * width - 20} 130" role="img" '
        f'font-family="sans-serif"><title>渔具生产一件事办理流程</title>{"".join(parts)}</svg>\n'
    ).encode("utf-8")


PERMITS = [
    ["领域", "申请（件）", "受理（件）", "办结（件）", "平均用时（工作日）"],
    ["工程建设", 300, 290, 280, 6.5],
    ["卫生健康", 500, 500, 490, 3.2],
    ["社会事务", 400, 395, 390, 2.8],
]
STEPS = [("填写一张表单", "网上或者专窗"), ("专窗统一受理", "缺什么一次告知"), ("各科室同时审查", "核查合并一次"), ("结果一并送达", "自取、邮寄、下载")]


def files():
    """Every attachment: path below `content/` → bytes."""
    return {
        "shenqingbiao/申请表.docx": docx(
            "政府信息公开申请表（示范文本）",
            ["说明：带星号的为必填项；所需信息的用途可以不填。", "申请人签名或者盖章：                申请日期：      年   月   日"],
            [["*申请人姓名或者名称", ""], ["*身份证明（附复印件）", ""], ["*联系方式", ""], ["*所需信息的名称、文号或者特征", ""],
             ["*提供形式", "□纸质  □电子邮件  □光盘"], ["*获取途径", "□邮寄  □当面领取  □电子邮件"], ["所需信息的用途", ""]],
        ),
        "zhongdian/zhengming-2025/告知承诺书.docx": docx(
            "证明事项告知承诺书（格式文本）",
            ["窗口已经告知本人（本单位）该证明的内容、设定依据、应当符合的条件和不实承诺的责任。",
             "本人（本单位）自愿选择告知承诺，承诺：已经符合上述条件，所填内容真实；愿意接受核查；承诺不实的，承担相应的法律责任。",
             "承诺人签名或者盖章：                日期：      年   月   日"],
            [["办理事项", ""], ["以承诺代替的证明", ""], ["承诺人", ""]],
        ),
        "zhongdian/xuke-2025/行政许可办理情况汇总表.xlsx": xlsx("办理情况", PERMITS + [["合计", 1200, 1185, 1160, "—"]]),
        "zhongdian/xuke-2025/行政许可办理情况.csv": csv(PERMITS),
        "zhongdian/baimao-juanzong/卷宗明细.csv": csv([["件号", "材料名称", "页数"], [1, "氨罐布置草图", 3], [2, "制冷机组铭牌照片", 6]]),
        "jiedu/yuju-tujie/liucheng.svg": flow(STEPS),
        "jiedu/yuju-tujie/渔具生产一件事流程图.pdf": pdf(
            "“渔具生产一件事”办理流程", [f"{n}. {head}：{note}。" for n, (head, note) in enumerate(STEPS, 1)] + ["", "演示用的示例文件。"]
        ),
        "tongzhi/zhengqiu-2026/征求意见稿.pdf": pdf(
            "行政许可决定公示管理办法（征求意见稿）",
            ["第一条　行政许可决定自作出之日起七个工作日内公示。", "第二条　公示许可内容、有效期和被许可人的名称或者姓名。",
             "第三条　发布前由业务科录入，政策法规科核对。", "第四条　决定被撤销、变更的，应当及时更正。",
             "第五条　公示的期限为二年。", "", "演示用的示例文件。"],
        ),
        "tongzhi/zhengqiu-2026/意见反馈表.docx": docx(
            "意见反馈表", ["请在2026年8月10日以前反馈。填写称呼即可，不必填写证件号码。"],
            [["条款", "意见", "理由"], ["", "", ""], ["", "", ""], ["", "", ""]],
        ),
    }


def main():
    """Writes the files, or with `--check` names those that differ."""
    check, different = "--check" in sys.argv[1:], []
    for name, data in files().items():
        path = CONTENT / name
        if check:
            if not path.is_file() or path.read_bytes() != data:
                different.append(name)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    for name in different:
        print(f"differs: content/{name}")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
