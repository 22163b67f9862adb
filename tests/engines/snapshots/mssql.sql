WITH [t9] AS (
  SELECT
    [t7].[person_id],
    [t7].[value_source_value],
    [t7].[value_as_number],
    [t7].[value_as_concept_id],
    [t7].[operator_concept_id],
    [t7].[range_low],
    [t7].[range_high],
    [t7].[reading],
    [t7].[at],
    CASE
      WHEN [t7].[reading] IN (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)
      THEN 'phosphate_serum'
      WHEN [t7].[reading] IN (11)
      THEN 'alkaline_phosphatase'
      WHEN [t7].[reading] IN (12)
      THEN 'bone_alkaline_phosphatase'
      WHEN [t7].[reading] IN (13, 14, 15, 16, 17, 18, 19)
      THEN 'bone_alkaline_phosphatase_mass'
      ELSE NULL
    END AS [analyte],
    [t7].[value_as_number] AS [number],
    TRY_CAST([t7].[value_source_value] AS FLOAT) AS [printed],
    COALESCE(
      (
        [t7].[value_as_number] IS NOT NULL
      )
      AND (
        TRY_CAST([t7].[value_source_value] AS FLOAT) IS NOT NULL
      )
      AND (
        ABS([t7].[value_as_number] - TRY_CAST([t7].[value_source_value] AS FLOAT)) > (
          GREATEST(ABS([t7].[value_as_number]), 1e-06) * 1e-06
        )
      ),
      (1 = 0)
    ) AS [converted],
    (
      [t7].[value_as_number] IS NULL
    )
    AND (
      TRY_CAST([t7].[value_source_value] AS FLOAT) IS NULL
    )
    AND (
      [t7].[value_source_value] IS NOT NULL
    ) AS [alarming],
    CASE
      WHEN (
        [t7].[value_as_number] IS NULL
      ) OR (1 = 0)
      THEN TRY_CAST([t7].[value_source_value] AS FLOAT)
      ELSE [t7].[value_as_number]
    END AS [taken],
    CASE
      WHEN [t7].[reading] IN (0)
      THEN 32.2853904540236
      WHEN [t7].[reading] IN (1)
      THEN 322.853904540236
      WHEN [t7].[reading] IN (2)
      THEN 3.22853904540236e-08
      WHEN [t7].[reading] IN (3)
      THEN 1e-09
      WHEN [t7].[reading] IN (4)
      THEN 1e-06
      WHEN [t7].[reading] IN (5)
      THEN 3.22853904540236e-05
      WHEN [t7].[reading] IN (6, 15)
      THEN 0.001
      WHEN [t7].[reading] IN (7)
      THEN 0.0322853904540236
      WHEN [t7].[reading] IN (8, 11, 12, 16)
      THEN 1.0
      WHEN [t7].[reading] IN (9)
      THEN 0.000322853904540236
      WHEN [t7].[reading] IN (10)
      THEN 0.322853904540236
      WHEN [t7].[reading] IN (13)
      THEN 1000000.0
      WHEN [t7].[reading] IN (14)
      THEN 10000000.0
      WHEN [t7].[reading] IN (17)
      THEN 1000.0
      WHEN [t7].[reading] IN (18)
      THEN 10.0
      WHEN [t7].[reading] IN (19)
      THEN 10000.0
      ELSE NULL
    END AS [factor]
  FROM (
    SELECT
      [t3].[person_id],
      [t3].[value_source_value],
      [t3].[value_as_number],
      [t3].[value_as_concept_id],
      [t3].[operator_concept_id],
      [t3].[range_low],
      [t3].[range_high],
      CASE
        WHEN (
          [t3].[measurement_concept_id] IN (3003458, 3011904)
          AND [t3].[unit_concept_id] IN (8636)
        )
        OR (
          [t3].[measurement_concept_id] IN (3003458, 3011904)
          AND (
            (
              [t3].[unit_concept_id] IS NULL
            ) OR [t3].[unit_concept_id] IN (0)
          )
          AND [t3].[unit_source_value] IN ('g/L')
        )
        OR (
          [t3].[unit_concept_id] IN (8636)
          AND [t3].[measurement_source_value] IN ('14879-1', '24519-1', '2777-1')
        )
        OR (
          (
            (
              [t3].[unit_concept_id] IS NULL
            ) OR [t3].[unit_concept_id] IN (0)
          )
          AND [t3].[unit_source_value] IN ('g/L')
          AND [t3].[measurement_source_value] IN ('14879-1', '24519-1', '2777-1')
        )
        THEN 0
        WHEN (
          [t3].[measurement_concept_id] IN (3003458, 3011904)
          AND [t3].[unit_concept_id] IN (8713)
        )
        OR (
          [t3].[measurement_concept_id] IN (3003458, 3011904)
          AND (
            (
              [t3].[unit_concept_id] IS NULL
            ) OR [t3].[unit_concept_id] IN (0)
          )
          AND [t3].[unit_source_value] IN ('g/dL')
        )
        OR (
          [t3].[unit_concept_id] IN (8713)
          AND [t3].[measurement_source_value] IN ('14879-1', '24519-1', '2777-1')
        )
        OR (
          (
            (
              [t3].[unit_concept_id] IS NULL
            ) OR [t3].[unit_concept_id] IN (0)
          )
          AND [t3].[unit_source_value] IN ('g/dL')
          AND [t3].[measurement_source_value] IN ('14879-1', '24519-1', '2777-1')
        )
        THEN 1
        WHEN (
          [t3].[measurement_concept_id] IN (3003458, 3011904)
          AND [t3].[unit_concept_id] IN (8725, 8845)
        )
        OR (
          [t3].[measurement_concept_id] IN (3003458, 3011904)
          AND (
            (
              [t3].[unit_concept_id] IS NULL
            ) OR [t3].[unit_concept_id] IN (0)
          )
          AND [t3].[unit_source_value] IN ('ng/L', 'pg/mL')
        )
        OR (
          [t3].[unit_concept_id] IN (8725, 8845)
          AND [t3].[measurement_source_value] IN ('14879-1', '24519-1', '2777-1')
        )
        OR (
          (
            (
              [t3].[unit_concept_id] IS NULL
            ) OR [t3].[unit_concept_id] IN (0)
          )
          AND [t3].[unit_source_value] IN ('ng/L', 'pg/mL')
          AND [t3].[measurement_source_value] IN ('14879-1', '24519-1', '2777-1')
        )
        THEN 2
        WHEN (
          [t3].[measurement_concept_id] IN (3003458, 3011904)
          AND [t3].[unit_concept_id] IN (8729)
        )
        OR (
          [t3].[measurement_concept_id] IN (3003458, 3011904)
          AND (
            (
              [t3].[unit_concept_id] IS NULL
            ) OR [t3].[unit_concept_id] IN (0)
          )
          AND [t3].[unit_source_value] IN ('pmol/L')
        )
        OR (
          [t3].[unit_concept_id] IN (8729)
          AND [t3].[measurement_source_value] IN ('14879-1', '24519-1', '2777-1')
        )
        OR (
          (
            (
              [t3].[unit_concept_id] IS NULL
            ) OR [t3].[unit_concept_id] IN (0)
          )
          AND [t3].[unit_source_value] IN ('pmol/L')
          AND [t3].[measurement_source_value] IN ('14879-1', '24519-1', '2777-1')
        )
        THEN 3
        WHEN (
          [t3].[measurement_concept_id] IN (3003458, 3011904)
          AND [t3].[unit_concept_id] IN (8736)
        )
        OR (
          [t3].[measurement_concept_id] IN (3003458, 3011904)
          AND (
            (
              [t3].[unit_concept_id] IS NULL
            ) OR [t3].[unit_concept_id] IN (0)
          )
          AND [t3].[unit_source_value] IN ('nmol/L')
        )
        OR (
          [t3].[unit_concept_id] IN (8736)
          AND [t3].[measurement_source_value] IN ('14879-1', '24519-1', '2777-1')
        )
        OR (
          (
            (
              [t3].[unit_concept_id] IS NULL
            ) OR [t3].[unit_concept_id] IN (0)
          )
          AND [t3].[unit_source_value] IN ('nmol/L')
          AND [t3].[measurement_source_value] IN ('14879-1', '24519-1', '2777-1')
        )
        THEN 4
        WHEN (
          [t3].[measurement_concept_id] IN (3003458, 3011904)
          AND [t3].[unit_concept_id] IN (8748, 8842)
        )
        OR (
          [t3].[measurement_concept_id] IN (3003458, 3011904)
          AND (
            (
              [t3].[unit_concept_id] IS NULL
            ) OR [t3].[unit_concept_id] IN (0)
          )
          AND [t3].[unit_source_value] IN ('ug/L', 'ng/mL')
        )
        OR (
          [t3].[unit_concept_id] IN (8748, 8842)
          AND [t3].[measurement_source_value] IN ('14879-1', '24519-1', '2777-1')
        )
        OR (
          (
            (
              [t3].[unit_concept_id] IS NULL
            ) OR [t3].[unit_concept_id] IN (0)
          )
          AND [t3].[unit_source_value] IN ('ug/L', 'ng/mL')
          AND [t3].[measurement_source_value] IN ('14879-1', '24519-1', '2777-1')
        )
        THEN 5
        WHEN (
          [t3].[measurement_concept_id] IN (3003458, 3011904)
          AND [t3].[unit_concept_id] IN (8749)
        )
        OR (
          [t3].[measurement_concept_id] IN (3003458, 3011904)
          AND (
            (
              [t3].[unit_concept_id] IS NULL
            ) OR [t3].[unit_concept_id] IN (0)
          )
          AND [t3].[unit_source_value] IN ('umol/L')
        )
        OR (
          [t3].[unit_concept_id] IN (8749)
          AND [t3].[measurement_source_value] IN ('14879-1', '24519-1', '2777-1')
        )
        OR (
          (
            (
              [t3].[unit_concept_id] IS NULL
            ) OR [t3].[unit_concept_id] IN (0)
          )
          AND [t3].[unit_source_value] IN ('umol/L')
          AND [t3].[measurement_source_value] IN ('14879-1', '24519-1', '2777-1')
        )
        THEN 6
        WHEN (
          [t3].[measurement_concept_id] IN (3003458, 3011904)
          AND [t3].[unit_concept_id] IN (8751, 8859)
        )
        OR (
          [t3].[measurement_concept_id] IN (3003458, 3011904)
          AND (
            (
              [t3].[unit_concept_id] IS NULL
            ) OR [t3].[unit_concept_id] IN (0)
          )
          AND [t3].[unit_source_value] IN ('mg/L', 'ug/mL')
        )
        OR (
          [t3].[unit_concept_id] IN (8751, 8859)
          AND [t3].[measurement_source_value] IN ('14879-1', '24519-1', '2777-1')
        )
        OR (
          (
            (
              [t3].[unit_concept_id] IS NULL
            ) OR [t3].[unit_concept_id] IN (0)
          )
          AND [t3].[unit_source_value] IN ('mg/L', 'ug/mL')
          AND [t3].[measurement_source_value] IN ('14879-1', '24519-1', '2777-1')
        )
        THEN 7
        WHEN (
          [t3].[measurement_concept_id] IN (3003458, 3011904)
          AND [t3].[unit_concept_id] IN (8753)
        )
        OR (
          [t3].[measurement_concept_id] IN (3003458, 3011904)
          AND (
            (
              [t3].[unit_concept_id] IS NULL
            ) OR [t3].[unit_concept_id] IN (0)
          )
          AND [t3].[unit_source_value] IN ('mmol/L')
        )
        OR (
          [t3].[unit_concept_id] IN (8753)
          AND [t3].[measurement_source_value] IN ('14879-1', '24519-1', '2777-1')
        )
        OR (
          (
            (
              [t3].[unit_concept_id] IS NULL
            ) OR [t3].[unit_concept_id] IN (0)
          )
          AND [t3].[unit_source_value] IN ('mmol/L')
          AND [t3].[measurement_source_value] IN ('14879-1', '24519-1', '2777-1')
        )
        THEN 8
        WHEN (
          [t3].[measurement_concept_id] IN (3003458, 3011904)
          AND [t3].[unit_concept_id] IN (8837)
        )
        OR (
          [t3].[measurement_concept_id] IN (3003458, 3011904)
          AND (
            (
              [t3].[unit_concept_id] IS NULL
            ) OR [t3].[unit_concept_id] IN (0)
          )
          AND [t3].[unit_source_value] IN ('ug/dL')
        )
        OR (
          [t3].[unit_concept_id] IN (8837)
          AND [t3].[measurement_source_value] IN ('14879-1', '24519-1', '2777-1')
        )
        OR (
          (
            (
              [t3].[unit_concept_id] IS NULL
            ) OR [t3].[unit_concept_id] IN (0)
          )
          AND [t3].[unit_source_value] IN ('ug/dL')
          AND [t3].[measurement_source_value] IN ('14879-1', '24519-1', '2777-1')
        )
        THEN 9
        WHEN (
          [t3].[measurement_concept_id] IN (3003458, 3011904)
          AND [t3].[unit_concept_id] IN (8840)
        )
        OR (
          [t3].[measurement_concept_id] IN (3003458, 3011904)
          AND (
            (
              [t3].[unit_concept_id] IS NULL
            ) OR [t3].[unit_concept_id] IN (0)
          )
          AND [t3].[unit_source_value] IN ('mg/dL')
        )
        OR (
          [t3].[unit_concept_id] IN (8840)
          AND [t3].[measurement_source_value] IN ('14879-1', '24519-1', '2777-1')
        )
        OR (
          (
            (
              [t3].[unit_concept_id] IS NULL
            ) OR [t3].[unit_concept_id] IN (0)
          )
          AND [t3].[unit_source_value] IN ('mg/dL')
          AND [t3].[measurement_source_value] IN ('14879-1', '24519-1', '2777-1')
        )
        THEN 10
        WHEN (
          [t3].[measurement_concept_id] IN (3035995)
          AND [t3].[unit_concept_id] IN (8645, 8923)
        )
        OR (
          [t3].[measurement_concept_id] IN (3035995)
          AND (
            (
              [t3].[unit_concept_id] IS NULL
            ) OR [t3].[unit_concept_id] IN (0)
          )
          AND [t3].[unit_source_value] IN ('U/L', '[IU]/L')
        )
        OR (
          [t3].[unit_concept_id] IN (8645, 8923)
          AND [t3].[measurement_source_value] IN ('1783-0', '6768-6')
        )
        OR (
          (
            (
              [t3].[unit_concept_id] IS NULL
            ) OR [t3].[unit_concept_id] IN (0)
          )
          AND [t3].[unit_source_value] IN ('U/L', '[IU]/L')
          AND [t3].[measurement_source_value] IN ('1783-0', '6768-6')
        )
        THEN 11
        WHEN (
          [t3].[measurement_concept_id] IN (3001467)
          AND [t3].[unit_concept_id] IN (8645, 8923)
        )
        OR (
          [t3].[measurement_concept_id] IN (3001467)
          AND (
            (
              [t3].[unit_concept_id] IS NULL
            ) OR [t3].[unit_concept_id] IN (0)
          )
          AND [t3].[unit_source_value] IN ('U/L', '[IU]/L')
        )
        OR (
          [t3].[unit_concept_id] IN (8645, 8923)
          AND [t3].[measurement_source_value] IN ('1777-2')
        )
        OR (
          (
            (
              [t3].[unit_concept_id] IS NULL
            ) OR [t3].[unit_concept_id] IN (0)
          )
          AND [t3].[unit_source_value] IN ('U/L', '[IU]/L')
          AND [t3].[measurement_source_value] IN ('1777-2')
        )
        THEN 12
        WHEN (
          [t3].[unit_concept_id] IN (8636)
          AND [t3].[measurement_source_value] IN ('17838-4')
        )
        OR (
          (
            (
              [t3].[unit_concept_id] IS NULL
            ) OR [t3].[unit_concept_id] IN (0)
          )
          AND [t3].[unit_source_value] IN ('g/L')
          AND [t3].[measurement_source_value] IN ('17838-4')
        )
        THEN 13
        WHEN (
          [t3].[unit_concept_id] IN (8713)
          AND [t3].[measurement_source_value] IN ('17838-4')
        )
        OR (
          (
            (
              [t3].[unit_concept_id] IS NULL
            ) OR [t3].[unit_concept_id] IN (0)
          )
          AND [t3].[unit_source_value] IN ('g/dL')
          AND [t3].[measurement_source_value] IN ('17838-4')
        )
        THEN 14
        WHEN (
          [t3].[unit_concept_id] IN (8725, 8845)
          AND [t3].[measurement_source_value] IN ('17838-4')
        )
        OR (
          (
            (
              [t3].[unit_concept_id] IS NULL
            ) OR [t3].[unit_concept_id] IN (0)
          )
          AND [t3].[unit_source_value] IN ('ng/L', 'pg/mL')
          AND [t3].[measurement_source_value] IN ('17838-4')
        )
        THEN 15
        WHEN (
          [t3].[unit_concept_id] IN (8748, 8842)
          AND [t3].[measurement_source_value] IN ('17838-4')
        )
        OR (
          (
            (
              [t3].[unit_concept_id] IS NULL
            ) OR [t3].[unit_concept_id] IN (0)
          )
          AND [t3].[unit_source_value] IN ('ug/L', 'ng/mL')
          AND [t3].[measurement_source_value] IN ('17838-4')
        )
        THEN 16
        WHEN (
          [t3].[unit_concept_id] IN (8751, 8859)
          AND [t3].[measurement_source_value] IN ('17838-4')
        )
        OR (
          (
            (
              [t3].[unit_concept_id] IS NULL
            ) OR [t3].[unit_concept_id] IN (0)
          )
          AND [t3].[unit_source_value] IN ('mg/L', 'ug/mL')
          AND [t3].[measurement_source_value] IN ('17838-4')
        )
        THEN 17
        WHEN (
          [t3].[unit_concept_id] IN (8837)
          AND [t3].[measurement_source_value] IN ('17838-4')
        )
        OR (
          (
            (
              [t3].[unit_concept_id] IS NULL
            ) OR [t3].[unit_concept_id] IN (0)
          )
          AND [t3].[unit_source_value] IN ('ug/dL')
          AND [t3].[measurement_source_value] IN ('17838-4')
        )
        THEN 18
        WHEN (
          [t3].[unit_concept_id] IN (8840)
          AND [t3].[measurement_source_value] IN ('17838-4')
        )
        OR (
          (
            (
              [t3].[unit_concept_id] IS NULL
            ) OR [t3].[unit_concept_id] IN (0)
          )
          AND [t3].[unit_source_value] IN ('mg/dL')
          AND [t3].[measurement_source_value] IN ('17838-4')
        )
        THEN 19
        ELSE NULL
      END AS [reading],
      COALESCE([t3].[measurement_datetime], CAST([t3].[measurement_date] AS DATETIME2)) AS [at]
    FROM [measurement] AS [t3]
    WHERE
      [t3].[measurement_concept_id] IN (3001467, 3003458, 3011904, 3035995)
      OR [t3].[measurement_source_value] IN ('14879-1', '1777-2', '1783-0', '17838-4', '24519-1', '2777-1', '6768-6')
  ) AS [t7]
  WHERE
    [t7].[reading] IS NOT NULL
    AND [t7].[at] IS NOT NULL
    AND (
      (
        [t7].[value_as_number] IS NOT NULL
      )
      OR (
        TRY_CAST([t7].[value_source_value] AS FLOAT) IS NOT NULL
      )
      OR (
        (
          [t7].[value_as_number] IS NULL
        )
        AND (
          TRY_CAST([t7].[value_source_value] AS FLOAT) IS NULL
        )
        AND (
          [t7].[value_source_value] IS NOT NULL
        )
      )
    )
), [t11] AS (
  SELECT
    [t10].[person_id],
    [t10].[at],
    CASE
      WHEN ABS([t10].[taken] * [t10].[factor]) < 1000000000.0
      THEN CAST([t10].[taken] * [t10].[factor] AS NUMERIC(18, 6))
      ELSE NULL
    END AS [value],
    CASE
      WHEN [t10].[factor] <> 1
      THEN IIF([t10].[analyte] = 'phosphate_serum', '<', '>')
      ELSE CASE
        WHEN [t10].[operator_concept_id] = 4171756
        THEN '<'
        WHEN [t10].[operator_concept_id] = 4171754
        THEN '<='
        WHEN [t10].[operator_concept_id] = 4172703
        THEN '='
        WHEN [t10].[operator_concept_id] = 4171755
        THEN '>='
        WHEN [t10].[operator_concept_id] = 4172704
        THEN '>'
        ELSE ''
      END
    END AS [comparator],
    CASE
      WHEN ABS([t10].[range_low] * [t10].[factor]) < 1000000000.0
      THEN CAST([t10].[range_low] * [t10].[factor] AS NUMERIC(18, 6))
      ELSE NULL
    END AS [limit_low],
    CASE
      WHEN [t10].[alarming] <> 0
      THEN IIF([t10].[analyte] = 'phosphate_serum', 'low', 'high')
      ELSE ''
    END AS [interpretation]
  FROM [t9] AS [t10]
  WHERE
    [t10].[analyte] = 'phosphate_serum'
), [t31] AS (
  SELECT
    *
  FROM (
    SELECT
      [t1].[person_id],
      'condition' AS [kind],
      CASE
        WHEN [t1].[condition_concept_id] IN (440856)
        OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'M8475' + '%'
        OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S72' + '%'
        THEN 'fracture_femur'
        WHEN [t1].[condition_concept_id] IN (136834, 440556, 4230399)
        THEN 'fracture_hip'
        WHEN [t1].[condition_concept_id] IN (440853, 4133610)
        OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S422' + '%'
        OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S423' + '%'
        OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S424' + '%'
        THEN 'fracture_humerus'
        WHEN [t1].[condition_concept_id] IN (72465, 435082, 435367, 436252, 4059173, 4237458, 4278672)
        OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'M80' + '%'
        OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'M844' + '%'
        OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'M845' + '%'
        OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'M846' + '%'
        OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'M97' + '%'
        OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S02' + '%'
        OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S128' + '%'
        OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S222' + '%'
        OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S228' + '%'
        OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S229' + '%'
        OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S420' + '%'
        OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S421' + '%'
        OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S427' + '%'
        OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S428' + '%'
        OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S429' + '%'
        OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S52' + '%'
        OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S62' + '%'
        OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S82' + '%'
        OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S92' + '%'
        OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'T02' + '%'
        OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'T10' + '%'
        OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'T12' + '%'
        OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'T142' + '%'
        THEN 'fracture_other'
        WHEN REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S321' + '%'
        OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S322' + '%'
        OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S323' + '%'
        OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S324' + '%'
        OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S325' + '%'
        OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S326' + '%'
        OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S327' + '%'
        OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S328' + '%'
        OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S329' + '%'
        THEN 'fracture_pelvis'
        WHEN [t1].[condition_concept_id] IN (72459, 73614, 75941, 78273, 80852, 4142905)
        OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S223' + '%'
        OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S224' + '%'
        OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S225' + '%'
        THEN 'fracture_rib'
        WHEN [t1].[condition_concept_id] IN (
          316535,
          434493,
          435933,
          437402,
          4013596,
          4203555,
          4204781,
          45757306,
          45757307,
          45757320
        )
        OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'M484' + '%'
        OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'M485' + '%'
        OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'M495' + '%'
        OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S120' + '%'
        OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S121' + '%'
        OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S122' + '%'
        OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S123' + '%'
        OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S124' + '%'
        OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S125' + '%'
        OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S126' + '%'
        OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S127' + '%'
        OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S129' + '%'
        OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S220' + '%'
        OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S221' + '%'
        OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S320' + '%'
        OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'T08' + '%'
        THEN 'fracture_vertebral'
        WHEN [t1].[condition_concept_id] IN (437116, 4134304)
        THEN 'fracture_wrist'
        WHEN REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'M843' + '%'
        THEN 'looser_zone'
        WHEN REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'M83' + '%'
        THEN 'osteomalacia'
        WHEN REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'E550' + '%'
        OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'E8332' + '%'
        THEN 'rickets'
        ELSE NULL
      END AS [concept]
    FROM [condition_occurrence] AS [t1]
    WHERE
      [t1].[condition_concept_id] IN (
        72459,
        72465,
        73614,
        75941,
        78273,
        80852,
        136834,
        316535,
        434493,
        435082,
        435367,
        435933,
        436252,
        437116,
        437402,
        440556,
        440853,
        440856,
        4013596,
        4059173,
        4133610,
        4134304,
        4142905,
        4203555,
        4204781,
        4230399,
        4237458,
        4278672,
        45757306,
        45757307,
        45757320
      )
      OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'E550' + '%'
      OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'E8332' + '%'
      OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'M484' + '%'
      OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'M485' + '%'
      OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'M495' + '%'
      OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'M80' + '%'
      OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'M83' + '%'
      OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'M843' + '%'
      OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'M844' + '%'
      OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'M845' + '%'
      OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'M846' + '%'
      OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'M8475' + '%'
      OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'M97' + '%'
      OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S02' + '%'
      OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S120' + '%'
      OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S121' + '%'
      OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S122' + '%'
      OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S123' + '%'
      OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S124' + '%'
      OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S125' + '%'
      OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S126' + '%'
      OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S127' + '%'
      OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S128' + '%'
      OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S129' + '%'
      OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S220' + '%'
      OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S221' + '%'
      OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S222' + '%'
      OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S223' + '%'
      OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S224' + '%'
      OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S225' + '%'
      OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S228' + '%'
      OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S229' + '%'
      OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S320' + '%'
      OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S321' + '%'
      OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S322' + '%'
      OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S323' + '%'
      OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S324' + '%'
      OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S325' + '%'
      OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S326' + '%'
      OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S327' + '%'
      OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S328' + '%'
      OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S329' + '%'
      OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S420' + '%'
      OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S421' + '%'
      OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S422' + '%'
      OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S423' + '%'
      OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S424' + '%'
      OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S427' + '%'
      OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S428' + '%'
      OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S429' + '%'
      OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S52' + '%'
      OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S62' + '%'
      OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S72' + '%'
      OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S82' + '%'
      OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'S92' + '%'
      OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'T02' + '%'
      OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'T08' + '%'
      OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'T10' + '%'
      OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'T12' + '%'
      OR REPLACE(UPPER([t1].[condition_source_value]), '.', '') LIKE 'T142' + '%'
  ) AS [t30]
  UNION ALL
  SELECT
    *
  FROM (
    SELECT
      [t2].[person_id],
      'drug' AS [kind],
      'burosumab' AS [concept]
    FROM [drug_exposure] AS [t2]
    WHERE
      REPLACE(UPPER([t2].[drug_source_value]), '.', '') LIKE 'M05BX05' + '%'
  ) AS [t5]
)
SELECT
  [t45].[person_id]
FROM (
  SELECT
    [t44].[person_id]
  FROM (
    SELECT
      [t42].[person_id]
    FROM (
      SELECT
        [t41].[person_id],
        MAX(IIF([t41].[reason] = 'ever_low', 1, 0)) AS [ever_low],
        MAX(IIF([t41].[reason] = 'never_measured', 1, 0)) AS [never_measured],
        MAX(IIF([t41].[reason] = 'on_burosumab', 1, 0)) AS [on_burosumab]
      FROM (
        SELECT
          *
        FROM (
          SELECT
            [t32].[person_id],
            'on_burosumab' AS [reason]
          FROM [t31] AS [t32]
          WHERE
            [t32].[kind] = 'drug' AND [t32].[concept] = 'burosumab'
        ) AS [t33]
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            *
          FROM (
            SELECT
              [t26].[person_id],
              'ever_low' AS [reason]
            FROM (
              SELECT
                [t24].[person_id],
                [t24].[at],
                [t24].[value],
                [t24].[comparator],
                [t24].[limit_low],
                [t24].[interpretation],
                [t24].[person_id_right],
                [t24].[birth],
                CAST(DATEDIFF(S, CAST('1970-01-01 00:00:00' AS DATETIME2), CAST([t24].[at] AS DATETIME2)) AS BIGINT) - CAST(DATEDIFF(S, CAST('1970-01-01 00:00:00' AS DATETIME2), CAST([t24].[birth] AS DATETIME2)) AS BIGINT) AS [age]
              FROM (
                SELECT
                  [t21].[person_id],
                  [t21].[at],
                  [t21].[value],
                  [t21].[comparator],
                  [t21].[limit_low],
                  [t21].[interpretation],
                  [t8].[person_id] AS [person_id_right],
                  [t8].[birth]
                FROM (
                  SELECT
                    [t15].[person_id],
                    [t15].[at],
                    [t15].[value],
                    [t15].[comparator],
                    [t15].[limit_low],
                    [t15].[interpretation]
                  FROM [t11] AS [t15]
                  WHERE
                    (
                      [t15].[interpretation] = 'low'
                    )
                    OR (
                      (
                        [t15].[value] < [t15].[limit_low]
                      )
                      OR (
                        (
                          [t15].[value] = [t15].[limit_low]
                        ) AND (
                          [t15].[comparator] = '<'
                        )
                      )
                    )
                    OR (
                      (
                        [t15].[value] < CAST('1.25' AS NUMERIC(18, 6))
                      )
                      OR (
                        (
                          [t15].[value] = CAST('1.25' AS NUMERIC(18, 6))
                        )
                        AND (
                          [t15].[comparator] = '<'
                        )
                      )
                    )
                ) AS [t21]
                LEFT OUTER JOIN (
                  SELECT
                    [t0].[person_id],
                    COALESCE(
                      CASE
                        WHEN CAST([t0].[year_of_birth] AS INTEGER) BETWEEN 1 AND 9999
                        THEN CAST(DATEFROMPARTS(
                          GREATEST(
                            CASE
                              WHEN CAST([t0].[year_of_birth] AS INTEGER) BETWEEN 1 AND 9999
                              THEN CAST([t0].[year_of_birth] AS INTEGER)
                              ELSE 1970
                            END,
                            1902
                          ),
                          CASE
                            WHEN CAST([t0].[month_of_birth] AS INTEGER) BETWEEN 1 AND 12
                            THEN CAST([t0].[month_of_birth] AS INTEGER)
                            ELSE 1
                          END,
                          1
                        ) AS DATETIME2)
                        ELSE NULL
                      END,
                      [t0].[birth_datetime]
                    ) AS [birth]
                  FROM [person] AS [t0]
                ) AS [t8]
                  ON [t21].[person_id] = [t8].[person_id]
              ) AS [t24]
            ) AS [t26]
            WHERE
              (
                [t26].[interpretation] = 'low'
              )
              OR (
                (
                  [t26].[value] < [t26].[limit_low]
                )
                OR (
                  (
                    [t26].[value] = [t26].[limit_low]
                  ) AND (
                    [t26].[comparator] = '<'
                  )
                )
              )
              OR (
                (
                  [t26].[value] < CASE
                    WHEN [t26].[age] IS NULL
                    THEN CAST('0.8' AS NUMERIC(18, 6))
                    WHEN [t26].[age] >= 586971360.0
                    THEN CAST('0.8' AS NUMERIC(18, 6))
                    WHEN [t26].[age] >= 523856160.00000006
                    THEN CAST('0.85' AS NUMERIC(18, 6))
                    WHEN [t26].[age] >= 429183360.0
                    THEN CAST('0.95' AS NUMERIC(18, 6))
                    WHEN [t26].[age] >= 296641440.0
                    THEN CAST('1.05' AS NUMERIC(18, 6))
                    WHEN [t26].[age] >= 239837760.0
                    THEN CAST('0.95' AS NUMERIC(18, 6))
                    WHEN [t26].[age] >= 107295840.0
                    THEN CAST('1.05' AS NUMERIC(18, 6))
                    WHEN [t26].[age] >= 50492160.0
                    THEN CAST('1' AS NUMERIC(18, 6))
                    WHEN [t26].[age] >= 21564360.0
                    THEN CAST('1.15' AS NUMERIC(18, 6))
                    ELSE CAST('1.25' AS NUMERIC(18, 6))
                  END
                )
                OR (
                  (
                    [t26].[value] = CASE
                      WHEN [t26].[age] IS NULL
                      THEN CAST('0.8' AS NUMERIC(18, 6))
                      WHEN [t26].[age] >= 586971360.0
                      THEN CAST('0.8' AS NUMERIC(18, 6))
                      WHEN [t26].[age] >= 523856160.00000006
                      THEN CAST('0.85' AS NUMERIC(18, 6))
                      WHEN [t26].[age] >= 429183360.0
                      THEN CAST('0.95' AS NUMERIC(18, 6))
                      WHEN [t26].[age] >= 296641440.0
                      THEN CAST('1.05' AS NUMERIC(18, 6))
                      WHEN [t26].[age] >= 239837760.0
                      THEN CAST('0.95' AS NUMERIC(18, 6))
                      WHEN [t26].[age] >= 107295840.0
                      THEN CAST('1.05' AS NUMERIC(18, 6))
                      WHEN [t26].[age] >= 50492160.0
                      THEN CAST('1' AS NUMERIC(18, 6))
                      WHEN [t26].[age] >= 21564360.0
                      THEN CAST('1.15' AS NUMERIC(18, 6))
                      ELSE CAST('1.25' AS NUMERIC(18, 6))
                    END
                  )
                  AND (
                    [t26].[comparator] = '<'
                  )
                )
              )
          ) AS [t28]
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              [t38].[person_id],
              'never_measured' AS [reason]
            FROM (
              SELECT
                [t37].[person_id]
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      [t32].[person_id]
                    FROM [t31] AS [t32]
                    WHERE
                      [t32].[kind] = 'condition'
                      AND [t32].[concept] IN (
                        'childhood_hypophosphataemic_rickets',
                        'childhood_rickets',
                        'fracture',
                        'fracture_femur',
                        'fracture_fragility',
                        'fracture_hip',
                        'fracture_humerus',
                        'fracture_metatarsal',
                        'fracture_other',
                        'fracture_pelvis',
                        'fracture_rib',
                        'fracture_vertebral',
                        'fracture_wrist',
                        'looser_zone',
                        'osteomalacia',
                        'rickets',
                        'vitamin_d_dependent_rickets'
                      )
                  ) AS [t34]
                  UNION ALL
                  SELECT
                    *
                  FROM (
                    SELECT
                      [t27].[person_id]
                    FROM (
                      SELECT
                        [t25].[person_id],
                        [t25].[at],
                        [t25].[value],
                        [t25].[comparator],
                        [t25].[surely],
                        [t25].[person_id_right],
                        [t25].[birth],
                        CAST(DATEDIFF(S, CAST('1970-01-01 00:00:00' AS DATETIME2), CAST([t25].[at] AS DATETIME2)) AS BIGINT) - CAST(DATEDIFF(S, CAST('1970-01-01 00:00:00' AS DATETIME2), CAST([t25].[birth] AS DATETIME2)) AS BIGINT) AS [age]
                      FROM (
                        SELECT
                          [t23].[person_id],
                          [t23].[at],
                          [t23].[value],
                          [t23].[comparator],
                          [t23].[surely],
                          [t8].[person_id] AS [person_id_right],
                          [t8].[birth]
                        FROM (
                          SELECT
                            [t14].[person_id],
                            [t14].[at],
                            [t14].[value],
                            [t14].[comparator],
                            COALESCE(
                              (
                                [t14].[interpretation] = 'high'
                              )
                              OR (
                                (
                                  [t14].[value] > [t14].[limit_high]
                                )
                                OR (
                                  (
                                    [t14].[value] = [t14].[limit_high]
                                  ) AND (
                                    [t14].[comparator] = '>'
                                  )
                                )
                              ),
                              (1 = 0)
                            ) AS [surely]
                          FROM (
                            SELECT
                              [t10].[person_id],
                              [t10].[analyte],
                              [t10].[at],
                              CASE
                                WHEN ABS([t10].[taken] * [t10].[factor]) < 1000000000.0
                                THEN CAST([t10].[taken] * [t10].[factor] AS NUMERIC(18, 6))
                                ELSE NULL
                              END AS [value],
                              CASE
                                WHEN [t10].[factor] <> 1
                                THEN IIF([t10].[analyte] = 'phosphate_serum', '<', '>')
                                ELSE CASE
                                  WHEN [t10].[operator_concept_id] = 4171756
                                  THEN '<'
                                  WHEN [t10].[operator_concept_id] = 4171754
                                  THEN '<='
                                  WHEN [t10].[operator_concept_id] = 4172703
                                  THEN '='
                                  WHEN [t10].[operator_concept_id] = 4171755
                                  THEN '>='
                                  WHEN [t10].[operator_concept_id] = 4172704
                                  THEN '>'
                                  ELSE ''
                                END
                              END AS [comparator],
                              CASE
                                WHEN [t10].[alarming] <> 0
                                THEN IIF([t10].[analyte] = 'phosphate_serum', 'low', 'high')
                                ELSE ''
                              END AS [interpretation],
                              CASE
                                WHEN ABS([t10].[range_low] * [t10].[factor]) < 1000000000.0
                                THEN CAST([t10].[range_low] * [t10].[factor] AS NUMERIC(18, 6))
                                ELSE NULL
                              END AS [limit_low],
                              CASE
                                WHEN ABS([t10].[range_high] * [t10].[factor]) < 1000000000.0
                                THEN CAST([t10].[range_high] * [t10].[factor] AS NUMERIC(18, 6))
                                ELSE NULL
                              END AS [limit_high],
                              COALESCE([t10].[factor] = 1, (1 = 0)) AS [own_unit]
                            FROM [t9] AS [t10]
                            WHERE
                              [t10].[analyte] = 'alkaline_phosphatase'
                          ) AS [t14]
                          WHERE
                            COALESCE(
                              (
                                [t14].[interpretation] = 'high'
                              )
                              OR (
                                (
                                  [t14].[value] > [t14].[limit_high]
                                )
                                OR (
                                  (
                                    [t14].[value] = [t14].[limit_high]
                                  ) AND (
                                    [t14].[comparator] = '>'
                                  )
                                )
                              ),
                              (1 = 0)
                            )
                            OR (
                              (
                                [t14].[value] > CAST('87' AS NUMERIC(18, 6))
                              )
                              OR (
                                (
                                  [t14].[value] = CAST('87' AS NUMERIC(18, 6))
                                )
                                AND (
                                  [t14].[comparator] = '>'
                                )
                              )
                            )
                        ) AS [t23]
                        LEFT OUTER JOIN (
                          SELECT
                            [t0].[person_id],
                            COALESCE(
                              CASE
                                WHEN CAST([t0].[year_of_birth] AS INTEGER) BETWEEN 1 AND 9999
                                THEN CAST(DATEFROMPARTS(
                                  GREATEST(
                                    CASE
                                      WHEN CAST([t0].[year_of_birth] AS INTEGER) BETWEEN 1 AND 9999
                                      THEN CAST([t0].[year_of_birth] AS INTEGER)
                                      ELSE 1970
                                    END,
                                    1902
                                  ),
                                  CASE
                                    WHEN CAST([t0].[month_of_birth] AS INTEGER) BETWEEN 1 AND 12
                                    THEN CAST([t0].[month_of_birth] AS INTEGER)
                                    ELSE 1
                                  END,
                                  1
                                ) AS DATETIME2)
                                ELSE NULL
                              END,
                              [t0].[birth_datetime]
                            ) AS [birth]
                          FROM [person] AS [t0]
                        ) AS [t8]
                          ON [t23].[person_id] = [t8].[person_id]
                      ) AS [t25]
                    ) AS [t27]
                    WHERE
                      [t27].[surely] <> 0
                      OR (
                        (
                          [t27].[value] > CASE
                            WHEN [t27].[age] IS NULL
                            THEN CAST('1.3E+2' AS NUMERIC(18, 6))
                            WHEN [t27].[age] >= 618528960.0
                            THEN CAST('1.3E+2' AS NUMERIC(18, 6))
                            WHEN [t27].[age] >= 517544639.99999994
                            THEN CAST('87' AS NUMERIC(18, 6))
                            WHEN [t27].[age] >= 454429440.0
                            THEN CAST('117' AS NUMERIC(18, 6))
                            WHEN [t27].[age] >= 391314240.0
                            THEN CAST('254' AS NUMERIC(18, 6))
                            WHEN [t27].[age] >= 334510560.0
                            THEN CAST('417' AS NUMERIC(18, 6))
                            WHEN [t27].[age] >= 20230560.0
                            THEN CAST('335' AS NUMERIC(18, 6))
                            ELSE CAST('248' AS NUMERIC(18, 6))
                          END
                        )
                        OR (
                          (
                            [t27].[value] = CASE
                              WHEN [t27].[age] IS NULL
                              THEN CAST('1.3E+2' AS NUMERIC(18, 6))
                              WHEN [t27].[age] >= 618528960.0
                              THEN CAST('1.3E+2' AS NUMERIC(18, 6))
                              WHEN [t27].[age] >= 517544639.99999994
                              THEN CAST('87' AS NUMERIC(18, 6))
                              WHEN [t27].[age] >= 454429440.0
                              THEN CAST('117' AS NUMERIC(18, 6))
                              WHEN [t27].[age] >= 391314240.0
                              THEN CAST('254' AS NUMERIC(18, 6))
                              WHEN [t27].[age] >= 334510560.0
                              THEN CAST('417' AS NUMERIC(18, 6))
                              WHEN [t27].[age] >= 20230560.0
                              THEN CAST('335' AS NUMERIC(18, 6))
                              ELSE CAST('248' AS NUMERIC(18, 6))
                            END
                          )
                          AND (
                            [t27].[comparator] = '>'
                          )
                        )
                      )
                  ) AS [t29]
                ) AS [t35]
                UNION ALL
                SELECT
                  *
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      [t12].[person_id]
                    FROM (
                      SELECT
                        [t10].[person_id],
                        [t10].[analyte],
                        [t10].[at],
                        CASE
                          WHEN ABS([t10].[taken] * [t10].[factor]) < 1000000000.0
                          THEN CAST([t10].[taken] * [t10].[factor] AS NUMERIC(18, 6))
                          ELSE NULL
                        END AS [value],
                        CASE
                          WHEN [t10].[factor] <> 1
                          THEN IIF([t10].[analyte] = 'phosphate_serum', '<', '>')
                          ELSE CASE
                            WHEN [t10].[operator_concept_id] = 4171756
                            THEN '<'
                            WHEN [t10].[operator_concept_id] = 4171754
                            THEN '<='
                            WHEN [t10].[operator_concept_id] = 4172703
                            THEN '='
                            WHEN [t10].[operator_concept_id] = 4171755
                            THEN '>='
                            WHEN [t10].[operator_concept_id] = 4172704
                            THEN '>'
                            ELSE ''
                          END
                        END AS [comparator],
                        CASE
                          WHEN [t10].[alarming] <> 0
                          THEN IIF([t10].[analyte] = 'phosphate_serum', 'low', 'high')
                          ELSE ''
                        END AS [interpretation],
                        CASE
                          WHEN ABS([t10].[range_low] * [t10].[factor]) < 1000000000.0
                          THEN CAST([t10].[range_low] * [t10].[factor] AS NUMERIC(18, 6))
                          ELSE NULL
                        END AS [limit_low],
                        CASE
                          WHEN ABS([t10].[range_high] * [t10].[factor]) < 1000000000.0
                          THEN CAST([t10].[range_high] * [t10].[factor] AS NUMERIC(18, 6))
                          ELSE NULL
                        END AS [limit_high],
                        COALESCE([t10].[factor] = 1, (1 = 0)) AS [own_unit]
                      FROM [t9] AS [t10]
                      WHERE
                        [t10].[analyte] = 'bone_alkaline_phosphatase'
                    ) AS [t12]
                    WHERE
                      COALESCE(
                        (
                          [t12].[interpretation] = 'high'
                        )
                        OR (
                          (
                            [t12].[value] > [t12].[limit_high]
                          )
                          OR (
                            (
                              [t12].[value] = [t12].[limit_high]
                            ) AND (
                              [t12].[comparator] = '>'
                            )
                          )
                        ),
                        (1 = 0)
                      )
                  ) AS [t17]
                  UNION ALL
                  SELECT
                    *
                  FROM (
                    SELECT
                      [t13].[person_id]
                    FROM (
                      SELECT
                        [t10].[person_id],
                        [t10].[analyte],
                        [t10].[at],
                        CASE
                          WHEN ABS([t10].[taken] * [t10].[factor]) < 1000000000.0
                          THEN CAST([t10].[taken] * [t10].[factor] AS NUMERIC(18, 6))
                          ELSE NULL
                        END AS [value],
                        CASE
                          WHEN [t10].[factor] <> 1
                          THEN IIF([t10].[analyte] = 'phosphate_serum', '<', '>')
                          ELSE CASE
                            WHEN [t10].[operator_concept_id] = 4171756
                            THEN '<'
                            WHEN [t10].[operator_concept_id] = 4171754
                            THEN '<='
                            WHEN [t10].[operator_concept_id] = 4172703
                            THEN '='
                            WHEN [t10].[operator_concept_id] = 4171755
                            THEN '>='
                            WHEN [t10].[operator_concept_id] = 4172704
                            THEN '>'
                            ELSE ''
                          END
                        END AS [comparator],
                        CASE
                          WHEN [t10].[alarming] <> 0
                          THEN IIF([t10].[analyte] = 'phosphate_serum', 'low', 'high')
                          ELSE ''
                        END AS [interpretation],
                        CASE
                          WHEN ABS([t10].[range_low] * [t10].[factor]) < 1000000000.0
                          THEN CAST([t10].[range_low] * [t10].[factor] AS NUMERIC(18, 6))
                          ELSE NULL
                        END AS [limit_low],
                        CASE
                          WHEN ABS([t10].[range_high] * [t10].[factor]) < 1000000000.0
                          THEN CAST([t10].[range_high] * [t10].[factor] AS NUMERIC(18, 6))
                          ELSE NULL
                        END AS [limit_high],
                        COALESCE([t10].[factor] = 1, (1 = 0)) AS [own_unit]
                      FROM [t9] AS [t10]
                      WHERE
                        [t10].[analyte] = 'bone_alkaline_phosphatase_mass'
                    ) AS [t13]
                    WHERE
                      COALESCE(
                        (
                          [t13].[interpretation] = 'high'
                        )
                        OR (
                          (
                            [t13].[value] > [t13].[limit_high]
                          )
                          OR (
                            (
                              [t13].[value] = [t13].[limit_high]
                            ) AND (
                              [t13].[comparator] = '>'
                            )
                          )
                        ),
                        (1 = 0)
                      )
                      OR (
                        (
                          [t13].[value] > CAST('20.9' AS NUMERIC(18, 6))
                        )
                        OR (
                          (
                            [t13].[value] = CAST('20.9' AS NUMERIC(18, 6))
                          )
                          AND (
                            [t13].[comparator] = '>'
                          )
                        )
                      )
                  ) AS [t19]
                ) AS [t22]
              ) AS [t37]
              WHERE
                NOT EXISTS(
                  SELECT
                    1
                  FROM [t11] AS [t16]
                  WHERE
                    [t37].[person_id] = [t16].[person_id]
                )
            ) AS [t38]
          ) AS [t39]
        ) AS [t40]
      ) AS [t41]
      GROUP BY
        [t41].[person_id]
    ) AS [t42]
  ) AS [t44]
  WHERE
    EXISTS(
      SELECT
        1
      FROM [person] AS [t4]
      WHERE
        [t44].[person_id] = [t4].[person_id]
    )
) AS [t45]
ORDER BY
  CASE WHEN [t45].[person_id] IS NULL THEN 1 ELSE 0 END, [t45].[person_id] ASC;
