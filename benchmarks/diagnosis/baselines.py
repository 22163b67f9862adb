"""Three simpler ways to order the causes: the prior alone, the fixed tree of the dossier (5.1), and the nearest known patients."""

import math
from collections import Counter
from collections.abc import Sequence

from culprit.guideline.observed import ObservedFinding
from culprit.guideline.weights import normalised, prior_weights
from culprit.knowledge.causes import causes

Probabilities = dict[str, float]
Known = dict[str, tuple[str, ...]]
NEIGHBOURS = 7


def known(observed: tuple[ObservedFinding, ...]) -> Known:
    """Finding → its possible levels."""
    return {finding.finding: finding.bands for finding in observed}


def prior_alone(context: str) -> Probabilities:
    """How common the causes are, whatever was found."""
    return dict(zip(causes(), normalised(prior_weights(context)), strict=True))


def fixed_tree(seen: Known, context: str) -> Probabilities:
    """The first cause at which the dossier's order stops; then the prior. Half of the probability goes to where it stopped."""
    prior = prior_alone(context)
    stopped = _stop(seen)
    return {name: (0.5 if name == stopped else 0.0) + 0.5 * share for name, share in prior.items()}


def _stop(seen: Known) -> str:
    def is_(finding: str, *bands: str) -> bool:
        return finding in seen and set(seen[finding]) <= set(bands or ("present",))

    if not is_("phosphate", "slightly_low", "low", "very_low"):
        return "osteoporosis" if is_("fragility_fracture") or is_("osteoporosis_named") else "other"
    for transient in ("refeeding", "sepsis", "ketoacidosis", "respiratory_alkalosis", "liver_operation"):
        if is_(transient):
            return {"ketoacidosis": "diabetic_ketoacidosis", "liver_operation": "post_hepatectomy"}.get(transient, transient)
    if is_("renal_handling", "conserving"):
        return "antacid" if is_("binding_drug") else "malabsorption"
    signs = is_("bicarbonate", "low", "very_low")
    signs += sum(is_(f) for f in ("glucosuria", "urate_low", "potassium_low", "aminoaciduria", "proteinuria"))
    if signs >= 2:
        return "drug_induced_fanconi" if is_("tubular_drug") else "Fanconi"
    if is_("calcium", "high"):
        return "primary_hyperparathyroidism"
    if is_("vitd25", "deficient") and is_("pth", "raised", "far_raised"):
        return "vitamin_d_deficiency"
    if is_("vitd125", "high"):
        return "HHRH"
    if is_("iron_lately"):
        return "iron_infusion"
    if is_("family", "xlh", "adhr", "arhr", "hhrh", "unnamed") or is_("childhood_signs") or is_("age", "child"):
        return "XLH"
    return "TIO"


def nearest(index: int, everybody: Sequence[Known], answers: Sequence[str]) -> Probabilities:
    """Fitted: the votes of the most similar of the other patients. Nobody votes on themselves (leave one out)."""
    likeness = [(_likeness(everybody[index], other), -i, answers[i]) for i, other in enumerate(everybody) if i != index]
    votes: Counter[str] = Counter()
    for score, _, answer in sorted(likeness, reverse=True)[:NEIGHBOURS]:
        votes[answer] += max(score, 0.01)
    common = Counter(answer for i, answer in enumerate(answers) if i != index)
    total = math.fsum(votes.values())
    names = set(causes()) | set(answers)
    return {name: 0.95 * votes[name] / total + 0.05 * common[name] / (len(answers) - 1) for name in sorted(names)}


def _likeness(one: Known, other: Known) -> float:
    """Findings at levels that overlap, less half those at levels that do not, for each finding known of either."""
    both = one.keys() & other.keys()
    same = sum(bool(set(one[f]) & set(other[f])) for f in both)
    return (same - 0.5 * (len(both) - same)) / (len(one.keys() | other.keys()) or 1)
