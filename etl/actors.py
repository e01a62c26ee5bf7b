"""Who acts in a clause: the garrison or the place's government and society.

Many figures mean opposite things by their doer: money that the garrison spends on villages is
拥政爱民, money that the city spends on the garrison is 拥军支前. The doer is the last party
named as a subject, in the sentence, else in the sentences before it, else in the heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from etl.records import Sentence

GARRISON: Final = "garrison"
GOVERNMENT: Final = "government"
_GARRISON_NAMED: Final = r"驻[\u4e00-\u9fff]{1,8}?(?:各?部队|官兵|军警|各单位|解放军|武警)|\d{4,6}部队"
_AS_SUBJECT: Final = r"(?:(?<=[，。；：])|^)(?:{names})(?!驻|军分区|部队|武警|人武部)"
"""The place's own name at the start of a clause: the city acts."""
_BEFORE_OBJECT: Final = re.compile(
    r"(?:为|向|给|对|与|和|同|帮助|支持|支援|慰问|走访|看望|保障|协调|解决|服务|助力|关心|拥护|热爱|关爱|欢迎|协助|满足|赴|到|进|划拨|全力|引领|欢送|惠及|奖励|使|加大|增加|优先|确保|改善|加强|推动|促进|围绕|聚焦|涉及|面向|关于|邀请|组织|引导)[^，。；、]{0,4}$"
)
_AFTER_OBJECT: Final = re.compile(
    r"^(?:的?(?:慰问|走访|经费|各项|办实事|家属|家庭|子女|军属|建设|营区|营房|用地|训练|改革|发展|需要|需求|合法|困难|问题|荣誉|配偶|随军|亲属|后路|安心|遗属|战备|军营|事业|子弟|优先)|驻地)"
)
_CONJUNCT: Final = re.compile(r"(?:[、及和与]|以及)[^，。；]{0,8}")
"""向驻军及演习部队赠送…: what is joined to an object is an object too."""
_SAME_DOER: Final = re.compile(r"他们|官兵们|子弟兵们")
"""A paragraph that speaks of 他们 goes on about the party of the paragraph before."""
_HEADING_GARRISON: Final = re.compile(
    r"拥政爱民|驻军|支援地方|为民|爱民|子弟兵|部队.{0,6}(?:助|援|民|担当|奉献)|第二故乡|官兵"
)
_HEADING_GOVERNMENT: Final = re.compile(r"拥军|支前|强军|优属|安置|优抚|政策|练兵备战|宣传|组织领导")


class Actors:
    """Walks a report's sentences and knows the doer at each position."""

    def __init__(self, words: Mapping[str, list[str]], names: Iterable[str] = ()) -> None:
        garrison = "|".join(sorted(map(re.escape, words[GARRISON]), key=len, reverse=True))
        government = "|".join(sorted(map(re.escape, words[GOVERNMENT]), key=len, reverse=True))
        own = "|".join(map(re.escape, names))
        if own:
            government += "|" + _AS_SUBJECT.format(names=own)
        self._pattern = re.compile(
            rf"(?P<garrison>{_GARRISON_NAMED}|{garrison})|(?P<government>{government})"
        )
        self._carried = ""
        self._paragraph = -1
        self._heading = ""
        self._changes: list[tuple[int, str]] = []

    def enter(self, sentence: Sentence) -> None:
        """Take up the next sentence."""
        text = sentence.text
        if sentence.is_heading:
            self._heading = _of_heading(text)
            self._carried = self._heading
            return
        if sentence.paragraph != self._paragraph:
            self._paragraph = sentence.paragraph
            if not _SAME_DOER.search(text[:40]):
                self._carried = self._heading
        self._changes = [(0, self._carried)]
        object_end = -1
        for m in self._pattern.finditer(text):
            actor = GARRISON if m["garrison"] else GOVERNMENT
            joined = object_end >= 0 and _CONJUNCT.fullmatch(text, object_end, m.start())
            if joined or not _is_doer(text, m):
                object_end = m.end()
                continue
            self._changes.append((m.start(), actor))
        self._carried = self._changes[-1][1]

    def at(self, position: int) -> str:
        """garrison, government, or an empty string where neither is named."""
        return next(actor for start, actor in reversed(self._changes) if start <= position)


def _is_doer(text: str, m: re.Match[str]) -> bool:
    if _BEFORE_OBJECT.search(text[max(0, m.start() - 8) : m.start()]):
        return False
    return m["garrison"] is None or _AFTER_OBJECT.match(text[m.end() :]) is None


def _of_heading(text: str) -> str:
    if _HEADING_GOVERNMENT.search(text) and "拥政爱民" not in text:
        return GOVERNMENT
    return GARRISON if _HEADING_GARRISON.search(text) else ""
