"""What the columns of a provider directory (3W/5W) are called, and the words that stand for its codes."""

from __future__ import annotations

from data.code_words import NO, YES, all_words
from data.columns import Field
from data.errors import N_
from data.vocabulary import ActivityStatus, OrganisationKind, PresenceType

FIELDS = (
    Field(
        "organisation",
        N_("Organisation"),
        "အဖွဲ့အစည်း",
        ("organization", "organisation name", "organization name", "org", "org name", "agency", "partner",
         "partner name", "lead organisation", "lead organization", "reporting organisation", "reporting organization",
         "ngo", "who", "name of organisation", "name of organization", "အဖွဲ့အစည်းအမည်", "မိတ်ဖက်အဖွဲ့"),
        ("#org", "#org+name", "#org+lead"),
    ),
    Field(
        "implementing_partner",
        N_("Implementing partner"),
        "အကောင်အထည်ဖော်သည့်အဖွဲ့",
        ("implementing organisation", "implementing organization", "implementing agency", "implementer", "ip"),
        ("#org+impl",),
    ),
    Field("acronym", N_("Acronym"), "အတိုကောက်", ("org acronym", "short name", "abbreviation"), ("#org+acronym",)),
    Field(
        "organisation_kind",
        N_("Type of organisation"),
        "အဖွဲ့အစည်းအမျိုးအစား",
        ("type of organization", "organisation type", "organization type", "org type", "agency type", "partner type"),
        ("#org+type",),
    ),
    Field(
        "partners",
        N_("Number of partners"),
        "မိတ်ဖက်အရေအတွက်",
        ("partners", "no of partners", "of partners", "partner count", "organisations", "number of organisations",
         "number of organizations"),
        ("#org+num", "#org+count"),
    ),
    Field(
        "activity",
        N_("Activity"),
        "လုပ်ငန်း",
        ("activities", "activity description", "project", "project title", "intervention", "what", "activity type",
         "sub activity", "လုပ်ငန်းများ", "လုပ်ဆောင်ချက်"),
        ("#activity", "#activity+name", "#output"),
    ),
    Field("sector", N_("Sector"), "ကဏ္ဍ", ("cluster", "sector cluster", "theme"), ("#sector", "#sector+name")),
    Field(
        "services",
        N_("Services"),
        "ဝန်ဆောင်မှုများ",
        ("service", "services provided", "type of service", "service type", "ဝန်ဆောင်မှု"),
        ("#service", "#activity+service"),
    ),
    Field(
        "state_pcode",
        N_("State or region P-code"),
        "ပြည်နယ်/တိုင်း P-code",
        ("admin1 pcode", "adm1 pcode", "admin1pcode", "st pcode", "sr pcode", "state pcode", "state region pcode",
         "state p code", "region pcode", "admin 1 pcode"),
        ("#adm1+code",),
    ),
    Field(
        "state",
        N_("State or region"),
        "ပြည်နယ်/တိုင်း",
        ("state", "region", "state region", "state division", "admin1", "admin 1", "admin1 name", "adm1 en", "st",
         "state name", "ပြည်နယ်", "တိုင်း", "တိုင်းဒေသကြီး", "ပြည်နယ်နှင့်တိုင်း"),
        ("#adm1", "#adm1+name"),
    ),
    Field(
        "district",
        N_("District"),
        "ခရိုင်",
        ("admin2", "admin 2", "admin2 name", "adm2 en", "dt"),
        ("#adm2", "#adm2+name"),
    ),
    Field(
        "township_pcode",
        N_("Township P-code"),
        "မြို့နယ် P-code",
        ("admin3 pcode", "adm3 pcode", "admin3pcode", "ts pcode", "tsp pcode", "township pcode", "township code",
         "pcode", "p code", "admin 3 pcode"),
        ("#adm3+code",),
    ),
    Field(
        "township",
        N_("Township"),
        "မြို့နယ်",
        ("admin3", "admin 3", "admin3 name", "adm3 en", "ts", "tsp", "township name", "where", "location township",
         "မြို့နယ်အမည်"),
        ("#adm3", "#adm3+name"),
    ),
    Field(
        "presence_type",
        N_("Type of presence"),
        "တည်ရှိမှုပုံစံ",
        ("presence", "presence type", "modality", "modality of presence", "resident or roving"),
        ("#modality", "#org+presence"),
    ),
    Field(
        "base_township_pcode",
        N_("Base township P-code"),
        "အခြေစိုက်မြို့နယ် P-code",
        ("base ts pcode", "base pcode", "base p code", "pcode of base township", "home township pcode"),
        ("#adm3+base+code",),
    ),
    Field(
        "base_township",
        N_("Base township"),
        "အခြေစိုက်မြို့နယ်",
        ("base", "based in", "roving base", "base of the roving worker", "home township"),
        ("#adm3+base", "#adm3+base+name"),
    ),
    Field(
        "is_reintegration",
        N_("Reintegration of trafficked people"),
        "လူကုန်ကူးခံရသူ ပြန်လည်ပေါင်းစည်းရေး",
        ("reintegration", "reintegration provider", "is reintegration", "reintegration yes no", "trafficking specific",
         "takes victims of trafficking", "vot reintegration"),
        ("#service+reintegration",),
    ),
    Field(
        "status",
        N_("Status"),
        "အခြေအနေ",
        ("activity status", "project status", "current status", "လုပ်ငန်းအခြေအနေ"),
        ("#status",),
    ),
    Field(
        "case_workers",
        N_("Case workers"),
        "အမှုကိုင်ဝန်ထမ်း",
        ("number of case workers", "no of case workers", "caseworkers", "social workers", "staff case workers"),
        ("#capacity+staff",),
    ),
    Field(
        "capacity_people",
        N_("Capacity (people)"),
        "လက်ခံနိုင်သူဦးရေ",
        ("capacity", "capacity people", "maximum cases", "places", "case capacity"),
        ("#capacity", "#capacity+people"),
    ),
    Field(
        "people_reached",
        N_("People reached"),
        "ရောက်ရှိသူဦးရေ",
        ("reached", "beneficiaries", "total beneficiaries", "number of beneficiaries", "no of beneficiaries",
         "people assisted", "individuals reached", "number of people reached", "of people reached", "total reached",
         "beneficiaries reached", "အကျိုးခံစားသူ", "အကျိုးခံစားသူဦးရေ"),
        ("#reached", "#reached+total", "#beneficiary"),
    ),
    Field(
        "target_group",
        N_("For whom"),
        "မည်သူ့အတွက်",
        ("target group", "beneficiary type", "target population", "type of beneficiaries"),
        ("#beneficiary+type", "#targeted+type"),
    ),
    Field(
        "from_on",
        N_("Start date"),
        "စတင်သည့်နေ့",
        ("start", "from", "from date", "date start", "project start", "start of activity", "begin date", "since"),
        ("#date+start",),
    ),
    Field(
        "to_on",
        N_("End date"),
        "ပြီးဆုံးသည့်နေ့",
        ("end", "to", "to date", "date end", "project end", "end of activity", "until"),
        ("#date+end",),
    ),
    Field(
        "last_confirmed_on",
        N_("Last updated"),
        "နောက်ဆုံးအတည်ပြုသည့်နေ့",
        ("last update", "updated", "updated on", "last confirmed", "last confirmed on", "date updated",
         "date of update", "reporting date", "confirmed on", "as of"),
        ("#date+updated", "#date+reported", "#date+confirmed"),
    ),
    Field("source", N_("Source"), "အရင်းအမြစ်", ("data source", "information source", "reference"), ("#meta+source",)),
)  # fmt: skip

STATUS_WORDS = {
    **all_words(ActivityStatus),
    **dict.fromkeys(
        ("planned", "pipeline", "upcoming", "not started", "proposed", "စီစဉ်ထား", "စီစဉ်ဆဲ"), ActivityStatus.PLANNED
    ),
    **dict.fromkeys(
        ("ongoing", "on going", "active", "current", "in progress", "implementing", "running", "ဆောင်ရွက်ဆဲ", "လုပ်ဆောင်ဆဲ"),
        ActivityStatus.ONGOING,
    ),
    **dict.fromkeys(("suspended", "on hold", "paused", "halted", "stopped", "ဆိုင်းငံ့", "ရပ်ဆိုင်း"), ActivityStatus.SUSPENDED),
    **dict.fromkeys(
        ("completed", "complete", "finished", "closed", "ended", "done", "ပြီးစီး", "ပြီးဆုံး", "ပြီးစီးပြီး"),
        ActivityStatus.COMPLETED,
    ),
}
PRESENCE_WORDS = {
    **all_words(PresenceType),
    **dict.fromkeys(
        ("resident", "resident office", "office", "static", "permanent", "field office", "ရုံးရှိ", "အမြဲတမ်း"),
        PresenceType.RESIDENT,
    ),
    **dict.fromkeys(
        ("roving", "roving case worker", "roving worker", "mobile", "mobile team", "လှည့်လည်"), PresenceType.ROVING
    ),
    **dict.fromkeys(("outreach", "outreach visits", "visits", "visiting", "ကွင်းဆင်း"), PresenceType.OUTREACH),
}
KIND_WORDS = {
    **all_words(OrganisationKind),
    **dict.fromkeys(("un", "un agency", "united nations", "un body", "ကုလသမဂ္ဂ"), OrganisationKind.UN),
    **dict.fromkeys(("ingo", "international ngo", "international", "i ngo", "အပြည်ပြည်ဆိုင်ရာ"), OrganisationKind.INGO),
    **dict.fromkeys(
        ("ngo", "nngo", "lngo", "national ngo", "local ngo", "national", "l nngo", "lnngo", "အင်န်ဂျီအို"),
        OrganisationKind.NGO,
    ),
    **dict.fromkeys(
        ("cbo", "community based organisation", "community based organization", "cso", "civil society"),
        OrganisationKind.CBO,
    ),
    **dict.fromkeys(
        ("government", "gov", "dsw", "department of social welfare", "ministry"), OrganisationKind.GOVERNMENT
    ),
    **dict.fromkeys(("maaf", "myanmar anti trafficking associates"), OrganisationKind.MAAF),
    **dict.fromkeys(
        ("other", "others", "red cross", "private", "private sector", "academic", "unknown"), OrganisationKind.OTHER
    ),
}
YES_NO_WORDS = {
    **dict.fromkeys(("yes", "y", "true", "1", "ဟုတ်", "ဟုတ်ကဲ့", "ရှိ", YES), True),
    **dict.fromkeys(("no", "n", "false", "0", "မဟုတ်", "မရှိ", NO), False),
}
DATE_FIELDS = ("from_on", "to_on", "last_confirmed_on")
