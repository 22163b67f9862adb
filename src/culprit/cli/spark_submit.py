"""`culprit` as the Python file that spark-submit wants: `spark-submit … spark_submit.py screen spark://cdm --out DIR`."""

import sys

from culprit.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
