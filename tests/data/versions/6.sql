-- The tables of schema version 6 as they were; of its macros and comments one each.
CREATE TABLE setting (
    key VARCHAR PRIMARY KEY,
    value VARCHAR NOT NULL,
    updated_by VARCHAR NOT NULL,
    updated_at_utc TIMESTAMP NOT NULL
);
COMMENT ON TABLE setting IS 'Values that people may change; names, units and defaults stand in data/settings.py.';
CREATE TABLE township (
    ts_pcode VARCHAR PRIMARY KEY,
    ts_name_en VARCHAR NOT NULL,
    ts_name_my VARCHAR NOT NULL,
    dt_pcode VARCHAR NOT NULL,
    dt_name_en VARCHAR NOT NULL,
    dt_name_my VARCHAR NOT NULL,
    st_pcode VARCHAR NOT NULL,
    st_name_en VARCHAR NOT NULL,
    st_name_my VARCHAR NOT NULL,
    sr_pcode VARCHAR NOT NULL,
    sr_name_en VARCHAR NOT NULL,
    sr_name_my VARCHAR NOT NULL,
    sr_type VARCHAR NOT NULL,
    self_admin VARCHAR,
    lat DOUBLE NOT NULL CHECK (lat BETWEEN 9 AND 29),
    lon DOUBLE NOT NULL CHECK (lon BETWEEN 92 AND 102),
    rep_lat DOUBLE NOT NULL CHECK (rep_lat BETWEEN 9 AND 29),
    rep_lon DOUBLE NOT NULL CHECK (rep_lon BETWEEN 92 AND 102),
    area_km2 DOUBLE NOT NULL CHECK (area_km2 > 0),
    population_2014 BIGINT CHECK (population_2014 >= 0)
);
CREATE TABLE township_alternate_name (
    ts_pcode VARCHAR NOT NULL REFERENCES township (ts_pcode),
    alt_name VARCHAR NOT NULL,
    script VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    confirmed_by VARCHAR,
    confirmed_at_utc TIMESTAMP,
    UNIQUE (ts_pcode, alt_name)
);
CREATE TABLE township_code_change (
    old_ts_pcode VARCHAR NOT NULL,
    new_ts_pcode VARCHAR,
    kind VARCHAR NOT NULL CHECK (kind IN ('split', 'merge', 'recode')),
    changed_in INTEGER,
    note VARCHAR NOT NULL
);
CREATE TABLE import_batch (
    batch_id VARCHAR PRIMARY KEY,
    import_format VARCHAR NOT NULL CHECK (import_format IN ('national', 'shelter', 'providers', 'register', 'demonstration')),
    file_name VARCHAR NOT NULL,
    file_sha256 VARCHAR NOT NULL,
    loaded_by VARCHAR NOT NULL,
    loaded_at_utc TIMESTAMP NOT NULL,
    rows_in_file INTEGER NOT NULL CHECK (rows_in_file >= 0),
    rows_loaded INTEGER NOT NULL CHECK (rows_loaded >= 0),
    rows_rejected INTEGER NOT NULL CHECK (rows_rejected >= 0),
    rows_double INTEGER NOT NULL DEFAULT 0 CHECK (rows_double >= 0),
    undone_at_utc TIMESTAMP,
    CHECK (rows_loaded + rows_rejected + rows_double = rows_in_file)
);
CREATE TABLE import_reject (
    batch_id VARCHAR NOT NULL REFERENCES import_batch (batch_id),
    row_no INTEGER NOT NULL CHECK (row_no >= 1),
    column_name VARCHAR,
    written_value VARCHAR,
    reason_code VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    facts VARCHAR
);
CREATE TABLE organisation (
    organisation_id VARCHAR PRIMARY KEY,
    name VARCHAR NOT NULL UNIQUE,
    acronym VARCHAR,
    kind VARCHAR NOT NULL CHECK (kind IN ('un', 'ingo', 'ngo', 'cbo', 'government', 'maaf', 'other')),
    batch_id VARCHAR REFERENCES import_batch (batch_id)
);
CREATE TABLE provider_presence (
    presence_id VARCHAR PRIMARY KEY,
    organisation_id VARCHAR NOT NULL REFERENCES organisation (organisation_id),
    ts_pcode VARCHAR NOT NULL REFERENCES township (ts_pcode),
    presence_type VARCHAR NOT NULL CHECK (presence_type IN ('resident', 'roving', 'outreach')),
    is_reintegration BOOLEAN NOT NULL,
    activity VARCHAR,
    activity_status VARCHAR NOT NULL CHECK (activity_status IN ('planned', 'ongoing', 'suspended', 'completed')),
    base_presence_id VARCHAR,
    case_workers INTEGER CHECK (case_workers >= 0),
    capacity_people INTEGER CHECK (capacity_people >= 0),
    people_reached INTEGER CHECK (people_reached >= 0),
    serves_children BOOLEAN,
    serves_adults BOOLEAN,
    from_on DATE,
    to_on DATE,
    last_confirmed_on DATE,
    source VARCHAR NOT NULL,
    batch_id VARCHAR REFERENCES import_batch (batch_id),
    withdrawn BOOLEAN NOT NULL DEFAULT false,
    CHECK (to_on IS NULL OR from_on IS NULL OR to_on >= from_on),
    CHECK (base_presence_id IS NULL OR presence_type <> 'resident'),
    CHECK (base_presence_id IS NULL OR (capacity_people IS NULL AND case_workers IS NULL))
);
CREATE TABLE presence_renewal (
    batch_id VARCHAR NOT NULL REFERENCES import_batch (batch_id),
    presence_id VARCHAR NOT NULL REFERENCES provider_presence (presence_id),
    confirmed_before DATE,
    confirmed_after DATE NOT NULL
);
CREATE TABLE presence_service (
    presence_id VARCHAR NOT NULL REFERENCES provider_presence (presence_id),
    service VARCHAR NOT NULL CHECK (service IN ('case_management', 'psychosocial', 'health', 'legal', 'livelihood', 'education', 'financial', 'shelter', 'food', 'other')),
    UNIQUE (presence_id, service)
);
CREATE TABLE dsw_office (
    office_id VARCHAR PRIMARY KEY,
    place VARCHAR NOT NULL,
    ts_pcode VARCHAR NOT NULL REFERENCES township (ts_pcode),
    lat DOUBLE NOT NULL CHECK (lat BETWEEN 9 AND 29),
    lon DOUBLE NOT NULL CHECK (lon BETWEEN 92 AND 102),
    level VARCHAR NOT NULL,
    evidence VARCHAR NOT NULL,
    precision_note VARCHAR NOT NULL
);
CREATE TABLE shelter (
    shelter_id VARCHAR PRIMARY KEY,
    place VARCHAR NOT NULL,
    ts_pcode VARCHAR NOT NULL REFERENCES township (ts_pcode),
    lat DOUBLE NOT NULL CHECK (lat BETWEEN 9 AND 29),
    lon DOUBLE NOT NULL CHECK (lon BETWEEN 92 AND 102),
    shelter_role VARCHAR NOT NULL CHECK (shelter_role IN ('border_transit', 'transit_shelter', 'abroad')),
    evidence VARCHAR NOT NULL,
    precision_note VARCHAR NOT NULL
);
CREATE TABLE victim_case (
    case_code VARCHAR PRIMARY KEY,
    victim_type VARCHAR NOT NULL CHECK (victim_type IN ('g2g', 'internal', 'self_cross_border', 'self_internal')),
    source_agency VARCHAR NOT NULL CHECK (source_agency IN ('atu', 'dsw', 'ngo')),
    sex VARCHAR CHECK (sex IN ('female', 'male', 'other')),
    age_years INTEGER CHECK (age_years BETWEEN 0 AND 110),
    ts_pcode VARCHAR REFERENCES township (ts_pcode),
    village_written VARCHAR,
    destination VARCHAR CHECK (destination IN ('CHN', 'THA', 'MYS', 'IDN', 'SGP', 'LAO', 'KHM', 'IND', 'BGD', 'ARE', 'MMR', 'OTH')),
    recruitment_month DATE CHECK (day(recruitment_month) = 1),
    identified_month DATE NOT NULL CHECK (day(identified_month) = 1),
    return_month DATE CHECK (day(return_month) = 1),
    purpose VARCHAR CHECK (purpose IN ('forced_labour', 'sexual_exploitation', 'forced_marriage', 'child_labour', 'servitude', 'forced_begging', 'forced_adoption', 'surrogacy', 'organ_removal', 'armed_group', 'other')),
    is_special BOOLEAN NOT NULL,
    family_assessment VARCHAR NOT NULL CHECK (family_assessment IN ('not_done', 'positive', 'negative', 'untraced')),
    shelter_id VARCHAR REFERENCES shelter (shelter_id),
    recorded_on DATE NOT NULL,
    batch_id VARCHAR REFERENCES import_batch (batch_id),
    merged_into VARCHAR,
    withdrawn BOOLEAN NOT NULL DEFAULT false,
    CHECK (recruitment_month IS NULL OR recruitment_month <= identified_month),
    CHECK (return_month IS NULL OR recruitment_month IS NULL OR return_month >= recruitment_month)
);
CREATE TABLE case_source (
    case_code VARCHAR NOT NULL,
    agency VARCHAR NOT NULL CHECK (agency IN ('atu', 'dsw', 'ngo')),
    batch_id VARCHAR REFERENCES import_batch (batch_id),
    row_no INTEGER,
    reference VARCHAR
);
CREATE TABLE case_pair (
    pair_id VARCHAR PRIMARY KEY,
    case_code_a VARCHAR NOT NULL,
    case_code_b VARCHAR NOT NULL,
    score DOUBLE NOT NULL CHECK (score BETWEEN 0 AND 1),
    why VARCHAR NOT NULL,
    state VARCHAR NOT NULL CHECK (state IN ('proposed', 'confirmed', 'rejected')),
    decided_by VARCHAR,
    decided_at_utc TIMESTAMP,
    CHECK (case_code_a < case_code_b),
    CHECK ((state = 'proposed') = (decided_by IS NULL)),
    CHECK ((decided_by IS NULL) = (decided_at_utc IS NULL)),
    UNIQUE (case_code_a, case_code_b)
);
CREATE TABLE case_flag (
    case_code VARCHAR NOT NULL,
    special_category VARCHAR NOT NULL CHECK (special_category IN ('child_alone', 'medical', 'mental_health', 'pregnant_or_infant', 'disability', 'security_risk', 'other')),
    flagged_on DATE NOT NULL,
    flagged_by VARCHAR NOT NULL,
    withdrawn BOOLEAN NOT NULL DEFAULT false
);
CREATE TABLE case_event (
    event_id VARCHAR NOT NULL,
    case_code VARCHAR NOT NULL,
    event_kind VARCHAR NOT NULL CHECK (event_kind IN ('identified', 'admitted_abroad', 'case_file_received', 'family_contact', 'trained_abroad', 'video_shown', 'special_flagged', 'family_traced', 'family_assessed', 'family_prepared', 'escaped', 'family_told', 'prenotified', 'repatriated', 'shelter_in', 'stay_offered', 'needs_assessed', 'medical_informed', 'medical_accepted', 'medical_assessed', 'assessment_reviewed', 'life_plan', 'shelter_service', 'service_declined', 'kit_given', 'kit_rated', 'alternative_planned', 'discussed_at_meeting', 'shelter_out', 'returned_home', 'assigned', 'first_visit', 'service_given', 'family_consulted', 'health_referred', 'health_completed', 'minimum_accompanied', 'minimum_reunited', 'minimum_assessed', 'minimum_items', 'minimum_transport', 'minimum_grant', 'legal_started', 'legal_accompanied', 'monitoring_plan', 'closed', 'revisited', 'readmitted')),
    occurred_on DATE NOT NULL,
    recorded_on DATE NOT NULL,
    organisation_id VARCHAR,
    shelter_id VARCHAR,
    detail VARCHAR,
    amount DOUBLE,
    recorded_by VARCHAR,
    withdrawn BOOLEAN NOT NULL DEFAULT false,
    CHECK (recorded_on >= occurred_on)
);
CREATE TABLE assignment (
    assignment_id VARCHAR NOT NULL,
    case_code VARCHAR NOT NULL,
    assignment_state VARCHAR NOT NULL CHECK (assignment_state IN ('assigned', 'unassigned')),
    presence_id VARCHAR REFERENCES provider_presence (presence_id),
    organisation_id VARCHAR,
    unassigned_reason VARCHAR CHECK (unassigned_reason IN ('no_provider', 'provider_full', 'negative_assessment', 'untraced', 'declined', 'not_considered')),
    valid_from DATE NOT NULL,
    valid_to DATE,
    waiting_since DATE,
    end_reason VARCHAR CHECK (end_reason IN ('closed', 'transferred', 'assigned', 'reason_changed', 'provider_left', 'left', 'declined')),
    decided_by VARCHAR NOT NULL,
    decided_at_utc TIMESTAMP NOT NULL,
    worker_id VARCHAR,
    meeting_id VARCHAR,
    note VARCHAR,
    withdrawn BOOLEAN NOT NULL DEFAULT false,
    CHECK ((assignment_state = 'assigned') = (presence_id IS NOT NULL)),
    CHECK ((assignment_state = 'assigned') = (organisation_id IS NOT NULL)),
    CHECK ((assignment_state = 'unassigned') = (unassigned_reason IS NOT NULL)),
    CHECK ((assignment_state = 'unassigned') = (waiting_since IS NOT NULL)),
    CHECK (waiting_since IS NULL OR waiting_since <= valid_from),
    CHECK (valid_to IS NULL OR valid_to >= valid_from),
    CHECK ((valid_to IS NULL) = (end_reason IS NULL))
);
CREATE TABLE case_worker (
    worker_id VARCHAR PRIMARY KEY,
    presence_id VARCHAR NOT NULL REFERENCES provider_presence (presence_id),
    code VARCHAR NOT NULL,
    from_on DATE,
    to_on DATE,
    recorded_by VARCHAR NOT NULL,
    recorded_at_utc TIMESTAMP NOT NULL,
    CHECK (to_on IS NULL OR from_on IS NULL OR to_on >= from_on),
    UNIQUE (presence_id, code)
);
CREATE TABLE case_need (
    case_code VARCHAR NOT NULL,
    service VARCHAR NOT NULL CHECK (service IN ('case_management', 'psychosocial', 'health', 'legal', 'livelihood', 'education', 'financial', 'shelter', 'food', 'other')),
    noted_on DATE NOT NULL,
    noted_by VARCHAR NOT NULL,
    withdrawn BOOLEAN NOT NULL DEFAULT false
);
CREATE TABLE assessment (
    assessment_id VARCHAR PRIMARY KEY,
    case_code VARCHAR NOT NULL,
    assessed_on DATE NOT NULL,
    recorded_on DATE NOT NULL,
    organisation_id VARCHAR REFERENCES organisation (organisation_id),
    outcome VARCHAR NOT NULL CHECK (outcome IN ('positive', 'negative')),
    wants_return BOOLEAN,
    is_child BOOLEAN NOT NULL,
    family_assessment_before VARCHAR CHECK (family_assessment_before IN ('not_done', 'positive', 'negative', 'untraced')),
    recorded_by VARCHAR NOT NULL,
    withdrawn BOOLEAN NOT NULL DEFAULT false,
    CHECK (recorded_on >= assessed_on)
);
CREATE TABLE assessment_risk (
    assessment_id VARCHAR NOT NULL REFERENCES assessment (assessment_id),
    risk_item VARCHAR NOT NULL CHECK (risk_item IN ('family_violence', 'family_involved', 'family_rejection', 'family_debt', 'family_poverty', 'family_addiction', 'caregiver_missing', 'child_work', 'school_out_of_reach', 'partner_conflict', 'no_livelihood', 'trafficker_near', 'stigma', 'unsafe_place')),
    risk_rank VARCHAR NOT NULL CHECK (risk_rank IN ('none', 'low', 'medium', 'high')),
    UNIQUE (assessment_id, risk_item)
);
CREATE TABLE referral (
    referral_id VARCHAR PRIMARY KEY,
    case_code VARCHAR NOT NULL,
    presence_id VARCHAR NOT NULL REFERENCES provider_presence (presence_id),
    organisation_id VARCHAR NOT NULL REFERENCES organisation (organisation_id),
    referral_state VARCHAR NOT NULL CHECK (referral_state IN ('open', 'accepted', 'declined', 'taken_back')),
    referred_on DATE NOT NULL,
    referred_by VARCHAR NOT NULL,
    note VARCHAR,
    meeting_id VARCHAR,
    decided_by VARCHAR,
    decided_at_utc TIMESTAMP,
    decline_reason VARCHAR,
    CHECK ((referral_state = 'open') = (decided_by IS NULL)),
    CHECK ((decided_by IS NULL) = (decided_at_utc IS NULL)),
    CHECK (decline_reason IS NULL OR referral_state = 'declined')
);
CREATE TABLE meeting (
    meeting_id VARCHAR PRIMARY KEY,
    meeting_kind VARCHAR NOT NULL CHECK (meeting_kind IN ('rr_operational', 'experience_sharing')),
    meeting_site VARCHAR CHECK (meeting_site IN ('mandalay', 'yangon', 'mawlamyine')),
    st_pcode VARCHAR,
    planned_on DATE,
    held_on DATE,
    note VARCHAR,
    closed_at_utc TIMESTAMP,
    recorded_by VARCHAR NOT NULL,
    recorded_at_utc TIMESTAMP NOT NULL,
    batch_id VARCHAR REFERENCES import_batch (batch_id),
    withdrawn BOOLEAN NOT NULL DEFAULT false,
    CHECK (planned_on IS NOT NULL OR held_on IS NOT NULL),
    CHECK (meeting_kind <> 'rr_operational' OR meeting_site IS NOT NULL)
);
CREATE TABLE meeting_attendance (
    meeting_id VARCHAR NOT NULL REFERENCES meeting (meeting_id),
    body VARCHAR NOT NULL CHECK (body IN ('dsw', 'attf', 'gad', 'immigration', 'health', 'maaf', 'un', 'ngo', 'other')),
    people INTEGER NOT NULL CHECK (people >= 0),
    UNIQUE (meeting_id, body)
);
CREATE TABLE meeting_decision (
    decision_id VARCHAR PRIMARY KEY,
    meeting_id VARCHAR NOT NULL REFERENCES meeting (meeting_id),
    case_code VARCHAR NOT NULL,
    agenda_item VARCHAR NOT NULL CHECK (agenda_item IN ('new_returnee', 'waiting_long', 'negative_assessment', 'special_case', 'revisit_due')),
    decision VARCHAR NOT NULL CHECK (decision IN ('assign', 'refer', 'minimum_model', 'alternative', 'revisit', 'keep_waiting', 'discussed')),
    subject_id VARCHAR,
    note VARCHAR,
    decided_by VARCHAR NOT NULL,
    decided_at_utc TIMESTAMP NOT NULL,
    withdrawn BOOLEAN NOT NULL DEFAULT false
);
CREATE TABLE training (
    training_id VARCHAR PRIMARY KEY,
    training_topic VARCHAR NOT NULL CHECK (training_topic IN ('family_assessment', 'shelter_care', 'needs_assessment', 'psychosocial', 'other')),
    body VARCHAR NOT NULL CHECK (body IN ('dsw', 'attf', 'gad', 'immigration', 'health', 'maaf', 'un', 'ngo', 'other')),
    held_on DATE NOT NULL,
    ts_pcode VARCHAR REFERENCES township (ts_pcode),
    people INTEGER NOT NULL CHECK (people >= 0),
    source VARCHAR,
    recorded_by VARCHAR NOT NULL,
    recorded_at_utc TIMESTAMP NOT NULL,
    batch_id VARCHAR REFERENCES import_batch (batch_id),
    withdrawn BOOLEAN NOT NULL DEFAULT false
);
CREATE TABLE training_target (
    target_id VARCHAR PRIMARY KEY,
    target_year INTEGER NOT NULL CHECK (target_year BETWEEN 2000 AND 2100),
    training_topic VARCHAR NOT NULL CHECK (training_topic IN ('family_assessment', 'shelter_care', 'needs_assessment', 'psychosocial', 'other')),
    body VARCHAR NOT NULL CHECK (body IN ('dsw', 'attf', 'gad', 'immigration', 'health', 'maaf', 'un', 'ngo', 'other')),
    people INTEGER NOT NULL CHECK (people >= 1),
    recorded_by VARCHAR NOT NULL,
    recorded_at_utc TIMESTAMP NOT NULL,
    batch_id VARCHAR REFERENCES import_batch (batch_id),
    withdrawn BOOLEAN NOT NULL DEFAULT false
);
CREATE TABLE joint_visit (
    visit_id VARCHAR PRIMARY KEY,
    visited_on DATE NOT NULL,
    ts_pcode VARCHAR NOT NULL REFERENCES township (ts_pcode),
    organisation_id VARCHAR REFERENCES organisation (organisation_id),
    dsw_members INTEGER NOT NULL CHECK (dsw_members >= 0),
    ngo_members INTEGER NOT NULL CHECK (ngo_members >= 0),
    source VARCHAR,
    recorded_by VARCHAR NOT NULL,
    recorded_at_utc TIMESTAMP NOT NULL,
    batch_id VARCHAR REFERENCES import_batch (batch_id),
    withdrawn BOOLEAN NOT NULL DEFAULT false
);
CREATE TABLE health_site (
    site_id VARCHAR PRIMARY KEY,
    name VARCHAR NOT NULL,
    ts_pcode VARCHAR NOT NULL REFERENCES township (ts_pcode),
    health_site_kind VARCHAR NOT NULL CHECK (health_site_kind IN ('art', 'hospital', 'clinic')),
    from_on DATE,
    to_on DATE,
    source VARCHAR NOT NULL,
    recorded_by VARCHAR NOT NULL,
    recorded_at_utc TIMESTAMP NOT NULL,
    batch_id VARCHAR REFERENCES import_batch (batch_id),
    withdrawn BOOLEAN NOT NULL DEFAULT false,
    CHECK (to_on IS NULL OR from_on IS NULL OR to_on >= from_on)
);
CREATE TABLE legal_proceeding (
    proceeding_id VARCHAR PRIMARY KEY,
    case_code VARCHAR NOT NULL,
    started_on DATE NOT NULL,
    ended_on DATE,
    proceeding_state VARCHAR NOT NULL CHECK (proceeding_state IN ('investigation', 'trial', 'ended', 'withdrawn')),
    support_organisation_id VARCHAR REFERENCES organisation (organisation_id),
    accompanied_on DATE,
    recorded_by VARCHAR NOT NULL,
    recorded_at_utc TIMESTAMP NOT NULL,
    batch_id VARCHAR REFERENCES import_batch (batch_id),
    withdrawn BOOLEAN NOT NULL DEFAULT false,
    CHECK (ended_on IS NULL OR ended_on >= started_on),
    CHECK (accompanied_on IS NULL OR accompanied_on >= started_on),
    CHECK ((proceeding_state IN ('ended', 'withdrawn')) = (ended_on IS NOT NULL))
);
CREATE TABLE fund_entry (
    entry_id VARCHAR PRIMARY KEY,
    entry_on DATE NOT NULL,
    fund_entry_kind VARCHAR NOT NULL CHECK (fund_entry_kind IN ('received', 'paid')),
    amount_mmk BIGINT NOT NULL CHECK (amount_mmk >= 0),
    people INTEGER CHECK (people >= 0),
    source VARCHAR,
    recorded_by VARCHAR NOT NULL,
    recorded_at_utc TIMESTAMP NOT NULL,
    batch_id VARCHAR REFERENCES import_batch (batch_id),
    withdrawn BOOLEAN NOT NULL DEFAULT false,
    CHECK (fund_entry_kind = 'paid' OR people IS NULL)
);
CREATE TABLE shelter_census_abroad (
    census_id VARCHAR PRIMARY KEY,
    destination VARCHAR NOT NULL CHECK (destination IN ('CHN', 'THA', 'MYS', 'IDN', 'SGP', 'LAO', 'KHM', 'IND', 'BGD', 'ARE', 'MMR', 'OTH')),
    counted_on DATE NOT NULL,
    myanmar_people INTEGER NOT NULL CHECK (myanmar_people >= 0),
    interpreters INTEGER NOT NULL CHECK (interpreters >= 0),
    source VARCHAR,
    recorded_by VARCHAR NOT NULL,
    recorded_at_utc TIMESTAMP NOT NULL,
    batch_id VARCHAR REFERENCES import_batch (batch_id),
    withdrawn BOOLEAN NOT NULL DEFAULT false
);
CREATE TABLE hotspot_list (
    list_id VARCHAR PRIMARY KEY,
    list_year INTEGER NOT NULL CHECK (list_year BETWEEN 2000 AND 2100),
    version INTEGER NOT NULL CHECK (version >= 1),
    supersedes VARCHAR REFERENCES hotspot_list (list_id),
    as_of DATE NOT NULL,
    data_version VARCHAR NOT NULL,
    rule_most INTEGER NOT NULL CHECK (rule_most >= 1),
    method VARCHAR NOT NULL,
    note VARCHAR,
    townships INTEGER NOT NULL CHECK (townships >= 1),
    content_sha256 VARCHAR NOT NULL,
    frozen_by VARCHAR NOT NULL,
    frozen_at_utc TIMESTAMP NOT NULL,
    CHECK ((version = 1) = (supersedes IS NULL)),
    UNIQUE (list_year, version)
);
CREATE TABLE hotspot_entry (
    list_id VARCHAR NOT NULL REFERENCES hotspot_list (list_id),
    ts_pcode VARCHAR NOT NULL REFERENCES township (ts_pcode),
    unit_pcode VARCHAR NOT NULL,
    rank INTEGER NOT NULL CHECK (rank >= 1),
    rank_low INTEGER NOT NULL CHECK (rank_low >= 1),
    rank_high INTEGER NOT NULL,
    space_time VARCHAR CHECK (space_time IN ('new', 'consecutive', 'intensifying', 'persistent', 'diminishing', 'sporadic', 'historical', 'none')),
    is_hot BOOLEAN NOT NULL,
    is_cluster BOOLEAN NOT NULL,
    victims_people INTEGER NOT NULL CHECK (victims_people >= 0),
    smoothed_per_100k DOUBLE CHECK (smoothed_per_100k >= 0),
    corridor VARCHAR NOT NULL CHECK (corridor IN ('china', 'thailand', 'other_abroad', 'internal', 'unknown')),
    corridor_share_0_1 DOUBLE CHECK (corridor_share_0_1 BETWEEN 0 AND 1),
    tier INTEGER NOT NULL CHECK (tier BETWEEN 1 AND 6),
    unassigned_people INTEGER NOT NULL CHECK (unassigned_people >= 0),
    how VARCHAR NOT NULL CHECK (how IN ('rule', 'hand')),
    reason VARCHAR,
    CHECK (rank BETWEEN rank_low AND rank_high),
    CHECK (how = 'rule' OR reason IS NOT NULL),
    UNIQUE (list_id, ts_pcode)
);
CREATE TABLE allocation_plan (
    plan_id VARCHAR PRIMARY KEY,
    name VARCHAR NOT NULL UNIQUE,
    plan_kind VARCHAR NOT NULL CHECK (plan_kind IN ('solved', 'hand', 'today')),
    made_by VARCHAR NOT NULL,
    made_at_utc TIMESTAMP NOT NULL,
    data_version VARCHAR NOT NULL,
    as_of DATE NOT NULL,
    demand_people DOUBLE NOT NULL CHECK (demand_people >= 0),
    reached_people DOUBLE NOT NULL CHECK (reached_people >= 0),
    cost_usd DOUBLE NOT NULL CHECK (cost_usd >= 0),
    budget_usd DOUBLE CHECK (budget_usd >= 0),
    objective DOUBLE NOT NULL CHECK (objective >= 0),
    bound DOUBLE,
    gap_0_1 DOUBLE CHECK (gap_0_1 >= 0),
    inputs VARCHAR NOT NULL,
    result VARCHAR NOT NULL,
    content_sha256 VARCHAR NOT NULL,
    CHECK ((bound IS NULL) = (gap_0_1 IS NULL)),
    CHECK (plan_kind <> 'solved' OR bound IS NOT NULL)
);
CREATE TABLE audit_log (
    seq BIGINT PRIMARY KEY,
    at_utc TIMESTAMP NOT NULL,
    actor VARCHAR NOT NULL,
    role VARCHAR NOT NULL,
    organisation_id VARCHAR,
    action VARCHAR NOT NULL,
    subject VARCHAR NOT NULL,
    records INTEGER NOT NULL CHECK (records >= 0),
    reason VARCHAR,
    previous_hash VARCHAR NOT NULL,
    row_hash VARCHAR NOT NULL
);
CREATE MACRO visible_case(p_role, p_organisation, p_shelters) AS TABLE
WITH standing AS (
    SELECT * FROM victim_case WHERE NOT withdrawn AND merged_into IS NULL
),
allowed AS (
    SELECT * FROM standing WHERE p_role = 'planner'
    UNION ALL
    SELECT * FROM standing
    WHERE p_role = 'dsw_officer'
      AND (shelter_id IN (SELECT unnest(p_shelters::VARCHAR[]))
           OR case_code IN (SELECT a.case_code FROM assignment a WHERE a.assignment_state = 'unassigned' AND a.valid_to IS NULL AND NOT a.withdrawn))
    UNION ALL
    SELECT * FROM standing
    WHERE p_role = 'ngo_manager'
      AND case_code IN (SELECT a.case_code FROM assignment a
                        WHERE a.organisation_id = p_organisation AND NOT a.withdrawn
                          AND (a.valid_to IS NULL OR a.end_reason = 'closed'))
      AND case_code NOT IN (SELECT a.case_code FROM assignment a
                            WHERE a.valid_to IS NULL AND NOT a.withdrawn AND a.organisation_id IS DISTINCT FROM p_organisation)
)
SELECT
    case_code, victim_type, source_agency, sex, age_years, ts_pcode, destination, purpose,
    recruitment_month, identified_month, return_month, is_special, family_assessment, shelter_id, recorded_on,
    year(identified_month) AS case_year,
    CASE WHEN age_years IS NULL THEN 'unknown' WHEN age_years < 18 THEN 'child' ELSE 'adult' END AS age_group,
    CASE WHEN destination IS NULL THEN 'unknown' WHEN destination = 'CHN' THEN 'china' WHEN destination = 'THA' THEN 'thailand'
         WHEN destination = 'MMR' THEN 'internal' ELSE 'other_abroad' END AS corridor
FROM allowed;
