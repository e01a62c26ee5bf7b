"""Which place a report is about, and whose figure a sentence states."""

from __future__ import annotations

from collections import Counter

import pytest

from etl.catalog import Catalog
from etl.extract import Extractor
from etl.places import Gazetteer
from etl.records import Place
from etl.schema import PlaceLevel, Scope
from tests.etl.reading import accepted, document, reasons, sentence


@pytest.fixture(scope="module")
def gazetteer(extractor: Extractor) -> Gazetteer:
    return extractor.gazetteer


def place_of(
    gazetteer: Gazetteer, title: str, text: str = "全市推进双拥工作。", name: str | None = None
) -> str | None:
    place = gazetteer.place_of(document(text, title=title, place=name))
    return place.name if place else None


@pytest.mark.parametrize(
    ("title", "text", "place"),
    [
        ("张掖市双拥工作综述", "全市推进。", "张掖市"),
        ("鱼水情深——甘肃张掖双拥工作纪实", "全市推进。", "张掖市"),
        ("双拥工作巡礼", "张掖市各级推进，张掖市军地同心。", "张掖市"),
        ("河北省双拥工作综述", "河北省各地推进。", "河北省"),
        ("连江创建双拥模范县小记", "连江县军民同心。", "福州市连江县"),  # not 范县
        ("许昌市建安区双拥工作", "建安区推进。", "许昌市建安区"),
        ("珲春市双拥工作综述", "珲春市推进。", "延边朝鲜族自治州珲春市"),
    ],
)
def test_a_report_s_place_from_title_and_body(
    gazetteer: Gazetteer, title: str, text: str, place: str
) -> None:
    assert place_of(gazetteer, title, text) == place


@pytest.mark.parametrize(
    ("title", "text", "place"),
    [
        ("陇东市双拥工作", "庆阳市推进双拥工作。", "庆阳市"),
        ("闽南市双拥工作", "漳州市推进双拥工作。", "漳州市"),
        ("巴州双拥工作", "库尔勒市和全州各县推进。", "巴音郭楞蒙古自治州"),
    ],
)
def test_names_that_are_no_places_go_by_the_alias_table(
    gazetteer: Gazetteer, title: str, text: str, place: str
) -> None:
    assert place_of(gazetteer, title, text) == place


def test_bazhou_district_is_not_the_prefecture_of_that_short_name(gazetteer: Gazetteer) -> None:
    assert place_of(gazetteer, "巴中市巴州区双拥工作", "巴州区推进双拥工作。") == "巴中市巴州区"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("本溪市各县区推进，桓仁满族自治县领先，本溪市双拥办总结。", "本溪市"),
        ("南京市各区推进，江苏省双拥办来调研。", "南京市"),
    ],
)
def test_the_body_says_where_when_the_title_does_not(gazetteer: Gazetteer, text: str, place: str) -> None:
    assert place_of(gazetteer, "双拥工作综述", text) == place


@pytest.mark.parametrize(
    ("text", "place"),
    [("江苏省南京市鼓楼区推进。", "南京市鼓楼区"), ("福建省福州市鼓楼区推进。", "福州市鼓楼区")],
)
def test_an_ambiguous_name_is_settled_by_what_stands_around_it(
    gazetteer: Gazetteer, text: str, place: str
) -> None:
    assert place_of(gazetteer, "鼓楼区双拥工作综述", text) == place


def test_a_header_wins_over_title_and_body(gazetteer: Gazetteer) -> None:
    assert place_of(gazetteer, "武威市双拥工作", "武威市推进。", "张掖市") == "张掖市"


def test_an_unknown_place_in_a_header_is_no_place(gazetteer: Gazetteer) -> None:
    assert place_of(gazetteer, "张掖市双拥工作", "张掖市推进。", "乌有市") is None


def test_a_text_that_names_no_place_has_none(gazetteer: Gazetteer) -> None:
    assert place_of(gazetteer, "双拥工作综述", "各级各部门推进双拥工作。") is None


@pytest.mark.parametrize("phrase", ["弘扬延安精神，", "重温西柏坡精神，", "参观南京大屠杀纪念馆，"])
def test_a_place_in_a_phrase_is_not_where_we_are(gazetteer: Gazetteer, phrase: str) -> None:
    assert place_of(gazetteer, "双拥工作综述", phrase * 3 + "张掖市推进双拥工作。") == "张掖市"


def test_full_names_are_unique(catalog: Catalog) -> None:
    names = Counter(place.name for place in catalog.places.values())
    assert [name for name, count in names.items() if count > 1] == []


def test_every_full_name_and_alias_leads_to_its_place(catalog: Catalog, gazetteer: Gazetteer) -> None:
    for place in catalog.places.values():
        assert gazetteer.place_of(document("", place=place.name)) == place
    for alias, code in catalog.aliases.items():
        assert gazetteer.place_of(document("", place=alias)) == catalog.places[code]


def test_every_place_has_its_parent(catalog: Catalog) -> None:
    for place in catalog.places.values():
        assert place.province_code in catalog.places
        if place.level != PlaceLevel.PROVINCE:
            assert place.parent_code in catalog.places


def test_a_county_that_became_a_city_is_found_within_its_province(gazetteer: Gazetteer) -> None:
    found = gazetteer.named("长乐市", "福建省")
    assert found is not None
    assert found.code == "350112"
    assert gazetteer.named("张掖市", "福建省") is None


def zhangye(catalog: Catalog) -> Place:
    return catalog.places["620700"]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("民乐县悬挂光荣牌800块。", "民乐县"),
        ("2022年，山丹县安置退役士兵7名。", "山丹县"),
        ("武警某支队植树500棵。", "武警某支队"),
        ("66123部队植树500棵。", "66123部队"),
    ],
)
def test_a_part_that_acts_owns_its_figure(
    catalog: Catalog, gazetteer: Gazetteer, text: str, part: str
) -> None:
    position = next(i for i, c in enumerate(text) if c.isdigit() and i > len(part))
    found = gazetteer.part_of(sentence(text), position, zhangye(catalog))
    assert found is not None
    assert found.words == part


@pytest.mark.parametrize(
    "text",
    [
        "全市悬挂光荣牌800块。",
        "为民乐县悬挂光荣牌800块。",
        "民乐县、山丹县等地先行，全市悬挂光荣牌800块。",
        "驻市部队植树500棵。",
        "走访慰问某部官兵，送去慰问金5万元。",
    ],
)
def test_a_part_that_is_only_named_does_not(catalog: Catalog, gazetteer: Gazetteer, text: str) -> None:
    position = next(i for i, c in enumerate(text) if c.isdigit())
    assert gazetteer.part_of(sentence(text), position, zhangye(catalog)) is None


def test_the_figure_of_a_county_counts_for_the_county() -> None:
    [found] = accepted("民乐县悬挂光荣牌800块。")
    assert found.scope is Scope.SUB
    assert found.part is not None
    assert found.part.name == "张掖市民乐县"


def test_a_garrison_as_a_whole_is_the_place_itself() -> None:
    [found] = accepted("军分区和驻市部队植树5000棵。")
    assert found.scope is Scope.SELF


def test_a_report_without_a_place_has_no_observation() -> None:
    assert {str(r) for r in reasons("全市悬挂光荣牌800块。", place=None)} == {"NO_PLACE"}
