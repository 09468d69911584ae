"""What the columns of the national and the shelter spreadsheet are called, and which columns are never stored."""

from __future__ import annotations

from data.columns import Field
from data.errors import N_

FORBIDDEN = (
    Field(
        "name",
        "Name",
        "အမည်",
        ("names", "victim name", "name of victim", "victim's name", "full name", "first name", "last name", "surname",
         "given name", "nickname", "alias", "other name", "other names", "name of person", "client name",
         "beneficiary name",
         "survivor name", "vot name", "name of vot", "name in english", "name in burmese", "name in myanmar", "name en",
         "name my", "person name", "name of child", "child name", "နာမည်", "နာမည်အပြည့်အစုံ", "လူကုန်ကူးခံရသူအမည်",
         "ကာယကံရှင်အမည်", "အမည်များ"),
    ),
    Field(
        "parents",
        "Father's name",
        "အဘအမည်",
        ("father", "father name", "fathers name", "name of father", "mother", "mother name", "mothers name",
         "mother's name",
         "name of mother", "parents", "parents name", "parent name", "parents' names", "guardian", "guardian name",
         "guardian's name", "husband name", "spouse name", "spouse", "next of kin", "family member name", "အဖအမည်",
         "ဖခင်အမည်", "အမိအမည်", "မိခင်အမည်", "မိဘအမည်", "အုပ်ထိန်းသူ", "အုပ်ထိန်းသူအမည်"),
    ),
    Field(
        "identity",
        "NRC",
        "မှတ်ပုံတင်အမှတ်",
        ("nrc no", "nrc number", "n.r.c", "nrc id", "national registration card", "national id", "national id number",
         "id card", "id card number", "id number", "identity card", "identity number", "passport", "passport no",
         "passport number", "citizenship card", "nrcc", "border pass", "household registration", "family list number",
         "မှတ်ပုံတင်", "နိုင်ငံသားစိစစ်ရေးကတ်", "နိုင်ငံသားစိစစ်ရေးကတ်အမှတ်", "ပတ်စပို့"),
    ),
    Field(
        "phone",
        "Telephone",
        "ဖုန်းနံပါတ်",
        ("phone", "phone no", "phone number", "telephone no", "telephone number", "tel", "tel no", "mobile",
         "mobile no",
         "mobile number", "contact", "contact no", "contact number", "contact details", "email", "e-mail", "facebook",
         "line id", "viber", "ဖုန်း", "ဆက်သွယ်ရန်", "ဆက်သွယ်ရန်ဖုန်း"),
    ),
    Field(
        "address",
        "Address",
        "နေရပ်လိပ်စာ",
        ("home address", "full address", "permanent address", "current address", "street", "house no", "house number",
         "residence", "address of victim", "လိပ်စာ", "နေရပ်", "အိမ်အမှတ်"),
    ),
    Field(
        "birth",
        "Date of birth",
        "မွေးသက္ကရာဇ်",
        ("dob", "birth date", "birthdate", "birthday", "d.o.b", "မွေးနေ့", "မွေးနေ့သက္ကရာဇ်"),
    ),
)  # fmt: skip

CASE_CODE = Field(
    "case_code", N_("Register code"), "မှတ်ပုံတင်စာရင်းကုဒ်", ("register case code", "atlas code"), ("#meta+id+register",)
)

WHO = (
    Field(
        "reference",
        N_("Reference code"),
        "ရည်ညွှန်းကုဒ်",
        ("reference", "ref", "ref no", "reference no", "reference number", "case code", "case id", "case no",
         "case number",
         "case reference", "victim code", "victim id", "vot id", "vot code", "code", "id", "file no", "file number",
         "ကုဒ်", "အမှုတွဲအမှတ်", "အမှုအမှတ်"),
        ("#meta+id", "#meta+id+case"),
    ),
    Field(
        "source_agency",
        N_("Source agency"),
        "မှတ်တမ်းတင်သည့်ဌာန",
        ("agency", "source", "recorded by", "reported by", "reporting agency", "data source", "identified by", "ဌာန"),
        ("#org+source", "#meta+source"),
    ),
    Field(
        "other_agencies",
        N_("Other agencies with a record"),
        "မှတ်တမ်းရှိသည့် အခြားဌာနများ",
        ("other agencies", "further agencies", "also recorded by", "second source", "other sources"),
        ("#org+source+other",),
    ),
    Field(
        "victim_type",
        N_("Type of victim"),
        "လူကုန်ကူးခံရသူ အမျိုးအစား",
        ("victim type", "victim category", "category of victim", "type", "type of case", "case type", "အမျိုးအစား"),
        ("#affected+type",),
    ),
    Field("sex", N_("Sex"), "လိင်", ("gender", "m f", "sex m f", "ကျား မ", "ကျား/မ"), ("#affected+sex",
        "#affected+gender")),
    Field(
        "age_years",
        N_("Age (years)"),
        "အသက် (နှစ်)",
        ("age", "age in years", "age at identification", "years of age", "အသက်"),
        ("#affected+age",),
    ),
)  # fmt: skip
WHERE = (
    Field(
        "village",
        N_("Source village"),
        "မူရင်းကျေးရွာ",
        ("village", "home village", "village of origin", "native village", "ward village", "village ward",
         "village tract",
         "ward", "ကျေးရွာ", "ရွာ", "ရပ်ကွက်ကျေးရွာ"),
        ("#adm5", "#adm5+name", "#loc+village"),
    ),
    Field(
        "township",
        N_("Source township"),
        "မူရင်းမြို့နယ်",
        ("township", "home township", "township of origin", "native township", "origin township", "ts", "tsp",
         "township name", "admin3", "admin 3", "admin3 name", "adm3 en", "place of origin", "မြို့နယ်", "ဇာတိမြို့နယ်"),
        ("#adm3", "#adm3+name"),
    ),
    Field(
        "township_pcode",
        N_("Township P-code"),
        "မြို့နယ် P-code",
        ("admin3 pcode", "adm3 pcode", "admin3pcode", "ts pcode", "tsp pcode", "township code", "pcode", "p code",
         "admin 3 pcode", "source township pcode"),
        ("#adm3+code",),
    ),
    Field(
        "district",
        N_("District"),
        "ခရိုင်",
        ("admin2", "admin 2", "admin2 name", "adm2 en", "source district", "home district"),
        ("#adm2", "#adm2+name"),
    ),
    Field(
        "state",
        N_("Source state or region"),
        "မူရင်းပြည်နယ်/တိုင်း",
        ("state or region", "state", "region", "state region", "state division", "division", "home state",
         "state of origin",
         "source state", "source state region", "admin1", "admin 1", "admin1 name", "adm1 en", "state name",
         "ပြည်နယ်/တိုင်း", "ပြည်နယ်", "တိုင်း", "တိုင်းဒေသကြီး"),
        ("#adm1", "#adm1+name"),
    ),
    Field(
        "state_pcode",
        N_("State or region P-code"),
        "ပြည်နယ်/တိုင်း P-code",
        ("admin1 pcode", "adm1 pcode", "admin1pcode", "st pcode", "sr pcode", "state pcode", "state region pcode",
         "admin 1 pcode"),
        ("#adm1+code",),
    ),
)  # fmt: skip
WHEN = (
    Field(
        "recruitment",
        N_("Month of recruitment"),
        "စုဆောင်းခံရသည့်လ",
        ("recruitment", "date of recruitment", "recruitment date", "month year of recruitment", "recruited",
         "recruited on",
         "date recruited", "date of trafficking", "trafficked on", "စုဆောင်းခံရသည့်နေ့"),
        ("#date+recruited",),
    ),
    Field(
        "identified",
        N_("Month of identification"),
        "ဖော်ထုတ်သိရှိသည့်လ",
        ("identification", "date of identification", "identification date", "month year of identification",
         "identified",
         "identified on", "date identified", "ဖော်ထုတ်သည့်နေ့"),
        ("#date+identified",),
    ),
    Field(
        "returned",
        N_("Month of repatriation or return"),
        "ပြန်လည်ရောက်ရှိသည့်လ",
        ("month of repatriation", "repatriation", "date of repatriation", "repatriation date",
         "month year of repatriation",
         "repatriated on", "repatriated", "date of return", "return date", "return", "returned", "returned on",
         "month of return", "ပြန်ပို့သည့်နေ့", "ပြန်ရောက်သည့်နေ့"),
        ("#date+returned", "#date+repatriated"),
    ),
    Field(
        "closed",
        N_("Month of closure"),
        "အမှုပိတ်သည့်လ",
        ("closed", "closure", "case closed", "date closed", "closed on", "date of closure", "အမှုပိတ်သည့်နေ့"),
        ("#date+closed",),
    ),
)  # fmt: skip
WHAT = (
    Field(
        "destination",
        N_("Destination country"),
        "ရောက်ရှိသည့်နိုင်ငံ",
        ("destination", "country of destination", "country", "trafficked to", "country of exploitation", "နိုင်ငံ"),
        ("#country+destination", "#country"),
    ),
    Field(
        "purpose",
        N_("Purpose of trafficking"),
        "လူကုန်ကူးသည့်ရည်ရွယ်ချက်",
        ("purpose", "type of trafficking", "form of trafficking", "type of exploitation", "exploitation",
         "form of exploitation",
         "trafficking type", "ရည်ရွယ်ချက်", "လူကုန်ကူးမှုအမျိုးအစား"),
        ("#cause+purpose", "#cause"),
    ),
    Field(
        "is_special",
        N_("Special Case"),
        "အထူးအမှု",
        ("special", "special case yes no", "is special", "special needs case", "special needs"),
        ("#indicator+special",),
    ),
    Field(
        "special_category",
        N_("Category of special need"),
        "အထူးလိုအပ်ချက်အမျိုးအစား",
        ("special category", "special case category", "category of special case", "special needs category"),
        ("#indicator+special+category",),
    ),
    Field(
        "family_assessment",
        N_("Family assessment"),
        "မိသားစုဆန်းစစ်ချက်",
        ("assessment of the family", "family assessment result", "result of family assessment", "fa result"),
        ("#indicator+family",),
    ),
)  # fmt: skip
RECORDED = Field(
    "recorded_on",
    N_("Date recorded"),
    "မှတ်တမ်းတင်သည့်နေ့",
    (
        "recorded on",
        "recorded",
        "date of record",
        "entry date",
        "date entered",
        "registered on",
        "date of registration",
    ),
    ("#date+recorded",),
)

NATIONAL_FIELDS = (*WHO, *WHERE, *WHEN, *WHAT, RECORDED, CASE_CODE)
MONTH_FIELDS = tuple(field.key for field in WHEN)
