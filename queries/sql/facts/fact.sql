-- One row a case that the filters choose: what is recorded of it, the first day of each kind of event as known on the as-of
-- date, and what is told of its periods, its latest family assessment and the agencies that recorded it. part: where it
-- stands in the dimension asked for, as case_fact() words it. What no statement names is not worked out.
WITH happened AS (
    SELECT
        e.case_code,
        min(CASE WHEN e.event_kind = 'identified' THEN e.occurred_on END) AS identified_on,
        min(CASE WHEN e.event_kind = 'admitted_abroad' THEN e.occurred_on END) AS admitted_abroad_on,
        min(CASE WHEN e.event_kind = 'case_file_received' THEN e.occurred_on END) AS case_file_received_on,
        min(CASE WHEN e.event_kind = 'family_contact' THEN e.occurred_on END) AS family_contact_on,
        min(CASE WHEN e.event_kind = 'trained_abroad' THEN e.occurred_on END) AS trained_abroad_on,
        min(CASE WHEN e.event_kind = 'video_shown' THEN e.occurred_on END) AS video_shown_on,
        min(CASE WHEN e.event_kind = 'special_flagged' THEN e.occurred_on END) AS special_flagged_on,
        min(CASE WHEN e.event_kind = 'family_traced' THEN e.occurred_on END) AS family_traced_on,
        min(CASE WHEN e.event_kind = 'family_assessed' THEN e.occurred_on END) AS family_assessed_on,
        min(CASE WHEN e.event_kind = 'family_prepared' THEN e.occurred_on END) AS family_prepared_on,
        min(CASE WHEN e.event_kind = 'escaped' THEN e.occurred_on END) AS escaped_on,
        min(CASE WHEN e.event_kind = 'family_told' THEN e.occurred_on END) AS family_told_on,
        min(CASE WHEN e.event_kind = 'prenotified' THEN e.occurred_on END) AS prenotified_on,
        min(CASE WHEN e.event_kind = 'repatriated' THEN e.occurred_on END) AS repatriated_on,
        min(CASE WHEN e.event_kind = 'shelter_in' THEN e.occurred_on END) AS shelter_in_on,
        min(CASE WHEN e.event_kind = 'stay_offered' THEN e.occurred_on END) AS stay_offered_on,
        min(CASE WHEN e.event_kind = 'needs_assessed' THEN e.occurred_on END) AS needs_assessed_on,
        min(CASE WHEN e.event_kind = 'medical_informed' THEN e.occurred_on END) AS medical_informed_on,
        min(CASE WHEN e.event_kind = 'medical_accepted' THEN e.occurred_on END) AS medical_accepted_on,
        min(CASE WHEN e.event_kind = 'medical_assessed' THEN e.occurred_on END) AS medical_assessed_on,
        min(CASE WHEN e.event_kind = 'assessment_reviewed' THEN e.occurred_on END) AS assessment_reviewed_on,
        min(CASE WHEN e.event_kind = 'life_plan' THEN e.occurred_on END) AS life_plan_on,
        min(CASE WHEN e.event_kind = 'shelter_service' THEN e.occurred_on END) AS shelter_service_on,
        min(CASE WHEN e.event_kind = 'service_declined' THEN e.occurred_on END) AS service_declined_on,
        min(CASE WHEN e.event_kind = 'kit_given' THEN e.occurred_on END) AS kit_given_on,
        min(CASE WHEN e.event_kind = 'kit_rated' THEN e.occurred_on END) AS kit_rated_on,
        min(CASE WHEN e.event_kind = 'alternative_planned' THEN e.occurred_on END) AS alternative_planned_on,
        min(CASE WHEN e.event_kind = 'discussed_at_meeting' THEN e.occurred_on END) AS discussed_at_meeting_on,
        min(CASE WHEN e.event_kind = 'shelter_out' THEN e.occurred_on END) AS shelter_out_on,
        min(CASE WHEN e.event_kind = 'returned_home' THEN e.occurred_on END) AS returned_home_on,
        min(CASE WHEN e.event_kind = 'assigned' THEN e.occurred_on END) AS assigned_on,
        min(CASE WHEN e.event_kind = 'first_visit' THEN e.occurred_on END) AS first_visit_on,
        min(CASE WHEN e.event_kind = 'service_given' THEN e.occurred_on END) AS service_given_on,
        min(CASE WHEN e.event_kind = 'family_consulted' THEN e.occurred_on END) AS family_consulted_on,
        min(CASE WHEN e.event_kind = 'health_referred' THEN e.occurred_on END) AS health_referred_on,
        min(CASE WHEN e.event_kind = 'health_completed' THEN e.occurred_on END) AS health_completed_on,
        min(CASE WHEN e.event_kind = 'minimum_accompanied' THEN e.occurred_on END) AS minimum_accompanied_on,
        min(CASE WHEN e.event_kind = 'minimum_reunited' THEN e.occurred_on END) AS minimum_reunited_on,
        min(CASE WHEN e.event_kind = 'minimum_assessed' THEN e.occurred_on END) AS minimum_assessed_on,
        min(CASE WHEN e.event_kind = 'minimum_items' THEN e.occurred_on END) AS minimum_items_on,
        min(CASE WHEN e.event_kind = 'minimum_transport' THEN e.occurred_on END) AS minimum_transport_on,
        min(CASE WHEN e.event_kind = 'minimum_grant' THEN e.occurred_on END) AS minimum_grant_on,
        min(CASE WHEN e.event_kind = 'legal_started' THEN e.occurred_on END) AS legal_started_on,
        min(CASE WHEN e.event_kind = 'legal_accompanied' THEN e.occurred_on END) AS legal_accompanied_on,
        min(CASE WHEN e.event_kind = 'monitoring_plan' THEN e.occurred_on END) AS monitoring_plan_on,
        min(CASE WHEN e.event_kind = 'closed' THEN e.occurred_on END) AS closed_on,
        min(CASE WHEN e.event_kind = 'revisited' THEN e.occurred_on END) AS revisited_on,
        min(CASE WHEN e.event_kind = 'readmitted' THEN e.occurred_on END) AS readmitted_on,
        min(CASE WHEN e.event_kind = 'case_file_received' AND e.detail IN ('full', 'gaps') THEN e.occurred_on END) AS full_file_on,
        min(CASE WHEN e.event_kind = 'trained_abroad' AND e.detail = 'fits_home' THEN e.occurred_on END) AS trained_fitting_on,
        min(CASE WHEN e.event_kind = 'trained_abroad' AND e.detail = 'other_skill' THEN e.occurred_on END) AS trained_other_on,
        min(CASE WHEN e.event_kind = 'service_given' AND e.detail IN ('livelihood', 'financial') THEN e.occurred_on END) AS income_on,
        min(CASE WHEN e.event_kind = 'service_given' AND e.detail = 'psychosocial' THEN e.occurred_on END) AS psychosocial_on,
        max(CASE WHEN e.event_kind = 'discussed_at_meeting' THEN e.occurred_on END) AS last_discussed_on,
        max(CASE WHEN e.event_kind = 'alternative_planned' THEN e.occurred_on END) AS last_alternative_on
    FROM visible_event($role, $organisation, $shelters) e
    WHERE e.occurred_on <= $as_of AND e.recorded_on <= $as_of
    GROUP BY e.case_code
),
-- First day of need, first day with a provider, first day without one in reach, whether the Department of Social Welfare
-- carried it, the provider of the latest period with one, the latest reason to be without, and the days without one.
care AS (
    SELECT
        a.case_code, min(a.valid_from) AS needed_on,
        min(CASE WHEN a.assignment_state = 'assigned' THEN a.valid_from END) AS carried_on,
        min(CASE WHEN a.unassigned_reason = 'no_provider' THEN a.valid_from END) AS lacked_on,
        bool_or(coalesce(o.kind = 'government', false)) AS by_dsw,
        arg_max(a.organisation_id, (a.valid_from, a.decided_at_utc)) FILTER (a.assignment_state = 'assigned') AS organisation_id,
        arg_max(a.unassigned_reason, (a.valid_from, a.decided_at_utc, a.assignment_id))
            FILTER (a.assignment_state = 'unassigned') AS waited_reason,
        max(CASE WHEN a.assignment_state = 'unassigned' THEN least(coalesce(a.valid_to, $as_of), $as_of) END)
            - min(CASE WHEN a.assignment_state = 'unassigned' THEN a.waiting_since END) AS waited_days
    FROM visible_assignment($role, $organisation, $shelters) a
    LEFT JOIN organisation o ON o.organisation_id = a.organisation_id
    WHERE a.valid_from <= $as_of
    GROUP BY a.case_code
),
assessed AS (
    SELECT
        a.case_code, max(a.assessed_on) AS assessed_on,
        arg_max(a.outcome, (a.assessed_on, a.recorded_on, a.assessment_id)) AS assessed_outcome,
        arg_max(coalesce(a.wants_return, true), (a.assessed_on, a.recorded_on, a.assessment_id)) AS wants_return
    FROM visible_assessment($role, $organisation, $shelters) a
    WHERE a.assessed_on <= $as_of AND a.recorded_on <= $as_of
    GROUP BY a.case_code
),
source AS (
    SELECT s.case_code, bool_or(s.agency = 'atu') AS in_atu, bool_or(s.agency = 'dsw') AS in_dsw
    FROM visible_source($role, $organisation, $shelters) s
    GROUP BY s.case_code
)
SELECT
    v.*, t.dt_pcode, t.st_pcode,
    CASE $dimension
        WHEN 'sex' THEN coalesce(v.sex, 'unknown')
        WHEN 'age_group' THEN v.age_group
        WHEN 'township' THEN coalesce(v.ts_pcode, 'unknown')
        WHEN 'district' THEN coalesce(t.dt_pcode, 'unknown')
        WHEN 'state' THEN coalesce(t.st_pcode, 'unknown')
        WHEN 'destination' THEN coalesce(v.destination, 'unknown')
        WHEN 'corridor' THEN v.corridor
        WHEN 'victim_type' THEN v.victim_type
        WHEN 'purpose' THEN coalesce(v.purpose, 'unknown')
        WHEN 'special' THEN CASE WHEN v.is_special THEN 'yes' ELSE 'no' END
        WHEN 'agency' THEN v.source_agency
        WHEN 'provider' THEN coalesce(a.organisation_id, 'none')
    END AS part,
    h.* EXCLUDE (case_code), a.* EXCLUDE (case_code, organisation_id), l.* EXCLUDE (case_code), s.* EXCLUDE (case_code)
FROM chosen_case(
    $role, $organisation, $shelters, $as_of, $first_year, $last_year, $victim_types, $destinations, $sexes, $age_groups,
    $purposes, $special
) v
LEFT JOIN township t ON t.ts_pcode = v.ts_pcode
LEFT JOIN happened h ON h.case_code = v.case_code
LEFT JOIN care a ON a.case_code = v.case_code
LEFT JOIN assessed l ON l.case_code = v.case_code
LEFT JOIN source s ON s.case_code = v.case_code
