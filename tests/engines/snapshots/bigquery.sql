WITH `t10` AS (
  SELECT
    `t9`.`person_id`,
    `t9`.`value_source_value`,
    `t9`.`value_as_number`,
    `t9`.`value_as_concept_id`,
    `t9`.`operator_concept_id`,
    `t9`.`range_low`,
    `t9`.`range_high`,
    `t9`.`reading`,
    `t9`.`at`,
    `t9`.`analyte`,
    `t9`.`number`,
    `t9`.`printed`,
    `t9`.`converted`,
    `t9`.`alarming`,
    CASE
      WHEN (
        `t9`.`number` IS NULL
      ) OR FALSE
      THEN `t9`.`printed`
      ELSE `t9`.`number`
    END AS `taken`,
    CASE
      WHEN `t9`.`reading` IN (0)
      THEN 32.2853904540236
      WHEN `t9`.`reading` IN (1)
      THEN 322.853904540236
      WHEN `t9`.`reading` IN (2)
      THEN 3.22853904540236e-08
      WHEN `t9`.`reading` IN (3)
      THEN 1e-09
      WHEN `t9`.`reading` IN (4)
      THEN 1e-06
      WHEN `t9`.`reading` IN (5)
      THEN 3.22853904540236e-05
      WHEN `t9`.`reading` IN (6, 15)
      THEN 0.001
      WHEN `t9`.`reading` IN (7)
      THEN 0.0322853904540236
      WHEN `t9`.`reading` IN (8, 11, 12, 16)
      THEN 1.0
      WHEN `t9`.`reading` IN (9)
      THEN 0.000322853904540236
      WHEN `t9`.`reading` IN (10)
      THEN 0.322853904540236
      WHEN `t9`.`reading` IN (13)
      THEN 1000000.0
      WHEN `t9`.`reading` IN (14)
      THEN 10000000.0
      WHEN `t9`.`reading` IN (17)
      THEN 1000.0
      WHEN `t9`.`reading` IN (18)
      THEN 10.0
      WHEN `t9`.`reading` IN (19)
      THEN 10000.0
      ELSE NULL
    END AS `factor`
  FROM (
    SELECT
      `t7`.`person_id`,
      `t7`.`value_source_value`,
      `t7`.`value_as_number`,
      `t7`.`value_as_concept_id`,
      `t7`.`operator_concept_id`,
      `t7`.`range_low`,
      `t7`.`range_high`,
      `t7`.`reading`,
      `t7`.`at`,
      CASE
        WHEN `t7`.`reading` IN (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)
        THEN 'phosphate_serum'
        WHEN `t7`.`reading` IN (11)
        THEN 'alkaline_phosphatase'
        WHEN `t7`.`reading` IN (12)
        THEN 'bone_alkaline_phosphatase'
        WHEN `t7`.`reading` IN (13, 14, 15, 16, 17, 18, 19)
        THEN 'bone_alkaline_phosphatase_mass'
        ELSE NULL
      END AS `analyte`,
      `t7`.`value_as_number` AS `number`,
      CASE
        WHEN REGEXP_CONTAINS(`t7`.`value_source_value`, '^[+-]?[0-9]{1,15}(\\.[0-9]+)?$')
        THEN CAST(`t7`.`value_source_value` AS FLOAT64)
        ELSE NULL
      END AS `printed`,
      COALESCE(
        (
          `t7`.`value_as_number` IS NOT NULL
        )
        AND (
          CASE
            WHEN REGEXP_CONTAINS(`t7`.`value_source_value`, '^[+-]?[0-9]{1,15}(\\.[0-9]+)?$')
            THEN CAST(`t7`.`value_source_value` AS FLOAT64)
            ELSE NULL
          END IS NOT NULL
        )
        AND (
          ABS(
            `t7`.`value_as_number` - CASE
              WHEN REGEXP_CONTAINS(`t7`.`value_source_value`, '^[+-]?[0-9]{1,15}(\\.[0-9]+)?$')
              THEN CAST(`t7`.`value_source_value` AS FLOAT64)
              ELSE NULL
            END
          ) > (
            GREATEST(ABS(`t7`.`value_as_number`), 1e-06) * 1e-06
          )
        ),
        FALSE
      ) AS `converted`,
      (
        `t7`.`value_as_number` IS NULL
      )
      AND (
        CASE
          WHEN REGEXP_CONTAINS(`t7`.`value_source_value`, '^[+-]?[0-9]{1,15}(\\.[0-9]+)?$')
          THEN CAST(`t7`.`value_source_value` AS FLOAT64)
          ELSE NULL
        END IS NULL
      )
      AND (
        `t7`.`value_source_value` IS NOT NULL
      ) AS `alarming`
    FROM (
      SELECT
        `t3`.`person_id`,
        `t3`.`value_source_value`,
        `t3`.`value_as_number`,
        `t3`.`value_as_concept_id`,
        `t3`.`operator_concept_id`,
        `t3`.`range_low`,
        `t3`.`range_high`,
        CASE
          WHEN (
            `t3`.`measurement_concept_id` IN (3003458, 3011904)
            AND `t3`.`unit_concept_id` IN (8636)
          )
          OR (
            `t3`.`measurement_concept_id` IN (3003458, 3011904)
            AND (
              (
                `t3`.`unit_concept_id` IS NULL
              ) OR `t3`.`unit_concept_id` IN (0)
            )
            AND `t3`.`unit_source_value` IN ('g/L')
          )
          OR (
            `t3`.`unit_concept_id` IN (8636)
            AND `t3`.`measurement_source_value` IN ('14879-1', '24519-1', '2777-1')
          )
          OR (
            (
              (
                `t3`.`unit_concept_id` IS NULL
              ) OR `t3`.`unit_concept_id` IN (0)
            )
            AND `t3`.`unit_source_value` IN ('g/L')
            AND `t3`.`measurement_source_value` IN ('14879-1', '24519-1', '2777-1')
          )
          THEN 0
          WHEN (
            `t3`.`measurement_concept_id` IN (3003458, 3011904)
            AND `t3`.`unit_concept_id` IN (8713)
          )
          OR (
            `t3`.`measurement_concept_id` IN (3003458, 3011904)
            AND (
              (
                `t3`.`unit_concept_id` IS NULL
              ) OR `t3`.`unit_concept_id` IN (0)
            )
            AND `t3`.`unit_source_value` IN ('g/dL')
          )
          OR (
            `t3`.`unit_concept_id` IN (8713)
            AND `t3`.`measurement_source_value` IN ('14879-1', '24519-1', '2777-1')
          )
          OR (
            (
              (
                `t3`.`unit_concept_id` IS NULL
              ) OR `t3`.`unit_concept_id` IN (0)
            )
            AND `t3`.`unit_source_value` IN ('g/dL')
            AND `t3`.`measurement_source_value` IN ('14879-1', '24519-1', '2777-1')
          )
          THEN 1
          WHEN (
            `t3`.`measurement_concept_id` IN (3003458, 3011904)
            AND `t3`.`unit_concept_id` IN (8725, 8845)
          )
          OR (
            `t3`.`measurement_concept_id` IN (3003458, 3011904)
            AND (
              (
                `t3`.`unit_concept_id` IS NULL
              ) OR `t3`.`unit_concept_id` IN (0)
            )
            AND `t3`.`unit_source_value` IN ('ng/L', 'pg/mL')
          )
          OR (
            `t3`.`unit_concept_id` IN (8725, 8845)
            AND `t3`.`measurement_source_value` IN ('14879-1', '24519-1', '2777-1')
          )
          OR (
            (
              (
                `t3`.`unit_concept_id` IS NULL
              ) OR `t3`.`unit_concept_id` IN (0)
            )
            AND `t3`.`unit_source_value` IN ('ng/L', 'pg/mL')
            AND `t3`.`measurement_source_value` IN ('14879-1', '24519-1', '2777-1')
          )
          THEN 2
          WHEN (
            `t3`.`measurement_concept_id` IN (3003458, 3011904)
            AND `t3`.`unit_concept_id` IN (8729)
          )
          OR (
            `t3`.`measurement_concept_id` IN (3003458, 3011904)
            AND (
              (
                `t3`.`unit_concept_id` IS NULL
              ) OR `t3`.`unit_concept_id` IN (0)
            )
            AND `t3`.`unit_source_value` IN ('pmol/L')
          )
          OR (
            `t3`.`unit_concept_id` IN (8729)
            AND `t3`.`measurement_source_value` IN ('14879-1', '24519-1', '2777-1')
          )
          OR (
            (
              (
                `t3`.`unit_concept_id` IS NULL
              ) OR `t3`.`unit_concept_id` IN (0)
            )
            AND `t3`.`unit_source_value` IN ('pmol/L')
            AND `t3`.`measurement_source_value` IN ('14879-1', '24519-1', '2777-1')
          )
          THEN 3
          WHEN (
            `t3`.`measurement_concept_id` IN (3003458, 3011904)
            AND `t3`.`unit_concept_id` IN (8736)
          )
          OR (
            `t3`.`measurement_concept_id` IN (3003458, 3011904)
            AND (
              (
                `t3`.`unit_concept_id` IS NULL
              ) OR `t3`.`unit_concept_id` IN (0)
            )
            AND `t3`.`unit_source_value` IN ('nmol/L')
          )
          OR (
            `t3`.`unit_concept_id` IN (8736)
            AND `t3`.`measurement_source_value` IN ('14879-1', '24519-1', '2777-1')
          )
          OR (
            (
              (
                `t3`.`unit_concept_id` IS NULL
              ) OR `t3`.`unit_concept_id` IN (0)
            )
            AND `t3`.`unit_source_value` IN ('nmol/L')
            AND `t3`.`measurement_source_value` IN ('14879-1', '24519-1', '2777-1')
          )
          THEN 4
          WHEN (
            `t3`.`measurement_concept_id` IN (3003458, 3011904)
            AND `t3`.`unit_concept_id` IN (8748, 8842)
          )
          OR (
            `t3`.`measurement_concept_id` IN (3003458, 3011904)
            AND (
              (
                `t3`.`unit_concept_id` IS NULL
              ) OR `t3`.`unit_concept_id` IN (0)
            )
            AND `t3`.`unit_source_value` IN ('ug/L', 'ng/mL')
          )
          OR (
            `t3`.`unit_concept_id` IN (8748, 8842)
            AND `t3`.`measurement_source_value` IN ('14879-1', '24519-1', '2777-1')
          )
          OR (
            (
              (
                `t3`.`unit_concept_id` IS NULL
              ) OR `t3`.`unit_concept_id` IN (0)
            )
            AND `t3`.`unit_source_value` IN ('ug/L', 'ng/mL')
            AND `t3`.`measurement_source_value` IN ('14879-1', '24519-1', '2777-1')
          )
          THEN 5
          WHEN (
            `t3`.`measurement_concept_id` IN (3003458, 3011904)
            AND `t3`.`unit_concept_id` IN (8749)
          )
          OR (
            `t3`.`measurement_concept_id` IN (3003458, 3011904)
            AND (
              (
                `t3`.`unit_concept_id` IS NULL
              ) OR `t3`.`unit_concept_id` IN (0)
            )
            AND `t3`.`unit_source_value` IN ('umol/L')
          )
          OR (
            `t3`.`unit_concept_id` IN (8749)
            AND `t3`.`measurement_source_value` IN ('14879-1', '24519-1', '2777-1')
          )
          OR (
            (
              (
                `t3`.`unit_concept_id` IS NULL
              ) OR `t3`.`unit_concept_id` IN (0)
            )
            AND `t3`.`unit_source_value` IN ('umol/L')
            AND `t3`.`measurement_source_value` IN ('14879-1', '24519-1', '2777-1')
          )
          THEN 6
          WHEN (
            `t3`.`measurement_concept_id` IN (3003458, 3011904)
            AND `t3`.`unit_concept_id` IN (8751, 8859)
          )
          OR (
            `t3`.`measurement_concept_id` IN (3003458, 3011904)
            AND (
              (
                `t3`.`unit_concept_id` IS NULL
              ) OR `t3`.`unit_concept_id` IN (0)
            )
            AND `t3`.`unit_source_value` IN ('mg/L', 'ug/mL')
          )
          OR (
            `t3`.`unit_concept_id` IN (8751, 8859)
            AND `t3`.`measurement_source_value` IN ('14879-1', '24519-1', '2777-1')
          )
          OR (
            (
              (
                `t3`.`unit_concept_id` IS NULL
              ) OR `t3`.`unit_concept_id` IN (0)
            )
            AND `t3`.`unit_source_value` IN ('mg/L', 'ug/mL')
            AND `t3`.`measurement_source_value` IN ('14879-1', '24519-1', '2777-1')
          )
          THEN 7
          WHEN (
            `t3`.`measurement_concept_id` IN (3003458, 3011904)
            AND `t3`.`unit_concept_id` IN (8753)
          )
          OR (
            `t3`.`measurement_concept_id` IN (3003458, 3011904)
            AND (
              (
                `t3`.`unit_concept_id` IS NULL
              ) OR `t3`.`unit_concept_id` IN (0)
            )
            AND `t3`.`unit_source_value` IN ('mmol/L')
          )
          OR (
            `t3`.`unit_concept_id` IN (8753)
            AND `t3`.`measurement_source_value` IN ('14879-1', '24519-1', '2777-1')
          )
          OR (
            (
              (
                `t3`.`unit_concept_id` IS NULL
              ) OR `t3`.`unit_concept_id` IN (0)
            )
            AND `t3`.`unit_source_value` IN ('mmol/L')
            AND `t3`.`measurement_source_value` IN ('14879-1', '24519-1', '2777-1')
          )
          THEN 8
          WHEN (
            `t3`.`measurement_concept_id` IN (3003458, 3011904)
            AND `t3`.`unit_concept_id` IN (8837)
          )
          OR (
            `t3`.`measurement_concept_id` IN (3003458, 3011904)
            AND (
              (
                `t3`.`unit_concept_id` IS NULL
              ) OR `t3`.`unit_concept_id` IN (0)
            )
            AND `t3`.`unit_source_value` IN ('ug/dL')
          )
          OR (
            `t3`.`unit_concept_id` IN (8837)
            AND `t3`.`measurement_source_value` IN ('14879-1', '24519-1', '2777-1')
          )
          OR (
            (
              (
                `t3`.`unit_concept_id` IS NULL
              ) OR `t3`.`unit_concept_id` IN (0)
            )
            AND `t3`.`unit_source_value` IN ('ug/dL')
            AND `t3`.`measurement_source_value` IN ('14879-1', '24519-1', '2777-1')
          )
          THEN 9
          WHEN (
            `t3`.`measurement_concept_id` IN (3003458, 3011904)
            AND `t3`.`unit_concept_id` IN (8840)
          )
          OR (
            `t3`.`measurement_concept_id` IN (3003458, 3011904)
            AND (
              (
                `t3`.`unit_concept_id` IS NULL
              ) OR `t3`.`unit_concept_id` IN (0)
            )
            AND `t3`.`unit_source_value` IN ('mg/dL')
          )
          OR (
            `t3`.`unit_concept_id` IN (8840)
            AND `t3`.`measurement_source_value` IN ('14879-1', '24519-1', '2777-1')
          )
          OR (
            (
              (
                `t3`.`unit_concept_id` IS NULL
              ) OR `t3`.`unit_concept_id` IN (0)
            )
            AND `t3`.`unit_source_value` IN ('mg/dL')
            AND `t3`.`measurement_source_value` IN ('14879-1', '24519-1', '2777-1')
          )
          THEN 10
          WHEN (
            `t3`.`measurement_concept_id` IN (3035995)
            AND `t3`.`unit_concept_id` IN (8645, 8923)
          )
          OR (
            `t3`.`measurement_concept_id` IN (3035995)
            AND (
              (
                `t3`.`unit_concept_id` IS NULL
              ) OR `t3`.`unit_concept_id` IN (0)
            )
            AND `t3`.`unit_source_value` IN ('U/L', '[IU]/L')
          )
          OR (
            `t3`.`unit_concept_id` IN (8645, 8923)
            AND `t3`.`measurement_source_value` IN ('1783-0', '6768-6')
          )
          OR (
            (
              (
                `t3`.`unit_concept_id` IS NULL
              ) OR `t3`.`unit_concept_id` IN (0)
            )
            AND `t3`.`unit_source_value` IN ('U/L', '[IU]/L')
            AND `t3`.`measurement_source_value` IN ('1783-0', '6768-6')
          )
          THEN 11
          WHEN (
            `t3`.`measurement_concept_id` IN (3001467)
            AND `t3`.`unit_concept_id` IN (8645, 8923)
          )
          OR (
            `t3`.`measurement_concept_id` IN (3001467)
            AND (
              (
                `t3`.`unit_concept_id` IS NULL
              ) OR `t3`.`unit_concept_id` IN (0)
            )
            AND `t3`.`unit_source_value` IN ('U/L', '[IU]/L')
          )
          OR (
            `t3`.`unit_concept_id` IN (8645, 8923)
            AND `t3`.`measurement_source_value` IN ('1777-2')
          )
          OR (
            (
              (
                `t3`.`unit_concept_id` IS NULL
              ) OR `t3`.`unit_concept_id` IN (0)
            )
            AND `t3`.`unit_source_value` IN ('U/L', '[IU]/L')
            AND `t3`.`measurement_source_value` IN ('1777-2')
          )
          THEN 12
          WHEN (
            `t3`.`unit_concept_id` IN (8636)
            AND `t3`.`measurement_source_value` IN ('17838-4')
          )
          OR (
            (
              (
                `t3`.`unit_concept_id` IS NULL
              ) OR `t3`.`unit_concept_id` IN (0)
            )
            AND `t3`.`unit_source_value` IN ('g/L')
            AND `t3`.`measurement_source_value` IN ('17838-4')
          )
          THEN 13
          WHEN (
            `t3`.`unit_concept_id` IN (8713)
            AND `t3`.`measurement_source_value` IN ('17838-4')
          )
          OR (
            (
              (
                `t3`.`unit_concept_id` IS NULL
              ) OR `t3`.`unit_concept_id` IN (0)
            )
            AND `t3`.`unit_source_value` IN ('g/dL')
            AND `t3`.`measurement_source_value` IN ('17838-4')
          )
          THEN 14
          WHEN (
            `t3`.`unit_concept_id` IN (8725, 8845)
            AND `t3`.`measurement_source_value` IN ('17838-4')
          )
          OR (
            (
              (
                `t3`.`unit_concept_id` IS NULL
              ) OR `t3`.`unit_concept_id` IN (0)
            )
            AND `t3`.`unit_source_value` IN ('ng/L', 'pg/mL')
            AND `t3`.`measurement_source_value` IN ('17838-4')
          )
          THEN 15
          WHEN (
            `t3`.`unit_concept_id` IN (8748, 8842)
            AND `t3`.`measurement_source_value` IN ('17838-4')
          )
          OR (
            (
              (
                `t3`.`unit_concept_id` IS NULL
              ) OR `t3`.`unit_concept_id` IN (0)
            )
            AND `t3`.`unit_source_value` IN ('ug/L', 'ng/mL')
            AND `t3`.`measurement_source_value` IN ('17838-4')
          )
          THEN 16
          WHEN (
            `t3`.`unit_concept_id` IN (8751, 8859)
            AND `t3`.`measurement_source_value` IN ('17838-4')
          )
          OR (
            (
              (
                `t3`.`unit_concept_id` IS NULL
              ) OR `t3`.`unit_concept_id` IN (0)
            )
            AND `t3`.`unit_source_value` IN ('mg/L', 'ug/mL')
            AND `t3`.`measurement_source_value` IN ('17838-4')
          )
          THEN 17
          WHEN (
            `t3`.`unit_concept_id` IN (8837)
            AND `t3`.`measurement_source_value` IN ('17838-4')
          )
          OR (
            (
              (
                `t3`.`unit_concept_id` IS NULL
              ) OR `t3`.`unit_concept_id` IN (0)
            )
            AND `t3`.`unit_source_value` IN ('ug/dL')
            AND `t3`.`measurement_source_value` IN ('17838-4')
          )
          THEN 18
          WHEN (
            `t3`.`unit_concept_id` IN (8840)
            AND `t3`.`measurement_source_value` IN ('17838-4')
          )
          OR (
            (
              (
                `t3`.`unit_concept_id` IS NULL
              ) OR `t3`.`unit_concept_id` IN (0)
            )
            AND `t3`.`unit_source_value` IN ('mg/dL')
            AND `t3`.`measurement_source_value` IN ('17838-4')
          )
          THEN 19
          ELSE NULL
        END AS `reading`,
        COALESCE(`t3`.`measurement_datetime`, CAST(`t3`.`measurement_date` AS DATETIME)) AS `at`
      FROM `measurement` AS `t3`
      WHERE
        `t3`.`measurement_concept_id` IN (3001467, 3003458, 3011904, 3035995)
        OR `t3`.`measurement_source_value` IN ('14879-1', '1777-2', '1783-0', '17838-4', '24519-1', '2777-1', '6768-6')
    ) AS `t7`
    WHERE
      `t7`.`reading` IS NOT NULL AND `t7`.`at` IS NOT NULL
  ) AS `t9`
  WHERE
    (
      (
        `t9`.`number` IS NOT NULL
      )
      OR (
        `t9`.`printed` IS NOT NULL
      )
      OR `t9`.`alarming`
    )
    AND `t9`.`reading` IS NOT NULL
), `t12` AS (
  SELECT
    `t11`.`person_id`,
    `t11`.`at`,
    CASE
      WHEN ABS(`t11`.`taken` * `t11`.`factor`) < 1000000000.0
      THEN CAST(`t11`.`taken` * `t11`.`factor` AS NUMERIC)
      ELSE NULL
    END AS `value`,
    CASE
      WHEN `t11`.`factor` <> 1
      THEN IF(`t11`.`analyte` = 'phosphate_serum', '<', '>')
      ELSE CASE
        WHEN `t11`.`operator_concept_id` = 4171756
        THEN '<'
        WHEN `t11`.`operator_concept_id` = 4171754
        THEN '<='
        WHEN `t11`.`operator_concept_id` = 4172703
        THEN '='
        WHEN `t11`.`operator_concept_id` = 4171755
        THEN '>='
        WHEN `t11`.`operator_concept_id` = 4172704
        THEN '>'
        ELSE ''
      END
    END AS `comparator`,
    CASE
      WHEN ABS(`t11`.`range_low` * `t11`.`factor`) < 1000000000.0
      THEN CAST(`t11`.`range_low` * `t11`.`factor` AS NUMERIC)
      ELSE NULL
    END AS `limit_low`,
    CASE
      WHEN `t11`.`alarming`
      THEN IF(`t11`.`analyte` = 'phosphate_serum', 'low', 'high')
      ELSE ''
    END AS `interpretation`
  FROM `t10` AS `t11`
  WHERE
    `t11`.`analyte` = 'phosphate_serum'
), `t32` AS (
  SELECT
    *
  FROM (
    SELECT
      `t1`.`person_id`,
      'condition' AS `kind`,
      CASE
        WHEN `t1`.`condition_concept_id` IN (440856)
        OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'M8475')
        OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S72')
        THEN 'fracture_femur'
        WHEN `t1`.`condition_concept_id` IN (136834, 440556, 4230399)
        THEN 'fracture_hip'
        WHEN `t1`.`condition_concept_id` IN (440853, 4133610)
        OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S422')
        OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S423')
        OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S424')
        THEN 'fracture_humerus'
        WHEN `t1`.`condition_concept_id` IN (72465, 435082, 435367, 436252, 4059173, 4237458, 4278672)
        OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'M80')
        OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'M844')
        OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'M845')
        OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'M846')
        OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'M97')
        OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S02')
        OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S128')
        OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S222')
        OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S228')
        OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S229')
        OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S420')
        OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S421')
        OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S427')
        OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S428')
        OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S429')
        OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S52')
        OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S62')
        OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S82')
        OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S92')
        OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'T02')
        OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'T10')
        OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'T12')
        OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'T142')
        THEN 'fracture_other'
        WHEN STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S321')
        OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S322')
        OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S323')
        OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S324')
        OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S325')
        OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S326')
        OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S327')
        OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S328')
        OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S329')
        THEN 'fracture_pelvis'
        WHEN `t1`.`condition_concept_id` IN (72459, 73614, 75941, 78273, 80852, 4142905)
        OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S223')
        OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S224')
        OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S225')
        THEN 'fracture_rib'
        WHEN `t1`.`condition_concept_id` IN (
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
        OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'M484')
        OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'M485')
        OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'M495')
        OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S120')
        OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S121')
        OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S122')
        OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S123')
        OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S124')
        OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S125')
        OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S126')
        OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S127')
        OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S129')
        OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S220')
        OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S221')
        OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S320')
        OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'T08')
        THEN 'fracture_vertebral'
        WHEN `t1`.`condition_concept_id` IN (437116, 4134304)
        THEN 'fracture_wrist'
        WHEN STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'M843')
        THEN 'looser_zone'
        WHEN STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'M83')
        THEN 'osteomalacia'
        WHEN STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'E550')
        OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'E8332')
        THEN 'rickets'
        ELSE NULL
      END AS `concept`
    FROM `condition_occurrence` AS `t1`
    WHERE
      `t1`.`condition_concept_id` IN (
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
      OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'E550')
      OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'E8332')
      OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'M484')
      OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'M485')
      OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'M495')
      OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'M80')
      OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'M83')
      OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'M843')
      OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'M844')
      OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'M845')
      OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'M846')
      OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'M8475')
      OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'M97')
      OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S02')
      OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S120')
      OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S121')
      OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S122')
      OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S123')
      OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S124')
      OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S125')
      OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S126')
      OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S127')
      OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S128')
      OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S129')
      OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S220')
      OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S221')
      OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S222')
      OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S223')
      OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S224')
      OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S225')
      OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S228')
      OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S229')
      OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S320')
      OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S321')
      OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S322')
      OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S323')
      OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S324')
      OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S325')
      OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S326')
      OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S327')
      OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S328')
      OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S329')
      OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S420')
      OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S421')
      OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S422')
      OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S423')
      OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S424')
      OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S427')
      OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S428')
      OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S429')
      OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S52')
      OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S62')
      OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S72')
      OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S82')
      OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'S92')
      OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'T02')
      OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'T08')
      OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'T10')
      OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'T12')
      OR STARTS_WITH(REPLACE(UPPER(`t1`.`condition_source_value`), '.', ''), 'T142')
  ) AS `t31`
  UNION ALL
  SELECT
    *
  FROM (
    SELECT
      `t2`.`person_id`,
      'drug' AS `kind`,
      'burosumab' AS `concept`
    FROM `drug_exposure` AS `t2`
    WHERE
      STARTS_WITH(REPLACE(UPPER(`t2`.`drug_source_value`), '.', ''), 'M05BX05')
  ) AS `t5`
)
SELECT
  *
FROM (
  SELECT
    `t45`.`person_id`
  FROM (
    SELECT
      `t43`.`person_id`
    FROM (
      SELECT
        `t42`.`person_id`,
        LOGICAL_OR(`t42`.`reason` = 'ever_low') AS `ever_low`,
        LOGICAL_OR(`t42`.`reason` = 'never_measured') AS `never_measured`,
        LOGICAL_OR(`t42`.`reason` = 'on_burosumab') AS `on_burosumab`
      FROM (
        SELECT
          *
        FROM (
          SELECT
            `t33`.`person_id`,
            'on_burosumab' AS `reason`
          FROM `t32` AS `t33`
          WHERE
            `t33`.`kind` = 'drug' AND `t33`.`concept` = 'burosumab'
        ) AS `t34`
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            *
          FROM (
            SELECT
              `t27`.`person_id`,
              'ever_low' AS `reason`
            FROM (
              SELECT
                `t25`.`person_id`,
                `t25`.`at`,
                `t25`.`value`,
                `t25`.`comparator`,
                `t25`.`limit_low`,
                `t25`.`interpretation`,
                `t25`.`person_id_right`,
                `t25`.`birth`,
                UNIX_SECONDS(`t25`.`at`) - UNIX_SECONDS(`t25`.`birth`) AS `age`
              FROM (
                SELECT
                  `t22`.`person_id`,
                  `t22`.`at`,
                  `t22`.`value`,
                  `t22`.`comparator`,
                  `t22`.`limit_low`,
                  `t22`.`interpretation`,
                  `t8`.`person_id` AS `person_id_right`,
                  `t8`.`birth`
                FROM (
                  SELECT
                    *
                  FROM `t12` AS `t16`
                  WHERE
                    (
                      `t16`.`interpretation` = 'low'
                    )
                    OR (
                      (
                        `t16`.`value` < `t16`.`limit_low`
                      )
                      OR (
                        (
                          `t16`.`value` = `t16`.`limit_low`
                        ) AND (
                          `t16`.`comparator` = '<'
                        )
                      )
                    )
                    OR (
                      (
                        `t16`.`value` < CAST('1.250000' AS NUMERIC)
                      )
                      OR (
                        (
                          `t16`.`value` = CAST('1.250000' AS NUMERIC)
                        )
                        AND (
                          `t16`.`comparator` = '<'
                        )
                      )
                    )
                ) AS `t22`
                LEFT OUTER JOIN (
                  SELECT
                    `t0`.`person_id`,
                    COALESCE(
                      CASE
                        WHEN CAST(`t0`.`year_of_birth` AS INT64) BETWEEN 1 AND 9999
                        THEN CAST(DATE(
                          GREATEST(
                            CASE
                              WHEN CAST(`t0`.`year_of_birth` AS INT64) BETWEEN 1 AND 9999
                              THEN CAST(`t0`.`year_of_birth` AS INT64)
                              ELSE 1970
                            END,
                            1902
                          ),
                          CASE
                            WHEN CAST(`t0`.`month_of_birth` AS INT64) BETWEEN 1 AND 12
                            THEN CAST(`t0`.`month_of_birth` AS INT64)
                            ELSE 1
                          END,
                          1
                        ) AS DATETIME)
                        ELSE NULL
                      END,
                      `t0`.`birth_datetime`
                    ) AS `birth`
                  FROM `person` AS `t0`
                ) AS `t8`
                  ON `t22`.`person_id` = `t8`.`person_id`
              ) AS `t25`
            ) AS `t27`
            WHERE
              (
                `t27`.`interpretation` = 'low'
              )
              OR (
                (
                  `t27`.`value` < `t27`.`limit_low`
                )
                OR (
                  (
                    `t27`.`value` = `t27`.`limit_low`
                  ) AND (
                    `t27`.`comparator` = '<'
                  )
                )
              )
              OR (
                (
                  `t27`.`value` < CASE
                    WHEN `t27`.`age` IS NULL
                    THEN CAST('0.800000' AS NUMERIC)
                    WHEN `t27`.`age` >= 586971360.0
                    THEN CAST('0.800000' AS NUMERIC)
                    WHEN `t27`.`age` >= 523856160.00000006
                    THEN CAST('0.850000' AS NUMERIC)
                    WHEN `t27`.`age` >= 429183360.0
                    THEN CAST('0.950000' AS NUMERIC)
                    WHEN `t27`.`age` >= 296641440.0
                    THEN CAST('1.050000' AS NUMERIC)
                    WHEN `t27`.`age` >= 239837760.0
                    THEN CAST('0.950000' AS NUMERIC)
                    WHEN `t27`.`age` >= 107295840.0
                    THEN CAST('1.050000' AS NUMERIC)
                    WHEN `t27`.`age` >= 50492160.0
                    THEN CAST('1.000000' AS NUMERIC)
                    WHEN `t27`.`age` >= 21564360.0
                    THEN CAST('1.150000' AS NUMERIC)
                    ELSE CAST('1.250000' AS NUMERIC)
                  END
                )
                OR (
                  (
                    `t27`.`value` = CASE
                      WHEN `t27`.`age` IS NULL
                      THEN CAST('0.800000' AS NUMERIC)
                      WHEN `t27`.`age` >= 586971360.0
                      THEN CAST('0.800000' AS NUMERIC)
                      WHEN `t27`.`age` >= 523856160.00000006
                      THEN CAST('0.850000' AS NUMERIC)
                      WHEN `t27`.`age` >= 429183360.0
                      THEN CAST('0.950000' AS NUMERIC)
                      WHEN `t27`.`age` >= 296641440.0
                      THEN CAST('1.050000' AS NUMERIC)
                      WHEN `t27`.`age` >= 239837760.0
                      THEN CAST('0.950000' AS NUMERIC)
                      WHEN `t27`.`age` >= 107295840.0
                      THEN CAST('1.050000' AS NUMERIC)
                      WHEN `t27`.`age` >= 50492160.0
                      THEN CAST('1.000000' AS NUMERIC)
                      WHEN `t27`.`age` >= 21564360.0
                      THEN CAST('1.150000' AS NUMERIC)
                      ELSE CAST('1.250000' AS NUMERIC)
                    END
                  )
                  AND (
                    `t27`.`comparator` = '<'
                  )
                )
              )
          ) AS `t29`
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              `t39`.`person_id`,
              'never_measured' AS `reason`
            FROM (
              SELECT
                `t38`.`person_id`
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      `t33`.`person_id`
                    FROM `t32` AS `t33`
                    WHERE
                      `t33`.`kind` = 'condition'
                      AND `t33`.`concept` IN (
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
                  ) AS `t35`
                  UNION ALL
                  SELECT
                    *
                  FROM (
                    SELECT
                      `t28`.`person_id`
                    FROM (
                      SELECT
                        `t26`.`person_id`,
                        `t26`.`at`,
                        `t26`.`value`,
                        `t26`.`comparator`,
                        `t26`.`surely`,
                        `t26`.`person_id_right`,
                        `t26`.`birth`,
                        UNIX_SECONDS(`t26`.`at`) - UNIX_SECONDS(`t26`.`birth`) AS `age`
                      FROM (
                        SELECT
                          `t24`.`person_id`,
                          `t24`.`at`,
                          `t24`.`value`,
                          `t24`.`comparator`,
                          `t24`.`surely`,
                          `t8`.`person_id` AS `person_id_right`,
                          `t8`.`birth`
                        FROM (
                          SELECT
                            `t15`.`person_id`,
                            `t15`.`at`,
                            `t15`.`value`,
                            `t15`.`comparator`,
                            COALESCE(
                              (
                                `t15`.`interpretation` = 'high'
                              )
                              OR (
                                (
                                  `t15`.`value` > `t15`.`limit_high`
                                )
                                OR (
                                  (
                                    `t15`.`value` = `t15`.`limit_high`
                                  ) AND (
                                    `t15`.`comparator` = '>'
                                  )
                                )
                              ),
                              FALSE
                            ) AS `surely`
                          FROM (
                            SELECT
                              `t11`.`person_id`,
                              `t11`.`analyte`,
                              `t11`.`at`,
                              CASE
                                WHEN ABS(`t11`.`taken` * `t11`.`factor`) < 1000000000.0
                                THEN CAST(`t11`.`taken` * `t11`.`factor` AS NUMERIC)
                                ELSE NULL
                              END AS `value`,
                              CASE
                                WHEN `t11`.`factor` <> 1
                                THEN IF(`t11`.`analyte` = 'phosphate_serum', '<', '>')
                                ELSE CASE
                                  WHEN `t11`.`operator_concept_id` = 4171756
                                  THEN '<'
                                  WHEN `t11`.`operator_concept_id` = 4171754
                                  THEN '<='
                                  WHEN `t11`.`operator_concept_id` = 4172703
                                  THEN '='
                                  WHEN `t11`.`operator_concept_id` = 4171755
                                  THEN '>='
                                  WHEN `t11`.`operator_concept_id` = 4172704
                                  THEN '>'
                                  ELSE ''
                                END
                              END AS `comparator`,
                              CASE
                                WHEN `t11`.`alarming`
                                THEN IF(`t11`.`analyte` = 'phosphate_serum', 'low', 'high')
                                ELSE ''
                              END AS `interpretation`,
                              CASE
                                WHEN ABS(`t11`.`range_low` * `t11`.`factor`) < 1000000000.0
                                THEN CAST(`t11`.`range_low` * `t11`.`factor` AS NUMERIC)
                                ELSE NULL
                              END AS `limit_low`,
                              CASE
                                WHEN ABS(`t11`.`range_high` * `t11`.`factor`) < 1000000000.0
                                THEN CAST(`t11`.`range_high` * `t11`.`factor` AS NUMERIC)
                                ELSE NULL
                              END AS `limit_high`,
                              COALESCE(`t11`.`factor` = 1, FALSE) AS `own_unit`
                            FROM `t10` AS `t11`
                            WHERE
                              `t11`.`analyte` = 'alkaline_phosphatase'
                          ) AS `t15`
                          WHERE
                            COALESCE(
                              (
                                `t15`.`interpretation` = 'high'
                              )
                              OR (
                                (
                                  `t15`.`value` > `t15`.`limit_high`
                                )
                                OR (
                                  (
                                    `t15`.`value` = `t15`.`limit_high`
                                  ) AND (
                                    `t15`.`comparator` = '>'
                                  )
                                )
                              ),
                              FALSE
                            )
                            OR (
                              (
                                `t15`.`value` > CAST('87.000000' AS NUMERIC)
                              )
                              OR (
                                (
                                  `t15`.`value` = CAST('87.000000' AS NUMERIC)
                                )
                                AND (
                                  `t15`.`comparator` = '>'
                                )
                              )
                            )
                        ) AS `t24`
                        LEFT OUTER JOIN (
                          SELECT
                            `t0`.`person_id`,
                            COALESCE(
                              CASE
                                WHEN CAST(`t0`.`year_of_birth` AS INT64) BETWEEN 1 AND 9999
                                THEN CAST(DATE(
                                  GREATEST(
                                    CASE
                                      WHEN CAST(`t0`.`year_of_birth` AS INT64) BETWEEN 1 AND 9999
                                      THEN CAST(`t0`.`year_of_birth` AS INT64)
                                      ELSE 1970
                                    END,
                                    1902
                                  ),
                                  CASE
                                    WHEN CAST(`t0`.`month_of_birth` AS INT64) BETWEEN 1 AND 12
                                    THEN CAST(`t0`.`month_of_birth` AS INT64)
                                    ELSE 1
                                  END,
                                  1
                                ) AS DATETIME)
                                ELSE NULL
                              END,
                              `t0`.`birth_datetime`
                            ) AS `birth`
                          FROM `person` AS `t0`
                        ) AS `t8`
                          ON `t24`.`person_id` = `t8`.`person_id`
                      ) AS `t26`
                    ) AS `t28`
                    WHERE
                      `t28`.`surely`
                      OR (
                        (
                          `t28`.`value` > CASE
                            WHEN `t28`.`age` IS NULL
                            THEN CAST('130.000000' AS NUMERIC)
                            WHEN `t28`.`age` >= 618528960.0
                            THEN CAST('130.000000' AS NUMERIC)
                            WHEN `t28`.`age` >= 517544639.99999994
                            THEN CAST('87.000000' AS NUMERIC)
                            WHEN `t28`.`age` >= 454429440.0
                            THEN CAST('117.000000' AS NUMERIC)
                            WHEN `t28`.`age` >= 391314240.0
                            THEN CAST('254.000000' AS NUMERIC)
                            WHEN `t28`.`age` >= 334510560.0
                            THEN CAST('417.000000' AS NUMERIC)
                            WHEN `t28`.`age` >= 20230560.0
                            THEN CAST('335.000000' AS NUMERIC)
                            ELSE CAST('248.000000' AS NUMERIC)
                          END
                        )
                        OR (
                          (
                            `t28`.`value` = CASE
                              WHEN `t28`.`age` IS NULL
                              THEN CAST('130.000000' AS NUMERIC)
                              WHEN `t28`.`age` >= 618528960.0
                              THEN CAST('130.000000' AS NUMERIC)
                              WHEN `t28`.`age` >= 517544639.99999994
                              THEN CAST('87.000000' AS NUMERIC)
                              WHEN `t28`.`age` >= 454429440.0
                              THEN CAST('117.000000' AS NUMERIC)
                              WHEN `t28`.`age` >= 391314240.0
                              THEN CAST('254.000000' AS NUMERIC)
                              WHEN `t28`.`age` >= 334510560.0
                              THEN CAST('417.000000' AS NUMERIC)
                              WHEN `t28`.`age` >= 20230560.0
                              THEN CAST('335.000000' AS NUMERIC)
                              ELSE CAST('248.000000' AS NUMERIC)
                            END
                          )
                          AND (
                            `t28`.`comparator` = '>'
                          )
                        )
                      )
                  ) AS `t30`
                ) AS `t36`
                UNION ALL
                SELECT
                  *
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      `t13`.`person_id`
                    FROM (
                      SELECT
                        `t11`.`person_id`,
                        `t11`.`analyte`,
                        `t11`.`at`,
                        CASE
                          WHEN ABS(`t11`.`taken` * `t11`.`factor`) < 1000000000.0
                          THEN CAST(`t11`.`taken` * `t11`.`factor` AS NUMERIC)
                          ELSE NULL
                        END AS `value`,
                        CASE
                          WHEN `t11`.`factor` <> 1
                          THEN IF(`t11`.`analyte` = 'phosphate_serum', '<', '>')
                          ELSE CASE
                            WHEN `t11`.`operator_concept_id` = 4171756
                            THEN '<'
                            WHEN `t11`.`operator_concept_id` = 4171754
                            THEN '<='
                            WHEN `t11`.`operator_concept_id` = 4172703
                            THEN '='
                            WHEN `t11`.`operator_concept_id` = 4171755
                            THEN '>='
                            WHEN `t11`.`operator_concept_id` = 4172704
                            THEN '>'
                            ELSE ''
                          END
                        END AS `comparator`,
                        CASE
                          WHEN `t11`.`alarming`
                          THEN IF(`t11`.`analyte` = 'phosphate_serum', 'low', 'high')
                          ELSE ''
                        END AS `interpretation`,
                        CASE
                          WHEN ABS(`t11`.`range_low` * `t11`.`factor`) < 1000000000.0
                          THEN CAST(`t11`.`range_low` * `t11`.`factor` AS NUMERIC)
                          ELSE NULL
                        END AS `limit_low`,
                        CASE
                          WHEN ABS(`t11`.`range_high` * `t11`.`factor`) < 1000000000.0
                          THEN CAST(`t11`.`range_high` * `t11`.`factor` AS NUMERIC)
                          ELSE NULL
                        END AS `limit_high`,
                        COALESCE(`t11`.`factor` = 1, FALSE) AS `own_unit`
                      FROM `t10` AS `t11`
                      WHERE
                        `t11`.`analyte` = 'bone_alkaline_phosphatase'
                    ) AS `t13`
                    WHERE
                      COALESCE(
                        (
                          `t13`.`interpretation` = 'high'
                        )
                        OR (
                          (
                            `t13`.`value` > `t13`.`limit_high`
                          )
                          OR (
                            (
                              `t13`.`value` = `t13`.`limit_high`
                            ) AND (
                              `t13`.`comparator` = '>'
                            )
                          )
                        ),
                        FALSE
                      )
                  ) AS `t18`
                  UNION ALL
                  SELECT
                    *
                  FROM (
                    SELECT
                      `t14`.`person_id`
                    FROM (
                      SELECT
                        `t11`.`person_id`,
                        `t11`.`analyte`,
                        `t11`.`at`,
                        CASE
                          WHEN ABS(`t11`.`taken` * `t11`.`factor`) < 1000000000.0
                          THEN CAST(`t11`.`taken` * `t11`.`factor` AS NUMERIC)
                          ELSE NULL
                        END AS `value`,
                        CASE
                          WHEN `t11`.`factor` <> 1
                          THEN IF(`t11`.`analyte` = 'phosphate_serum', '<', '>')
                          ELSE CASE
                            WHEN `t11`.`operator_concept_id` = 4171756
                            THEN '<'
                            WHEN `t11`.`operator_concept_id` = 4171754
                            THEN '<='
                            WHEN `t11`.`operator_concept_id` = 4172703
                            THEN '='
                            WHEN `t11`.`operator_concept_id` = 4171755
                            THEN '>='
                            WHEN `t11`.`operator_concept_id` = 4172704
                            THEN '>'
                            ELSE ''
                          END
                        END AS `comparator`,
                        CASE
                          WHEN `t11`.`alarming`
                          THEN IF(`t11`.`analyte` = 'phosphate_serum', 'low', 'high')
                          ELSE ''
                        END AS `interpretation`,
                        CASE
                          WHEN ABS(`t11`.`range_low` * `t11`.`factor`) < 1000000000.0
                          THEN CAST(`t11`.`range_low` * `t11`.`factor` AS NUMERIC)
                          ELSE NULL
                        END AS `limit_low`,
                        CASE
                          WHEN ABS(`t11`.`range_high` * `t11`.`factor`) < 1000000000.0
                          THEN CAST(`t11`.`range_high` * `t11`.`factor` AS NUMERIC)
                          ELSE NULL
                        END AS `limit_high`,
                        COALESCE(`t11`.`factor` = 1, FALSE) AS `own_unit`
                      FROM `t10` AS `t11`
                      WHERE
                        `t11`.`analyte` = 'bone_alkaline_phosphatase_mass'
                    ) AS `t14`
                    WHERE
                      COALESCE(
                        (
                          `t14`.`interpretation` = 'high'
                        )
                        OR (
                          (
                            `t14`.`value` > `t14`.`limit_high`
                          )
                          OR (
                            (
                              `t14`.`value` = `t14`.`limit_high`
                            ) AND (
                              `t14`.`comparator` = '>'
                            )
                          )
                        ),
                        FALSE
                      )
                      OR (
                        (
                          `t14`.`value` > CAST('20.900000' AS NUMERIC)
                        )
                        OR (
                          (
                            `t14`.`value` = CAST('20.900000' AS NUMERIC)
                          )
                          AND (
                            `t14`.`comparator` = '>'
                          )
                        )
                      )
                  ) AS `t20`
                ) AS `t23`
              ) AS `t38`
              WHERE
                NOT EXISTS(
                  SELECT
                    1
                  FROM `t12` AS `t17`
                  WHERE
                    `t38`.`person_id` = `t17`.`person_id`
                )
            ) AS `t39`
          ) AS `t40`
        ) AS `t41`
      ) AS `t42`
      GROUP BY
        1
    ) AS `t43`
  ) AS `t45`
  WHERE
    EXISTS(
      SELECT
        1
      FROM `person` AS `t4`
      WHERE
        `t45`.`person_id` = `t4`.`person_id`
    )
) AS `t46`
ORDER BY
  `t46`.`person_id` ASC NULLS LAST;
