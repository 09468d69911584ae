"""The sheet of a template that explains it: each column in English and Burmese, and the lists of the drop-downs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter

from data import reference
from data.columns import Field
from data.vocabulary import ImportFormat

INTRODUCTION = (
    "Fill in the sheet Data from row 4 on; keep its three rows of headings. One row is one {unit_en}.",
    "Data စာမျက်နှာ၏ အတန်း ၄ မှစ၍ ဖြည့်ပါ။ ခေါင်းစဉ်အတန်း သုံးတန်းကို မဖျက်ပါနှင့်။ အတန်းတစ်တန်းသည် {unit_my} ဖြစ်သည်။",
    "Never write names, identity numbers, telephone numbers or addresses of people: such columns and rows are refused.",
    "လူပုဂ္ဂိုလ်၏ အမည်၊ မှတ်ပုံတင်အမှတ်၊ ဖုန်းနံပါတ်၊ လိပ်စာ မရေးရ။ ထိုကော်လံနှင့် အတန်းများကို လက်မခံပါ။",
    "Blank means not known. Every row that cannot be read comes back with its reason, to be mended and brought again.",
    "ကွက်လပ်သည် မသိရဟု ဆိုလိုသည်။ ဖတ်၍မရသော အတန်းတိုင်းကို အကြောင်းပြချက်နှင့်အတူ ပြန်ပေးမည်။ ပြင်ပြီး ပြန်ထည့်နိုင်သည်။",
)
_UNITS = {False: ("case", "အမှုတစ်မှု"), True: ("presence of an organisation", "အဖွဲ့တစ်ဖွဲ့၏ တည်ရှိမှုတစ်ခု")}
TITLES = (
    "Column / ကော်လံ", "Column in Burmese / မြန်မာခေါင်းစဉ်", "Needed? / လိုအပ်သလား", "What to write / မည်သို့ရေးရမည်",
    "In Burmese / မြန်မာဘာသာ", "Written so / ဥပမာ", "Allowed values / ခွင့်ပြုသည့်တန်ဖိုး",
)  # fmt: skip
_WIDTHS = (26, 28, 20, 56, 60, 34, 52)
NEEDED = {"yes": "Needed / လိုအပ်သည်", "no": "May stay blank / ကွက်လပ်ထားနိုင်သည်"}
_EITHER = "Needed, or else {en} / လိုအပ်သည် (သို့မဟုတ် {my})"
_DAY = "A day as 2024-12-31. One that can be read two ways (03/04/2024) is asked about. / နေ့ရက်ကို 2024-12-31 ပုံစံဖြင့်"
ALLOWED = {
    "code": "At most 40 letters, digits and - / . # / အက္ခရာ၊ ဂဏန်းနှင့် - / . # အများဆုံး ၄၀",
    "age": "A whole number from 0 to 110 / ၀ မှ ၁၁၀ အထိ ကိန်းပြည့်",
    "number": "A whole number, 0 or more / ကိန်းပြည့် (၀ နှင့်အထက်)",
    "text": "Text of at most 2,000 characters / စာသား (အက္ခရာ ၂၀၀၀ အထိ)",
    "place": "A name of the sheet Places, in either script / Places စာမျက်နှာရှိ အမည် (အင်္ဂလိပ် သို့မဟုတ် မြန်မာ)",
    "pcode": "A code of the sheet Places / Places စာမျက်နှာရှိ ကုဒ်",
    "month": "2024-12, 12/2024 or Dec 2024; no year of the Myanmar era / လနှင့် ခရစ်နှစ်၊ မြန်မာသက္ကရာဇ် မရေးရ",
    "day": _DAY,
    "day_or_yes": _DAY,
    "org": "A name or acronym of the provider directory / ဝန်ဆောင်မှုပေးသူစာရင်းရှိ အမည် သို့မဟုတ် အတိုကောက်",
    "list": "One of these / ဤစာရင်းမှ တစ်ခု:",
    "lists": "One of these or several, with a semicolon between / ဤစာရင်းမှ တစ်ခု သို့မဟုတ် တစ်ခုထက်ပို၍ (; ခြားပါ):",
}


@dataclass(frozen=True)
class Guide:
    """What a template says of one column. needed: a key of NEEDED, or or:<field>; kind: a key of ALLOWED.

    write_en, write_my: what to write. example: one that can be loaded, "" where the example row leaves it blank.
    """

    needed: str
    kind: str
    write_en: str
    write_my: str
    example: str


def guides(code: str, lists: dict[str, tuple[str, ...]]) -> dict[str, Guide]:
    """Field key -> what the template of a format says; lists: field key -> choices, the first an example."""
    kind = "providers" if code == ImportFormat.PROVIDERS else "cases"
    table = reference.template_guidance()
    return {
        row.field: Guide(
            row.needed, row.kind, row.write_en, row.write_my,
            lists[row.field][0] if row.example == "@" and row.field in lists else row.example,
        )
        for row in table[table["format"] == kind].itertuples()
    }  # fmt: skip


def write_guidance(
    sheet: Any, styles: dict[str, Any], code: str, fields: Sequence[Field], lists: dict[str, tuple[str, ...]]
) -> dict[str, str]:
    """The introduction, a row for each column, and beside them the lists of the drop-downs: field key -> range."""
    units = _UNITS[code == ImportFormat.PROVIDERS]
    for row, text in enumerate(INTRODUCTION):
        sheet.write_string(row, 0, text.format(unit_en=units[0], unit_my=units[1]))
    first = len(INTRODUCTION) + 1
    for column, (title, width) in enumerate(zip(TITLES, _WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(first, column, title, styles["heading"])
    told, labels = guides(code, lists), {field.key: field for field in fields}
    for row, field in enumerate((f for f in fields if f.key in told), first + 1):
        for column, text in enumerate(_cells(field, told[field.key], lists.get(field.key, ()), labels)):
            sheet.write_string(row, column, text, styles["bold" if column == 0 else "wrap"])
    return _write_lists(sheet, styles, first, lists, labels)


def _cells(field: Field, guide: Guide, words: Sequence[str], fields: dict[str, Field]) -> tuple[str, ...]:
    needed = NEEDED.get(guide.needed, "")
    if not needed:
        other = fields[guide.needed.removeprefix("or:")]
        needed = _EITHER.format(en=other.label, my=other.label_my)
    allowed = "\n".join((ALLOWED[guide.kind], *words))
    example = guide.example or "–"
    return field.label, field.label_my, needed, guide.write_en, guide.write_my, example, allowed


def _write_lists(
    sheet: Any, styles: dict[str, Any], first: int, lists: dict[str, tuple[str, ...]], fields: dict[str, Field]
) -> dict[str, str]:
    ranges = {}
    for column, (key, words) in enumerate(((k, w) for k, w in lists.items() if k in fields), len(TITLES) + 1):
        sheet.set_column(column, column, 30)
        sheet.write_string(first, column, f"[{fields[key].label}]", styles["bold"])
        for row, word in enumerate(words, first + 1):
            sheet.write_string(row, column, word)
        letter = xlsxwriter.utility.xl_col_to_name(column, True)
        ranges[key] = f"={sheet.get_name()}!{letter}${first + 2}:{letter}${first + 1 + len(words)}"
    return ranges
