-- Every risk of the child's or the adult's list, ranked; a negative assessment has its gravest risk at high. Assessments
-- that were not done in full leave some risks out.
INSERT INTO assessment_risk (assessment_id, risk_item, risk_rank)
WITH listed AS (
    SELECT
        f.assessment_id, k.risk_item, f.outcome, draw(hash(s.r, k.risk_item), 'risk') AS u,
        draw(s.r, 'ranked') < a.risks_ranked_share OR draw(hash(s.r, k.risk_item), 'left out') >= 0.25 AS is_ranked,
        row_number() OVER (PARTITION BY f.assessment_id ORDER BY draw(hash(s.r, k.risk_item), 'gravest')) = 1 AS is_gravest
    FROM assessment f
    JOIN staged s USING (case_code)
    JOIN risk k ON k.about IN ('anybody', CASE WHEN f.is_child THEN 'child' ELSE 'adult' END), a
)
SELECT
    assessment_id, risk_item,
    CASE WHEN outcome = 'negative' AND is_gravest THEN 'high'
         WHEN outcome = 'negative' THEN CASE WHEN u < 0.40 THEN 'none' WHEN u < 0.70 THEN 'low' WHEN u < 0.92 THEN 'medium' ELSE 'high' END
         WHEN u < 0.65 THEN 'none' WHEN u < 0.90 THEN 'low' ELSE 'medium' END
FROM listed
WHERE is_ranked OR (outcome = 'negative' AND is_gravest)
ORDER BY ALL;
