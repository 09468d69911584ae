-- title: Health referrals that were completed
-- stage: community
-- recommendation: 3.4
-- kind: share
-- unit: share
-- better: higher
-- target: 0.8
-- numerator: Completed
-- denominator: First health referral completed, or open for longer than the limit
-- day: Day of the first referral
-- inside: Open, within the limit
-- note: The limit is 30 days unless the setting was changed
-- fields: case_event.health_referred, case_event.health_completed
-- dimensions: case
SELECT
    f.case_code, f.part, f.health_referred_on AS on_day,
    CASE WHEN f.health_completed_on >= f.health_referred_on THEN 'met' WHEN $as_of - f.health_referred_on > $health_referral_days::INTEGER THEN 'not_met'
         ELSE 'inside' END AS outcome
FROM fact f
WHERE f.health_referred_on IS NOT NULL
