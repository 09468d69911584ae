"""Cases: the list of those that the reader works with, and the page of one: its time line, what is due, the forms."""

from ui import case_alternatives, case_forms, case_list, case_page, case_words, state
from ui.frame import page
from ui.text import _

case_code = state.page_value(case_words.KEY)
page(
    _("Cases"),
    state.CASE_ROLES,
    _("Each case through its stages: what happened, what is due and what is missing. Codes only; that you looked is "
      "recorded."),
    about_cases=not case_code and case_alternatives.chosen() is case_alternatives.Part.LIST,
)  # fmt: skip
case_forms.say()
if case_code:
    case_page.show(case_code)
elif case_alternatives.part() is case_alternatives.Part.ALTERNATIVES:
    case_alternatives.show()
else:
    case_list.show()
