-- Which persons stand in the register twice: those that the ATU recorded on a return government to government first.
CREATE TEMP TABLE double AS
SELECT p.person_no
FROM path p
JOIN doubles_of_year d ON d.case_year = p.case_year
QUALIFY row_number() OVER (
    PARTITION BY p.case_year
    ORDER BY (p.victim_type = 'g2g' AND p.source_agency = 'atu') DESC, hash(p.h, 'double'), p.person_no
) <= any_value(d.doubles) OVER (PARTITION BY p.case_year);
