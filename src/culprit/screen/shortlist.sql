-- written by screen/shortlist_sql.py from what has the fingerprint fe7597398b32bd99d2401b9ea1bdd9b3; anew: make snapshots
SELECT
  "t31"."person_id",
  "t31"."ever_low"
FROM (
  SELECT
    "t30"."person_id",
    BOOL_OR(CAST("t30"."reason" = 'ever_low' AS BOOLEAN)) AS "ever_low",
    BOOL_OR(CAST("t30"."reason" = 'never_measured' AS BOOLEAN)) AS "never_measured",
    BOOL_OR(CAST("t30"."reason" = 'on_burosumab' AS BOOLEAN)) AS "on_burosumab"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t0"."person_id",
        'on_burosumab' AS "reason"
      FROM "facts" AS "t0"
      WHERE
        "t0"."kind" = 'drug' AND "t0"."concept" = 'burosumab'
    ) AS "t3"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t20"."person_id",
          'ever_low' AS "reason"
        FROM (
          SELECT
            "t18"."person_id",
            "t18"."at",
            "t18"."value",
            "t18"."comparator",
            "t18"."limit_low",
            "t18"."interpretation",
            "t18"."person_id_right",
            "t18"."birth",
            EPOCH(CAST("t18"."at" AS TIMESTAMP)) - EPOCH(CAST("t18"."birth" AS TIMESTAMP)) AS "age"
          FROM (
            SELECT
              "t13"."person_id",
              "t13"."at",
              "t13"."value",
              "t13"."comparator",
              "t13"."limit_low",
              "t13"."interpretation",
              "t9"."person_id" AS "person_id_right",
              "t9"."birth"
            FROM (
              SELECT
                "t1"."person_id",
                "t1"."at",
                "t1"."value",
                "t1"."comparator",
                "t1"."limit_low",
                "t1"."interpretation"
              FROM "results" AS "t1"
              WHERE
                "t1"."at" < CAST('{until}' AS TIMESTAMP)
                AND "t1"."analyte" = 'phosphate_serum'
                AND (
                  (
                    "t1"."interpretation" = 'low'
                  )
                  OR (
                    (
                      "t1"."value" < "t1"."limit_low"
                    )
                    OR (
                      (
                        "t1"."value" = "t1"."limit_low"
                      ) AND (
                        "t1"."comparator" = '<'
                      )
                    )
                  )
                  OR (
                    (
                      "t1"."value" < CAST(1.250000 AS DECIMAL(18, 6))
                    )
                    OR (
                      (
                        "t1"."value" = CAST(1.250000 AS DECIMAL(18, 6))
                      )
                      AND (
                        "t1"."comparator" = '<'
                      )
                    )
                  )
                )
            ) AS "t13"
            LEFT OUTER JOIN (
              SELECT
                "t2"."person_id",
                "t2"."birth"
              FROM "people" AS "t2"
              WHERE
                "t2"."birth" > (
                  CAST('{earliest}' AS TIMESTAMP) - INTERVAL '586971360' SECOND
                )
            ) AS "t9"
              ON "t13"."person_id" = "t9"."person_id"
          ) AS "t18"
        ) AS "t20"
        WHERE
          (
            "t20"."interpretation" = 'low'
          )
          OR (
            (
              "t20"."value" < "t20"."limit_low"
            )
            OR (
              (
                "t20"."value" = "t20"."limit_low"
              ) AND (
                "t20"."comparator" = '<'
              )
            )
          )
          OR (
            (
              "t20"."value" < CASE
                WHEN "t20"."age" IS NULL
                THEN CAST(0.800000 AS DECIMAL(18, 6))
                WHEN "t20"."age" >= 586971360.0
                THEN CAST(0.800000 AS DECIMAL(18, 6))
                WHEN "t20"."age" >= 523856160.00000006
                THEN CAST(0.850000 AS DECIMAL(18, 6))
                WHEN "t20"."age" >= 429183360.0
                THEN CAST(0.950000 AS DECIMAL(18, 6))
                WHEN "t20"."age" >= 296641440.0
                THEN CAST(1.050000 AS DECIMAL(18, 6))
                WHEN "t20"."age" >= 239837760.0
                THEN CAST(0.950000 AS DECIMAL(18, 6))
                WHEN "t20"."age" >= 107295840.0
                THEN CAST(1.050000 AS DECIMAL(18, 6))
                WHEN "t20"."age" >= 50492160.0
                THEN CAST(1.000000 AS DECIMAL(18, 6))
                WHEN "t20"."age" >= 21564360.0
                THEN CAST(1.150000 AS DECIMAL(18, 6))
                ELSE CAST(1.250000 AS DECIMAL(18, 6))
              END
            )
            OR (
              (
                "t20"."value" = CASE
                  WHEN "t20"."age" IS NULL
                  THEN CAST(0.800000 AS DECIMAL(18, 6))
                  WHEN "t20"."age" >= 586971360.0
                  THEN CAST(0.800000 AS DECIMAL(18, 6))
                  WHEN "t20"."age" >= 523856160.00000006
                  THEN CAST(0.850000 AS DECIMAL(18, 6))
                  WHEN "t20"."age" >= 429183360.0
                  THEN CAST(0.950000 AS DECIMAL(18, 6))
                  WHEN "t20"."age" >= 296641440.0
                  THEN CAST(1.050000 AS DECIMAL(18, 6))
                  WHEN "t20"."age" >= 239837760.0
                  THEN CAST(0.950000 AS DECIMAL(18, 6))
                  WHEN "t20"."age" >= 107295840.0
                  THEN CAST(1.050000 AS DECIMAL(18, 6))
                  WHEN "t20"."age" >= 50492160.0
                  THEN CAST(1.000000 AS DECIMAL(18, 6))
                  WHEN "t20"."age" >= 21564360.0
                  THEN CAST(1.150000 AS DECIMAL(18, 6))
                  ELSE CAST(1.250000 AS DECIMAL(18, 6))
                END
              )
              AND (
                "t20"."comparator" = '<'
              )
            )
          )
      ) AS "t22"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t27"."person_id",
          'never_measured' AS "reason"
        FROM (
          SELECT
            "t26"."person_id"
          FROM (
            SELECT
              *
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t0"."person_id"
                FROM "facts" AS "t0"
                WHERE
                  "t0"."kind" = 'condition'
                  AND "t0"."concept" IN (
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
              ) AS "t4"
              UNION ALL
              SELECT
                *
              FROM (
                SELECT
                  "t21"."person_id"
                FROM (
                  SELECT
                    "t19"."person_id",
                    "t19"."at",
                    "t19"."value",
                    "t19"."comparator",
                    "t19"."surely",
                    "t19"."person_id_right",
                    "t19"."birth",
                    EPOCH(CAST("t19"."at" AS TIMESTAMP)) - EPOCH(CAST("t19"."birth" AS TIMESTAMP)) AS "age"
                  FROM (
                    SELECT
                      "t17"."person_id",
                      "t17"."at",
                      "t17"."value",
                      "t17"."comparator",
                      "t17"."surely",
                      "t10"."person_id" AS "person_id_right",
                      "t10"."birth"
                    FROM (
                      SELECT
                        "t1"."person_id",
                        "t1"."at",
                        "t1"."value",
                        "t1"."comparator",
                        COALESCE(
                          (
                            "t1"."interpretation" = 'high'
                          )
                          OR (
                            (
                              "t1"."value" > "t1"."limit_high"
                            )
                            OR (
                              (
                                "t1"."value" = "t1"."limit_high"
                              ) AND (
                                "t1"."comparator" = '>'
                              )
                            )
                          ),
                          FALSE
                        ) AS "surely"
                      FROM "results" AS "t1"
                      WHERE
                        "t1"."at" < CAST('{until}' AS TIMESTAMP)
                        AND "t1"."analyte" = 'alkaline_phosphatase'
                        AND (
                          COALESCE(
                            (
                              "t1"."interpretation" = 'high'
                            )
                            OR (
                              (
                                "t1"."value" > "t1"."limit_high"
                              )
                              OR (
                                (
                                  "t1"."value" = "t1"."limit_high"
                                ) AND (
                                  "t1"."comparator" = '>'
                                )
                              )
                            ),
                            FALSE
                          )
                          OR (
                            (
                              "t1"."value" > CAST(87.000000 AS DECIMAL(18, 6))
                            )
                            OR (
                              (
                                "t1"."value" = CAST(87.000000 AS DECIMAL(18, 6))
                              )
                              AND (
                                "t1"."comparator" = '>'
                              )
                            )
                          )
                        )
                    ) AS "t17"
                    LEFT OUTER JOIN (
                      SELECT
                        "t2"."person_id",
                        "t2"."birth"
                      FROM "people" AS "t2"
                      WHERE
                        "t2"."birth" > (
                          CAST('{earliest}' AS TIMESTAMP) - INTERVAL '618528960' SECOND
                        )
                    ) AS "t10"
                      ON "t17"."person_id" = "t10"."person_id"
                  ) AS "t19"
                ) AS "t21"
                WHERE
                  "t21"."surely"
                  OR (
                    (
                      "t21"."value" > CASE
                        WHEN "t21"."age" IS NULL
                        THEN CAST(130.000000 AS DECIMAL(18, 6))
                        WHEN "t21"."age" >= 618528960.0
                        THEN CAST(130.000000 AS DECIMAL(18, 6))
                        WHEN "t21"."age" >= 517544639.99999994
                        THEN CAST(87.000000 AS DECIMAL(18, 6))
                        WHEN "t21"."age" >= 454429440.0
                        THEN CAST(117.000000 AS DECIMAL(18, 6))
                        WHEN "t21"."age" >= 391314240.0
                        THEN CAST(254.000000 AS DECIMAL(18, 6))
                        WHEN "t21"."age" >= 334510560.0
                        THEN CAST(417.000000 AS DECIMAL(18, 6))
                        WHEN "t21"."age" >= 20230560.0
                        THEN CAST(335.000000 AS DECIMAL(18, 6))
                        ELSE CAST(248.000000 AS DECIMAL(18, 6))
                      END
                    )
                    OR (
                      (
                        "t21"."value" = CASE
                          WHEN "t21"."age" IS NULL
                          THEN CAST(130.000000 AS DECIMAL(18, 6))
                          WHEN "t21"."age" >= 618528960.0
                          THEN CAST(130.000000 AS DECIMAL(18, 6))
                          WHEN "t21"."age" >= 517544639.99999994
                          THEN CAST(87.000000 AS DECIMAL(18, 6))
                          WHEN "t21"."age" >= 454429440.0
                          THEN CAST(117.000000 AS DECIMAL(18, 6))
                          WHEN "t21"."age" >= 391314240.0
                          THEN CAST(254.000000 AS DECIMAL(18, 6))
                          WHEN "t21"."age" >= 334510560.0
                          THEN CAST(417.000000 AS DECIMAL(18, 6))
                          WHEN "t21"."age" >= 20230560.0
                          THEN CAST(335.000000 AS DECIMAL(18, 6))
                          ELSE CAST(248.000000 AS DECIMAL(18, 6))
                        END
                      )
                      AND (
                        "t21"."comparator" = '>'
                      )
                    )
                  )
              ) AS "t23"
            ) AS "t24"
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t1"."person_id"
                FROM "results" AS "t1"
                WHERE
                  "t1"."at" < CAST('{until}' AS TIMESTAMP)
                  AND "t1"."analyte" = 'bone_alkaline_phosphatase'
                  AND COALESCE(
                    (
                      "t1"."interpretation" = 'high'
                    )
                    OR (
                      (
                        "t1"."value" > "t1"."limit_high"
                      )
                      OR (
                        (
                          "t1"."value" = "t1"."limit_high"
                        ) AND (
                          "t1"."comparator" = '>'
                        )
                      )
                    ),
                    FALSE
                  )
              ) AS "t12"
              UNION ALL
              SELECT
                *
              FROM (
                SELECT
                  "t1"."person_id"
                FROM "results" AS "t1"
                WHERE
                  "t1"."at" < CAST('{until}' AS TIMESTAMP)
                  AND "t1"."analyte" = 'bone_alkaline_phosphatase_mass'
                  AND (
                    COALESCE(
                      (
                        "t1"."interpretation" = 'high'
                      )
                      OR (
                        (
                          "t1"."value" > "t1"."limit_high"
                        )
                        OR (
                          (
                            "t1"."value" = "t1"."limit_high"
                          ) AND (
                            "t1"."comparator" = '>'
                          )
                        )
                      ),
                      FALSE
                    )
                    OR (
                      (
                        "t1"."value" > CAST(20.900000 AS DECIMAL(18, 6))
                      )
                      OR (
                        (
                          "t1"."value" = CAST(20.900000 AS DECIMAL(18, 6))
                        )
                        AND (
                          "t1"."comparator" = '>'
                        )
                      )
                    )
                  )
              ) AS "t14"
            ) AS "t16"
          ) AS "t26"
          ANTI JOIN (
            SELECT
              "t1"."person_id",
              "t1"."at",
              "t1"."value",
              "t1"."comparator",
              "t1"."limit_low",
              "t1"."interpretation"
            FROM "results" AS "t1"
            WHERE
              "t1"."at" < CAST('{until}' AS TIMESTAMP) AND "t1"."analyte" = 'phosphate_serum'
          ) AS "t6"
            ON "t26"."person_id" = "t6"."person_id"
        ) AS "t27"
      ) AS "t28"
    ) AS "t29"
  ) AS "t30"
  GROUP BY
    1
) AS "t31"
