WITH "t27" AS (
  SELECT
    "t23"."person_id",
    "t23"."value_source_value",
    "t23"."value_as_number",
    "t23"."value_as_concept_id",
    "t23"."operator_concept_id",
    "t23"."range_low",
    "t23"."range_high",
    "t23"."reading",
    "t23"."at",
    "t23"."analyte",
    "t23"."number",
    "t23"."printed",
    "t23"."converted",
    "t23"."alarming",
    CASE
      WHEN (
        "t23"."number" IS NULL
      ) OR FALSE
      THEN "t23"."printed"
      ELSE "t23"."number"
    END AS "taken",
    CASE
      WHEN "t23"."reading" IN (0)
      THEN 32.2853904540236
      WHEN "t23"."reading" IN (1)
      THEN 322.853904540236
      WHEN "t23"."reading" IN (2)
      THEN 3.22853904540236e-08
      WHEN "t23"."reading" IN (3)
      THEN 1e-09
      WHEN "t23"."reading" IN (4)
      THEN 1e-06
      WHEN "t23"."reading" IN (5)
      THEN 3.22853904540236e-05
      WHEN "t23"."reading" IN (6, 15)
      THEN 0.001
      WHEN "t23"."reading" IN (7)
      THEN 0.0322853904540236
      WHEN "t23"."reading" IN (8, 11, 12, 16)
      THEN 1.0
      WHEN "t23"."reading" IN (9)
      THEN 0.000322853904540236
      WHEN "t23"."reading" IN (10)
      THEN 0.322853904540236
      WHEN "t23"."reading" IN (13)
      THEN 1000000.0
      WHEN "t23"."reading" IN (14)
      THEN 10000000.0
      WHEN "t23"."reading" IN (17)
      THEN 1000.0
      WHEN "t23"."reading" IN (18)
      THEN 10.0
      WHEN "t23"."reading" IN (19)
      THEN 10000.0
      ELSE NULL
    END AS "factor"
  FROM (
    SELECT
      "t19"."person_id",
      "t19"."value_source_value",
      "t19"."value_as_number",
      "t19"."value_as_concept_id",
      "t19"."operator_concept_id",
      "t19"."range_low",
      "t19"."range_high",
      "t19"."reading",
      "t19"."at",
      CASE
        WHEN "t19"."reading" IN (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)
        THEN 'phosphate_serum'
        WHEN "t19"."reading" IN (11)
        THEN 'alkaline_phosphatase'
        WHEN "t19"."reading" IN (12)
        THEN 'bone_alkaline_phosphatase'
        WHEN "t19"."reading" IN (13, 14, 15, 16, 17, 18, 19)
        THEN 'bone_alkaline_phosphatase_mass'
        ELSE NULL
      END AS "analyte",
      "t19"."value_as_number" AS "number",
      CASE
        WHEN "t19"."value_source_value" ~ '^[+-]?[0-9]{1,15}(\.[0-9]+)?$'
        THEN CAST("t19"."value_source_value" AS DOUBLE PRECISION)
        ELSE NULL
      END AS "printed",
      COALESCE(
        (
          "t19"."value_as_number" IS NOT NULL
        )
        AND (
          CASE
            WHEN "t19"."value_source_value" ~ '^[+-]?[0-9]{1,15}(\.[0-9]+)?$'
            THEN CAST("t19"."value_source_value" AS DOUBLE PRECISION)
            ELSE NULL
          END IS NOT NULL
        )
        AND (
          ABS(
            "t19"."value_as_number" - CASE
              WHEN "t19"."value_source_value" ~ '^[+-]?[0-9]{1,15}(\.[0-9]+)?$'
              THEN CAST("t19"."value_source_value" AS DOUBLE PRECISION)
              ELSE NULL
            END
          ) > (
            GREATEST(ABS("t19"."value_as_number"), 1e-06) * 1e-06
          )
        ),
        FALSE
      ) AS "converted",
      (
        "t19"."value_as_number" IS NULL
      )
      AND (
        CASE
          WHEN "t19"."value_source_value" ~ '^[+-]?[0-9]{1,15}(\.[0-9]+)?$'
          THEN CAST("t19"."value_source_value" AS DOUBLE PRECISION)
          ELSE NULL
        END IS NULL
      )
      AND (
        "t19"."value_source_value" IS NOT NULL
      ) AS "alarming"
    FROM (
      SELECT
        "t3"."person_id",
        "t3"."value_source_value",
        "t3"."value_as_number",
        "t3"."value_as_concept_id",
        "t3"."operator_concept_id",
        "t3"."range_low",
        "t3"."range_high",
        CASE
          WHEN (
            "t3"."measurement_concept_id" IN (3003458, 3011904)
            AND "t3"."unit_concept_id" IN (8636)
          )
          OR (
            "t3"."measurement_concept_id" IN (3003458, 3011904)
            AND (
              (
                "t3"."unit_concept_id" IS NULL
              ) OR "t3"."unit_concept_id" IN (0)
            )
            AND "t3"."unit_source_value" IN ('g/L')
          )
          OR (
            "t3"."unit_concept_id" IN (8636)
            AND "t3"."measurement_source_value" IN ('14879-1', '24519-1', '2777-1')
          )
          OR (
            (
              (
                "t3"."unit_concept_id" IS NULL
              ) OR "t3"."unit_concept_id" IN (0)
            )
            AND "t3"."unit_source_value" IN ('g/L')
            AND "t3"."measurement_source_value" IN ('14879-1', '24519-1', '2777-1')
          )
          THEN 0
          WHEN (
            "t3"."measurement_concept_id" IN (3003458, 3011904)
            AND "t3"."unit_concept_id" IN (8713)
          )
          OR (
            "t3"."measurement_concept_id" IN (3003458, 3011904)
            AND (
              (
                "t3"."unit_concept_id" IS NULL
              ) OR "t3"."unit_concept_id" IN (0)
            )
            AND "t3"."unit_source_value" IN ('g/dL')
          )
          OR (
            "t3"."unit_concept_id" IN (8713)
            AND "t3"."measurement_source_value" IN ('14879-1', '24519-1', '2777-1')
          )
          OR (
            (
              (
                "t3"."unit_concept_id" IS NULL
              ) OR "t3"."unit_concept_id" IN (0)
            )
            AND "t3"."unit_source_value" IN ('g/dL')
            AND "t3"."measurement_source_value" IN ('14879-1', '24519-1', '2777-1')
          )
          THEN 1
          WHEN (
            "t3"."measurement_concept_id" IN (3003458, 3011904)
            AND "t3"."unit_concept_id" IN (8725, 8845)
          )
          OR (
            "t3"."measurement_concept_id" IN (3003458, 3011904)
            AND (
              (
                "t3"."unit_concept_id" IS NULL
              ) OR "t3"."unit_concept_id" IN (0)
            )
            AND "t3"."unit_source_value" IN ('ng/L', 'pg/mL')
          )
          OR (
            "t3"."unit_concept_id" IN (8725, 8845)
            AND "t3"."measurement_source_value" IN ('14879-1', '24519-1', '2777-1')
          )
          OR (
            (
              (
                "t3"."unit_concept_id" IS NULL
              ) OR "t3"."unit_concept_id" IN (0)
            )
            AND "t3"."unit_source_value" IN ('ng/L', 'pg/mL')
            AND "t3"."measurement_source_value" IN ('14879-1', '24519-1', '2777-1')
          )
          THEN 2
          WHEN (
            "t3"."measurement_concept_id" IN (3003458, 3011904)
            AND "t3"."unit_concept_id" IN (8729)
          )
          OR (
            "t3"."measurement_concept_id" IN (3003458, 3011904)
            AND (
              (
                "t3"."unit_concept_id" IS NULL
              ) OR "t3"."unit_concept_id" IN (0)
            )
            AND "t3"."unit_source_value" IN ('pmol/L')
          )
          OR (
            "t3"."unit_concept_id" IN (8729)
            AND "t3"."measurement_source_value" IN ('14879-1', '24519-1', '2777-1')
          )
          OR (
            (
              (
                "t3"."unit_concept_id" IS NULL
              ) OR "t3"."unit_concept_id" IN (0)
            )
            AND "t3"."unit_source_value" IN ('pmol/L')
            AND "t3"."measurement_source_value" IN ('14879-1', '24519-1', '2777-1')
          )
          THEN 3
          WHEN (
            "t3"."measurement_concept_id" IN (3003458, 3011904)
            AND "t3"."unit_concept_id" IN (8736)
          )
          OR (
            "t3"."measurement_concept_id" IN (3003458, 3011904)
            AND (
              (
                "t3"."unit_concept_id" IS NULL
              ) OR "t3"."unit_concept_id" IN (0)
            )
            AND "t3"."unit_source_value" IN ('nmol/L')
          )
          OR (
            "t3"."unit_concept_id" IN (8736)
            AND "t3"."measurement_source_value" IN ('14879-1', '24519-1', '2777-1')
          )
          OR (
            (
              (
                "t3"."unit_concept_id" IS NULL
              ) OR "t3"."unit_concept_id" IN (0)
            )
            AND "t3"."unit_source_value" IN ('nmol/L')
            AND "t3"."measurement_source_value" IN ('14879-1', '24519-1', '2777-1')
          )
          THEN 4
          WHEN (
            "t3"."measurement_concept_id" IN (3003458, 3011904)
            AND "t3"."unit_concept_id" IN (8748, 8842)
          )
          OR (
            "t3"."measurement_concept_id" IN (3003458, 3011904)
            AND (
              (
                "t3"."unit_concept_id" IS NULL
              ) OR "t3"."unit_concept_id" IN (0)
            )
            AND "t3"."unit_source_value" IN ('ug/L', 'ng/mL')
          )
          OR (
            "t3"."unit_concept_id" IN (8748, 8842)
            AND "t3"."measurement_source_value" IN ('14879-1', '24519-1', '2777-1')
          )
          OR (
            (
              (
                "t3"."unit_concept_id" IS NULL
              ) OR "t3"."unit_concept_id" IN (0)
            )
            AND "t3"."unit_source_value" IN ('ug/L', 'ng/mL')
            AND "t3"."measurement_source_value" IN ('14879-1', '24519-1', '2777-1')
          )
          THEN 5
          WHEN (
            "t3"."measurement_concept_id" IN (3003458, 3011904)
            AND "t3"."unit_concept_id" IN (8749)
          )
          OR (
            "t3"."measurement_concept_id" IN (3003458, 3011904)
            AND (
              (
                "t3"."unit_concept_id" IS NULL
              ) OR "t3"."unit_concept_id" IN (0)
            )
            AND "t3"."unit_source_value" IN ('umol/L')
          )
          OR (
            "t3"."unit_concept_id" IN (8749)
            AND "t3"."measurement_source_value" IN ('14879-1', '24519-1', '2777-1')
          )
          OR (
            (
              (
                "t3"."unit_concept_id" IS NULL
              ) OR "t3"."unit_concept_id" IN (0)
            )
            AND "t3"."unit_source_value" IN ('umol/L')
            AND "t3"."measurement_source_value" IN ('14879-1', '24519-1', '2777-1')
          )
          THEN 6
          WHEN (
            "t3"."measurement_concept_id" IN (3003458, 3011904)
            AND "t3"."unit_concept_id" IN (8751, 8859)
          )
          OR (
            "t3"."measurement_concept_id" IN (3003458, 3011904)
            AND (
              (
                "t3"."unit_concept_id" IS NULL
              ) OR "t3"."unit_concept_id" IN (0)
            )
            AND "t3"."unit_source_value" IN ('mg/L', 'ug/mL')
          )
          OR (
            "t3"."unit_concept_id" IN (8751, 8859)
            AND "t3"."measurement_source_value" IN ('14879-1', '24519-1', '2777-1')
          )
          OR (
            (
              (
                "t3"."unit_concept_id" IS NULL
              ) OR "t3"."unit_concept_id" IN (0)
            )
            AND "t3"."unit_source_value" IN ('mg/L', 'ug/mL')
            AND "t3"."measurement_source_value" IN ('14879-1', '24519-1', '2777-1')
          )
          THEN 7
          WHEN (
            "t3"."measurement_concept_id" IN (3003458, 3011904)
            AND "t3"."unit_concept_id" IN (8753)
          )
          OR (
            "t3"."measurement_concept_id" IN (3003458, 3011904)
            AND (
              (
                "t3"."unit_concept_id" IS NULL
              ) OR "t3"."unit_concept_id" IN (0)
            )
            AND "t3"."unit_source_value" IN ('mmol/L')
          )
          OR (
            "t3"."unit_concept_id" IN (8753)
            AND "t3"."measurement_source_value" IN ('14879-1', '24519-1', '2777-1')
          )
          OR (
            (
              (
                "t3"."unit_concept_id" IS NULL
              ) OR "t3"."unit_concept_id" IN (0)
            )
            AND "t3"."unit_source_value" IN ('mmol/L')
            AND "t3"."measurement_source_value" IN ('14879-1', '24519-1', '2777-1')
          )
          THEN 8
          WHEN (
            "t3"."measurement_concept_id" IN (3003458, 3011904)
            AND "t3"."unit_concept_id" IN (8837)
          )
          OR (
            "t3"."measurement_concept_id" IN (3003458, 3011904)
            AND (
              (
                "t3"."unit_concept_id" IS NULL
              ) OR "t3"."unit_concept_id" IN (0)
            )
            AND "t3"."unit_source_value" IN ('ug/dL')
          )
          OR (
            "t3"."unit_concept_id" IN (8837)
            AND "t3"."measurement_source_value" IN ('14879-1', '24519-1', '2777-1')
          )
          OR (
            (
              (
                "t3"."unit_concept_id" IS NULL
              ) OR "t3"."unit_concept_id" IN (0)
            )
            AND "t3"."unit_source_value" IN ('ug/dL')
            AND "t3"."measurement_source_value" IN ('14879-1', '24519-1', '2777-1')
          )
          THEN 9
          WHEN (
            "t3"."measurement_concept_id" IN (3003458, 3011904)
            AND "t3"."unit_concept_id" IN (8840)
          )
          OR (
            "t3"."measurement_concept_id" IN (3003458, 3011904)
            AND (
              (
                "t3"."unit_concept_id" IS NULL
              ) OR "t3"."unit_concept_id" IN (0)
            )
            AND "t3"."unit_source_value" IN ('mg/dL')
          )
          OR (
            "t3"."unit_concept_id" IN (8840)
            AND "t3"."measurement_source_value" IN ('14879-1', '24519-1', '2777-1')
          )
          OR (
            (
              (
                "t3"."unit_concept_id" IS NULL
              ) OR "t3"."unit_concept_id" IN (0)
            )
            AND "t3"."unit_source_value" IN ('mg/dL')
            AND "t3"."measurement_source_value" IN ('14879-1', '24519-1', '2777-1')
          )
          THEN 10
          WHEN (
            "t3"."measurement_concept_id" IN (3035995)
            AND "t3"."unit_concept_id" IN (8645, 8923)
          )
          OR (
            "t3"."measurement_concept_id" IN (3035995)
            AND (
              (
                "t3"."unit_concept_id" IS NULL
              ) OR "t3"."unit_concept_id" IN (0)
            )
            AND "t3"."unit_source_value" IN ('U/L', '[IU]/L')
          )
          OR (
            "t3"."unit_concept_id" IN (8645, 8923)
            AND "t3"."measurement_source_value" IN ('1783-0', '6768-6')
          )
          OR (
            (
              (
                "t3"."unit_concept_id" IS NULL
              ) OR "t3"."unit_concept_id" IN (0)
            )
            AND "t3"."unit_source_value" IN ('U/L', '[IU]/L')
            AND "t3"."measurement_source_value" IN ('1783-0', '6768-6')
          )
          THEN 11
          WHEN (
            "t3"."measurement_concept_id" IN (3001467)
            AND "t3"."unit_concept_id" IN (8645, 8923)
          )
          OR (
            "t3"."measurement_concept_id" IN (3001467)
            AND (
              (
                "t3"."unit_concept_id" IS NULL
              ) OR "t3"."unit_concept_id" IN (0)
            )
            AND "t3"."unit_source_value" IN ('U/L', '[IU]/L')
          )
          OR (
            "t3"."unit_concept_id" IN (8645, 8923)
            AND "t3"."measurement_source_value" IN ('1777-2')
          )
          OR (
            (
              (
                "t3"."unit_concept_id" IS NULL
              ) OR "t3"."unit_concept_id" IN (0)
            )
            AND "t3"."unit_source_value" IN ('U/L', '[IU]/L')
            AND "t3"."measurement_source_value" IN ('1777-2')
          )
          THEN 12
          WHEN (
            "t3"."unit_concept_id" IN (8636)
            AND "t3"."measurement_source_value" IN ('17838-4')
          )
          OR (
            (
              (
                "t3"."unit_concept_id" IS NULL
              ) OR "t3"."unit_concept_id" IN (0)
            )
            AND "t3"."unit_source_value" IN ('g/L')
            AND "t3"."measurement_source_value" IN ('17838-4')
          )
          THEN 13
          WHEN (
            "t3"."unit_concept_id" IN (8713)
            AND "t3"."measurement_source_value" IN ('17838-4')
          )
          OR (
            (
              (
                "t3"."unit_concept_id" IS NULL
              ) OR "t3"."unit_concept_id" IN (0)
            )
            AND "t3"."unit_source_value" IN ('g/dL')
            AND "t3"."measurement_source_value" IN ('17838-4')
          )
          THEN 14
          WHEN (
            "t3"."unit_concept_id" IN (8725, 8845)
            AND "t3"."measurement_source_value" IN ('17838-4')
          )
          OR (
            (
              (
                "t3"."unit_concept_id" IS NULL
              ) OR "t3"."unit_concept_id" IN (0)
            )
            AND "t3"."unit_source_value" IN ('ng/L', 'pg/mL')
            AND "t3"."measurement_source_value" IN ('17838-4')
          )
          THEN 15
          WHEN (
            "t3"."unit_concept_id" IN (8748, 8842)
            AND "t3"."measurement_source_value" IN ('17838-4')
          )
          OR (
            (
              (
                "t3"."unit_concept_id" IS NULL
              ) OR "t3"."unit_concept_id" IN (0)
            )
            AND "t3"."unit_source_value" IN ('ug/L', 'ng/mL')
            AND "t3"."measurement_source_value" IN ('17838-4')
          )
          THEN 16
          WHEN (
            "t3"."unit_concept_id" IN (8751, 8859)
            AND "t3"."measurement_source_value" IN ('17838-4')
          )
          OR (
            (
              (
                "t3"."unit_concept_id" IS NULL
              ) OR "t3"."unit_concept_id" IN (0)
            )
            AND "t3"."unit_source_value" IN ('mg/L', 'ug/mL')
            AND "t3"."measurement_source_value" IN ('17838-4')
          )
          THEN 17
          WHEN (
            "t3"."unit_concept_id" IN (8837)
            AND "t3"."measurement_source_value" IN ('17838-4')
          )
          OR (
            (
              (
                "t3"."unit_concept_id" IS NULL
              ) OR "t3"."unit_concept_id" IN (0)
            )
            AND "t3"."unit_source_value" IN ('ug/dL')
            AND "t3"."measurement_source_value" IN ('17838-4')
          )
          THEN 18
          WHEN (
            "t3"."unit_concept_id" IN (8840)
            AND "t3"."measurement_source_value" IN ('17838-4')
          )
          OR (
            (
              (
                "t3"."unit_concept_id" IS NULL
              ) OR "t3"."unit_concept_id" IN (0)
            )
            AND "t3"."unit_source_value" IN ('mg/dL')
            AND "t3"."measurement_source_value" IN ('17838-4')
          )
          THEN 19
          ELSE NULL
        END AS "reading",
        COALESCE("t3"."measurement_datetime", CAST("t3"."measurement_date" AS TIMESTAMP)) AS "at"
      FROM "measurement" AS "t3"
      WHERE
        "t3"."measurement_concept_id" IN (3001467, 3003458, 3011904, 3035995)
        OR "t3"."measurement_source_value" IN ('14879-1', '1777-2', '1783-0', '17838-4', '24519-1', '2777-1', '6768-6')
    ) AS "t19"
    WHERE
      "t19"."reading" IS NOT NULL AND "t19"."at" IS NOT NULL
  ) AS "t23"
  WHERE
    (
      (
        "t23"."number" IS NOT NULL
      )
      OR (
        "t23"."printed" IS NOT NULL
      )
      OR "t23"."alarming"
    )
    AND "t23"."analyte" IS NOT NULL
), "t33" AS (
  SELECT
    "t28"."person_id",
    "t28"."at",
    CASE
      WHEN ABS("t28"."taken" * "t28"."factor") < 1000000000.0
      THEN CAST("t28"."taken" * "t28"."factor" AS DECIMAL(18, 6))
      ELSE NULL
    END AS "value",
    CASE
      WHEN "t28"."factor" <> 1
      THEN CASE WHEN "t28"."analyte" = 'phosphate_serum' THEN '<' ELSE '>' END
      ELSE CASE
        WHEN "t28"."operator_concept_id" = 4171756
        THEN '<'
        WHEN "t28"."operator_concept_id" = 4171754
        THEN '<='
        WHEN "t28"."operator_concept_id" = 4172703
        THEN '='
        WHEN "t28"."operator_concept_id" = 4171755
        THEN '>='
        WHEN "t28"."operator_concept_id" = 4172704
        THEN '>'
        ELSE ''
      END
    END AS "comparator",
    CASE
      WHEN ABS("t28"."range_low" * "t28"."factor") < 1000000000.0
      THEN CAST("t28"."range_low" * "t28"."factor" AS DECIMAL(18, 6))
      ELSE NULL
    END AS "limit_low",
    CASE
      WHEN "t28"."alarming"
      THEN CASE WHEN "t28"."analyte" = 'phosphate_serum' THEN 'low' ELSE 'high' END
      ELSE ''
    END AS "interpretation"
  FROM "t27" AS "t28"
  WHERE
    "t28"."analyte" = 'phosphate_serum'
), "t37" AS (
  SELECT
    *
  FROM (
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t1"."person_id",
          'condition' AS "kind",
          'looser_zone' AS "concept"
        FROM "condition_occurrence" AS "t1"
        WHERE
          STARTS_WITH(REPLACE(UPPER("t1"."condition_source_value"), '.', ''), 'M843')
      ) AS "t7"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t1"."person_id",
          'condition' AS "kind",
          'osteomalacia' AS "concept"
        FROM "condition_occurrence" AS "t1"
        WHERE
          STARTS_WITH(REPLACE(UPPER("t1"."condition_source_value"), '.', ''), 'M83')
      ) AS "t8"
    ) AS "t10"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t1"."person_id",
          'condition' AS "kind",
          'rickets' AS "concept"
        FROM "condition_occurrence" AS "t1"
        WHERE
          STARTS_WITH(REPLACE(UPPER("t1"."condition_source_value"), '.', ''), 'E550')
          OR STARTS_WITH(REPLACE(UPPER("t1"."condition_source_value"), '.', ''), 'E8332')
      ) AS "t11"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t2"."person_id",
          'drug' AS "kind",
          'burosumab' AS "concept"
        FROM "drug_exposure" AS "t2"
        WHERE
          STARTS_WITH(REPLACE(UPPER("t2"."drug_source_value"), '.', ''), 'M05BX05')
      ) AS "t9"
    ) AS "t12"
  ) AS "t14"
  UNION ALL
  SELECT
    *
  FROM (
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t1"."person_id",
            'condition' AS "kind",
            'fracture_femur' AS "concept"
          FROM "condition_occurrence" AS "t1"
          WHERE
            "t1"."condition_concept_id" IN (440856)
            OR STARTS_WITH(REPLACE(UPPER("t1"."condition_source_value"), '.', ''), 'M8475')
            OR STARTS_WITH(REPLACE(UPPER("t1"."condition_source_value"), '.', ''), 'S72')
        ) AS "t13"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            "t1"."person_id",
            'condition' AS "kind",
            'fracture_hip' AS "concept"
          FROM "condition_occurrence" AS "t1"
          WHERE
            "t1"."condition_concept_id" IN (136834, 440556, 4230399)
        ) AS "t5"
      ) AS "t15"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t1"."person_id",
            'condition' AS "kind",
            'fracture_humerus' AS "concept"
          FROM "condition_occurrence" AS "t1"
          WHERE
            "t1"."condition_concept_id" IN (440853, 4133610)
            OR STARTS_WITH(REPLACE(UPPER("t1"."condition_source_value"), '.', ''), 'S422')
            OR STARTS_WITH(REPLACE(UPPER("t1"."condition_source_value"), '.', ''), 'S423')
            OR STARTS_WITH(REPLACE(UPPER("t1"."condition_source_value"), '.', ''), 'S424')
        ) AS "t16"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            "t1"."person_id",
            'condition' AS "kind",
            'fracture_other' AS "concept"
          FROM "condition_occurrence" AS "t1"
          WHERE
            "t1"."condition_concept_id" IN (72465, 435082, 435367, 436252, 4059173, 4237458, 4278672)
            OR STARTS_WITH(REPLACE(UPPER("t1"."condition_source_value"), '.', ''), 'M80')
            OR STARTS_WITH(REPLACE(UPPER("t1"."condition_source_value"), '.', ''), 'M844')
            OR STARTS_WITH(REPLACE(UPPER("t1"."condition_source_value"), '.', ''), 'M845')
            OR STARTS_WITH(REPLACE(UPPER("t1"."condition_source_value"), '.', ''), 'M846')
            OR STARTS_WITH(REPLACE(UPPER("t1"."condition_source_value"), '.', ''), 'M97')
            OR STARTS_WITH(REPLACE(UPPER("t1"."condition_source_value"), '.', ''), 'S02')
            OR STARTS_WITH(REPLACE(UPPER("t1"."condition_source_value"), '.', ''), 'S128')
            OR STARTS_WITH(REPLACE(UPPER("t1"."condition_source_value"), '.', ''), 'S222')
            OR STARTS_WITH(REPLACE(UPPER("t1"."condition_source_value"), '.', ''), 'S228')
            OR STARTS_WITH(REPLACE(UPPER("t1"."condition_source_value"), '.', ''), 'S229')
            OR STARTS_WITH(REPLACE(UPPER("t1"."condition_source_value"), '.', ''), 'S420')
            OR STARTS_WITH(REPLACE(UPPER("t1"."condition_source_value"), '.', ''), 'S421')
            OR STARTS_WITH(REPLACE(UPPER("t1"."condition_source_value"), '.', ''), 'S427')
            OR STARTS_WITH(REPLACE(UPPER("t1"."condition_source_value"), '.', ''), 'S428')
            OR STARTS_WITH(REPLACE(UPPER("t1"."condition_source_value"), '.', ''), 'S429')
            OR STARTS_WITH(REPLACE(UPPER("t1"."condition_source_value"), '.', ''), 'S52')
            OR STARTS_WITH(REPLACE(UPPER("t1"."condition_source_value"), '.', ''), 'S62')
            OR STARTS_WITH(REPLACE(UPPER("t1"."condition_source_value"), '.', ''), 'S82')
            OR STARTS_WITH(REPLACE(UPPER("t1"."condition_source_value"), '.', ''), 'S92')
            OR STARTS_WITH(REPLACE(UPPER("t1"."condition_source_value"), '.', ''), 'T02')
            OR STARTS_WITH(REPLACE(UPPER("t1"."condition_source_value"), '.', ''), 'T10')
            OR STARTS_WITH(REPLACE(UPPER("t1"."condition_source_value"), '.', ''), 'T12')
            OR STARTS_WITH(REPLACE(UPPER("t1"."condition_source_value"), '.', ''), 'T142')
        ) AS "t29"
      ) AS "t30"
    ) AS "t31"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t1"."person_id",
            'condition' AS "kind",
            'fracture_pelvis' AS "concept"
          FROM "condition_occurrence" AS "t1"
          WHERE
            STARTS_WITH(REPLACE(UPPER("t1"."condition_source_value"), '.', ''), 'S321')
            OR STARTS_WITH(REPLACE(UPPER("t1"."condition_source_value"), '.', ''), 'S322')
            OR STARTS_WITH(REPLACE(UPPER("t1"."condition_source_value"), '.', ''), 'S323')
            OR STARTS_WITH(REPLACE(UPPER("t1"."condition_source_value"), '.', ''), 'S324')
            OR STARTS_WITH(REPLACE(UPPER("t1"."condition_source_value"), '.', ''), 'S325')
            OR STARTS_WITH(REPLACE(UPPER("t1"."condition_source_value"), '.', ''), 'S326')
            OR STARTS_WITH(REPLACE(UPPER("t1"."condition_source_value"), '.', ''), 'S327')
            OR STARTS_WITH(REPLACE(UPPER("t1"."condition_source_value"), '.', ''), 'S328')
            OR STARTS_WITH(REPLACE(UPPER("t1"."condition_source_value"), '.', ''), 'S329')
        ) AS "t21"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            "t1"."person_id",
            'condition' AS "kind",
            'fracture_rib' AS "concept"
          FROM "condition_occurrence" AS "t1"
          WHERE
            "t1"."condition_concept_id" IN (72459, 73614, 75941, 78273, 80852, 4142905)
            OR STARTS_WITH(REPLACE(UPPER("t1"."condition_source_value"), '.', ''), 'S223')
            OR STARTS_WITH(REPLACE(UPPER("t1"."condition_source_value"), '.', ''), 'S224')
            OR STARTS_WITH(REPLACE(UPPER("t1"."condition_source_value"), '.', ''), 'S225')
        ) AS "t17"
      ) AS "t22"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t1"."person_id",
            'condition' AS "kind",
            'fracture_vertebral' AS "concept"
          FROM "condition_occurrence" AS "t1"
          WHERE
            "t1"."condition_concept_id" IN (
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
            OR STARTS_WITH(REPLACE(UPPER("t1"."condition_source_value"), '.', ''), 'M484')
            OR STARTS_WITH(REPLACE(UPPER("t1"."condition_source_value"), '.', ''), 'M485')
            OR STARTS_WITH(REPLACE(UPPER("t1"."condition_source_value"), '.', ''), 'M495')
            OR STARTS_WITH(REPLACE(UPPER("t1"."condition_source_value"), '.', ''), 'S120')
            OR STARTS_WITH(REPLACE(UPPER("t1"."condition_source_value"), '.', ''), 'S121')
            OR STARTS_WITH(REPLACE(UPPER("t1"."condition_source_value"), '.', ''), 'S122')
            OR STARTS_WITH(REPLACE(UPPER("t1"."condition_source_value"), '.', ''), 'S123')
            OR STARTS_WITH(REPLACE(UPPER("t1"."condition_source_value"), '.', ''), 'S124')
            OR STARTS_WITH(REPLACE(UPPER("t1"."condition_source_value"), '.', ''), 'S125')
            OR STARTS_WITH(REPLACE(UPPER("t1"."condition_source_value"), '.', ''), 'S126')
            OR STARTS_WITH(REPLACE(UPPER("t1"."condition_source_value"), '.', ''), 'S127')
            OR STARTS_WITH(REPLACE(UPPER("t1"."condition_source_value"), '.', ''), 'S129')
            OR STARTS_WITH(REPLACE(UPPER("t1"."condition_source_value"), '.', ''), 'S220')
            OR STARTS_WITH(REPLACE(UPPER("t1"."condition_source_value"), '.', ''), 'S221')
            OR STARTS_WITH(REPLACE(UPPER("t1"."condition_source_value"), '.', ''), 'S320')
            OR STARTS_WITH(REPLACE(UPPER("t1"."condition_source_value"), '.', ''), 'T08')
        ) AS "t24"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            "t1"."person_id",
            'condition' AS "kind",
            'fracture_wrist' AS "concept"
          FROM "condition_occurrence" AS "t1"
          WHERE
            "t1"."condition_concept_id" IN (437116, 4134304)
        ) AS "t6"
      ) AS "t25"
    ) AS "t26"
  ) AS "t32"
)
SELECT
  *
FROM (
  SELECT
    "t65"."person_id"
  FROM (
    SELECT
      "t63"."person_id"
    FROM (
      SELECT
        "t62"."person_id",
        BOOL_OR("t62"."reason" = 'ever_low') AS "ever_low",
        BOOL_OR("t62"."reason" = 'never_measured') AS "never_measured",
        BOOL_OR("t62"."reason" = 'on_burosumab') AS "on_burosumab"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t39"."person_id",
            'on_burosumab' AS "reason"
          FROM "t37" AS "t39"
          WHERE
            "t39"."kind" = 'drug' AND "t39"."concept" = 'burosumab'
        ) AS "t41"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t52"."person_id",
              'ever_low' AS "reason"
            FROM (
              SELECT
                "t50"."person_id",
                "t50"."at",
                "t50"."value",
                "t50"."comparator",
                "t50"."limit_low",
                "t50"."interpretation",
                "t50"."person_id_right",
                "t50"."birth",
                EXTRACT('epoch' FROM "t50"."at") - EXTRACT('epoch' FROM "t50"."birth") AS "age"
              FROM (
                SELECT
                  "t47"."person_id",
                  "t47"."at",
                  "t47"."value",
                  "t47"."comparator",
                  "t47"."limit_low",
                  "t47"."interpretation",
                  "t20"."person_id" AS "person_id_right",
                  "t20"."birth"
                FROM (
                  SELECT
                    *
                  FROM "t33" AS "t38"
                  WHERE
                    (
                      "t38"."interpretation" = 'low'
                    )
                    OR (
                      (
                        "t38"."value" < "t38"."limit_low"
                      )
                      OR (
                        (
                          "t38"."value" = "t38"."limit_low"
                        ) AND (
                          "t38"."comparator" = '<'
                        )
                      )
                    )
                    OR (
                      (
                        "t38"."value" < CAST(CAST('1.25' AS DECIMAL) AS DECIMAL(18, 6))
                      )
                      OR (
                        (
                          "t38"."value" = CAST(CAST('1.25' AS DECIMAL) AS DECIMAL(18, 6))
                        )
                        AND (
                          "t38"."comparator" = '<'
                        )
                      )
                    )
                ) AS "t47"
                LEFT OUTER JOIN (
                  SELECT
                    "t0"."person_id",
                    COALESCE(
                      CASE
                        WHEN CAST("t0"."year_of_birth" AS INT) BETWEEN 1 AND 9999
                        THEN CAST(MAKE_DATE(
                          CAST(GREATEST(
                            CASE
                              WHEN CAST("t0"."year_of_birth" AS INT) BETWEEN 1 AND 9999
                              THEN CAST("t0"."year_of_birth" AS INT)
                              ELSE 1970
                            END,
                            1902
                          ) AS INT),
                          CAST(CASE
                            WHEN CAST("t0"."month_of_birth" AS INT) BETWEEN 1 AND 12
                            THEN CAST("t0"."month_of_birth" AS INT)
                            ELSE 1
                          END AS INT),
                          CAST(1 AS INT)
                        ) AS TIMESTAMP)
                        ELSE NULL
                      END,
                      "t0"."birth_datetime"
                    ) AS "birth"
                  FROM "person" AS "t0"
                ) AS "t20"
                  ON "t47"."person_id" = "t20"."person_id"
              ) AS "t50"
            ) AS "t52"
            WHERE
              (
                "t52"."interpretation" = 'low'
              )
              OR (
                (
                  "t52"."value" < "t52"."limit_low"
                )
                OR (
                  (
                    "t52"."value" = "t52"."limit_low"
                  ) AND (
                    "t52"."comparator" = '<'
                  )
                )
              )
              OR (
                (
                  "t52"."value" < CASE
                    WHEN "t52"."age" IS NULL
                    THEN CAST(CAST('0.8' AS DECIMAL) AS DECIMAL(18, 6))
                    WHEN "t52"."age" >= 586971360.0
                    THEN CAST(CAST('0.8' AS DECIMAL) AS DECIMAL(18, 6))
                    WHEN "t52"."age" >= 523856160.00000006
                    THEN CAST(CAST('0.85' AS DECIMAL) AS DECIMAL(18, 6))
                    WHEN "t52"."age" >= 429183360.0
                    THEN CAST(CAST('0.95' AS DECIMAL) AS DECIMAL(18, 6))
                    WHEN "t52"."age" >= 296641440.0
                    THEN CAST(CAST('1.05' AS DECIMAL) AS DECIMAL(18, 6))
                    WHEN "t52"."age" >= 239837760.0
                    THEN CAST(CAST('0.95' AS DECIMAL) AS DECIMAL(18, 6))
                    WHEN "t52"."age" >= 107295840.0
                    THEN CAST(CAST('1.05' AS DECIMAL) AS DECIMAL(18, 6))
                    WHEN "t52"."age" >= 50492160.0
                    THEN CAST(CAST('1' AS DECIMAL) AS DECIMAL(18, 6))
                    WHEN "t52"."age" >= 21564360.0
                    THEN CAST(CAST('1.15' AS DECIMAL) AS DECIMAL(18, 6))
                    ELSE CAST(CAST('1.25' AS DECIMAL) AS DECIMAL(18, 6))
                  END
                )
                OR (
                  (
                    "t52"."value" = CASE
                      WHEN "t52"."age" IS NULL
                      THEN CAST(CAST('0.8' AS DECIMAL) AS DECIMAL(18, 6))
                      WHEN "t52"."age" >= 586971360.0
                      THEN CAST(CAST('0.8' AS DECIMAL) AS DECIMAL(18, 6))
                      WHEN "t52"."age" >= 523856160.00000006
                      THEN CAST(CAST('0.85' AS DECIMAL) AS DECIMAL(18, 6))
                      WHEN "t52"."age" >= 429183360.0
                      THEN CAST(CAST('0.95' AS DECIMAL) AS DECIMAL(18, 6))
                      WHEN "t52"."age" >= 296641440.0
                      THEN CAST(CAST('1.05' AS DECIMAL) AS DECIMAL(18, 6))
                      WHEN "t52"."age" >= 239837760.0
                      THEN CAST(CAST('0.95' AS DECIMAL) AS DECIMAL(18, 6))
                      WHEN "t52"."age" >= 107295840.0
                      THEN CAST(CAST('1.05' AS DECIMAL) AS DECIMAL(18, 6))
                      WHEN "t52"."age" >= 50492160.0
                      THEN CAST(CAST('1' AS DECIMAL) AS DECIMAL(18, 6))
                      WHEN "t52"."age" >= 21564360.0
                      THEN CAST(CAST('1.15' AS DECIMAL) AS DECIMAL(18, 6))
                      ELSE CAST(CAST('1.25' AS DECIMAL) AS DECIMAL(18, 6))
                    END
                  )
                  AND (
                    "t52"."comparator" = '<'
                  )
                )
              )
          ) AS "t54"
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              "t59"."person_id",
              'never_measured' AS "reason"
            FROM (
              SELECT
                "t58"."person_id"
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t39"."person_id"
                    FROM "t37" AS "t39"
                    WHERE
                      "t39"."kind" = 'condition'
                      AND "t39"."concept" IN (
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
                  ) AS "t42"
                  UNION ALL
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t53"."person_id"
                    FROM (
                      SELECT
                        "t51"."person_id",
                        "t51"."at",
                        "t51"."value",
                        "t51"."comparator",
                        "t51"."surely",
                        "t51"."person_id_right",
                        "t51"."birth",
                        EXTRACT('epoch' FROM "t51"."at") - EXTRACT('epoch' FROM "t51"."birth") AS "age"
                      FROM (
                        SELECT
                          "t49"."person_id",
                          "t49"."at",
                          "t49"."value",
                          "t49"."comparator",
                          "t49"."surely",
                          "t20"."person_id" AS "person_id_right",
                          "t20"."birth"
                        FROM (
                          SELECT
                            "t36"."person_id",
                            "t36"."at",
                            "t36"."value",
                            "t36"."comparator",
                            COALESCE(
                              (
                                "t36"."interpretation" = 'high'
                              )
                              OR (
                                (
                                  "t36"."value" > "t36"."limit_high"
                                )
                                OR (
                                  (
                                    "t36"."value" = "t36"."limit_high"
                                  ) AND (
                                    "t36"."comparator" = '>'
                                  )
                                )
                              ),
                              FALSE
                            ) AS "surely"
                          FROM (
                            SELECT
                              "t28"."person_id",
                              "t28"."analyte",
                              "t28"."at",
                              CASE
                                WHEN ABS("t28"."taken" * "t28"."factor") < 1000000000.0
                                THEN CAST("t28"."taken" * "t28"."factor" AS DECIMAL(18, 6))
                                ELSE NULL
                              END AS "value",
                              CASE
                                WHEN "t28"."factor" <> 1
                                THEN CASE WHEN "t28"."analyte" = 'phosphate_serum' THEN '<' ELSE '>' END
                                ELSE CASE
                                  WHEN "t28"."operator_concept_id" = 4171756
                                  THEN '<'
                                  WHEN "t28"."operator_concept_id" = 4171754
                                  THEN '<='
                                  WHEN "t28"."operator_concept_id" = 4172703
                                  THEN '='
                                  WHEN "t28"."operator_concept_id" = 4171755
                                  THEN '>='
                                  WHEN "t28"."operator_concept_id" = 4172704
                                  THEN '>'
                                  ELSE ''
                                END
                              END AS "comparator",
                              CASE
                                WHEN "t28"."alarming"
                                THEN CASE WHEN "t28"."analyte" = 'phosphate_serum' THEN 'low' ELSE 'high' END
                                ELSE ''
                              END AS "interpretation",
                              CASE
                                WHEN ABS("t28"."range_low" * "t28"."factor") < 1000000000.0
                                THEN CAST("t28"."range_low" * "t28"."factor" AS DECIMAL(18, 6))
                                ELSE NULL
                              END AS "limit_low",
                              CASE
                                WHEN ABS("t28"."range_high" * "t28"."factor") < 1000000000.0
                                THEN CAST("t28"."range_high" * "t28"."factor" AS DECIMAL(18, 6))
                                ELSE NULL
                              END AS "limit_high",
                              COALESCE("t28"."factor" = 1, FALSE) AS "own_unit"
                            FROM "t27" AS "t28"
                            WHERE
                              "t28"."analyte" = 'alkaline_phosphatase'
                          ) AS "t36"
                          WHERE
                            COALESCE(
                              (
                                "t36"."interpretation" = 'high'
                              )
                              OR (
                                (
                                  "t36"."value" > "t36"."limit_high"
                                )
                                OR (
                                  (
                                    "t36"."value" = "t36"."limit_high"
                                  ) AND (
                                    "t36"."comparator" = '>'
                                  )
                                )
                              ),
                              FALSE
                            )
                            OR (
                              (
                                "t36"."value" > CAST(CAST('87' AS DECIMAL) AS DECIMAL(18, 6))
                              )
                              OR (
                                (
                                  "t36"."value" = CAST(CAST('87' AS DECIMAL) AS DECIMAL(18, 6))
                                )
                                AND (
                                  "t36"."comparator" = '>'
                                )
                              )
                            )
                        ) AS "t49"
                        LEFT OUTER JOIN (
                          SELECT
                            "t0"."person_id",
                            COALESCE(
                              CASE
                                WHEN CAST("t0"."year_of_birth" AS INT) BETWEEN 1 AND 9999
                                THEN CAST(MAKE_DATE(
                                  CAST(GREATEST(
                                    CASE
                                      WHEN CAST("t0"."year_of_birth" AS INT) BETWEEN 1 AND 9999
                                      THEN CAST("t0"."year_of_birth" AS INT)
                                      ELSE 1970
                                    END,
                                    1902
                                  ) AS INT),
                                  CAST(CASE
                                    WHEN CAST("t0"."month_of_birth" AS INT) BETWEEN 1 AND 12
                                    THEN CAST("t0"."month_of_birth" AS INT)
                                    ELSE 1
                                  END AS INT),
                                  CAST(1 AS INT)
                                ) AS TIMESTAMP)
                                ELSE NULL
                              END,
                              "t0"."birth_datetime"
                            ) AS "birth"
                          FROM "person" AS "t0"
                        ) AS "t20"
                          ON "t49"."person_id" = "t20"."person_id"
                      ) AS "t51"
                    ) AS "t53"
                    WHERE
                      "t53"."surely"
                      OR (
                        (
                          "t53"."value" > CASE
                            WHEN "t53"."age" IS NULL
                            THEN CAST(CAST('1.3E+2' AS DECIMAL) AS DECIMAL(18, 6))
                            WHEN "t53"."age" >= 618528960.0
                            THEN CAST(CAST('1.3E+2' AS DECIMAL) AS DECIMAL(18, 6))
                            WHEN "t53"."age" >= 517544639.99999994
                            THEN CAST(CAST('87' AS DECIMAL) AS DECIMAL(18, 6))
                            WHEN "t53"."age" >= 454429440.0
                            THEN CAST(CAST('117' AS DECIMAL) AS DECIMAL(18, 6))
                            WHEN "t53"."age" >= 391314240.0
                            THEN CAST(CAST('254' AS DECIMAL) AS DECIMAL(18, 6))
                            WHEN "t53"."age" >= 334510560.0
                            THEN CAST(CAST('417' AS DECIMAL) AS DECIMAL(18, 6))
                            WHEN "t53"."age" >= 20230560.0
                            THEN CAST(CAST('335' AS DECIMAL) AS DECIMAL(18, 6))
                            ELSE CAST(CAST('248' AS DECIMAL) AS DECIMAL(18, 6))
                          END
                        )
                        OR (
                          (
                            "t53"."value" = CASE
                              WHEN "t53"."age" IS NULL
                              THEN CAST(CAST('1.3E+2' AS DECIMAL) AS DECIMAL(18, 6))
                              WHEN "t53"."age" >= 618528960.0
                              THEN CAST(CAST('1.3E+2' AS DECIMAL) AS DECIMAL(18, 6))
                              WHEN "t53"."age" >= 517544639.99999994
                              THEN CAST(CAST('87' AS DECIMAL) AS DECIMAL(18, 6))
                              WHEN "t53"."age" >= 454429440.0
                              THEN CAST(CAST('117' AS DECIMAL) AS DECIMAL(18, 6))
                              WHEN "t53"."age" >= 391314240.0
                              THEN CAST(CAST('254' AS DECIMAL) AS DECIMAL(18, 6))
                              WHEN "t53"."age" >= 334510560.0
                              THEN CAST(CAST('417' AS DECIMAL) AS DECIMAL(18, 6))
                              WHEN "t53"."age" >= 20230560.0
                              THEN CAST(CAST('335' AS DECIMAL) AS DECIMAL(18, 6))
                              ELSE CAST(CAST('248' AS DECIMAL) AS DECIMAL(18, 6))
                            END
                          )
                          AND (
                            "t53"."comparator" = '>'
                          )
                        )
                      )
                  ) AS "t55"
                ) AS "t56"
                UNION ALL
                SELECT
                  *
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t34"."person_id"
                    FROM (
                      SELECT
                        "t28"."person_id",
                        "t28"."analyte",
                        "t28"."at",
                        CASE
                          WHEN ABS("t28"."taken" * "t28"."factor") < 1000000000.0
                          THEN CAST("t28"."taken" * "t28"."factor" AS DECIMAL(18, 6))
                          ELSE NULL
                        END AS "value",
                        CASE
                          WHEN "t28"."factor" <> 1
                          THEN CASE WHEN "t28"."analyte" = 'phosphate_serum' THEN '<' ELSE '>' END
                          ELSE CASE
                            WHEN "t28"."operator_concept_id" = 4171756
                            THEN '<'
                            WHEN "t28"."operator_concept_id" = 4171754
                            THEN '<='
                            WHEN "t28"."operator_concept_id" = 4172703
                            THEN '='
                            WHEN "t28"."operator_concept_id" = 4171755
                            THEN '>='
                            WHEN "t28"."operator_concept_id" = 4172704
                            THEN '>'
                            ELSE ''
                          END
                        END AS "comparator",
                        CASE
                          WHEN "t28"."alarming"
                          THEN CASE WHEN "t28"."analyte" = 'phosphate_serum' THEN 'low' ELSE 'high' END
                          ELSE ''
                        END AS "interpretation",
                        CASE
                          WHEN ABS("t28"."range_low" * "t28"."factor") < 1000000000.0
                          THEN CAST("t28"."range_low" * "t28"."factor" AS DECIMAL(18, 6))
                          ELSE NULL
                        END AS "limit_low",
                        CASE
                          WHEN ABS("t28"."range_high" * "t28"."factor") < 1000000000.0
                          THEN CAST("t28"."range_high" * "t28"."factor" AS DECIMAL(18, 6))
                          ELSE NULL
                        END AS "limit_high",
                        COALESCE("t28"."factor" = 1, FALSE) AS "own_unit"
                      FROM "t27" AS "t28"
                      WHERE
                        "t28"."analyte" = 'bone_alkaline_phosphatase'
                    ) AS "t34"
                    WHERE
                      COALESCE(
                        (
                          "t34"."interpretation" = 'high'
                        )
                        OR (
                          (
                            "t34"."value" > "t34"."limit_high"
                          )
                          OR (
                            (
                              "t34"."value" = "t34"."limit_high"
                            ) AND (
                              "t34"."comparator" = '>'
                            )
                          )
                        ),
                        FALSE
                      )
                  ) AS "t43"
                  UNION ALL
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t35"."person_id"
                    FROM (
                      SELECT
                        "t28"."person_id",
                        "t28"."analyte",
                        "t28"."at",
                        CASE
                          WHEN ABS("t28"."taken" * "t28"."factor") < 1000000000.0
                          THEN CAST("t28"."taken" * "t28"."factor" AS DECIMAL(18, 6))
                          ELSE NULL
                        END AS "value",
                        CASE
                          WHEN "t28"."factor" <> 1
                          THEN CASE WHEN "t28"."analyte" = 'phosphate_serum' THEN '<' ELSE '>' END
                          ELSE CASE
                            WHEN "t28"."operator_concept_id" = 4171756
                            THEN '<'
                            WHEN "t28"."operator_concept_id" = 4171754
                            THEN '<='
                            WHEN "t28"."operator_concept_id" = 4172703
                            THEN '='
                            WHEN "t28"."operator_concept_id" = 4171755
                            THEN '>='
                            WHEN "t28"."operator_concept_id" = 4172704
                            THEN '>'
                            ELSE ''
                          END
                        END AS "comparator",
                        CASE
                          WHEN "t28"."alarming"
                          THEN CASE WHEN "t28"."analyte" = 'phosphate_serum' THEN 'low' ELSE 'high' END
                          ELSE ''
                        END AS "interpretation",
                        CASE
                          WHEN ABS("t28"."range_low" * "t28"."factor") < 1000000000.0
                          THEN CAST("t28"."range_low" * "t28"."factor" AS DECIMAL(18, 6))
                          ELSE NULL
                        END AS "limit_low",
                        CASE
                          WHEN ABS("t28"."range_high" * "t28"."factor") < 1000000000.0
                          THEN CAST("t28"."range_high" * "t28"."factor" AS DECIMAL(18, 6))
                          ELSE NULL
                        END AS "limit_high",
                        COALESCE("t28"."factor" = 1, FALSE) AS "own_unit"
                      FROM "t27" AS "t28"
                      WHERE
                        "t28"."analyte" = 'bone_alkaline_phosphatase_mass'
                    ) AS "t35"
                    WHERE
                      COALESCE(
                        (
                          "t35"."interpretation" = 'high'
                        )
                        OR (
                          (
                            "t35"."value" > "t35"."limit_high"
                          )
                          OR (
                            (
                              "t35"."value" = "t35"."limit_high"
                            ) AND (
                              "t35"."comparator" = '>'
                            )
                          )
                        ),
                        FALSE
                      )
                      OR (
                        (
                          "t35"."value" > CAST(CAST('20.9' AS DECIMAL) AS DECIMAL(18, 6))
                        )
                        OR (
                          (
                            "t35"."value" = CAST(CAST('20.9' AS DECIMAL) AS DECIMAL(18, 6))
                          )
                          AND (
                            "t35"."comparator" = '>'
                          )
                        )
                      )
                  ) AS "t45"
                ) AS "t48"
              ) AS "t58"
              WHERE
                NOT EXISTS(
                  SELECT
                    1
                  FROM "t33" AS "t40"
                  WHERE
                    "t58"."person_id" = "t40"."person_id"
                )
            ) AS "t59"
          ) AS "t60"
        ) AS "t61"
      ) AS "t62"
      GROUP BY
        1
    ) AS "t63"
  ) AS "t65"
  WHERE
    EXISTS(
      SELECT
        1
      FROM "person" AS "t4"
      WHERE
        "t65"."person_id" = "t4"."person_id"
    )
) AS "t66"
ORDER BY
  "t66"."person_id" ASC;
