-- The register: reference tables, providers, cases and their history, loads, audit, settings.
-- Identifiers are made by the application. Dates are civil dates; *_utc columns are UTC timestamps.
-- A list in a CHECK is the code list of the same name in data/vocabulary.py (held equal by a test).

CREATE TABLE setting (
    key VARCHAR PRIMARY KEY,
    value VARCHAR NOT NULL,
    updated_by VARCHAR NOT NULL,
    updated_at_utc TIMESTAMP NOT NULL
);
COMMENT ON TABLE setting IS 'Values that people may change; names, units and defaults stand in data/settings.py.';
COMMENT ON COLUMN setting.key IS 'Name of the setting.';
COMMENT ON COLUMN setting.value IS 'Value as text, in the unit of data/settings.py.';
COMMENT ON COLUMN setting.updated_by IS 'Who set it (account name).';
COMMENT ON COLUMN setting.updated_at_utc IS 'When it was set (UTC).';

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
COMMENT ON TABLE township IS 'The 330 townships of Myanmar (MIMU place codes 9.3/9.6, 2014 census).';
COMMENT ON COLUMN township.ts_pcode IS 'Township P-code (admin level 3).';
COMMENT ON COLUMN township.ts_name_en IS 'Township name in English.';
COMMENT ON COLUMN township.ts_name_my IS 'Township name in Burmese (Unicode).';
COMMENT ON COLUMN township.dt_pcode IS 'District P-code (admin level 2).';
COMMENT ON COLUMN township.dt_name_en IS 'District name in English.';
COMMENT ON COLUMN township.dt_name_my IS 'District name in Burmese (Unicode).';
COMMENT ON COLUMN township.st_pcode IS 'State or region P-code as MIMU divides them: 18 units.';
COMMENT ON COLUMN township.st_name_en IS 'State or region (18 units) in English.';
COMMENT ON COLUMN township.st_name_my IS 'State or region (18 units) in Burmese (Unicode).';
COMMENT ON COLUMN township.sr_pcode IS 'Official state or region P-code: 15 units (admin level 1).';
COMMENT ON COLUMN township.sr_name_en IS 'Official state or region (15 units) in English.';
COMMENT ON COLUMN township.sr_name_my IS 'Official state or region (15 units) in Burmese (Unicode).';
COMMENT ON COLUMN township.sr_type IS 'State, Region or Union Territory.';
COMMENT ON COLUMN township.self_admin IS 'Self-administered zone or division; null: none.';
COMMENT ON COLUMN township.lat IS 'Latitude of the main town, degrees north (WGS 84).';
COMMENT ON COLUMN township.lon IS 'Longitude of the main town, degrees east (WGS 84).';
COMMENT ON COLUMN township.rep_lat IS 'Latitude of a point inside the township, degrees north (WGS 84).';
COMMENT ON COLUMN township.rep_lon IS 'Longitude of a point inside the township, degrees east (WGS 84).';
COMMENT ON COLUMN township.area_km2 IS 'Area, square kilometres.';
COMMENT ON COLUMN township.population_2014 IS 'People counted by the 2014 census; null: not counted separately.';

CREATE TABLE township_alternate_name (
    ts_pcode VARCHAR NOT NULL REFERENCES township (ts_pcode),
    alt_name VARCHAR NOT NULL,
    script VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    confirmed_by VARCHAR,
    confirmed_at_utc TIMESTAMP,
    UNIQUE (ts_pcode, alt_name)
);
COMMENT ON TABLE township_alternate_name IS 'Other spellings of township names, published or confirmed by a person.';
COMMENT ON COLUMN township_alternate_name.ts_pcode IS 'Township P-code.';
COMMENT ON COLUMN township_alternate_name.alt_name IS 'The other spelling, as written.';
COMMENT ON COLUMN township_alternate_name.script IS 'latn or mymr (ISO 15924 codes of the script).';
COMMENT ON COLUMN township_alternate_name.source IS 'Where the spelling was found.';
COMMENT ON COLUMN township_alternate_name.confirmed_by IS 'Who confirmed it (account name); null: a published spelling.';
COMMENT ON COLUMN township_alternate_name.confirmed_at_utc IS 'When it was confirmed (UTC); null: a published spelling.';

CREATE TABLE township_code_change (
    old_ts_pcode VARCHAR NOT NULL,
    new_ts_pcode VARCHAR,
    kind VARCHAR NOT NULL CHECK (kind IN ('split', 'merge', 'recode')),
    changed_in INTEGER,
    note VARCHAR NOT NULL
);
COMMENT ON TABLE township_code_change IS 'Retired township P-codes and what became of them.';
COMMENT ON COLUMN township_code_change.old_ts_pcode IS 'P-code no longer in use.';
COMMENT ON COLUMN township_code_change.new_ts_pcode IS 'P-code that took its place (one row each for a split); null: not known.';
COMMENT ON COLUMN township_code_change.kind IS 'split, merge or recode.';
COMMENT ON COLUMN township_code_change.changed_in IS 'Year of the change; null: not known.';
COMMENT ON COLUMN township_code_change.note IS 'What is known about the change.';

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
COMMENT ON TABLE import_batch IS 'Each file brought in: loaded + rejected + doubles = rows in the file.';
COMMENT ON COLUMN import_batch.batch_id IS 'Identifier of the load.';
COMMENT ON COLUMN import_batch.import_format IS 'Which of the formats the file was read as.';
COMMENT ON COLUMN import_batch.file_name IS 'Name of the file as brought; … where it might name a person.';
COMMENT ON COLUMN import_batch.file_sha256 IS 'SHA-256 of the file, hexadecimal.';
COMMENT ON COLUMN import_batch.loaded_by IS 'Who loaded it (account name).';
COMMENT ON COLUMN import_batch.loaded_at_utc IS 'When it was loaded (UTC).';
COMMENT ON COLUMN import_batch.rows_in_file IS 'Data rows in the file (rows).';
COMMENT ON COLUMN import_batch.rows_loaded IS 'Rows loaded (rows).';
COMMENT ON COLUMN import_batch.rows_rejected IS 'Rows rejected with a reason (rows).';
COMMENT ON COLUMN import_batch.rows_double IS 'Rows that repeat another row or a loaded record (rows).';
COMMENT ON COLUMN import_batch.undone_at_utc IS 'When the whole load was undone (UTC); null: it stands.';

CREATE TABLE import_reject (
    batch_id VARCHAR NOT NULL REFERENCES import_batch (batch_id),
    row_no INTEGER NOT NULL CHECK (row_no >= 1),
    column_name VARCHAR,
    written_value VARCHAR,
    reason_code VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    facts VARCHAR
);
COMMENT ON TABLE import_reject IS 'Rows that were not loaded, and why; a row may have several reasons.';
COMMENT ON COLUMN import_reject.batch_id IS 'The load.';
COMMENT ON COLUMN import_reject.row_no IS 'Row number in the file as a spreadsheet shows it.';
COMMENT ON COLUMN import_reject.column_name IS 'Heading of the column at fault; null: the row as a whole.';
COMMENT ON COLUMN import_reject.written_value IS 'What was written there; … where it is not kept, because it might name a person.';
COMMENT ON COLUMN import_reject.reason_code IS 'Name of the error (data/errors.py).';
COMMENT ON COLUMN import_reject.reason IS 'The reason in English.';
COMMENT ON COLUMN import_reject.facts IS 'What the reason says, as JSON, to be worded in any language; null: not recorded.';

CREATE TABLE organisation (
    organisation_id VARCHAR PRIMARY KEY,
    name VARCHAR NOT NULL UNIQUE,
    acronym VARCHAR,
    kind VARCHAR NOT NULL CHECK (kind IN ('un', 'ingo', 'ngo', 'cbo', 'government', 'maaf', 'other')),
    batch_id VARCHAR REFERENCES import_batch (batch_id)
);
COMMENT ON TABLE organisation IS 'Those who help: UN agencies, NGOs, CBOs, DSW, MAAF.';
COMMENT ON COLUMN organisation.organisation_id IS 'Identifier of the organisation.';
COMMENT ON COLUMN organisation.name IS 'Name of the organisation.';
COMMENT ON COLUMN organisation.acronym IS 'Short name; null: none recorded.';
COMMENT ON COLUMN organisation.kind IS 'Kind of organisation.';
COMMENT ON COLUMN organisation.batch_id IS 'The load that brought it; null: entered in the app.';

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
COMMENT ON TABLE provider_presence IS 'An organisation in a township: how it is there, what for, with what room (3W/5W, recommendation 3.7).';
COMMENT ON COLUMN provider_presence.presence_id IS 'Identifier of the presence.';
COMMENT ON COLUMN provider_presence.organisation_id IS 'The organisation.';
COMMENT ON COLUMN provider_presence.ts_pcode IS 'Township P-code.';
COMMENT ON COLUMN provider_presence.presence_type IS 'resident, roving or outreach.';
COMMENT ON COLUMN provider_presence.is_reintegration IS 'True: takes on victims of trafficking for reintegration. False: another project, for referral only (3.7).';
COMMENT ON COLUMN provider_presence.activity IS 'Activity as the source words it; null: not told.';
COMMENT ON COLUMN provider_presence.activity_status IS 'planned, ongoing, suspended or completed.';
COMMENT ON COLUMN provider_presence.base_presence_id IS 'Roving or outreach: the presence whose workers and capacity this one shares; null: it has its own.';
COMMENT ON COLUMN provider_presence.case_workers IS 'Case workers (people); null: not told, or those of the base.';
COMMENT ON COLUMN provider_presence.capacity_people IS 'Cases that can be carried at once (people); null: not told, or that of the base.';
COMMENT ON COLUMN provider_presence.people_reached IS 'People reached by the activity as the directory reports it (people); null: not told.';
COMMENT ON COLUMN provider_presence.serves_children IS 'Takes children; null: not told.';
COMMENT ON COLUMN provider_presence.serves_adults IS 'Takes adults; null: not told.';
COMMENT ON COLUMN provider_presence.from_on IS 'First day of the presence; null: not told.';
COMMENT ON COLUMN provider_presence.to_on IS 'Last day of the presence; null: not ended.';
COMMENT ON COLUMN provider_presence.last_confirmed_on IS 'Day on which somebody last confirmed the record; null: never.';
COMMENT ON COLUMN provider_presence.source IS 'Where the record comes from.';
COMMENT ON COLUMN provider_presence.batch_id IS 'The load that brought it; null: entered in the app.';
COMMENT ON COLUMN provider_presence.withdrawn IS 'True: its load was undone; the row is kept and no question reads it.';

CREATE TABLE presence_renewal (
    batch_id VARCHAR NOT NULL REFERENCES import_batch (batch_id),
    presence_id VARCHAR NOT NULL REFERENCES provider_presence (presence_id),
    confirmed_before DATE,
    confirmed_after DATE NOT NULL
);
COMMENT ON TABLE presence_renewal IS 'Confirmations that a load renewed, so that its undoing can give the earlier date back.';
COMMENT ON COLUMN presence_renewal.batch_id IS 'The load that renewed it.';
COMMENT ON COLUMN presence_renewal.presence_id IS 'The presence that was confirmed again.';
COMMENT ON COLUMN presence_renewal.confirmed_before IS 'Day of confirmation before; null: never confirmed before.';
COMMENT ON COLUMN presence_renewal.confirmed_after IS 'Day of confirmation that the load brought.';

CREATE TABLE presence_service (
    presence_id VARCHAR NOT NULL REFERENCES provider_presence (presence_id),
    service VARCHAR NOT NULL CHECK (service IN ('case_management', 'psychosocial', 'health', 'legal', 'livelihood', 'education', 'financial', 'shelter', 'food', 'other')),
    UNIQUE (presence_id, service)
);
COMMENT ON TABLE presence_service IS 'Services that a presence offers.';
COMMENT ON COLUMN presence_service.presence_id IS 'The presence.';
COMMENT ON COLUMN presence_service.service IS 'Service code.';

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
COMMENT ON TABLE dsw_office IS 'Offices of the Department of Social Welfare, at the town''s centroid (recommendation 4.3).';
COMMENT ON COLUMN dsw_office.office_id IS 'Identifier of the office.';
COMMENT ON COLUMN dsw_office.place IS 'Town.';
COMMENT ON COLUMN dsw_office.ts_pcode IS 'Township P-code.';
COMMENT ON COLUMN dsw_office.lat IS 'Latitude of the town, degrees north (WGS 84).';
COMMENT ON COLUMN dsw_office.lon IS 'Longitude of the town, degrees east (WGS 84).';
COMMENT ON COLUMN dsw_office.level IS 'state_region or district.';
COMMENT ON COLUMN dsw_office.evidence IS 'What the location rests on.';
COMMENT ON COLUMN dsw_office.precision_note IS 'How exact the coordinates are.';

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
COMMENT ON TABLE shelter IS 'DSW shelters, at the town''s centroid: never a facility''s address.';
COMMENT ON COLUMN shelter.shelter_id IS 'Identifier of the shelter.';
COMMENT ON COLUMN shelter.place IS 'Town.';
COMMENT ON COLUMN shelter.ts_pcode IS 'Township P-code.';
COMMENT ON COLUMN shelter.lat IS 'Latitude of the town, degrees north (WGS 84).';
COMMENT ON COLUMN shelter.lon IS 'Longitude of the town, degrees east (WGS 84).';
COMMENT ON COLUMN shelter.shelter_role IS 'Border transit shelter or transit shelter.';
COMMENT ON COLUMN shelter.evidence IS 'What the location rests on.';
COMMENT ON COLUMN shelter.precision_note IS 'How exact the coordinates are.';

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
COMMENT ON TABLE victim_case IS 'One row a case, pseudonymous: no name, address or identity number. Read only through visible_case().';
COMMENT ON COLUMN victim_case.case_code IS 'Pseudonymous code of the case; of a withdrawn one with ~ and its load behind it, so that the code is free again.';
COMMENT ON COLUMN victim_case.victim_type IS 'The four types of recommendation 4.8.';
COMMENT ON COLUMN victim_case.source_agency IS 'Agency that first recorded the case (further ones: case_source).';
COMMENT ON COLUMN victim_case.sex IS 'Sex; null: not recorded.';
COMMENT ON COLUMN victim_case.age_years IS 'Age at identification, years; null: not recorded.';
COMMENT ON COLUMN victim_case.ts_pcode IS 'Source township P-code; null: not known.';
COMMENT ON COLUMN victim_case.village_written IS 'Source village as written; on no shared view; null: not recorded.';
COMMENT ON COLUMN victim_case.destination IS 'Country of exploitation, ISO 3166-1 alpha-3, MMR inside Myanmar; null: not recorded.';
COMMENT ON COLUMN victim_case.recruitment_month IS 'First day of the month of recruitment; null: not recorded.';
COMMENT ON COLUMN victim_case.identified_month IS 'First day of the month of identification; its year is the year of the case.';
COMMENT ON COLUMN victim_case.return_month IS 'First day of the month of return; null: not returned or not recorded.';
COMMENT ON COLUMN victim_case.purpose IS 'Purpose of trafficking; null: not recorded.';
COMMENT ON COLUMN victim_case.is_special IS 'True: a Special Case (categories: case_flag).';
COMMENT ON COLUMN victim_case.family_assessment IS 'Latest result of the family assessment.';
COMMENT ON COLUMN victim_case.shelter_id IS 'DSW shelter that received the person; null: none.';
COMMENT ON COLUMN victim_case.recorded_on IS 'Day on which the case entered a register; earlier as-of dates do not see it.';
COMMENT ON COLUMN victim_case.batch_id IS 'The load that brought it; null: entered in the app.';
COMMENT ON COLUMN victim_case.merged_into IS 'Code of the case that this record was confirmed to repeat; null: stands alone.';
COMMENT ON COLUMN victim_case.withdrawn IS 'True: its load was undone; the row is kept and no question reads it.';

CREATE TABLE case_source (
    case_code VARCHAR NOT NULL,
    agency VARCHAR NOT NULL CHECK (agency IN ('atu', 'dsw', 'ngo')),
    batch_id VARCHAR REFERENCES import_batch (batch_id),
    row_no INTEGER,
    reference VARCHAR
);
COMMENT ON TABLE case_source IS 'Agencies that hold a record of the case: one row each.';
COMMENT ON COLUMN case_source.case_code IS 'The case; looked up in the writing transaction (data/identifiers.py), not by a key.';
COMMENT ON COLUMN case_source.agency IS 'Agency that holds a record.';
COMMENT ON COLUMN case_source.batch_id IS 'The load that brought the record; null: entered in the app.';
COMMENT ON COLUMN case_source.row_no IS 'Row number in the file; null: entered in the app.';
COMMENT ON COLUMN case_source.reference IS 'Pseudonymous code under which the agency keeps its record; null: not told.';

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
COMMENT ON TABLE case_pair IS 'Two records that may be one person; one case with two sources only when a person confirmed it (4.8).';
COMMENT ON COLUMN case_pair.pair_id IS 'Identifier of the pair.';
COMMENT ON COLUMN case_pair.case_code_a IS 'One case; the lesser code; looked up in the writing transaction (data/identifiers.py), not by a key.';
COMMENT ON COLUMN case_pair.case_code_b IS 'The other case; looked up in the writing transaction (data/identifiers.py), not by a key.';
COMMENT ON COLUMN case_pair.score IS 'How far the two records agree, 0 to 1 (data/pairs.py).';
COMMENT ON COLUMN case_pair.why IS 'What agrees, as codes of data/pairs.py separated by spaces.';
COMMENT ON COLUMN case_pair.state IS 'proposed, confirmed or rejected.';
COMMENT ON COLUMN case_pair.decided_by IS 'Who decided (account name); null: nobody yet.';
COMMENT ON COLUMN case_pair.decided_at_utc IS 'When it was decided (UTC); null: not yet.';

CREATE TABLE case_flag (
    case_code VARCHAR NOT NULL,
    special_category VARCHAR NOT NULL CHECK (special_category IN ('child_alone', 'medical', 'mental_health', 'pregnant_or_infant', 'disability', 'security_risk', 'other')),
    flagged_on DATE NOT NULL,
    flagged_by VARCHAR NOT NULL,
    withdrawn BOOLEAN NOT NULL DEFAULT false
);
COMMENT ON TABLE case_flag IS 'Why a case is a Special Case (1.7, 2.10.2, 3.10). Never mapped, never published.';
COMMENT ON COLUMN case_flag.case_code IS 'The case; looked up in the writing transaction (data/identifiers.py), not by a key.';
COMMENT ON COLUMN case_flag.special_category IS 'Category of special need.';
COMMENT ON COLUMN case_flag.flagged_on IS 'Day on which it was found.';
COMMENT ON COLUMN case_flag.flagged_by IS 'Body that found it.';
COMMENT ON COLUMN case_flag.withdrawn IS 'Whether it was taken back; the row stays, and nothing counts it. One category stands once a case.';

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
COMMENT ON TABLE case_event IS 'Dated events of a case. Read only through visible_event().';
COMMENT ON COLUMN case_event.event_id IS 'Identifier of the event.';
COMMENT ON COLUMN case_event.case_code IS 'The case; looked up in the writing transaction (data/identifiers.py), not by a key.';
COMMENT ON COLUMN case_event.event_kind IS 'What happened.';
COMMENT ON COLUMN case_event.occurred_on IS 'Day on which it happened.';
COMMENT ON COLUMN case_event.recorded_on IS 'Day on which it was recorded; earlier as-of dates do not see it.';
COMMENT ON COLUMN case_event.organisation_id IS 'Organisation that acted; null: none or not told.';
COMMENT ON COLUMN case_event.shelter_id IS 'Shelter where it happened; null: not in a shelter.';
COMMENT ON COLUMN case_event.detail IS 'Further code (result, service, category); never free text; null: none.';
COMMENT ON COLUMN case_event.amount IS 'Number belonging to the event, in the unit of its kind (kyat for a grant, points for a rating); null: none.';
COMMENT ON COLUMN case_event.recorded_by IS 'Who recorded it (account name); null: a load or the demonstration.';
COMMENT ON COLUMN case_event.withdrawn IS 'Whether the record was taken back; the row stays, and nothing counts it.';

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
COMMENT ON TABLE assignment IS 'Who carries a case, period by period; from return (or identification inside Myanmar) to closure a case has exactly one open row (4.4). Read only through visible_assignment().';
COMMENT ON COLUMN assignment.assignment_id IS 'Identifier of the period.';
COMMENT ON COLUMN assignment.case_code IS 'The case; looked up in the writing transaction (data/identifiers.py), not by a key.';
COMMENT ON COLUMN assignment.assignment_state IS 'assigned or unassigned.';
COMMENT ON COLUMN assignment.presence_id IS 'Presence that carries the case; null: unassigned.';
COMMENT ON COLUMN assignment.organisation_id IS 'Organisation of that presence; null: unassigned.';
COMMENT ON COLUMN assignment.unassigned_reason IS 'Why nobody carries the case; null: assigned.';
COMMENT ON COLUMN assignment.valid_from IS 'First day of the period.';
COMMENT ON COLUMN assignment.valid_to IS 'First day on which the period no longer holds; null: it still holds.';
COMMENT ON COLUMN assignment.waiting_since IS 'First day of the unbroken wait; null: assigned.';
COMMENT ON COLUMN assignment.end_reason IS 'Why the period ended; null: it still holds.';
COMMENT ON COLUMN assignment.decided_by IS 'Who decided (account name).';
COMMENT ON COLUMN assignment.decided_at_utc IS 'When it was decided (UTC).';
COMMENT ON COLUMN assignment.worker_id IS 'Case worker of the presence who carries the case; null: not told.';
COMMENT ON COLUMN assignment.meeting_id IS 'R&R operational meeting that decided it; null: decided outside a meeting.';
COMMENT ON COLUMN assignment.note IS 'Why, in one line without names; null: nothing was said.';
COMMENT ON COLUMN assignment.withdrawn IS 'Whether the decision was taken back; the row stays, and nothing counts it.';

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
COMMENT ON TABLE case_worker IS 'Case workers of a presence, by a code that their organisation gives them: never a name.';
COMMENT ON COLUMN case_worker.worker_id IS 'Identifier of the worker.';
COMMENT ON COLUMN case_worker.presence_id IS 'Presence that the worker belongs to.';
COMMENT ON COLUMN case_worker.code IS 'Code that the organisation gives the worker, such as CW-2; never a name.';
COMMENT ON COLUMN case_worker.from_on IS 'First day; null: not told.';
COMMENT ON COLUMN case_worker.to_on IS 'Last day; null: still there.';
COMMENT ON COLUMN case_worker.recorded_by IS 'Who recorded it (account name).';
COMMENT ON COLUMN case_worker.recorded_at_utc IS 'When it was recorded (UTC).';

CREATE TABLE case_need (
    case_code VARCHAR NOT NULL,
    service VARCHAR NOT NULL CHECK (service IN ('case_management', 'psychosocial', 'health', 'legal', 'livelihood', 'education', 'financial', 'shelter', 'food', 'other')),
    noted_on DATE NOT NULL,
    noted_by VARCHAR NOT NULL,
    withdrawn BOOLEAN NOT NULL DEFAULT false
);
COMMENT ON TABLE case_need IS 'Services that a person needs, as the needs assessment found (2.10). Read only through visible_need().';
COMMENT ON COLUMN case_need.case_code IS 'The case; looked up in the writing transaction (data/identifiers.py), not by a key.';
COMMENT ON COLUMN case_need.service IS 'Service that is needed.';
COMMENT ON COLUMN case_need.noted_on IS 'Day on which the need was noted.';
COMMENT ON COLUMN case_need.noted_by IS 'Who noted it (account name).';
COMMENT ON COLUMN case_need.withdrawn IS 'Whether it was taken back; the row stays, and nothing counts it. One service stands once a case.';

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
COMMENT ON TABLE assessment IS 'Family assessments, apart from tracing (1.8). Read only through visible_assessment().';
COMMENT ON COLUMN assessment.assessment_id IS 'Identifier of the assessment.';
COMMENT ON COLUMN assessment.case_code IS 'The case; looked up in the writing transaction (data/identifiers.py), not by a key.';
COMMENT ON COLUMN assessment.assessed_on IS 'Day of the assessment.';
COMMENT ON COLUMN assessment.recorded_on IS 'Day on which it was recorded; earlier as-of dates do not see it.';
COMMENT ON COLUMN assessment.organisation_id IS 'The organisation; null: not told.';
COMMENT ON COLUMN assessment.outcome IS 'What it came to.';
COMMENT ON COLUMN assessment.wants_return IS 'Whether the person wants to return home; null: not asked.';
COMMENT ON COLUMN assessment.is_child IS 'Whether the list for children was used.';
COMMENT ON COLUMN assessment.family_assessment_before IS 'What the case said of the family before, so that it can be said again; null: not kept.';
COMMENT ON COLUMN assessment.recorded_by IS 'Who recorded it (account name).';
COMMENT ON COLUMN assessment.withdrawn IS 'Whether it was taken back; the row stays, and nothing counts it.';

CREATE TABLE assessment_risk (
    assessment_id VARCHAR NOT NULL REFERENCES assessment (assessment_id),
    risk_item VARCHAR NOT NULL CHECK (risk_item IN ('family_violence', 'family_involved', 'family_rejection', 'family_debt', 'family_poverty', 'family_addiction', 'caregiver_missing', 'child_work', 'school_out_of_reach', 'partner_conflict', 'no_livelihood', 'trafficker_near', 'stigma', 'unsafe_place')),
    risk_rank VARCHAR NOT NULL CHECK (risk_rank IN ('none', 'low', 'medium', 'high')),
    UNIQUE (assessment_id, risk_item)
);
COMMENT ON TABLE assessment_risk IS 'The rank of each risk in a family assessment (1.8). Read only through visible_risk().';
COMMENT ON COLUMN assessment_risk.assessment_id IS 'The assessment.';
COMMENT ON COLUMN assessment_risk.risk_item IS 'The risk.';
COMMENT ON COLUMN assessment_risk.risk_rank IS 'How grave it is.';

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
COMMENT ON TABLE referral IS 'Providers asked to take a case, and what they answered (4.4). Read only through visible_referral().';
COMMENT ON COLUMN referral.referral_id IS 'Identifier of the request.';
COMMENT ON COLUMN referral.case_code IS 'The case; looked up in the writing transaction (data/identifiers.py), not by a key.';
COMMENT ON COLUMN referral.presence_id IS 'Presence that is asked.';
COMMENT ON COLUMN referral.organisation_id IS 'Organisation of that presence.';
COMMENT ON COLUMN referral.referral_state IS 'What became of it.';
COMMENT ON COLUMN referral.referred_on IS 'Day of the request.';
COMMENT ON COLUMN referral.referred_by IS 'Who asked (account name).';
COMMENT ON COLUMN referral.note IS 'In one line, without names; null: nothing was said.';
COMMENT ON COLUMN referral.meeting_id IS 'Meeting that decided to ask; null: none.';
COMMENT ON COLUMN referral.decided_by IS 'Who answered (account name); null: no answer yet.';
COMMENT ON COLUMN referral.decided_at_utc IS 'When it was answered (UTC); null: no answer yet.';
COMMENT ON COLUMN referral.decline_reason IS 'Why it was declined, in one line; null: not declined.';

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
COMMENT ON TABLE meeting IS 'R&R operational meetings (2.9) and experience-sharing meetings (3.8), planned and held.';
COMMENT ON COLUMN meeting.meeting_id IS 'Identifier of the meeting.';
COMMENT ON COLUMN meeting.meeting_kind IS 'Which kind of meeting.';
COMMENT ON COLUMN meeting.meeting_site IS 'Where R&R operational meetings are held; null: another kind of meeting elsewhere.';
COMMENT ON COLUMN meeting.st_pcode IS 'State or region of an experience-sharing meeting (3.8); null: not told.';
COMMENT ON COLUMN meeting.planned_on IS 'Day for which it was planned; null: not planned ahead.';
COMMENT ON COLUMN meeting.held_on IS 'Day on which it was held; null: not held (yet).';
COMMENT ON COLUMN meeting.note IS 'In one line, without names; null: nothing was said.';
COMMENT ON COLUMN meeting.closed_at_utc IS 'When its minutes were closed (UTC); null: open.';
COMMENT ON COLUMN meeting.recorded_by IS 'Who recorded it (account name).';
COMMENT ON COLUMN meeting.recorded_at_utc IS 'When it was recorded (UTC).';
COMMENT ON COLUMN meeting.batch_id IS 'The load that brought it; null: entered by hand or made.';
COMMENT ON COLUMN meeting.withdrawn IS 'Whether it was taken back; the row stays, and nothing counts it.';

CREATE TABLE meeting_attendance (
    meeting_id VARCHAR NOT NULL REFERENCES meeting (meeting_id),
    body VARCHAR NOT NULL CHECK (body IN ('dsw', 'attf', 'gad', 'immigration', 'health', 'maaf', 'un', 'ngo', 'other')),
    people INTEGER NOT NULL CHECK (people >= 0),
    UNIQUE (meeting_id, body)
);
COMMENT ON TABLE meeting_attendance IS 'How many people of each body came to a meeting (2.9).';
COMMENT ON COLUMN meeting_attendance.meeting_id IS 'The meeting.';
COMMENT ON COLUMN meeting_attendance.body IS 'Body that sent the people.';
COMMENT ON COLUMN meeting_attendance.people IS 'People of the body who came (people).';

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
COMMENT ON TABLE meeting_decision IS 'What a meeting decided on a case (2.9, 4.4, 4.6). Read only through visible_decision().';
COMMENT ON COLUMN meeting_decision.decision_id IS 'Identifier of the decision.';
COMMENT ON COLUMN meeting_decision.meeting_id IS 'The meeting.';
COMMENT ON COLUMN meeting_decision.case_code IS 'The case; looked up in the writing transaction (data/identifiers.py), not by a key.';
COMMENT ON COLUMN meeting_decision.agenda_item IS 'Why the case stood on the agenda.';
COMMENT ON COLUMN meeting_decision.decision IS 'What was decided.';
COMMENT ON COLUMN meeting_decision.subject_id IS 'The period, request or event that carries it out; null: none.';
COMMENT ON COLUMN meeting_decision.note IS 'In one line, without names; null: nothing was said.';
COMMENT ON COLUMN meeting_decision.decided_by IS 'Who entered it (account name).';
COMMENT ON COLUMN meeting_decision.decided_at_utc IS 'When it was entered (UTC).';
COMMENT ON COLUMN meeting_decision.withdrawn IS 'Whether it was taken back; the row stays, and nothing counts it.';

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
COMMENT ON TABLE training IS 'Staff trained, by topic and body (1.9, 2.3, 2.10.1, 3.2).';
COMMENT ON COLUMN training.training_id IS 'Identifier of the training.';
COMMENT ON COLUMN training.training_topic IS 'What the training was about.';
COMMENT ON COLUMN training.body IS 'Body that sent the people.';
COMMENT ON COLUMN training.held_on IS 'First day of the training.';
COMMENT ON COLUMN training.ts_pcode IS 'Township where it was held; null: not told.';
COMMENT ON COLUMN training.people IS 'People trained (people).';
COMMENT ON COLUMN training.source IS 'Where it is known from; null: not told.';
COMMENT ON COLUMN training.recorded_by IS 'Who recorded it (account name).';
COMMENT ON COLUMN training.recorded_at_utc IS 'When it was recorded (UTC).';
COMMENT ON COLUMN training.batch_id IS 'The load that brought it; null: entered by hand or made.';
COMMENT ON COLUMN training.withdrawn IS 'Whether it was taken back; the row stays, and nothing counts it.';

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
COMMENT ON TABLE training_target IS 'How many people of a body are to be trained in a topic in a year.';
COMMENT ON COLUMN training_target.target_id IS 'Identifier of the target.';
COMMENT ON COLUMN training_target.target_year IS 'Year.';
COMMENT ON COLUMN training_target.training_topic IS 'What the training was about.';
COMMENT ON COLUMN training_target.body IS 'Body that sent the people.';
COMMENT ON COLUMN training_target.people IS 'People to be trained (people).';
COMMENT ON COLUMN training_target.recorded_by IS 'Who recorded it (account name).';
COMMENT ON COLUMN training_target.recorded_at_utc IS 'When it was recorded (UTC).';
COMMENT ON COLUMN training_target.batch_id IS 'The load that brought it; null: entered by hand or made.';
COMMENT ON COLUMN training_target.withdrawn IS 'Whether it was taken back; the row stays, and nothing counts it.';

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
COMMENT ON TABLE joint_visit IS 'Field visits of DSW shelter staff with NGO staff; discreet ones have exactly one of each (3.9).';
COMMENT ON COLUMN joint_visit.visit_id IS 'Identifier of the visit.';
COMMENT ON COLUMN joint_visit.visited_on IS 'Day of the visit.';
COMMENT ON COLUMN joint_visit.ts_pcode IS 'Township (P-code).';
COMMENT ON COLUMN joint_visit.organisation_id IS 'The organisation; null: not told.';
COMMENT ON COLUMN joint_visit.dsw_members IS 'Members of DSW staff who came (people).';
COMMENT ON COLUMN joint_visit.ngo_members IS 'Members of NGO staff who came (people).';
COMMENT ON COLUMN joint_visit.source IS 'Where it is known from; null: not told.';
COMMENT ON COLUMN joint_visit.recorded_by IS 'Who recorded it (account name).';
COMMENT ON COLUMN joint_visit.recorded_at_utc IS 'When it was recorded (UTC).';
COMMENT ON COLUMN joint_visit.batch_id IS 'The load that brought it; null: entered by hand or made.';
COMMENT ON COLUMN joint_visit.withdrawn IS 'Whether it was taken back; the row stays, and nothing counts it.';

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
COMMENT ON TABLE health_site IS 'Hospitals and projects with antiretroviral treatment, and other health sites (3.4, 3.5); never a person''s status.';
COMMENT ON COLUMN health_site.site_id IS 'Identifier of the site.';
COMMENT ON COLUMN health_site.name IS 'Name of the site.';
COMMENT ON COLUMN health_site.ts_pcode IS 'Township (P-code).';
COMMENT ON COLUMN health_site.health_site_kind IS 'Which kind of site.';
COMMENT ON COLUMN health_site.from_on IS 'First day; null: not told.';
COMMENT ON COLUMN health_site.to_on IS 'Last day; null: still there.';
COMMENT ON COLUMN health_site.source IS 'Where it is known from.';
COMMENT ON COLUMN health_site.recorded_by IS 'Who recorded it (account name).';
COMMENT ON COLUMN health_site.recorded_at_utc IS 'When it was recorded (UTC).';
COMMENT ON COLUMN health_site.batch_id IS 'The load that brought it; null: entered by hand or made.';
COMMENT ON COLUMN health_site.withdrawn IS 'Whether it was taken back; the row stays, and nothing counts it.';

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
COMMENT ON TABLE legal_proceeding IS 'Legal proceedings and the agency that supports the person in them (4.7). Read only through visible_proceeding().';
COMMENT ON COLUMN legal_proceeding.proceeding_id IS 'Identifier of the proceeding.';
COMMENT ON COLUMN legal_proceeding.case_code IS 'The case; looked up in the writing transaction (data/identifiers.py), not by a key.';
COMMENT ON COLUMN legal_proceeding.started_on IS 'First day.';
COMMENT ON COLUMN legal_proceeding.ended_on IS 'Last day; null: going on.';
COMMENT ON COLUMN legal_proceeding.proceeding_state IS 'How far it is.';
COMMENT ON COLUMN legal_proceeding.support_organisation_id IS 'Agency that supports the person; null: none.';
COMMENT ON COLUMN legal_proceeding.accompanied_on IS 'First day on which the agency accompanied the person; null: not yet.';
COMMENT ON COLUMN legal_proceeding.recorded_by IS 'Who recorded it (account name).';
COMMENT ON COLUMN legal_proceeding.recorded_at_utc IS 'When it was recorded (UTC).';
COMMENT ON COLUMN legal_proceeding.batch_id IS 'The load that brought it; null: entered by hand or made.';
COMMENT ON COLUMN legal_proceeding.withdrawn IS 'Whether it was taken back; the row stays, and nothing counts it.';

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
COMMENT ON TABLE fund_entry IS 'The fund for rehabilitation and reintegration: received, paid, people supported (2.13).';
COMMENT ON COLUMN fund_entry.entry_id IS 'Identifier of the entry.';
COMMENT ON COLUMN fund_entry.entry_on IS 'Day of the entry.';
COMMENT ON COLUMN fund_entry.fund_entry_kind IS 'Received or paid.';
COMMENT ON COLUMN fund_entry.amount_mmk IS 'Amount (kyat).';
COMMENT ON COLUMN fund_entry.people IS 'People supported by a payment (people); null: not told or received.';
COMMENT ON COLUMN fund_entry.source IS 'Where it is known from; null: not told.';
COMMENT ON COLUMN fund_entry.recorded_by IS 'Who recorded it (account name).';
COMMENT ON COLUMN fund_entry.recorded_at_utc IS 'When it was recorded (UTC).';
COMMENT ON COLUMN fund_entry.batch_id IS 'The load that brought it; null: entered by hand or made.';
COMMENT ON COLUMN fund_entry.withdrawn IS 'Whether it was taken back; the row stays, and nothing counts it.';

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
COMMENT ON TABLE shelter_census_abroad IS 'Myanmar victims in shelters abroad and interpreters there, by country and day (1.12).';
COMMENT ON COLUMN shelter_census_abroad.census_id IS 'Identifier of the count.';
COMMENT ON COLUMN shelter_census_abroad.destination IS 'Country of the shelters.';
COMMENT ON COLUMN shelter_census_abroad.counted_on IS 'Day of the count.';
COMMENT ON COLUMN shelter_census_abroad.myanmar_people IS 'Myanmar victims in shelters there (people).';
COMMENT ON COLUMN shelter_census_abroad.interpreters IS 'Interpreters between Myanmar and the language of the country (people).';
COMMENT ON COLUMN shelter_census_abroad.source IS 'Where it is known from; null: not told.';
COMMENT ON COLUMN shelter_census_abroad.recorded_by IS 'Who recorded it (account name).';
COMMENT ON COLUMN shelter_census_abroad.recorded_at_utc IS 'When it was recorded (UTC).';
COMMENT ON COLUMN shelter_census_abroad.batch_id IS 'The load that brought it; null: entered by hand or made.';
COMMENT ON COLUMN shelter_census_abroad.withdrawn IS 'Whether it was taken back; the row stays, and nothing counts it.';

CREATE TABLE provider_report (
    report_id VARCHAR PRIMARY KEY,
    organisation_id VARCHAR NOT NULL REFERENCES organisation (organisation_id),
    report_year INTEGER NOT NULL CHECK (report_year BETWEEN 2000 AND 2100),
    report_quarter INTEGER NOT NULL CHECK (report_quarter BETWEEN 1 AND 4),
    received_on DATE NOT NULL,
    source VARCHAR,
    recorded_by VARCHAR NOT NULL,
    recorded_at_utc TIMESTAMP NOT NULL,
    batch_id VARCHAR REFERENCES import_batch (batch_id),
    withdrawn BOOLEAN NOT NULL DEFAULT false,
    CHECK (received_on >= make_date(report_year, 3 * report_quarter - 2, 1))
);
COMMENT ON TABLE provider_report IS 'Monitoring and evaluation reports that came in from organisations, for which quarter and when (4.9).';
COMMENT ON COLUMN provider_report.report_id IS 'Identifier of the report.';
COMMENT ON COLUMN provider_report.organisation_id IS 'The organisation.';
COMMENT ON COLUMN provider_report.report_year IS 'Year that the report is about.';
COMMENT ON COLUMN provider_report.report_quarter IS 'Quarter of that year that the report is about, 1 to 4.';
COMMENT ON COLUMN provider_report.received_on IS 'Day on which it came in.';
COMMENT ON COLUMN provider_report.source IS 'Where it is known from; null: not told.';
COMMENT ON COLUMN provider_report.recorded_by IS 'Who recorded it (account name).';
COMMENT ON COLUMN provider_report.recorded_at_utc IS 'When it was recorded (UTC).';
COMMENT ON COLUMN provider_report.batch_id IS 'The load that brought it; null: entered by hand or made.';
COMMENT ON COLUMN provider_report.withdrawn IS 'Whether it was taken back; the row stays, and nothing counts it.';

CREATE TABLE stage_assessment (
    stage_assessment_id VARCHAR PRIMARY KEY,
    assessed_stage VARCHAR NOT NULL CHECK (assessed_stage IN ('pre_return', 'shelter', 'community')),
    assessed_on DATE NOT NULL,
    body VARCHAR NOT NULL CHECK (body IN ('dsw', 'attf', 'gad', 'immigration', 'health', 'maaf', 'un', 'ngo', 'other')),
    victims_asked INTEGER CHECK (victims_asked >= 0),
    source VARCHAR,
    recorded_by VARCHAR NOT NULL,
    recorded_at_utc TIMESTAMP NOT NULL,
    batch_id VARCHAR REFERENCES import_batch (batch_id),
    withdrawn BOOLEAN NOT NULL DEFAULT false
);
COMMENT ON TABLE stage_assessment IS 'Assessments of a stage of victim protection as a whole, not of single cases (4.10).';
COMMENT ON COLUMN stage_assessment.stage_assessment_id IS 'Identifier of the assessment.';
COMMENT ON COLUMN stage_assessment.assessed_stage IS 'Stage that was assessed.';
COMMENT ON COLUMN stage_assessment.assessed_on IS 'Day on which it was done.';
COMMENT ON COLUMN stage_assessment.body IS 'Body that did it.';
COMMENT ON COLUMN stage_assessment.victims_asked IS 'Victims who were asked of their experience (people); null: not told.';
COMMENT ON COLUMN stage_assessment.source IS 'Where it is known from; null: not told.';
COMMENT ON COLUMN stage_assessment.recorded_by IS 'Who recorded it (account name).';
COMMENT ON COLUMN stage_assessment.recorded_at_utc IS 'When it was recorded (UTC).';
COMMENT ON COLUMN stage_assessment.batch_id IS 'The load that brought it; null: entered by hand or made.';
COMMENT ON COLUMN stage_assessment.withdrawn IS 'Whether it was taken back; the row stays, and nothing counts it.';

CREATE TABLE health_advocacy (
    advocacy_id VARCHAR PRIMARY KEY,
    ts_pcode VARCHAR NOT NULL REFERENCES township (ts_pcode),
    held_on DATE NOT NULL,
    body VARCHAR NOT NULL CHECK (body IN ('dsw', 'attf', 'gad', 'immigration', 'health', 'maaf', 'un', 'ngo', 'other')),
    source VARCHAR,
    recorded_by VARCHAR NOT NULL,
    recorded_at_utc TIMESTAMP NOT NULL,
    batch_id VARCHAR REFERENCES import_batch (batch_id),
    withdrawn BOOLEAN NOT NULL DEFAULT false
);
COMMENT ON TABLE health_advocacy IS 'Townships where health officials and practitioners were won for the care of returned victims (3.4).';
COMMENT ON COLUMN health_advocacy.advocacy_id IS 'Identifier of the entry.';
COMMENT ON COLUMN health_advocacy.ts_pcode IS 'Township (P-code).';
COMMENT ON COLUMN health_advocacy.held_on IS 'Day.';
COMMENT ON COLUMN health_advocacy.body IS 'Body that did it.';
COMMENT ON COLUMN health_advocacy.source IS 'Where it is known from; null: not told.';
COMMENT ON COLUMN health_advocacy.recorded_by IS 'Who recorded it (account name).';
COMMENT ON COLUMN health_advocacy.recorded_at_utc IS 'When it was recorded (UTC).';
COMMENT ON COLUMN health_advocacy.batch_id IS 'The load that brought it; null: entered by hand or made.';
COMMENT ON COLUMN health_advocacy.withdrawn IS 'Whether it was taken back; the row stays, and nothing counts it.';

CREATE TABLE indicator_target (
    target_id VARCHAR PRIMARY KEY,
    indicator VARCHAR NOT NULL,
    target_year INTEGER NOT NULL CHECK (target_year BETWEEN 2000 AND 2100),
    target DOUBLE NOT NULL CHECK (target >= 0),
    recorded_by VARCHAR NOT NULL,
    recorded_at_utc TIMESTAMP NOT NULL,
    batch_id VARCHAR REFERENCES import_batch (batch_id),
    withdrawn BOOLEAN NOT NULL DEFAULT false
);
COMMENT ON TABLE indicator_target IS 'Targets of indicators by year; the latest one that was not taken back holds.';
COMMENT ON COLUMN indicator_target.target_id IS 'Identifier of the target.';
COMMENT ON COLUMN indicator_target.indicator IS 'The indicator: the stem of its file.';
COMMENT ON COLUMN indicator_target.target_year IS 'Year from which it holds, until a later one.';
COMMENT ON COLUMN indicator_target.target IS 'The target, in the unit of the indicator (a share from 0 to 1).';
COMMENT ON COLUMN indicator_target.recorded_by IS 'Who recorded it (account name).';
COMMENT ON COLUMN indicator_target.recorded_at_utc IS 'When it was recorded (UTC).';
COMMENT ON COLUMN indicator_target.batch_id IS 'The load that brought it; null: entered by hand.';
COMMENT ON COLUMN indicator_target.withdrawn IS 'Whether it was taken back; the row stays, and nothing counts it.';

CREATE TABLE recommendation_state (
    state_id VARCHAR PRIMARY KEY,
    recommendation VARCHAR NOT NULL,
    recommendation_status VARCHAR NOT NULL CHECK (recommendation_status IN ('not_started', 'under_way', 'done', 'dropped')),
    owner_body VARCHAR CHECK (owner_body IN ('central_body', 'dsw', 'attf', 'gad', 'immigration', 'health', 'maaf', 'un', 'ngo', 'other')),
    due_on DATE,
    evidence VARCHAR,
    note VARCHAR,
    supersedes VARCHAR UNIQUE,
    recorded_by VARCHAR NOT NULL,
    recorded_at_utc TIMESTAMP NOT NULL
);
COMMENT ON TABLE recommendation_state IS 'Where each recommendation stands, state by state; added, never changed: the one that none supersedes holds.';
COMMENT ON COLUMN recommendation_state.state_id IS 'Identifier of the state.';
COMMENT ON COLUMN recommendation_state.recommendation IS 'Number of the recommendation, such as 2.10.1.';
COMMENT ON COLUMN recommendation_state.recommendation_status IS 'How far it is.';
COMMENT ON COLUMN recommendation_state.owner_body IS 'Body that owns it; null: nobody yet.';
COMMENT ON COLUMN recommendation_state.due_on IS 'Day by which it is to be done; null: none set.';
COMMENT ON COLUMN recommendation_state.evidence IS 'Where the evidence is found: documents or addresses, one a line; null: none.';
COMMENT ON COLUMN recommendation_state.note IS 'In one line, without names; null: nothing was said.';
COMMENT ON COLUMN recommendation_state.supersedes IS 'The state that it follows; null: the first of its recommendation.';
COMMENT ON COLUMN recommendation_state.recorded_by IS 'Who recorded it (account name).';
COMMENT ON COLUMN recommendation_state.recorded_at_utc IS 'When it was recorded (UTC).';

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
COMMENT ON TABLE hotspot_list IS 'The hot spots that a meeting agreed on for a year; added, never changed. Read only through visible_hotspot_list().';
COMMENT ON COLUMN hotspot_list.list_id IS 'Identifier of the list.';
COMMENT ON COLUMN hotspot_list.list_year IS 'Year whose victims the list is about.';
COMMENT ON COLUMN hotspot_list.version IS 'Version of the list of that year, from 1 without gaps; the highest one holds.';
COMMENT ON COLUMN hotspot_list.supersedes IS 'The list of the same year that this one corrects; null: the first of its year.';
COMMENT ON COLUMN hotspot_list.as_of IS 'Day whose state of the register the list shows.';
COMMENT ON COLUMN hotspot_list.data_version IS 'Fingerprint of the register from which the list was proposed (data/fingerprint.py).';
COMMENT ON COLUMN hotspot_list.rule_most IS 'Most townships that the rule would list (townships).';
COMMENT ON COLUMN hotspot_list.method IS 'Constants with which the figures were computed, as JSON.';
COMMENT ON COLUMN hotspot_list.note IS 'What the meeting wants remembered, one line; null: nothing.';
COMMENT ON COLUMN hotspot_list.townships IS 'Entries of the list (townships).';
COMMENT ON COLUMN hotspot_list.content_sha256 IS 'SHA-256 over the list and its entries, hexadecimal; also in its audit row.';
COMMENT ON COLUMN hotspot_list.frozen_by IS 'Who froze it (account name).';
COMMENT ON COLUMN hotspot_list.frozen_at_utc IS 'When it was frozen (UTC).';

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
COMMENT ON TABLE hotspot_entry IS 'Townships of a frozen list, with the facts for which each was listed. Read only through visible_hotspot_entry().';
COMMENT ON COLUMN hotspot_entry.list_id IS 'The list.';
COMMENT ON COLUMN hotspot_entry.ts_pcode IS 'Township P-code.';
COMMENT ON COLUMN hotspot_entry.unit_pcode IS 'Unit that was ranked: the township, or the old P-code of two that the census counted as one.';
COMMENT ON COLUMN hotspot_entry.rank IS 'Rank of the unit by its smoothed rate, 1 the highest.';
COMMENT ON COLUMN hotspot_entry.rank_low IS 'Best rank of the 90 % interval.';
COMMENT ON COLUMN hotspot_entry.rank_high IS 'Worst rank of the 90 % interval.';
COMMENT ON COLUMN hotspot_entry.space_time IS 'How its years as a hot spot follow each other; null: could not be told.';
COMMENT ON COLUMN hotspot_entry.is_hot IS 'True: a hot spot of its year by Gi*, after false-discovery-rate correction.';
COMMENT ON COLUMN hotspot_entry.is_cluster IS 'True: part of a cluster of its year by local Moran, after false-discovery-rate correction.';
COMMENT ON COLUMN hotspot_entry.victims_people IS 'Victims from the township in the year (people).';
COMMENT ON COLUMN hotspot_entry.smoothed_per_100k IS 'Empirical-Bayes smoothed rate of the unit, victims per 100,000 people; null: population not known.';
COMMENT ON COLUMN hotspot_entry.corridor IS 'Corridor that most of the victims went by; unknown: no destination recorded, or no victim.';
COMMENT ON COLUMN hotspot_entry.corridor_share_0_1 IS 'Share of the victims who went by that corridor, 0 to 1; null: no victim.';
COMMENT ON COLUMN hotspot_entry.tier IS 'Tier of help in reach on the as-of day, 1 (best) to 6 (analysis/tiers.py).';
COMMENT ON COLUMN hotspot_entry.unassigned_people IS 'Victims from the township whom nobody carried on the as-of day (people).';
COMMENT ON COLUMN hotspot_entry.how IS 'rule: listed by the rule; hand: picked by the meeting.';
COMMENT ON COLUMN hotspot_entry.reason IS 'Why the meeting listed it, one line; null: by the rule alone.';

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
COMMENT ON TABLE allocation_plan IS 'Saved plans of where help should go; added, never changed. Read only through visible_plan().';
COMMENT ON COLUMN allocation_plan.plan_id IS 'Identifier of the plan.';
COMMENT ON COLUMN allocation_plan.name IS 'Name that a person gave it.';
COMMENT ON COLUMN allocation_plan.plan_kind IS 'solved, drawn by hand, or as things stand today.';
COMMENT ON COLUMN allocation_plan.made_by IS 'Who saved it (account name).';
COMMENT ON COLUMN allocation_plan.made_at_utc IS 'When it was saved (UTC).';
COMMENT ON COLUMN allocation_plan.data_version IS 'Fingerprint of the register from which it was computed (data/fingerprint.py).';
COMMENT ON COLUMN allocation_plan.as_of IS 'Day whose state of the register it starts from.';
COMMENT ON COLUMN allocation_plan.demand_people IS 'People whom it could reach at most, those expected included (people).';
COMMENT ON COLUMN allocation_plan.reached_people IS 'People whom it reaches, by existing and new help (people).';
COMMENT ON COLUMN allocation_plan.cost_usd IS 'Cost of what it adds (US dollars).';
COMMENT ON COLUMN allocation_plan.budget_usd IS 'Budget that it had to keep to (US dollars); null: none was set.';
COMMENT ON COLUMN allocation_plan.objective IS 'Weighted people whom it reaches (people times their weight).';
COMMENT ON COLUMN allocation_plan.bound IS 'Proven upper bound of the objective (people times their weight); null: not solved.';
COMMENT ON COLUMN allocation_plan.gap_0_1 IS 'How far the objective may lie below the bound, as a share; null: not solved.';
COMMENT ON COLUMN allocation_plan.inputs IS 'Everything that the plan was asked, as JSON.';
COMMENT ON COLUMN allocation_plan.result IS 'The whole plan, as JSON.';
COMMENT ON COLUMN allocation_plan.content_sha256 IS 'SHA-256 over the plan, hexadecimal; also in its audit row.';

CREATE TABLE publication (
    publication_id VARCHAR PRIMARY KEY,
    version INTEGER NOT NULL UNIQUE CHECK (version >= 1),
    first_year INTEGER NOT NULL CHECK (first_year BETWEEN 1990 AND 2100),
    last_year INTEGER NOT NULL,
    as_of DATE NOT NULL,
    data_version VARCHAR NOT NULL,
    least_shown INTEGER NOT NULL CHECK (least_shown >= 5),
    rounded_to INTEGER NOT NULL CHECK (rounded_to >= 1),
    rules VARCHAR NOT NULL,
    audit VARCHAR NOT NULL,
    withheld VARCHAR NOT NULL,
    figures INTEGER NOT NULL CHECK (figures >= 1),
    released VARCHAR NOT NULL,
    note VARCHAR,
    content_sha256 VARCHAR NOT NULL,
    published_by VARCHAR NOT NULL,
    published_at_utc TIMESTAMP NOT NULL,
    CHECK (last_year >= first_year)
);
COMMENT ON TABLE publication IS 'Tables published for donors, each version frozen; added, never changed. Read only through visible_publication().';
COMMENT ON COLUMN publication.publication_id IS 'Identifier of the publication.';
COMMENT ON COLUMN publication.version IS 'Version, from 1 without gaps; the highest one is the newest.';
COMMENT ON COLUMN publication.first_year IS 'First year of identification that it covers.';
COMMENT ON COLUMN publication.last_year IS 'Last year of identification that it covers.';
COMMENT ON COLUMN publication.as_of IS 'Day whose state of the register it was counted from.';
COMMENT ON COLUMN publication.data_version IS 'Fingerprint of the register from which it was counted (data/fingerprint.py).';
COMMENT ON COLUMN publication.least_shown IS 'Threshold: smaller counts are withheld (people).';
COMMENT ON COLUMN publication.rounded_to IS 'Multiple to which shown counts are rounded (people).';
COMMENT ON COLUMN publication.rules IS 'Tables and rules by which it was made, as JSON.';
COMMENT ON COLUMN publication.audit IS 'What the audit tried and found, as JSON; no withheld count.';
COMMENT ON COLUMN publication.withheld IS 'How much of each table is withheld, as JSON, from published values alone.';
COMMENT ON COLUMN publication.figures IS 'Rows of publication_cell that belong to it (rows).';
COMMENT ON COLUMN publication.released IS 'Shown counts before rounding, as JSON, for the audit of later publications; no withheld count. For planners alone.';
COMMENT ON COLUMN publication.note IS 'What is to be known about it, one line; null: nothing.';
COMMENT ON COLUMN publication.content_sha256 IS 'SHA-256 over the publication and its figures, hexadecimal; also in its audit row.';
COMMENT ON COLUMN publication.published_by IS 'Who published it (account name).';
COMMENT ON COLUMN publication.published_at_utc IS 'When it was published (UTC).';

CREATE TABLE publication_cell (
    publication_id VARCHAR NOT NULL REFERENCES publication (publication_id),
    table_name VARCHAR NOT NULL,
    level VARCHAR NOT NULL CHECK (level IN ('ts_pcode', 'dt_pcode', 'st_pcode', 'country')),
    place VARCHAR NOT NULL,
    from_year INTEGER NOT NULL,
    to_year INTEGER NOT NULL,
    purpose_group VARCHAR NOT NULL,
    corridor VARCHAR NOT NULL,
    sex VARCHAR NOT NULL,
    age_group VARCHAR NOT NULL,
    people INTEGER CHECK (people >= 0),
    figure_status VARCHAR NOT NULL CHECK (figure_status IN ('shown', 'withheld', 'impossible')),
    is_finest BOOLEAN NOT NULL,
    CHECK ((people IS NULL) = (figure_status <> 'shown')),
    CHECK (to_year >= from_year),
    UNIQUE (publication_id, table_name, level, place, from_year, to_year, purpose_group, corridor, sex, age_group)
);
COMMENT ON TABLE publication_cell IS 'Published figures, rounded; a withheld one has no number anywhere. Read only through visible_publication_cell().';
COMMENT ON COLUMN publication_cell.publication_id IS 'The publication.';
COMMENT ON COLUMN publication_cell.table_name IS 'Table of the fixed list (analysis/publication.py).';
COMMENT ON COLUMN publication_cell.level IS 'Level of the place: ts_pcode (township), dt_pcode (district), st_pcode (state or region) or country.';
COMMENT ON COLUMN publication_cell.place IS 'P-code of the place; unknown: not recorded; empty: the country.';
COMMENT ON COLUMN publication_cell.from_year IS 'First year of the window.';
COMMENT ON COLUMN publication_cell.to_year IS 'Last year of the window.';
COMMENT ON COLUMN publication_cell.purpose_group IS 'Purpose, grouped for publication; all: every purpose; empty: the table does not tell it.';
COMMENT ON COLUMN publication_cell.corridor IS 'Corridor; all: every corridor; empty: the table does not tell it.';
COMMENT ON COLUMN publication_cell.sex IS 'Sex; unknown: not recorded; all: everybody; empty: the table does not tell it.';
COMMENT ON COLUMN publication_cell.age_group IS 'Child or adult; all: everybody; empty: the table does not tell it.';
COMMENT ON COLUMN publication_cell.people IS 'People, rounded; null: withheld, or cannot occur.';
COMMENT ON COLUMN publication_cell.figure_status IS 'shown, withheld (small, or to protect others: which of the two is not told) or impossible.';
COMMENT ON COLUMN publication_cell.is_finest IS 'True: shown, and not made up of shown places of a finer level.';

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
COMMENT ON TABLE audit_log IS 'Who did what, each row chained to the one before by SHA-256, written in the transaction of the change.';
COMMENT ON COLUMN audit_log.seq IS 'Sequence number, from 1 without gaps.';
COMMENT ON COLUMN audit_log.at_utc IS 'When (UTC).';
COMMENT ON COLUMN audit_log.actor IS 'Who (account name, or the command that ran).';
COMMENT ON COLUMN audit_log.role IS 'Role in which it was done.';
COMMENT ON COLUMN audit_log.organisation_id IS 'Organisation of the actor; null: none.';
COMMENT ON COLUMN audit_log.action IS 'What was done.';
COMMENT ON COLUMN audit_log.subject IS 'To what.';
COMMENT ON COLUMN audit_log.records IS 'Records concerned (records).';
COMMENT ON COLUMN audit_log.reason IS 'Why; null: not asked.';
COMMENT ON COLUMN audit_log.previous_hash IS 'row_hash of the row before; 64 zeros for the first.';
COMMENT ON COLUMN audit_log.row_hash IS 'SHA-256 over the row and previous_hash, hexadecimal.';

CREATE TABLE app_user (
    account VARCHAR NOT NULL CHECK (account = lower(trim(account)) AND account <> ''),
    revision INTEGER NOT NULL CHECK (revision >= 1),
    role VARCHAR NOT NULL CHECK (role IN ('planner', 'dsw_officer', 'ngo_manager', 'donor', 'administrator')),
    organisation_id VARCHAR,
    shelter_ids VARCHAR NOT NULL DEFAULT '',
    is_active BOOLEAN NOT NULL,
    changed_by VARCHAR NOT NULL,
    changed_at_utc TIMESTAMP NOT NULL,
    UNIQUE (account, revision),
    CHECK ((organisation_id IS NOT NULL) = (role = 'ngo_manager')),
    CHECK (role = 'dsw_officer' OR shelter_ids = '')
);
COMMENT ON TABLE app_user IS 'Who may sign in, and as what: the highest revision of an account holds, the earlier ones are its history.';
COMMENT ON COLUMN app_user.account IS 'What the identity provider calls the person, in small letters; see claim_account in the README.';
COMMENT ON COLUMN app_user.revision IS 'Version of the account''s entry, from 1, one more with each change.';
COMMENT ON COLUMN app_user.role IS 'The role.';
COMMENT ON COLUMN app_user.organisation_id IS 'Organisation of an NGO manager; null: any other role.';
COMMENT ON COLUMN app_user.shelter_ids IS 'Shelters of a DSW officer, separated by commas; empty: none.';
COMMENT ON COLUMN app_user.is_active IS 'False: may not sign in any more.';
COMMENT ON COLUMN app_user.changed_by IS 'Who made the change (account name, or the command that ran).';
COMMENT ON COLUMN app_user.changed_at_utc IS 'When it was made (UTC).';

-- The only ways to read cases. A branch a role: a role that has none sees nothing.
-- Months, never days; never the village. No record that was withdrawn or merged into another.

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

-- Whether the filters choose a case (queries/filters.py).
-- A list that is null filters nothing, an empty one selects nothing; 'unknown' selects those without the field.
CREATE MACRO is_chosen(
    p_first_year, p_last_year, p_victim_types, p_destinations, p_sexes, p_age_groups, p_purposes, p_special, p_case_year,
    p_victim_type, p_destination, p_sex, p_age_group, p_purpose, p_is_special
) AS
(p_first_year::INTEGER IS NULL OR p_case_year >= p_first_year)
AND (p_last_year::INTEGER IS NULL OR p_case_year <= p_last_year)
AND (p_victim_types::VARCHAR[] IS NULL OR list_contains(p_victim_types::VARCHAR[], p_victim_type))
AND (p_destinations::VARCHAR[] IS NULL OR list_contains(p_destinations::VARCHAR[], coalesce(p_destination, 'unknown')))
AND (p_sexes::VARCHAR[] IS NULL OR list_contains(p_sexes::VARCHAR[], coalesce(p_sex, 'unknown')))
AND (p_age_groups::VARCHAR[] IS NULL OR list_contains(p_age_groups::VARCHAR[], p_age_group))
AND (p_purposes::VARCHAR[] IS NULL OR list_contains(p_purposes::VARCHAR[], coalesce(p_purpose, 'unknown')))
AND (p_special::BOOLEAN IS NULL OR p_is_special = p_special);

-- The visible cases that the filters choose: every question about cases takes the same ones.
CREATE MACRO chosen_case(
    p_role, p_organisation, p_shelters, p_as_of, p_first_year, p_last_year, p_victim_types, p_destinations, p_sexes,
    p_age_groups, p_purposes, p_special
) AS TABLE
SELECT v.*
FROM visible_case(p_role, p_organisation, p_shelters) v
WHERE v.recorded_on <= p_as_of
  AND is_chosen(
    p_first_year, p_last_year, p_victim_types, p_destinations, p_sexes, p_age_groups, p_purposes, p_special, v.case_year,
    v.victim_type, v.destination, v.sex, v.age_group, v.purpose, v.is_special
  );

CREATE MACRO visible_assignment(p_role, p_organisation, p_shelters) AS TABLE
SELECT a.* FROM assignment a
WHERE p_role = 'planner' AND NOT a.withdrawn
  AND a.case_code NOT IN (SELECT v.case_code FROM victim_case v WHERE v.withdrawn OR v.merged_into IS NOT NULL)
UNION ALL
SELECT a.* FROM assignment a
WHERE p_role = 'dsw_officer' AND NOT a.withdrawn
  AND a.case_code IN (SELECT v.case_code FROM visible_case('dsw_officer', p_organisation, p_shelters) v)
UNION ALL
SELECT a.* FROM assignment a
WHERE p_role = 'ngo_manager' AND NOT a.withdrawn AND coalesce(a.organisation_id, p_organisation) = p_organisation
  AND a.case_code IN (SELECT v.case_code FROM visible_case('ngo_manager', p_organisation, p_shelters) v);

CREATE MACRO visible_event(p_role, p_organisation, p_shelters) AS TABLE
SELECT e.* FROM case_event e
WHERE p_role = 'planner' AND NOT e.withdrawn
  AND e.case_code NOT IN (SELECT v.case_code FROM victim_case v WHERE v.withdrawn OR v.merged_into IS NOT NULL)
UNION ALL
SELECT e.* FROM case_event e
WHERE p_role IN ('dsw_officer', 'ngo_manager') AND NOT e.withdrawn
  AND e.case_code IN (SELECT v.case_code FROM visible_case(p_role, p_organisation, p_shelters) v);

-- The stage of each case at a date, from its dated events alone; the same rule in Python: data/case_rules.py.
-- Day by day: closed while closed more often than readmitted, else readmitted if ever; of a case never closed: home, else
-- in a shelter while entered more often than left, else received; leaving or an escape sets whoever was received into
-- the community. A provider's taking on does so for a person whom nobody received. Before all that: pre_return.
-- since: first day of the stage without a break; of pre_return the first event, null: none.
-- p_codes: of these cases alone; null: of all.
CREATE MACRO case_stage_of(p_role, p_organisation, p_shelters, p_as_of, p_codes) AS TABLE
WITH known AS (
    SELECT e.case_code, e.occurred_on AS on_day, e.event_kind
    FROM visible_event(p_role, p_organisation, p_shelters) e
    WHERE e.occurred_on <= p_as_of AND e.recorded_on <= p_as_of
      AND (p_codes IS NULL OR e.case_code IN (SELECT unnest(p_codes)))
),
-- Closed and never readmitted needs no further look; most cases of a register are that.
shut AS MATERIALIZED (
    SELECT case_code, min(on_day) AS closed_on
    FROM known
    WHERE event_kind IN ('closed', 'readmitted')
    GROUP BY case_code
    HAVING bool_and(event_kind = 'closed')
),
unshut AS MATERIALIZED (
    SELECT k.* FROM known k ANTI JOIN shut s ON s.case_code = k.case_code
),
begun AS (
    SELECT case_code, min(on_day) AS begun_on FROM unshut GROUP BY case_code
),
happened AS (
    SELECT
        k.case_code, k.on_day,
        count(*) FILTER (event_kind = 'shelter_in') AS ins,
        count(*) FILTER (event_kind = 'shelter_out') AS outs,
        bool_or(event_kind = 'repatriated') AS is_back,
        bool_or(event_kind IN ('returned_home', 'first_visit', 'minimum_accompanied', 'minimum_reunited', 'minimum_assessed')) AS is_home,
        bool_or(event_kind = 'escaped') AS is_gone,
        bool_or(event_kind = 'assigned') AS is_taken,
        count(*) FILTER (event_kind = 'closed') AS closures,
        count(*) FILTER (event_kind = 'readmitted') AS readmissions
    FROM unshut k
    WHERE k.event_kind IN (
        'shelter_in', 'shelter_out', 'repatriated', 'returned_home', 'first_visit', 'minimum_accompanied',
        'minimum_reunited', 'minimum_assessed', 'escaped', 'assigned', 'closed', 'readmitted')
    GROUP BY k.case_code, k.on_day
),
so_far AS (
    SELECT
        h.*,
        sum(ins - outs) OVER by_day AS inside,
        bool_or(ins > 0 OR is_back) OVER by_day AS is_received,
        sum(closures - readmissions) OVER by_day AS shut,
        sum(readmissions) OVER by_day AS readmitted_so_far
    FROM happened h
    WINDOW by_day AS (PARTITION BY case_code ORDER BY on_day)
),
moved AS (
    SELECT
        case_code, on_day,
        CASE WHEN shut > 0 THEN 'closed'
             WHEN readmitted_so_far > 0 THEN 'readmitted'
             WHEN is_home THEN 'community'
             WHEN ins > 0 AND outs > 0 THEN CASE WHEN inside > 0 THEN 'shelter' ELSE 'community' END
             WHEN outs > 0 THEN 'community'
             WHEN is_gone AND is_received THEN 'community'
             WHEN ins > 0 OR is_back THEN 'shelter'
             WHEN is_taken AND NOT is_received THEN 'community'
        END AS stage
    FROM so_far
),
changed AS (
    SELECT case_code, on_day, stage, stage IS DISTINCT FROM lag(stage) OVER (PARTITION BY case_code ORDER BY on_day) AS is_new
    FROM moved
    WHERE stage IS NOT NULL
),
latest AS (
    SELECT case_code, arg_max(stage, on_day) AS stage, max(on_day) FILTER (is_new) AS since
    FROM changed
    GROUP BY case_code
)
SELECT
    v.case_code,
    CASE WHEN s.closed_on IS NOT NULL THEN 'closed' ELSE coalesce(l.stage, 'pre_return') END AS stage,
    coalesce(s.closed_on, l.since, b.begun_on) AS since
FROM visible_case(p_role, p_organisation, p_shelters) v
LEFT JOIN shut s ON s.case_code = v.case_code
LEFT JOIN begun b ON b.case_code = v.case_code
LEFT JOIN latest l ON l.case_code = v.case_code
WHERE v.recorded_on <= p_as_of AND (p_codes IS NULL OR v.case_code IN (SELECT unnest(p_codes)));

CREATE MACRO case_stage(p_role, p_organisation, p_shelters, p_as_of) AS TABLE
SELECT * FROM case_stage_of(p_role, p_organisation, p_shelters, p_as_of, NULL::VARCHAR[]);

-- Caseload of every presence at a date: counts only, for those who refer people to each other.
CREATE MACRO presence_caseload(p_role, p_as_of) AS TABLE
SELECT a.presence_id, count(*)::INTEGER AS caseload_people
FROM assignment a
WHERE p_role IN ('planner', 'dsw_officer', 'ngo_manager') AND NOT a.withdrawn
  AND a.assignment_state = 'assigned' AND a.valid_from <= p_as_of AND (a.valid_to IS NULL OR a.valid_to > p_as_of)
  AND a.case_code NOT IN (SELECT v.case_code FROM victim_case v WHERE v.withdrawn OR v.merged_into IS NOT NULL)
GROUP BY a.presence_id;

-- Which agencies hold a record of a case, a line a record; records merged into it count as its own. visible_source: once each.
CREATE MACRO source_line(p_role, p_organisation, p_shelters) AS TABLE
WITH standing_for AS (
    SELECT c.case_code, coalesce(c.merged_into, c.case_code) AS stands_as, c.source_agency
    FROM victim_case c
    WHERE NOT c.withdrawn
      AND coalesce(c.merged_into, c.case_code) IN (SELECT v.case_code FROM visible_case(p_role, p_organisation, p_shelters) v)
)
SELECT s.stands_as AS case_code, s.source_agency AS agency FROM standing_for s
UNION ALL
SELECT s.stands_as, cs.agency
FROM case_source cs
JOIN standing_for s ON s.case_code = cs.case_code
LEFT JOIN import_batch b ON b.batch_id = cs.batch_id
WHERE b.undone_at_utc IS NULL;

CREATE MACRO visible_source(p_role, p_organisation, p_shelters) AS TABLE
SELECT DISTINCT s.case_code, s.agency FROM source_line(p_role, p_organisation, p_shelters) s;

-- What belongs to a case is seen by those who see the case.
CREATE MACRO visible_need(p_role, p_organisation, p_shelters) AS TABLE
SELECT n.* FROM case_need n
WHERE NOT n.withdrawn AND n.case_code IN (SELECT v.case_code FROM visible_case(p_role, p_organisation, p_shelters) v);

CREATE MACRO visible_flag(p_role, p_organisation, p_shelters) AS TABLE
SELECT f.* FROM case_flag f
WHERE NOT f.withdrawn AND f.case_code IN (SELECT v.case_code FROM visible_case(p_role, p_organisation, p_shelters) v);

CREATE MACRO visible_assessment(p_role, p_organisation, p_shelters) AS TABLE
SELECT a.* FROM assessment a
WHERE p_role = 'planner' AND NOT a.withdrawn
  AND a.case_code NOT IN (SELECT v.case_code FROM victim_case v WHERE v.withdrawn OR v.merged_into IS NOT NULL)
UNION ALL
SELECT a.* FROM assessment a
WHERE p_role IN ('dsw_officer', 'ngo_manager') AND NOT a.withdrawn
  AND a.case_code IN (SELECT v.case_code FROM visible_case(p_role, p_organisation, p_shelters) v);

-- What is due for each case at a date, one row a thing: open from due_from, to be done by due_on, days_left negative when
-- late. p_limits: days of data/settings.py by name, and revisit_missed_days: a revisit that late is missed, not due.
-- The provider: who carries the case that day, of a revisit who carried it last; null: nobody.
-- p_codes: of these cases alone; null: of all.
CREATE MACRO case_due_of(p_role, p_organisation, p_shelters, p_as_of, p_limits, p_codes) AS TABLE
-- A closed case, and most of a register is closed, waits for nothing but a revisit: it is passed over where none is open.
WITH closure AS (
    SELECT
        e.case_code, count(*) FILTER (e.event_kind = 'closed') > count(*) FILTER (e.event_kind = 'readmitted') AS is_closed,
        min(e.occurred_on) FILTER (e.event_kind = 'closed') AS first_on,
        max(e.occurred_on) FILTER (e.event_kind = 'closed') AS last_on
    FROM visible_event(p_role, p_organisation, p_shelters) e
    WHERE e.event_kind IN ('closed', 'readmitted') AND e.occurred_on <= p_as_of AND e.recorded_on <= p_as_of
      AND (p_codes IS NULL OR e.case_code IN (SELECT unnest(p_codes)))
    GROUP BY e.case_code
),
passed_over AS (
    SELECT c.case_code
    FROM closure c
    WHERE c.is_closed
      AND (c.last_on + p_limits['revisit_to_days']::INTEGER + p_limits['revisit_missed_days']::INTEGER < p_as_of
           OR c.first_on + p_limits['revisit_from_days']::INTEGER > p_as_of)
),
happened AS (
    SELECT
        e.case_code,
        min(e.occurred_on) FILTER (e.event_kind = 'admitted_abroad') AS admitted_on,
        max(e.occurred_on) FILTER (e.event_kind IN ('repatriated', 'escaped', 'returned_home', 'shelter_in')) AS back_on,
        max(e.occurred_on) FILTER (e.event_kind = 'family_assessed') AS assessed_on,
        arg_max(e.detail, e.occurred_on) FILTER (e.event_kind = 'family_assessed') AS outcome,
        max(e.occurred_on) FILTER (e.event_kind = 'alternative_planned') AS planned_on,
        max(e.occurred_on) FILTER (e.event_kind = 'shelter_in') AS entered_on,
        count(*) FILTER (e.event_kind = 'shelter_in') - count(*) FILTER (e.event_kind = 'shelter_out') AS inside,
        max(e.occurred_on) FILTER (e.event_kind IN ('returned_home', 'readmitted')) AS to_visit_on,
        max(e.occurred_on) FILTER (e.event_kind = 'returned_home') AS home_on,
        max(e.occurred_on) FILTER (e.event_kind = 'first_visit') AS visited_on,
        max(e.occurred_on) FILTER (e.event_kind = 'revisited') AS revisited_on,
        max(e.occurred_on) FILTER (e.event_kind = 'health_referred') AS referred_on,
        max(e.occurred_on) FILTER (e.event_kind = 'health_completed') AS completed_on
    FROM visible_event(p_role, p_organisation, p_shelters) e
    ANTI JOIN passed_over n ON n.case_code = e.case_code
    WHERE e.occurred_on <= p_as_of AND e.recorded_on <= p_as_of
      AND e.event_kind IN (
          'admitted_abroad', 'repatriated', 'escaped', 'returned_home', 'shelter_in', 'shelter_out', 'family_assessed',
          'alternative_planned', 'readmitted', 'first_visit', 'revisited', 'health_referred', 'health_completed')
      AND (p_codes IS NULL OR e.case_code IN (SELECT unnest(p_codes)))
    GROUP BY e.case_code
),
wished AS (
    SELECT a.case_code, max(a.assessed_on) AS wished_on, arg_max(a.wants_return, (a.assessed_on, a.assessment_id)) AS wants_return
    FROM visible_assessment(p_role, p_organisation, p_shelters) a
    WHERE a.assessed_on <= p_as_of AND a.recorded_on <= p_as_of
    GROUP BY a.case_code
),
known AS MATERIALIZED (
    SELECT s.case_code, h.* EXCLUDE (case_code), w.wished_on, w.wants_return, s.stage, s.since
    FROM case_stage_of(p_role, p_organisation, p_shelters, p_as_of, p_codes) s
    LEFT JOIN happened h ON h.case_code = s.case_code
    LEFT JOIN wished w ON w.case_code = s.case_code
),
due AS (
    SELECT case_code, 'abroad_6_months' AS due_kind, admitted_on + p_limits['abroad_most_days']::INTEGER AS due_on
    FROM known WHERE stage = 'pre_return' AND back_on IS NULL AND admitted_on IS NOT NULL
    UNION ALL
    SELECT case_code, 'assessment_stale', assessed_on + p_limits['assessment_stale_days']::INTEGER
    FROM known WHERE stage IN ('pre_return', 'shelter') AND assessed_on IS NOT NULL
    UNION ALL
    SELECT case_code, 'shelter_stay', entered_on + p_limits['shelter_stay_days']::INTEGER
    FROM known WHERE stage = 'shelter' AND inside > 0
    UNION ALL
    SELECT case_code, 'first_visit', to_visit_on + p_limits['first_visit_days']::INTEGER
    FROM known WHERE stage IN ('community', 'readmitted') AND to_visit_on IS NOT NULL AND coalesce(visited_on < to_visit_on, true)
    UNION ALL
    SELECT case_code, 'health_referral', referred_on + p_limits['health_referral_days']::INTEGER
    FROM known WHERE stage <> 'closed' AND referred_on IS NOT NULL AND coalesce(completed_on < referred_on, true)
    UNION ALL
    SELECT case_code, 'alternatives', CASE WHEN outcome = 'negative' THEN assessed_on ELSE wished_on END
    FROM known
    WHERE stage <> 'closed' AND home_on IS NULL AND (outcome = 'negative' OR NOT wants_return)
      AND coalesce(planned_on < CASE WHEN outcome = 'negative' THEN assessed_on ELSE wished_on END, true)
    UNION ALL
    SELECT case_code, 'revisit', since + p_limits['revisit_to_days']::INTEGER
    FROM known
    WHERE stage = 'closed' AND coalesce(revisited_on < since, true)
      AND p_as_of <= since + p_limits['revisit_to_days']::INTEGER + p_limits['revisit_missed_days']::INTEGER
),
opened AS (
    SELECT
        *,
        due_on - CASE due_kind WHEN 'revisit' THEN p_limits['revisit_to_days']::INTEGER - p_limits['revisit_from_days']::INTEGER
                 ELSE p_limits['due_soon_days']::INTEGER END AS due_from
    FROM due
),
carrier AS (
    SELECT
        a.case_code,
        arg_max({'o': a.organisation_id, 'p': a.presence_id, 'w': a.worker_id}, (a.valid_from, a.assignment_id))
            FILTER (a.valid_to IS NULL OR a.valid_to > p_as_of) AS at_present,
        arg_max({'o': a.organisation_id, 'p': a.presence_id, 'w': a.worker_id}, (a.valid_from, a.assignment_id)) AS last
    FROM visible_assignment(p_role, p_organisation, p_shelters) a
    WHERE a.assignment_state = 'assigned' AND a.valid_from <= p_as_of
    GROUP BY a.case_code
)
SELECT
    o.case_code, o.due_kind, o.due_from, o.due_on, o.due_on - p_as_of AS days_left,
    CASE WHEN o.due_kind = 'revisit' THEN c.last.o ELSE c.at_present.o END AS organisation_id,
    CASE WHEN o.due_kind = 'revisit' THEN c.last.p ELSE c.at_present.p END AS presence_id,
    CASE WHEN o.due_kind = 'revisit' THEN c.last.w ELSE c.at_present.w END AS worker_id
FROM opened o
LEFT JOIN carrier c ON c.case_code = o.case_code
WHERE o.due_from <= p_as_of;

CREATE MACRO case_due(p_role, p_organisation, p_shelters, p_as_of, p_limits) AS TABLE
SELECT * FROM case_due_of(p_role, p_organisation, p_shelters, p_as_of, p_limits, NULL::VARCHAR[]);

-- What an R&R operational meeting at a site should speak about on a day: one row a case and item of the agenda.
-- A case belongs to the site nearest to the main town of its township; without a township, to the one nearest to the
-- shelter that received it; with neither, to p_other_site. The last meeting is the last one held there before the day;
-- where there was none, as far back as people wait long. rank: order of the items; since null: day not told.
-- p_sites, p_site_towns: each site and its township. p_limits: days of data/settings.py by name. p_codes: of these cases alone; null: of all.
CREATE MACRO agenda_item(
    p_role, p_organisation, p_shelters, p_as_of, p_site, p_other_site, p_sites, p_site_towns, p_limits, p_codes
) AS TABLE
WITH site AS (
    SELECT s.site, t.lat, t.lon
    FROM (SELECT unnest(p_sites::VARCHAR[]) AS site, unnest(p_site_towns::VARCHAR[]) AS ts_pcode) s
    JOIN township t ON t.ts_pcode = s.ts_pcode
),
nearest AS (
    -- The half chord squared of the great circle orders as the distance does.
    SELECT t.ts_pcode, arg_min(s.site, pow(sin(radians(t.lat - s.lat) / 2), 2)
        + cos(radians(t.lat)) * cos(radians(s.lat)) * pow(sin(radians(t.lon - s.lon) / 2), 2)) AS site
    FROM township t CROSS JOIN site s
    GROUP BY t.ts_pcode
),
belongs AS MATERIALIZED (
    SELECT v.case_code, v.recorded_on, v.is_special, v.family_assessment
    FROM visible_case(p_role, p_organisation, p_shelters) v
    LEFT JOIN nearest home ON home.ts_pcode = v.ts_pcode
    LEFT JOIN shelter h ON h.shelter_id = v.shelter_id
    LEFT JOIN nearest received ON received.ts_pcode = h.ts_pcode
    WHERE v.recorded_on <= p_as_of AND coalesce(home.site, received.site, p_other_site) = p_site
      AND (p_codes IS NULL OR v.case_code IN (SELECT unnest(p_codes)))
),
last_meeting AS (
    SELECT coalesce(max(held_on), p_as_of - p_limits['waiting_long_days']::INTEGER) AS held_on
    FROM meeting
    WHERE meeting_kind = 'rr_operational' AND meeting_site = p_site AND held_on < p_as_of AND NOT withdrawn
),
period AS MATERIALIZED (
    SELECT a.case_code, a.assignment_state, a.valid_from, a.valid_to, a.waiting_since
    FROM visible_assignment(p_role, p_organisation, p_shelters) a
    WHERE a.case_code IN (SELECT b.case_code FROM belongs b)
),
standing AS (
    SELECT p.* FROM period p
    WHERE p.valid_from <= p_as_of AND (p.valid_to IS NULL OR p.valid_to > p_as_of)
),
begun AS (
    SELECT p.case_code, greatest(min(p.valid_from), any_value(b.recorded_on)) AS known_on
    FROM period p JOIN belongs b ON b.case_code = p.case_code
    GROUP BY p.case_code
),
happened AS MATERIALIZED (
    SELECT
        e.case_code,
        max(e.occurred_on) FILTER (e.event_kind = 'family_assessed') AS assessed_on,
        max(e.occurred_on) FILTER (e.event_kind = 'alternative_planned') AS planned_on,
        max(e.occurred_on) FILTER (e.event_kind = 'revisited') AS revisited_on,
        bool_or(e.event_kind = 'closed' AND p_as_of BETWEEN e.occurred_on + p_limits['revisit_from_days']::INTEGER
                AND e.occurred_on + p_limits['revisit_to_days']::INTEGER) AS may_be_revisited
    FROM visible_event(p_role, p_organisation, p_shelters) e
    WHERE e.event_kind IN ('family_assessed', 'alternative_planned', 'revisited', 'closed')
      AND e.occurred_on <= p_as_of AND e.recorded_on <= p_as_of
      AND e.case_code IN (SELECT b.case_code FROM belongs b)
    GROUP BY e.case_code
),
assessed AS (
    SELECT a.case_code, a.assessed_on, a.outcome = 'negative' OR coalesce(NOT a.wants_return, false) AS is_negative
    FROM visible_assessment(p_role, p_organisation, p_shelters) a
    WHERE a.assessed_on <= p_as_of AND a.recorded_on <= p_as_of AND a.case_code IN (SELECT b.case_code FROM belongs b)
    QUALIFY row_number() OVER (PARTITION BY a.case_code ORDER BY a.assessed_on DESC, a.recorded_on DESC, a.assessment_id) = 1
),
concerned AS MATERIALIZED (
    SELECT
        b.case_code, b.is_special, coalesce(a.assessed_on, h.assessed_on) AS assessed_on, h.planned_on, h.revisited_on,
        coalesce(a.is_negative, b.family_assessment = 'negative') AS is_negative,
        coalesce(h.may_be_revisited, false) AS may_be_revisited
    FROM belongs b
    LEFT JOIN assessed a ON a.case_code = b.case_code
    LEFT JOIN happened h ON h.case_code = b.case_code
    WHERE coalesce(a.is_negative, b.family_assessment = 'negative') OR b.is_special OR h.may_be_revisited
),
stage AS MATERIALIZED (
    SELECT s.case_code, s.stage, s.since
    FROM case_stage_of(p_role, p_organisation, p_shelters, p_as_of, p_codes) s
    WHERE s.case_code IN (SELECT c.case_code FROM concerned c)
)
SELECT g.case_code, 1 AS rank, 'new_returnee' AS agenda_item, g.known_on AS since
FROM begun g JOIN standing s ON s.case_code = g.case_code CROSS JOIN last_meeting m
WHERE g.known_on > m.held_on AND g.known_on <= p_as_of
UNION ALL
SELECT s.case_code, 2, 'waiting_long', s.waiting_since
FROM standing s
WHERE s.assignment_state = 'unassigned' AND p_as_of - s.waiting_since > p_limits['waiting_long_days']::INTEGER
UNION ALL
SELECT c.case_code, 3, 'negative_assessment', c.assessed_on
FROM concerned c JOIN stage g ON g.case_code = c.case_code
WHERE c.is_negative AND g.stage <> 'closed'
  AND (c.planned_on IS NULL OR c.planned_on < c.assessed_on)  -- an older plan is spent
UNION ALL
SELECT c.case_code, 4, 'special_case', f.flagged_on
FROM concerned c
JOIN stage g ON g.case_code = c.case_code
LEFT JOIN (SELECT case_code, max(flagged_on) AS flagged_on FROM visible_flag(p_role, p_organisation, p_shelters)
           WHERE flagged_on <= p_as_of GROUP BY case_code) f ON f.case_code = c.case_code
LEFT JOIN standing s ON s.case_code = c.case_code
CROSS JOIN last_meeting m
WHERE c.is_special AND g.stage <> 'closed' AND (s.assignment_state = 'unassigned' OR f.flagged_on > m.held_on)
UNION ALL
SELECT c.case_code, 5, 'revisit_due', g.since
FROM concerned c JOIN stage g ON g.case_code = c.case_code
WHERE c.may_be_revisited AND g.stage = 'closed' AND coalesce(c.revisited_on < g.since, true)
  AND p_as_of BETWEEN g.since + p_limits['revisit_from_days']::INTEGER AND g.since + p_limits['revisit_to_days']::INTEGER;

CREATE MACRO visible_risk(p_role, p_organisation, p_shelters) AS TABLE
SELECT r.* FROM assessment_risk r
WHERE r.assessment_id IN (SELECT a.assessment_id FROM visible_assessment(p_role, p_organisation, p_shelters) a);

CREATE MACRO visible_proceeding(p_role, p_organisation, p_shelters) AS TABLE
SELECT l.* FROM legal_proceeding l
WHERE NOT l.withdrawn
  AND l.case_code IN (SELECT v.case_code FROM visible_case(p_role, p_organisation, p_shelters) v);

-- Decisions of meetings: for those who see the case, and for officers where it stood on the national list of unassigned
-- people on the day of the meeting. presence_id: the presence that was given the case, or asked to take it.
CREATE MACRO visible_decision(p_role, p_organisation, p_shelters) AS TABLE
SELECT d.*, coalesce(given.presence_id, asked.presence_id) AS presence_id
FROM meeting_decision d
LEFT JOIN assignment given ON given.assignment_id = d.subject_id
LEFT JOIN referral asked ON asked.referral_id = d.subject_id
WHERE p_role IN ('planner', 'dsw_officer') AND NOT d.withdrawn
  AND (d.case_code IN (SELECT v.case_code FROM visible_case(p_role, p_organisation, p_shelters) v)
       OR (p_role = 'dsw_officer'
           AND d.case_code NOT IN (SELECT c.case_code FROM victim_case c WHERE c.withdrawn OR c.merged_into IS NOT NULL)
           AND d.decision_id IN (
               SELECT t.decision_id
               FROM meeting_decision t
               JOIN meeting m ON m.meeting_id = t.meeting_id
               JOIN assignment a ON a.case_code = t.case_code AND m.held_on >= a.valid_from
               WHERE a.assignment_state = 'unassigned' AND NOT a.withdrawn AND (a.valid_to IS NULL OR a.valid_to >= m.held_on))));

-- Requests to take a case. The organisation that is asked learns what it needs to answer: no more than that of the person.
CREATE MACRO visible_referral(p_role, p_organisation, p_shelters) AS TABLE
WITH seen AS (
    SELECT r.* FROM referral r
    WHERE p_role IN ('planner', 'dsw_officer')
      AND r.case_code IN (SELECT v.case_code FROM visible_case(p_role, p_organisation, p_shelters) v)
    UNION ALL
    SELECT r.* FROM referral r
    WHERE p_role = 'ngo_manager' AND r.organisation_id = p_organisation
)
SELECT
    seen.*, c.ts_pcode, c.sex, c.is_special,
    CASE WHEN c.age_years IS NULL THEN 'unknown' WHEN c.age_years < 18 THEN 'child' ELSE 'adult' END AS age_group
FROM seen
JOIN victim_case c ON c.case_code = seen.case_code
WHERE NOT c.withdrawn AND c.merged_into IS NULL;

-- Proposed and decided pairs, for those who decide: planners.
CREATE MACRO visible_pair(p_role) AS TABLE
SELECT p.* FROM case_pair p WHERE p_role = 'planner';

-- Frozen lists: a meeting's choice for those who carry it out. Numbers of people, what would give them away, and what
-- planners wrote down are for planners alone.
CREATE MACRO visible_hotspot_list(p_role) AS TABLE
SELECT
    h.list_id, h.list_year, h.version, h.supersedes, h.as_of, h.data_version, h.rule_most, h.method,
    CASE WHEN p_role = 'planner' THEN h.note END AS note,
    h.townships, h.content_sha256, h.frozen_by, h.frozen_at_utc
FROM hotspot_list h
WHERE p_role IN ('planner', 'dsw_officer', 'ngo_manager');

CREATE MACRO visible_hotspot_entry(p_role) AS TABLE
SELECT
    e.list_id, e.ts_pcode, e.unit_pcode, e.rank, e.rank_low, e.rank_high, e.space_time, e.is_hot, e.is_cluster,
    CASE WHEN p_role = 'planner' THEN e.victims_people END AS victims_people,
    CASE WHEN p_role = 'planner' THEN e.smoothed_per_100k END AS smoothed_per_100k,
    e.corridor,
    CASE WHEN p_role = 'planner' THEN e.corridor_share_0_1 END AS corridor_share_0_1,
    e.tier,
    CASE WHEN p_role = 'planner' THEN e.unassigned_people END AS unassigned_people,
    e.how,
    CASE WHEN p_role = 'planner' THEN e.reason END AS reason
FROM hotspot_entry e
WHERE p_role IN ('planner', 'dsw_officer', 'ngo_manager');

-- Publications: for everybody but administrators. What the next audit needs, and who published, is for planners alone.
CREATE MACRO visible_publication(p_role) AS TABLE
SELECT
    p.publication_id, p.version, p.first_year, p.last_year, p.as_of, p.least_shown, p.rounded_to, p.rules, p.withheld,
    p.figures, p.note, p.content_sha256, p.published_at_utc,
    CASE WHEN p_role = 'planner' THEN p.audit END AS audit,
    CASE WHEN p_role = 'planner' THEN p.released END AS released,
    CASE WHEN p_role = 'planner' THEN p.published_by END AS published_by
FROM publication p
WHERE p_role IN ('planner', 'dsw_officer', 'ngo_manager', 'donor');

CREATE MACRO visible_publication_cell(p_role) AS TABLE
SELECT c.* FROM publication_cell c WHERE p_role IN ('planner', 'dsw_officer', 'ngo_manager', 'donor');

-- Saved plans, for those who plan.
CREATE MACRO visible_plan(p_role) AS TABLE
SELECT p.* FROM allocation_plan p WHERE p_role = 'planner';

-- Stays in DSW shelters as known on a day: an entry, and the next leaving or the next entry, whichever is first. An
-- officer sees those of the own shelters. in_on and out_on are days (out_on null: still there on the day).
CREATE MACRO shelter_stay(p_role, p_organisation, p_shelters, p_as_of) AS TABLE
WITH moves AS (
    SELECT e.case_code, e.event_kind = 'shelter_in' AS is_entry, e.occurred_on, any_value(e.shelter_id) AS shelter_id
    FROM visible_event(p_role, p_organisation, p_shelters) e
    WHERE p_role IN ('planner', 'dsw_officer') AND e.event_kind IN ('shelter_in', 'shelter_out')
      AND e.recorded_on <= p_as_of AND e.occurred_on <= p_as_of
    GROUP BY e.case_code, e.event_kind, e.occurred_on
),
balanced AS (
    SELECT m.*, coalesce(sum(CASE WHEN m.is_entry THEN 1 ELSE -1 END) OVER (
        PARTITION BY m.case_code ORDER BY m.occurred_on
        RANGE BETWEEN UNBOUNDED PRECEDING AND INTERVAL 1 DAY PRECEDING), 0) AS stays_open
    FROM moves m
),
-- Of a leaving and an entry on one day, the leaving comes first where somebody was there before that day.
followed AS (
    SELECT d.*, lead(d.occurred_on) OVER (
        PARTITION BY d.case_code
        ORDER BY d.occurred_on, CASE WHEN (d.stays_open > 0) <> d.is_entry THEN 0 ELSE 1 END) AS out_on
    FROM balanced d
)
SELECT f.case_code, f.shelter_id, f.occurred_on AS in_on, f.out_on
FROM followed f
WHERE f.is_entry AND (p_role = 'planner' OR list_contains(p_shelters::VARCHAR[], f.shelter_id));

-- Who carried whom on a day, by what was known on that day: a decision counts from the day on which it was made, also
-- where it was dated back; a period that came with the load of its case, from the day on which the case was recorded.
CREATE MACRO assignment_known(p_role, p_organisation, p_shelters, p_as_of) AS TABLE
WITH told AS (
    SELECT a.case_code, a.assignment_id, a.assignment_state, a.unassigned_reason, a.valid_from, a.valid_to, a.end_reason,
        a.decided_at_utc,
        CASE WHEN b.loaded_at_utc = a.decided_at_utc THEN c.recorded_on ELSE a.decided_at_utc::DATE END AS known_on
    FROM visible_assignment(p_role, p_organisation, p_shelters) a
    JOIN victim_case c ON c.case_code = a.case_code
    LEFT JOIN import_batch b ON b.batch_id = c.batch_id
),
dated AS (
    SELECT t.*, max(t.known_on) OVER (PARTITION BY t.case_code) > p_as_of AS goes_on FROM told t
),
closings AS (
    SELECT e.case_code, min(e.recorded_on) AS known_on, e.occurred_on
    FROM visible_event(p_role, p_organisation, p_shelters) e
    WHERE e.event_kind = 'closed' AND e.recorded_by IS NOT NULL
    GROUP BY e.case_code, e.occurred_on
),
latest AS (
    SELECT t.*
    FROM dated t
    WHERE t.known_on <= p_as_of AND t.valid_from <= p_as_of
    QUALIFY row_number() OVER (PARTITION BY t.case_code ORDER BY t.valid_from DESC, t.decided_at_utc DESC, t.assignment_id DESC) = 1
)
SELECT l.case_code, l.assignment_state, l.unassigned_reason, l.valid_from,
    l.valid_to IS NULL OR l.valid_to > p_as_of
    OR (l.end_reason <> 'closed' AND l.goes_on)
    OR (l.end_reason = 'closed' AND coalesce(k.known_on > p_as_of, false)) AS is_open
FROM latest l
LEFT JOIN closings k ON k.case_code = l.case_code AND k.occurred_on = l.valid_to;

-- The latest day on which anything is dated that is told of cases; null: nothing is. On that day and on any later one the
-- register says the same.
CREATE MACRO last_dated() AS TABLE
SELECT greatest(
    (SELECT max(v.recorded_on) FROM victim_case v), (SELECT max(e.recorded_on) FROM case_event e),
    (SELECT max(a.valid_from) FROM assignment a), (SELECT max(s.recorded_on) FROM assessment s)
) AS on_day;

-- Where a case stands in a dimension ('unknown': not recorded; 'none': no provider); null without a dimension.
CREATE MACRO part_of(
    p_dimension, p_sex, p_age_group, p_ts_pcode, p_dt_pcode, p_st_pcode, p_destination, p_corridor, p_victim_type, p_purpose,
    p_is_special, p_source_agency, p_carrier_id
) AS
CASE p_dimension
    WHEN 'sex' THEN coalesce(p_sex, 'unknown')
    WHEN 'age_group' THEN p_age_group
    WHEN 'township' THEN coalesce(p_ts_pcode, 'unknown')
    WHEN 'district' THEN coalesce(p_dt_pcode, 'unknown')
    WHEN 'state' THEN coalesce(p_st_pcode, 'unknown')
    WHEN 'destination' THEN coalesce(p_destination, 'unknown')
    WHEN 'corridor' THEN p_corridor
    WHEN 'victim_type' THEN p_victim_type
    WHEN 'purpose' THEN coalesce(p_purpose, 'unknown')
    WHEN 'special' THEN CASE WHEN p_is_special THEN 'yes' ELSE 'no' END
    WHEN 'agency' THEN p_source_agency
    WHEN 'provider' THEN coalesce(p_carrier_id, 'none')
END;

-- One row a case that the filters choose: what is recorded of it, the first day of each kind of event as known on the
-- as-of date, and what is told of its periods, its latest family assessment and the agencies that recorded it. Indicators,
-- durations and cohorts count from it; what no statement names is not worked out. part: where the case stands in the
-- dimension asked for; its provider (carrier_id) is the one of its latest period.
CREATE MACRO case_fact(
    p_role, p_organisation, p_shelters, p_as_of, p_first_year, p_last_year, p_victim_types, p_destinations, p_sexes,
    p_age_groups, p_purposes, p_special, p_dimension
) AS TABLE
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
    FROM visible_event(p_role, p_organisation, p_shelters) e
    WHERE e.occurred_on <= p_as_of AND e.recorded_on <= p_as_of
    GROUP BY e.case_code
),
-- First day of need, first day with a provider, first day without one in reach, whether the Department of Social Welfare
-- carried it, the provider of the latest period with one, the latest reason to be without, and the first and the last day
-- without one (9999-12-31: none yet).
care AS (
    SELECT
        a.case_code, min(a.valid_from) AS needed_on,
        min(CASE WHEN a.assignment_state = 'assigned' THEN a.valid_from END) AS carried_on,
        min(CASE WHEN a.unassigned_reason = 'no_provider' THEN a.valid_from END) AS lacked_on,
        bool_or(coalesce(o.kind = 'government', false)) AS by_dsw,
        arg_max(a.organisation_id, (a.valid_from, a.decided_at_utc)) FILTER (a.assignment_state = 'assigned') AS organisation_id,
        arg_max(a.unassigned_reason, (a.valid_from, a.decided_at_utc, a.assignment_id))
            FILTER (a.assignment_state = 'unassigned') AS waited_reason,
        min(CASE WHEN a.assignment_state = 'unassigned' THEN a.waiting_since END) AS waited_since,
        max(CASE WHEN a.assignment_state = 'unassigned' THEN coalesce(a.valid_to, DATE '9999-12-31') END) AS waited_until
    FROM visible_assignment(p_role, p_organisation, p_shelters) a
    LEFT JOIN organisation o ON o.organisation_id = a.organisation_id
    WHERE a.valid_from <= p_as_of
    GROUP BY a.case_code
),
assessed AS (
    SELECT
        a.case_code, max(a.assessed_on) AS assessed_on,
        arg_max(a.outcome, (a.assessed_on, a.recorded_on, a.assessment_id)) AS assessed_outcome,
        arg_max(coalesce(a.wants_return, true), (a.assessed_on, a.recorded_on, a.assessment_id)) AS wants_return
    FROM visible_assessment(p_role, p_organisation, p_shelters) a
    WHERE a.assessed_on <= p_as_of AND a.recorded_on <= p_as_of
    GROUP BY a.case_code
),
source AS (
    SELECT s.case_code, bool_or(s.agency = 'atu') AS in_atu, bool_or(s.agency = 'dsw') AS in_dsw
    FROM source_line(p_role, p_organisation, p_shelters) s
    GROUP BY s.case_code
)
SELECT
    v.*, t.dt_pcode, t.st_pcode,
    part_of(
        p_dimension, v.sex, v.age_group, v.ts_pcode, t.dt_pcode, t.st_pcode, v.destination, v.corridor, v.victim_type, v.purpose,
        v.is_special, v.source_agency, a.organisation_id
    ) AS part,
    a.organisation_id AS carrier_id,
    h.* EXCLUDE (case_code), a.* EXCLUDE (case_code, organisation_id), l.* EXCLUDE (case_code), s.* EXCLUDE (case_code)
FROM chosen_case(
    p_role, p_organisation, p_shelters, p_as_of, p_first_year, p_last_year, p_victim_types, p_destinations, p_sexes, p_age_groups,
    p_purposes, p_special
) v
LEFT JOIN township t ON t.ts_pcode = v.ts_pcode
LEFT JOIN happened h ON h.case_code = v.case_code
LEFT JOIN care a ON a.case_code = v.case_code
LEFT JOIN assessed l ON l.case_code = v.case_code
LEFT JOIN source s ON s.case_code = v.case_code;
