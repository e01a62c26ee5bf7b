"""What can be wrong with a return, and the cure: the only place that puts it into words.

Each sentence stands in both languages; ``{found}`` is what the cell holds, the other fields say what
the catalogue would have. The words are published with each fault, so that a list of faults can be
read without this program.
"""

from __future__ import annotations

from typing import Final

from etl.records import At, CellFault
from etl.returns.written import address
from etl.schema import Fault

LONGEST: Final = 80
"""Characters of a cell that are shown in a sentence about it."""

Words = tuple[str, str, str, str]
WORDS: Final[dict[Fault, Words]] = {
    Fault.UNKNOWN_INDICATOR: (
        "没有名为“{found}”的指标", "请用空白报表中的指标名称或编号{near}",
        'no indicator is called "{found}"', "use the name or id of the empty return{near_en}",
    ),
    Fault.UNKNOWN_PLACE: (
        "没有名为“{found}”的地方",
        "请写县级以上行政区划的全称或六位代码；市本级、开发区、乡镇等不单列，请删去该行",
        'no place is called "{found}"',
        "write the full official name or six-digit code of a county or above; delete rows of anything else",
    ),
    Fault.AMBIGUOUS_PLACE: (
        "“{found}”可以指几个地方：{which}", "请写全称或六位代码",
        '"{found}" can mean several places: {which}', "write the full name or the six-digit code",
    ),
    Fault.NO_PLACE: (
        "没有写是哪个地方的数", "请在“地方”一格或一列写明，或用地名作工作表名",
        "it is not said whose figure this is",
        "name the place in its cell or column, or name the sheet after it",
    ),
    Fault.UNKNOWN_UNIT: (
        "看不懂单位“{found}”", "请改为“{unit}”或可换算的单位",
        'the unit "{found}" is not known', 'write "{unit}" or a unit that converts to it',
    ),
    Fault.OTHER_UNIT: (
        "单位“{found}”不能换算为“{unit}”", "请核对指标与单位，按“{unit}”填写",
        '"{found}" cannot be converted to "{unit}"', 'check indicator and unit; state it in "{unit}"',
    ),
    Fault.TWO_UNITS: (
        "单位说法不一：{found}", "请只写一个单位：“{unit}”",
        "two different units: {found}", 'write one unit only: "{unit}"',
    ),
    Fault.NOT_A_NUMBER: (
        "“{found}”不是数字", "数值格只填数字；说明请写在备注",
        '"{found}" is no number', "put nothing but the number here, and words into the remarks",
    ),
    Fault.SEVERAL_NUMBERS: (
        "“{found}”里有几个数字", "一格只填一个数；分项请分行填写",
        '"{found}" holds several numbers', "one number a cell; parts go into rows of their own",
    ),
    Fault.NEGATIVE: (
        "数值为负：{found}", "指标不会小于 0，请核对",
        "negative value: {found}", "no indicator falls below 0: check it",
    ),
    Fault.TOO_LARGE: (
        "数值大得不可能：{found}", "请核对数字和单位（{unit}）",
        "impossibly large: {found}", "check figure and unit ({unit})",
    ),
    Fault.SHARE_ABOVE_100: (
        "比例超过 100%：{found}", "请填 0 到 100 之间的数",
        "a share above 100 %: {found}", "enter a number from 0 to 100",
    ),
    Fault.SHARE_AS_FRACTION: (
        "分不清 {found} 是 {as_share}% 还是 {found}%",
        "请写 {as_share} 或 {as_share}%；若确为 {found}%，请连同 % 写出",
        "{found} may mean {as_share} % or {found} %",
        "write {as_share} or {as_share}%; if it is {found} % indeed, write it with the sign",
    ),
    Fault.NO_YEAR: (
        "没有写是哪一年的数", "请用年份作列标题，或加“年份”一列",
        "it is not said which year this is", "head the column with the year, or add a column of years",
    ),
    Fault.PART_OF_YEAR: (
        "“{found}”说的不是整年", "报表只收全年和年末的数；请报这些数，用年份作列标题，或加“年份”一列",
        '"{found}" is not a whole year',
        "only figures of whole years and year ends count: state those, with the year as heading"
        " or in a column",
    ),
    Fault.UNREADABLE_YEAR: (
        "看不懂年份“{found}”", "请写四位数，例如 2023",
        'the year "{found}" cannot be read', "write four digits, such as 2023",
    ),
    Fault.YEAR_OUT_OF_RANGE: (
        "年份不合理：{found}", "请核对，应不早于 1949 年",
        "not a plausible year: {found}", "check it; it should not be before 1949",
    ),
    Fault.FUTURE_YEAR: (
        "{found} 年还没有到", "报表只收已有的数；计划数请不要填",
        "{found} is yet to come", "a return holds what has been, not what is planned",
    ),
    Fault.REPEATED_ROW: (
        "与 {other} 重复（同一地方、指标和年份，数值相同）", "请删去其中一处",
        "repeats {other} (same place, indicator, year and value)", "delete one of them",
    ),
    Fault.CONTRADICTING_ROW: (
        "与 {other} 矛盾：同一地方、指标和年份，那里是 {other_value}，这里是 {found}",
        "请核对，只留正确的一处",
        "contradicts {other}: same place, indicator and year, {other_value} there and {found} here",
        "find out which is right, and keep that one",
    ),
    Fault.FORMULA_WITHOUT_VALUE: (
        "公式没有存下结果：{found}", "请在表格软件中打开、重新计算并保存，或把结果粘贴为数值",
        "a formula without its result: {found}",
        "open, recalculate and save it in the spreadsheet program, or paste the result as a value",
    ),
    Fault.ERROR_VALUE: (
        "单元格是错误值 {found}", "请修正公式或直接填数",
        "the cell holds the error {found}", "mend the formula or enter the number",
    ),
    Fault.DATE_AS_NUMBER: (
        "这里应是数字，却是日期：{found}", "请把单元格格式改为常规并重新填数",
        "a date where a number belongs: {found}",
        "set the cell's format to General and enter the number again",
    ),
    Fault.MERGED_VALUE: (
        "一个数值占了合并的几格：{found}", "请取消合并，每格填自己的数",
        "one value in several merged cells: {found}", "unmerge them and fill in each cell",
    ),
    Fault.NO_HEADING: (
        "有数字，但没有可认的标题行", "请加标题行：指标、单位和年份；或地方和各指标名称",
        "there are figures but no row of headings",
        "add one: indicator, unit and the years; or place and the indicators' names",
    ),
    Fault.UNKNOWN_HEADING: (
        "看不懂列标题“{found}”",
        "请改为一个年份、地方、指标名称或“备注”；多年累计、不满一年等不收的列请删去{near}",
        'the heading "{found}" is not known',
        "make it one year, a place, an indicator's name or remarks; delete columns of several years or less"
        " than one{near_en}",
    ),
    Fault.UNKNOWN_LAYOUT: (
        "看不出这张表的行列各是什么", "请把数字填入空白报表，或删去这张工作表",
        "it cannot be told what its rows and columns hold", "use the empty return, or delete this sheet",
    ),
    Fault.NO_VALUES: (
        "只有标题，没有数值", "请填写后再报",
        "headings only, no values", "fill it in first",
    ),
    Fault.HIDDEN_VALUES: (
        "隐藏的{where}里有数值", "请在{shown}上点右键，选“取消隐藏”后核对，或删去",
        "values in hidden {where_en}", "right-click {shown_en}, choose Unhide and check them, or delete them",
    ),
    Fault.TOTAL_DIFFERS: (
        "合计为 {found}，各行相加为 {sum}", "请核对合计和各行",
        "the total is {found}, its rows add up to {sum}", "check the total and its rows",
    ),
}  # fmt: skip


def cell_fault(code: Fault, sheet: str, at: At | None, found: str = "", **fields: str) -> CellFault:
    """A fault in words; ``fields`` fill what its sentences name beside ``found``."""
    given = {"near": "", "near_en": "", **fields, "found": shortened(found)}
    problem, cure, problem_en, cure_en = (words.format(**given) for words in WORDS[code])
    cell = address(*at) if at else ""
    return CellFault(code, sheet, at, cell, found, problem, problem_en, cure, cure_en)


def shortened(text: str) -> str:
    """A cell's text as a sentence can hold it."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
