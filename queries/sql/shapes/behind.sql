SELECT c.* EXCLUDE (part)
FROM counted c
WHERE c.case_code IS NOT NULL AND ($part::VARCHAR IS NULL OR c.part = $part)
    AND ($first::DATE IS NULL OR c.on_day >= $first) AND ($last::DATE IS NULL OR c.on_day <= $last)
ORDER BY c.on_day DESC, c.case_code
