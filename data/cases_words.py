"""Words that stand for the codes of cases, in English and Burmese; a drop-down of a template shows both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from data.code_words import NO, YES, own_words
from data.vocabulary import Agency, Code, Destination, FamilyAssessment, Purpose, Sex, SpecialCategory, VictimType

NOT_KNOWN = (
    "unknown", "not known", "not recorded", "not stated", "not available", "?", "မသိ", "မသိရ", "မသိရှိ", "မဖော်ပြ",
)  # fmt: skip

# Other Burmese words than those of the screen; by code list, because codes of two lists may be the same text.
BURMESE: dict[type[Code], dict[str, str]] = {
    VictimType: {
        VictimType.G2G: "အစိုးရချင်း ညှိနှိုင်း၍ ပြန်ပို့ခံရသူ",
        VictimType.INTERNAL: "ပြည်တွင်း လူကုန်ကူးခံရသူ",
        VictimType.SELF_CROSS_BORDER: "နယ်စပ်ဖြတ် ကိုယ်တိုင်ပြန်လာသူ",
        VictimType.SELF_INTERNAL: "ပြည်တွင်း ကိုယ်တိုင်ပြန်လာသူ",
    },
    Agency: {
        Agency.ATU: "လူကုန်ကူးမှု တားဆီးနှိမ်နင်းရေး",
        Agency.DSW: "လူမှုဝန်ထမ်းဦးစီးဌာန",
        Agency.NGO: "အင်န်ဂျီအို",
    },
    Sex: {
        Sex.FEMALE: "မ",
        Sex.MALE: "ကျား",
        Sex.OTHER: "အခြားလိင်",
    },
    Purpose: {
        Purpose.FORCED_LABOUR: "အဓမ္မလုပ်အား",
        Purpose.SEXUAL_EXPLOITATION: "လိင်ပိုင်းဆိုင်ရာ အမြတ်ထုတ်ခြင်း",
        Purpose.FORCED_MARRIAGE: "အဓမ္မလက်ထပ်ခြင်း",
        Purpose.CHILD_LABOUR: "ကလေးလုပ်သား",
        Purpose.SERVITUDE: "အိမ်အကူ ကျွန်ပြုခြင်း",
        Purpose.FORCED_BEGGING: "အဓမ္မတောင်းရမ်းစေခြင်း",
        Purpose.FORCED_ADOPTION: "အဓမ္မမွေးစားခြင်း",
        Purpose.SURROGACY: "ကိုယ်ဝန်ငှားရမ်းခြင်း",
        Purpose.ORGAN_REMOVAL: "ကိုယ်အင်္ဂါ ထုတ်ယူခြင်း",
        Purpose.ARMED_GROUP: "လက်နက်ကိုင်အဖွဲ့သို့ စုဆောင်းခြင်း",
        Purpose.OTHER: "အခြားရည်ရွယ်ချက်",
    },
    Destination: {
        Destination.CHINA: "တရုတ်",
        Destination.THAILAND: "ထိုင်း",
        Destination.MALAYSIA: "မလေးရှား",
        Destination.INDONESIA: "အင်ဒိုနီးရှား",
        Destination.SINGAPORE: "စင်ကာပူ",
        Destination.LAOS: "လာအို",
        Destination.CAMBODIA: "ကမ္ဘောဒီးယား",
        Destination.INDIA: "အိန္ဒိယ",
        Destination.BANGLADESH: "ဘင်္ဂလားဒေ့ရှ်",
        Destination.EMIRATES: "အာရပ်စော်ဘွားများ",
        Destination.MYANMAR: "မြန်မာ",
        Destination.OTHER: "အခြားနိုင်ငံ",
    },
    FamilyAssessment: {
        FamilyAssessment.NOT_DONE: "မဆန်းစစ်ရသေး",
        FamilyAssessment.POSITIVE: "အပြုသဘော",
        FamilyAssessment.NEGATIVE: "အပျက်သဘော",
        FamilyAssessment.UNTRACED: "မိသားစု ရှာမတွေ့",
    },
    SpecialCategory: {
        SpecialCategory.CHILD_ALONE: "အဖော်မဲ့ကလေး",
        SpecialCategory.MEDICAL: "ကျန်းမာရေးအခြေအနေ",
        SpecialCategory.MENTAL_HEALTH: "စိတ်ကျန်းမာရေး",
        SpecialCategory.PREGNANT_OR_INFANT: "ကိုယ်ဝန်ဆောင် သို့မဟုတ် ကလေးငယ်ပါသူ",
        SpecialCategory.DISABILITY: "မသန်စွမ်း",
        SpecialCategory.SECURITY_RISK: "လုံခြုံရေးအန္တရာယ်",
        SpecialCategory.OTHER: "အခြားအထူးလိုအပ်ချက်",
    },
}


def _words(kind: type[Code], further: Mapping[Any, Iterable[str]], unknown: bool = True) -> dict[str, Any]:
    """Word -> code: its own words, its HTCDS name, its other Burmese word, and further ones; None: not known."""
    words: dict[str, Any] = dict.fromkeys(NOT_KNOWN) if unknown else {}
    for code in kind:
        other = BURMESE[kind][code]
        own = (*own_words(code), code.htcds, other, f"{code.label} / {other}", *further.get(code, ()))
        words |= dict.fromkeys([word for word in own if word], code)
    return words


VICTIM_TYPE_WORDS = _words(
    VictimType,
    {
        VictimType.G2G: (
            "g to g", "g-to-g", "gtog", "government to government",
            "cross-border victim repatriated through the g-to-g system",
            "repatriated", "cross border g2g", "cross-border (g2g)", "official repatriation",
        ),
        VictimType.INTERNAL: ("internal", "internal victim", "internal trafficking", "domestic", "ပြည်တွင်း"),
        VictimType.SELF_CROSS_BORDER: (
            "self-returned cross border", "self returned cross-border victim", "self return cross border",
            "cross-border self-returned", "self cross border",
        ),
        VictimType.SELF_INTERNAL: ("self-returned internal", "self return internal", "internal self-returned",
            "self internal"),
    },
    unknown=False,
)  # fmt: skip
AGENCY_WORDS = _words(
    Agency,
    {
        Agency.ATU: ("anti-trafficking unit", "attf", "anti-trafficking task force", "police", "atd",
            "anti-trafficking division"),
        Agency.DSW: ("department of social welfare", "social welfare", "dsw shelter"),
        Agency.NGO: ("ingo", "non-governmental organisation", "non-governmental organization"),
    },
    unknown=False,
)  # fmt: skip
SEX_WORDS = _words(
    Sex,
    {
        Sex.FEMALE: ("f", "woman", "girl", "women", "fem", "အမျိုးသမီး", "မိန်းကလေး", "မိန်းမ"),
        Sex.MALE: ("m", "man", "boy", "men", "အမျိုးသား", "ယောက်ျား", "ယောက်ျားလေး"),
        Sex.OTHER: ("o", "transgender", "non-binary", "အခြား"),
    },
)
PURPOSE_WORDS = _words(
    Purpose,
    {
        Purpose.FORCED_LABOUR: ("forced labor", "labour", "labor", "labour exploitation", "labor exploitation",
            "လုပ်အားခေါင်းပုံဖြတ်"),
        Purpose.SEXUAL_EXPLOITATION: ("sex", "sexual", "prostitution", "forced prostitution", "sex trade", "ပြည့်တန်ဆာ"),
        Purpose.FORCED_MARRIAGE: ("marriage", "bride", "forced bride", "အဓမ္မထိမ်းမြား", "လက်ထပ်ခြင်း"),
        Purpose.CHILD_LABOUR: ("child labor", "child work"),
        Purpose.SERVITUDE: ("domestic work", "domestic worker", "servitude", "housemaid", "အိမ်အကူ"),
        Purpose.FORCED_BEGGING: ("begging", "beggar", "တောင်းရမ်း"),
        Purpose.FORCED_ADOPTION: ("adoption", "illegal adoption", "မွေးစား"),
        Purpose.SURROGACY: ("forced surrogacy",),
        Purpose.ORGAN_REMOVAL: ("organ", "organ trade", "removal of organs"),
        Purpose.ARMED_GROUP: ("child soldier", "armed group", "forced recruitment"),
        Purpose.OTHER: ("others", "အခြား"),
    },
)  # fmt: skip
DESTINATION_WORDS = _words(
    Destination,
    {
        Destination.CHINA: ("cn", "prc", "p.r.c", "p.r. china", "people's republic of china", "yunnan", "ruili",
            "တရုတ်ပြည်", "တရုတ်နိုင်ငံ"),
        Destination.THAILAND: ("th", "thai", "kingdom of thailand", "ထိုင်းနိုင်ငံ", "ယိုးဒယား"),
        Destination.MALAYSIA: ("my", "မလေးရှားနိုင်ငံ"),
        Destination.INDONESIA: ("id",),
        Destination.SINGAPORE: ("sg",),
        Destination.LAOS: ("la", "lao pdr", "lao", "လာအိုနိုင်ငံ"),
        Destination.CAMBODIA: ("kh",),
        Destination.INDIA: ("in", "အိန္ဒိယနိုင်ငံ"),
        Destination.BANGLADESH: ("bd",),
        Destination.EMIRATES: ("ae", "uae", "u.a.e", "dubai", "emirates", "the united arab emirates"),
        Destination.MYANMAR: ("mm", "myanmar", "burma", "internal", "domestic", "within myanmar", "ပြည်တွင်း", "မြန်မာနိုင်ငံ"),
        Destination.OTHER: ("other", "others", "other country", "အခြား"),
    },
)  # fmt: skip
FAMILY_WORDS = _words(
    FamilyAssessment,
    {
        FamilyAssessment.NOT_DONE: ("not done", "not yet", "pending", "no", "not assessed", "မပြုလုပ်ရသေး", *NOT_KNOWN),
        FamilyAssessment.POSITIVE: ("favourable", "favorable", "suitable", "good", "ကောင်း"),
        FamilyAssessment.NEGATIVE: ("unfavourable", "unfavorable", "not suitable", "unsuitable", "မကောင်း"),
        FamilyAssessment.UNTRACED: ("untraced", "not traced", "family not found", "cannot be traced"),
    },
    unknown=False,
)
CATEGORY_WORDS = _words(
    SpecialCategory,
    {
        SpecialCategory.CHILD_ALONE: ("unaccompanied", "unaccompanied minor", "orphan", "child alone"),
        SpecialCategory.MEDICAL: ("medical", "hiv", "sick", "illness", "std"),
        SpecialCategory.MENTAL_HEALTH: ("mental", "psychological", "trauma"),
        SpecialCategory.PREGNANT_OR_INFANT: (
            "pregnant",
            "pregnancy",
            "with infant",
            "with a baby",
            "mother with infant",
        ),
        SpecialCategory.DISABILITY: ("disabled",),
        SpecialCategory.SECURITY_RISK: ("security", "threat", "threatened"),
        SpecialCategory.OTHER: ("other", "others", "အခြား"),
    },
    unknown=False,
)
YES_NO_UNKNOWN_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("yes", "y", "true", "1", "ဟုတ်", "ဟုတ်ကဲ့", "ရှိ", YES, "special", "special case"), True),
    **dict.fromkeys(("no", "n", "false", "0", "မဟုတ်", "မရှိ", NO, "normal"), False),
    **dict.fromkeys(NOT_KNOWN),
}
