"""Names to places: which place a report is about, and whose figure a sentence states.

A report's place comes from its header, else its title, else its text; a name that is no
place of GB/T 2260 is looked up in the alias table, and the text has to agree.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

import ahocorasick

from etl.catalog import Catalog
from etl.records import Document, Part, Place, Sentence
from etl.schema import PlaceLevel

_NOT_HERE: Final = re.compile(
    r"模范[城市县区]|延安(?:双拥运动|精神|时期|市?延安)|西柏坡|井冈山精神|南京大屠杀|抗美援朝|西藏|新疆军区|南海|东海|珠海舰|北京冬奥|上海合作"
)
_LEVEL_WORDS: Final = r"(?:市|县|区|州|盟|旗|省|自治区)"
_UNIT: Final = re.compile(
    r"\d{4,6}部队|(?:海军|空军|陆军|火箭军|武警|某)[^，。；、]{0,6}?(?:某部|某团|某旅|支队|中队|大队)|某部队?|(?:海警局|消防救援支队)"
)
_BENEFICIARY: Final = re.compile(
    r"(?:为|向|给|对|与|和|同|帮助|支持|解决|协助|慰问|走访|协调|驻|看望|欢送|满足|保障)[^，。；]{0,4}$"
)
_WHOLE: Final = re.compile(r"全[市县区州省盟]|我[市县区州省盟]|各级|，[^，]{0,6}驻[^，]{1,5}部队")
"""Between a part and a figure: the sentence has gone back to the whole place."""
_PEOPLES: Final = (
    "阿昌 白 保安 布朗 布依 藏 朝鲜 达斡尔 傣 德昂 东乡 侗 独龙 俄罗斯 鄂伦春 鄂温克 高山 仡佬 哈尼 "
    "哈萨克 赫哲 回 基诺 京 景颇 柯尔克孜 拉祜 黎 傈僳 珞巴 "
    "满 毛南 门巴 蒙古 苗 仫佬 纳西 怒 普米 羌 "
    "撒拉 畲 水 塔吉克 塔塔尔 土家 土 佤 维吾尔 乌孜别克 锡伯 瑶 彝 裕固 壮 各"
)
_AUTONOMOUS: Final = re.compile(rf"(.{{2,}}?)(?:(?:{'|'.join(_PEOPLES.split())})族)+自治([县旗州])")
_GENERIC: Final = re.compile(r"(?:各|多个|十个|所有|全部|\d+个)县|县[（(]?[市区]|县区|市县|区县|乡镇|县级")


class Gazetteer:
    """The reference places by full and short name, and the aliases."""

    def __init__(self, catalog: Catalog) -> None:
        self.places = catalog.places
        self._aliases = catalog.aliases
        self._names: dict[str, list[Place]] = {}
        self._children: dict[str, list[tuple[str, Place]]] = {}
        own_names = {facts["own_name"] for facts in catalog.place_facts}
        for facts in catalog.place_facts:
            place = self.places[facts["place_code"]]
            # 肃南县 for 肃南裕固族自治县: as offices write it, and else 南县 would be found in it
            written = {facts["own_name"]} | ({_usual(facts["own_name"])} - own_names)
            for name in {place.name, place.short_name} | written:
                if len(name) > 1:
                    self._names.setdefault(name, []).append(place)
            for parent in {place.parent_code, place.province_code} - {None, place.code}:
                self._children.setdefault(str(parent), []).extend((name, place) for name in sorted(written))
        self._own: dict[str, list[str]] = {}
        for name, found in self._names.items():
            for place in found:
                self._own.setdefault(place.code, []).append(name)
        self._automaton = ahocorasick.Automaton()
        for name in self._names:
            self._automaton.add_word(name, name)
        self._automaton.make_automaton()
        self._part_patterns: dict[str, re.Pattern[str] | None] = {}

    def place_of(self, document: Document) -> Place | None:
        """The place that a report is about, or None."""
        if document.place_name:
            return self._exact(document.place_name)
        title, text = (_NOT_HERE.sub("　", words) for words in (document.title, document.text))
        counts = self._count(text)
        alias = next((self.places[c] for a, c in self._aliases.items() if a in title), None)
        if alias and (counts[alias.code] or len(counts) == 0):
            return alias
        titled = [
            p for p in self._mentioned(title, counts) if p.level != PlaceLevel.PROVINCE or counts[p.code]
        ]
        if titled:
            return self._best(titled, counts)
        if alias:
            return alias
        return self._best([self.places[c] for c in counts], counts) if counts else None

    def named(self, name: str, province: str) -> Place | None:
        """The place of that name in a province, or anywhere for a province that is no place ("other").

        A county that has since become a district or city (长乐市 is now 长乐区) is found by
        its name without the last character.
        """
        home = self._exact(province)
        named = self._names.get(name) or self._names.get(name[:-1]) or []
        found = [p for p in named if home is None or p.province_code == home.code]
        return min(found, key=lambda p: (_rank(p), p.code), default=None)

    def called(self, name: str, home: Place | None = None) -> list[Place]:
        """The places that a name or code can mean, best level first: one where it is clear.

        A full name is clear, and 张掖 means the city; 鼓楼区 alone is a district of several cities, and
        朝阳 a district where it is said among those of 北京市 (``home``), else the city.
        """
        if name in self.places:
            return [self.places[name]]
        if name in self._aliases:
            return [self.places[self._aliases[name]]]
        found = sorted(self._names.get(name, []), key=lambda p: (_rank(p), p.code))
        whole = [p for p in found if p.name == name]
        near = [p for p in found if home and p.code == home.code] or inside(found, [home] if home else [])
        best = [p for p in found if _rank(p) == _rank(found[0])]
        return whole or near or best

    def told(self, text: str) -> list[Place]:
        """The places that a text names so that each is clear."""
        names = dict.fromkeys(name for name, _ in self._find(_NOT_HERE.sub("　", text)))
        return [found[0] for found in map(self.called, names) if len(found) == 1]

    def names_part(self, text: str, place: Place) -> bool:
        """Whether a text names a county of the place, by full or short name."""
        return any(
            own in text or (len(part.short_name) > 1 and part.short_name in text)
            for own, part in self._children.get(place.code, [])
        )

    def own_names(self, place: Place | None) -> list[str]:
        """The names a report calls its place by, longest first."""
        if place is None:
            return []
        return sorted(self._own.get(place.code, []), key=len, reverse=True)

    def _exact(self, name: str) -> Place | None:
        found = self._names.get(name, [])
        if not found and name in self._aliases:
            return self.places[self._aliases[name]]
        return min(found, key=lambda p: (p.name != name, _rank(p), p.code), default=None)

    def _mentioned(self, text: str, counts: Mapping[str, int]) -> list[Place]:
        """Places named in a title; full names win over short ones, longer over shorter."""
        found = list(self._find(text))
        full = [(n, p) for n, p in found if n[-1] in "市县区州盟旗省"]
        return [p for _, p in (full or found)]

    def _find(self, text: str) -> Iterable[tuple[str, Place]]:
        """Names in a text, the longest at each position, with each place so called."""
        for _, name in self._automaton.iter_long(text):
            for place in self._names[name]:
                yield name, place

    def _count(self, text: str) -> Counter[str]:
        counts: Counter[str] = Counter()
        for name, place in self._find(text):
            counts[place.code] += 2 if name.endswith(tuple("市县区州盟旗")) else 1
        return counts

    def _best(self, places: list[Place], counts: Mapping[str, int]) -> Place:
        def evidence(place: Place) -> tuple[float, int, str]:
            near = sum(counts.get(c, 0) for c in (place.parent_code, place.province_code) if c)
            weight = 0.4 if place.level == PlaceLevel.PROVINCE else 1.0
            return (-(counts.get(place.code, 0) * weight + min(near, 3) * 0.5), _rank(place), place.code)

        return min(places, key=evidence)

    def part_of(self, sentence: Sentence, position: int, place: Place | None) -> Part | None:
        """Whose figure stands at ``position``, when it is a part's and not the whole place's.

        A county of the place, or one unit of its garrison, that is the subject of the clause
        or of the clauses before it makes the figure a part's figure.
        """
        text = sentence.text
        if sentence.part:
            return Part(sentence.part, None)
        for m in reversed(self._parts(text, place)):
            if m.start() >= position:
                continue
            between = text[m.end() : position]
            if m.end() > position or "；" in between or _WHOLE.search(between):
                continue
            if _BENEFICIARY.search(text[max(0, m.start() - 8) : m.start()]) or _GENERIC.match(
                text[m.start() :]
            ):
                continue
            if between.startswith(("、", "和", "等", "及")) or text[max(0, m.start() - 1) : m.start()] in (
                "、",
                "“",
            ):
                continue
            if not (_is_subject(text, m.start()) or m.end() == position):
                continue
            below = [p for n, p in self._children.get(place.code, []) if n == m[0]] if place else []
            below += [p for head, p in self._garrisons_below(place).items() if m[0] == f"驻{head}部队"]
            return Part(m[0], below[0] if below else None)
        return None

    @lru_cache(maxsize=64)  # noqa: B019 - the figures of one sentence ask for the same parts
    def _parts(self, text: str, place: Place | None) -> list[re.Match[str]]:
        pattern = self._part_pattern(place)
        found = [*_UNIT.finditer(text), *(pattern.finditer(text) if pattern else ())]
        return sorted(found, key=lambda m: m.start())

    def _garrisons_below(self, place: Place | None) -> dict[str, Place]:
        """In a report on a province, 驻廊部队 are the garrison of 廊坊: by first character."""
        if place is None or place.level != PlaceLevel.PROVINCE:
            return {}
        below = [p for _, p in self._children.get(place.code, []) if p.level == PlaceLevel.PREFECTURE]
        heads = Counter(p.short_name[0] for p in below)
        return {p.short_name[0]: p for p in below if heads[p.short_name[0]] == 1}

    def _part_pattern(self, place: Place | None) -> re.Pattern[str] | None:
        if place is None:
            return None
        if place.code not in self._part_patterns:
            names = {n for n, p in self._children.get(place.code, []) if p.code != place.code}
            names |= {f"驻{head}部队" for head in self._garrisons_below(place)}
            alternatives = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
            self._part_patterns[place.code] = re.compile(rf"(?:{alternatives})") if names else None
        return self._part_patterns[place.code]


def inside(places: Iterable[Place], homes: Iterable[Place]) -> list[Place]:
    """Those of the places that lie right below one of the homes, else those in a province among them."""
    codes, asked = {home.code for home in homes}, list(places)
    right_below = [p for p in asked if p.parent_code in codes]
    return right_below or [p for p in asked if p.province_code in codes and p.code not in codes]


def _rank(place: Place) -> int:
    return {PlaceLevel.PREFECTURE: 0, PlaceLevel.COUNTY: 1, PlaceLevel.PROVINCE: 2}[PlaceLevel(place.level)]


def _usual(name: str) -> str:
    """The name of an autonomous county, banner or prefecture without its peoples: 肃南县."""
    found = _AUTONOMOUS.fullmatch(name)
    return found[1] + found[2] if found else name


def _is_subject(text: str, start: int) -> bool:
    """At the start of a clause, or after a time word."""
    before = text[:start]
    clause = re.split(r"[，。；：]", before)[-1]
    return len(clause) <= 6 and not re.search(r"[的在于到赴]$", clause)
