"""Are the ratios right, apart from how common the causes are? The same ratios with the mix of the published patients as prior.

Published patients are not a referral: every third has a tumour. What is said of them can be held against what they had only when
the prior is theirs. That mix is fitted, and leaves out the patient it judges.
"""

import math
from collections.abc import Sequence

from benchmarks.diagnosis.baselines import Known, Probabilities, prior_alone
from culprit.guideline.weights import normalised, weights
from culprit.knowledge.causes import causes

# how many patients the prior counts for beside the published ones: a cause that nobody published is not impossible
PRIOR_COUNTS_FOR = 10
POWERS = tuple(step / 10 for step in range(5, 21))


def with_their_mix(index: int, everybody: Sequence[Known], right: Sequence[tuple[str, ...]], power: float = 1) -> Probabilities:
    """Fitted, leave one out: the mix of the other patients as prior, times the ratios to this power."""
    mix = {name: PRIOR_COUNTS_FOR * share for name, share in prior_alone("unstated").items()}
    for i, causes_of in enumerate(right):
        for cause in causes_of if i != index else ():
            mix[cause] += 1 / len(causes_of)
    logs = [math.log(share) for share in mix.values()]
    for finding, bands in everybody[index].items():
        logs = [log + power * weight for log, weight in zip(logs, weights(finding, bands), strict=True)]
    return dict(zip(causes(), normalised(tuple(logs)), strict=True))


def best_power(chosen: Sequence[int], everybody: Sequence[Known], right: Sequence[tuple[str, ...]]) -> float:
    """Fitted: the power of all ratios that gives these patients' causes the highest probability. Below 1 they are too strong."""

    def surprise(power: float) -> float:
        given = ((i, with_their_mix(i, everybody, right, power)) for i in chosen)
        return -math.fsum(math.log(math.fsum(shares[cause] for cause in right[i])) for i, shares in given)

    return min(POWERS, key=surprise)
