"""Our own digests as offices would hand them in: plain text, Word, a web page, and PDF in several layouts."""

from __future__ import annotations

import html
import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
import pylopdf_fonts_zh_cn as fonts
import typst
import yaml

from etl.extract import Extractor
from etl.pipeline import read_document
from etl.read import read_bytes

INDENT = "\u3000\u3000"


@dataclass(frozen=True)
class Report:
    """A digest without its header: title, date, and (is a heading, text) of each paragraph."""

    title: str
    date: str
    paragraphs: tuple[tuple[bool, str], ...]


def report(file: Path) -> Report:
    """A digest of ``data/reports``."""
    _, header, body = file.read_text(encoding="utf-8").split("---\n", 2)
    said = yaml.safe_load(header)
    lines = [line.strip() for line in body.splitlines() if line.strip()]
    parts = tuple((line.startswith("#"), re.sub(r"^(?:#+|-)\s+", "", line)) for line in lines)
    return Report(said["title"], str(said["date"] or ""), parts)


def as_text(told: Report) -> bytes:
    lines = [text if heading else INDENT + text for heading, text in told.paragraphs]
    return "\n".join((told.title, told.date, "", *lines, "")).encode()


def as_word(told: Report) -> bytes:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "双拥工作材料之99"
    document.sections[0].footer.paragraphs[0].text = "第 1 页 共 8 页"
    document.add_heading(told.title, 0)
    if told.date:
        document.add_paragraph(told.date)
    for heading, text in told.paragraphs:
        if heading:
            document.add_heading(text, 1)
        else:
            document.add_paragraph(INDENT + text)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


PAGE = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>{title}_某市人民政府网站</title>
<meta name="ArticleTitle" content="{title}">{dated}
<meta name="ContentSource" content="某市退役军人事务局">
<style>.nav {{ width: 900px }}</style><script>var text = "慰问官兵999人，投入8888万元";</script></head>
<body><div class="header"><ul class="nav"><li><a href="/">首页</a></li><li><a href="/x">政务公开</a></li>
<li><a href="/y">互动交流</a></li></ul></div>
<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/d">工作动态</a></div>
<div class="sidebar"><h3>热点信息</h3><ul><li><a href="/1">某县走访慰问官兵777人</a></li>
<li><a href="/2">通知公告25条</a></li></ul></div>
<div class="article"><h1>{title}</h1><div class="info"><span>{stated}</span>
<span>来源：某市退役军人事务局</span><span>浏览次数：<i>1234</i></span></div>
<div class="content">
{body}
</div></div><script>document.write("看望老兵666名");</script>
<div class="footer">版权所有：某市人民政府 网站标识码：6207000001 <a href="/icp">某ICP备05000001号</a></div>
</body></html>
"""


def as_page(told: Report) -> bytes:
    lines = [
        f"<h2>{html.escape(text)}</h2>" if heading else f"<p>{INDENT}{html.escape(text)}</p>"
        for heading, text in told.paragraphs
    ]
    return PAGE.format(
        title=html.escape(told.title),
        dated=f'<meta name="PubDate" content="{told.date} 10:20">' if told.date else "",
        stated=f"发布时间：{told.date}" if told.date else "",
        body="\n".join(lines),
    ).encode()


def typeset(source: str) -> bytes:
    """A typst document as PDF, in the fonts that the product brings along."""
    compile_files: Any = typst.compile
    folder = str(Path(fonts.serif_path()).parent)
    found: bytes = compile_files({"main.typ": source.encode()}, font_paths=[folder], ignore_system_fonts=True)
    return found


LAYOUTS = {"pdf": "", "pdf two columns": "columns: 2, ", "pdf small pages": "width: 12cm, height: 16cm, "}


def as_pdf(told: Report, layout: str = "pdf") -> bytes:
    body = "\n".join(
        f"= {_escape(text)}\n"
        if heading
        else f"#par(first-line-indent: (amount: 2em, all: true))[{_escape(text)}]\n"
        for heading, text in told.paragraphs
    )
    return typeset(
        f"""#set page({LAYOUTS[layout]}header: [双拥工作材料之99])
#set page(footer: context [第 #counter(page).display() 页])
#set text(font: "Noto Serif SC", lang: "zh", region: "cn", size: 11pt)
#set par(justify: true)
#place(top, scope: "parent", float: true, align(center)[#text(18pt)[{_escape(told.title)}] \\ {told.date}])
{body}"""
    )


def _escape(text: str) -> str:
    return re.sub(r"([\\#$*_`<>@=~\[\]/+-])", r"\\\1", text)


FORMS = {
    "docx": ("docx", as_word),
    "html": ("html", as_page),
    **{layout: ("pdf", lambda told, layout=layout: as_pdf(told, layout)) for layout in LAYOUTS},
}
"""What each form is: the ending of its file, and how a report is written in it."""


def stated(data: bytes, ending: str, extractor: Extractor) -> list[tuple[Any, ...]]:
    """What is read out of a report: every observation with value, period and quote, white space left out."""
    found = []
    for document in read_bytes(f"report.{ending}", data):
        for finding in (f for f in read_document(document, extractor).findings if f.accepted):
            quote = re.sub(r"\s", "", document.printed(finding.sentence.offsets))
            for candidate in finding.candidates:
                period = finding.period and (finding.period.kind, finding.period.start, finding.period.end)
                found.append(
                    (
                        candidate.indicator_id,
                        finding.value,
                        period,
                        finding.scope,
                        finding.quantity.qualifier,
                        quote,
                    )
                )
    return found
