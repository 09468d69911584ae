"""What is written of one case: events, Special Cases, needs, family assessments. The names to use from elsewhere."""

from __future__ import annotations

from data.case_assessments import NewAssessment as NewAssessment
from data.case_assessments import record_assessment as record_assessment
from data.case_assessments import risk_items as risk_items
from data.case_assessments import take_back_assessment as take_back_assessment
from data.case_flags import drop_need as drop_need
from data.case_flags import flag_special as flag_special
from data.case_flags import note_need as note_need
from data.case_flags import unflag as unflag
from data.case_record import NewEvent as NewEvent
from data.case_record import record as record
from data.case_record import record_in as record_in
from data.case_record import take_back as take_back
from data.case_record import version as version
from data.case_record import withdraw_in as withdraw_in
