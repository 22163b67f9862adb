"""`culprit` as spark-submit wants it, a Python file: `spark-submit … spark_submit.py screen spark://cdm --out DIR` (docs/scale.md)."""

import sys

from culprit.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
