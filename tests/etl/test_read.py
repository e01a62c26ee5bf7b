"""Files to documents: encodings, headers, compilations; what cannot be read says why."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.read import MAX_BYTES, decode, list_files, read_file
from etl.records import Document
from etl.schema import Problem, SourceKind

TEXT = (
    "张掖市双拥工作情况\n2023年6月1日\n\n　　全市的双拥工作在市委的领导下有了新的进展，走访慰问官兵一百名。\n"
)
HEADER = "---\ntitle: 题目\nplace: 张掖市\ndate: 2023-06-01\n---\n正文。\n"


def read(folder: Path, data: bytes | str, name: str = "a.txt") -> list[Document]:
    file = folder / name
    file.write_bytes(data.encode() if isinstance(data, str) else data)
    return read_file(name, file)


def only(folder: Path, data: bytes | str, name: str = "a.txt") -> Document:
    [document] = read(folder, data, name)
    return document


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "gbk"])
def test_encodings_of_chinese_text(tmp_path: Path, encoding: str) -> None:
    document = only(tmp_path, TEXT.encode(encoding))
    assert document.text == TEXT
    assert document.problems == ()
    assert document.date == "2023-06-01"


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", Problem.EMPTY),
        (b" \r\n\t\n", Problem.EMPTY),
        ("\ufeff\u3000\n".encode(), Problem.EMPTY),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", Problem.BINARY),
        (b"PK\x03\x04\x14\x00\x06\x00" + bytes(range(256)), Problem.BINARY),
        (random.Random(1).randbytes(5000), Problem.BINARY),
        ("Обзор работы по двойной поддержке".encode("cp1251"), Problem.UNKNOWN_ENCODING),
        ("都市の報告です。今年の活動を紹介します。".encode("euc_jp"), Problem.UNKNOWN_ENCODING),
        (b"\xff\xfe\x00\xd8\x00\x00", Problem.UNKNOWN_ENCODING),
    ],
    ids=["empty", "blank", "bom", "png", "zip", "noise", "russian", "japanese", "utf16"],
)
def test_what_is_no_text_says_why(tmp_path: Path, data: bytes, problem: Problem) -> None:
    document = only(tmp_path, data)
    assert document.problems == (problem,)
    assert document.text == ""


@given(st.binary(max_size=300))
def test_no_bytes_make_decoding_fail(data: bytes) -> None:
    assert isinstance(decode(data), (str, Problem))


def test_fifty_megabytes_are_no_report(tmp_path: Path) -> None:
    document = only(tmp_path, "双拥工作情况，".encode() * (50_000_000 // 21))
    assert document.problems == (Problem.TOO_LARGE,)


def test_the_limit_itself_is_read(tmp_path: Path) -> None:
    assert decode(("军" * (MAX_BYTES // 3)).encode()) == "军" * (MAX_BYTES // 3)


def test_other_kinds_of_files_are_named_not_read(tmp_path: Path) -> None:
    assert only(tmp_path, b"PK\x03\x04", "a.pptx").problems == (Problem.UNSUPPORTED,)


def test_a_file_that_cannot_be_opened(tmp_path: Path) -> None:
    [document] = read_file("gone.txt", tmp_path / "gone.txt")
    assert document.problems == (Problem.UNREADABLE,)


def test_a_header_says_what_the_text_need_not(tmp_path: Path) -> None:
    document = only(tmp_path, HEADER, "a.md")
    assert (document.title, document.place_name, document.date) == ("题目", "张掖市", "2023-06-01")
    assert document.text[document.body_start :] == "正文。\n"
    assert document.kind is SourceKind.REPORT


def test_a_header_with_crlf_and_bom(tmp_path: Path) -> None:
    document = only(tmp_path, b"\xef\xbb\xbf" + HEADER.replace("\n", "\r\n").encode(), "a.md")
    assert document.place_name == "张掖市"
    assert document.problems == ()


@pytest.mark.parametrize(
    "block", ["title: [", "- a\n- b", "just words", "title: 'x", "a: b: c", "\tplace: 张掖市", "date: 2023年"]
)
def test_a_damaged_header_is_named_and_the_text_still_read(tmp_path: Path, block: str) -> None:
    document = only(tmp_path, f"---\n{block}\n---\n正文。\n", "a.md")
    assert document.problems == (Problem.BAD_HEADER,)
    assert document.text[document.body_start :] == "正文。\n"


def test_a_header_runs_no_code(tmp_path: Path) -> None:
    document = only(tmp_path, "---\ntitle: !!python/object/apply:os.getcwd []\n---\n正文。\n", "a.md")
    assert document.problems == (Problem.BAD_HEADER,)


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("2023年6月1日", "2023-06-01"),
        ("（2023-06-01）", "2023-06-01"),
        ("2023/6/1", "2023-06-01"),
        ("发布时间：2023年6月1日 来源：市局", "2023-06-01"),
        ("2023年6月", "2023-06"),
        ("市退役军人事务局　2023年6月1日", "2023-06-01"),
    ],
)
def test_dates_at_the_head(tmp_path: Path, line: str, date: str) -> None:
    assert only(tmp_path, TEXT.replace("2023年6月1日", line)).date == date


@pytest.mark.parametrize(
    "signature",
    ["市双拥办\n2023年6月1日", "市双拥办2023年6月1日", "市双拥办\n2023年6月1日\n（联系人：王芳）"],
)
def test_the_date_of_the_signature(tmp_path: Path, signature: str) -> None:
    body = "\n\n".join(f"　　第{n}个站点建成。" for n in range(20))
    assert only(tmp_path, f"张掖市双拥工作总结\n\n{body}\n\n{signature}\n").date == "2023-06-01"
    found = only(tmp_path, f"张掖市双拥工作总结\n2023年5月9日\n\n{body}\n\n{signature}\n")
    assert (found.source_id, found.date) == ("a", "2023-05-09")


def test_the_publisher_where_it_is_named(tmp_path: Path) -> None:
    document = only(tmp_path, "张掖市双拥工作情况\n2023-06-01 来源：市退役军人事务局\n\n全市推进双拥工作。")
    assert document.publisher == "市退役军人事务局"


def test_no_date_is_no_date(tmp_path: Path) -> None:
    assert only(tmp_path, "张掖市双拥工作情况\n\n　　全市在2022年走访慰问官兵。").date is None


def report(title: str, subtitle: str, date: str, body: str) -> str:
    return f"{title}\n{subtitle}\n\n{date}\n\n　　{body}\n\n"


COMPILATION = (
    "目  录\n1. 鱼水情深谱新篇........1\n2. 同心共筑双拥城........3\n3. 军民携手向未来........5\n\n"
    + report("鱼水情深谱新篇", "——张掖市双拥工作纪实", "2023年7月1日", "全市走访慰问官兵，送去慰问品。")
    + report("同心共筑双拥城", "——武威市双拥工作综述", "2023年7月2日", "全市悬挂光荣牌，发放优待证。")
    + report("军民携手向未来", "——金昌市双拥工作巡礼", "2023年7月3日", "全市安置随军家属，举办招聘会。")
)


def test_a_compilation_is_split_into_its_reports(tmp_path: Path) -> None:
    found = read(tmp_path, COMPILATION, "all.txt")
    assert [d.source_id for d in found] == ["all-01", "all-02", "all-03"]
    assert found[0].title == "鱼水情深谱新篇——张掖市双拥工作纪实"
    assert [d.date for d in found] == ["2023-07-01", "2023-07-02", "2023-07-03"]


def test_each_report_is_a_span_of_its_file_and_the_contents_page_is_in_none(tmp_path: Path) -> None:
    for document in read(tmp_path, COMPILATION, "all.txt"):
        assert COMPILATION[document.char_start :].startswith(document.text)
        assert document.text.startswith(document.title.split("——")[0])
        assert "......" not in document.text
        assert "目  录" not in document.text


def test_one_report_is_not_a_compilation(tmp_path: Path) -> None:
    assert only(tmp_path, TEXT).source_id == "a"


def test_files_are_listed_in_order_without_hidden_ones(tmp_path: Path) -> None:
    for name in ("b.txt", "a/c.md", ".hidden.txt", ".git/config"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert [shown for shown, _ in list_files([tmp_path])] == ["a/c.md", "b.txt"]


def test_files_of_the_same_name_in_two_folders_are_both_listed(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text("x")
    found = list_files([tmp_path / "one", tmp_path / "two"])
    assert [shown for shown, _ in found] == ["a.txt", "two/a.txt"]


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    assert len(list_files([tmp_path, tmp_path / "a.txt", tmp_path])) == 1
