"""What did each published patient turn out to have, in the differential's words?"""

# causes that only the publication names, in the words of the case library, and what of the contract's words says the same
_SAID_OTHERWISE = {
    "epidermal nevus syndrome (cutaneous skeletal hypophosphatemia)": ("cutaneous_skeletal_hypophosphataemia",),
    "bisphosphonate-induced hypophosphataemia": ("antiresorptive_induced",),
    "denosumab-induced hypophosphataemia": ("antiresorptive_induced",),
    "zoledronate-induced hypophosphataemia": ("antiresorptive_induced",),
    "respiratory alkalosis (hyperventilation)": ("respiratory_alkalosis",),
    # an inherited form whose gene nobody had tested: any of them is right
    "hereditary hypophosphatemic rickets, gene not yet tested": ("XLH", "ADHR", "ARHR", "HHRH"),
    "hereditary hypophosphatemic rickets, gene not stated": ("XLH", "ADHR", "ARHR", "HHRH"),
    "hypophosphatemic rickets, gene not stated": ("XLH", "ADHR", "ARHR", "HHRH"),
    # a tumour, not found or not described: tumour-induced disease, or the autoimmune one that looks the same
    "FGF23-mediated hypophosphataemic osteomalacia, cause beyond text read (TIO suspected)": ("TIO", "anti_phex"),
    "NF1-associated FGF23 hypophosphataemic osteomalacia, tumour source unproved": ("TIO", "anti_phex"),
    "adult hypophosphataemic osteomalacia, cause not found (TIO not excluded)": ("TIO", "anti_phex", "other"),
    "sporadic hypophosphataemic osteomalacia, cause not found": ("TIO", "anti_phex", "other"),
    "light-chain paraprotein with osteomalacia and metabolic acidosis": ("multiple_myeloma", "Fanconi"),
}


def right_answers(diagnosis: str) -> tuple[str, ...]:
    """The causes that count as right; more than one only where the publication itself leaves it open.

    A diagnosis in the contract's own words is right alone; any other counts as `other`.
    """
    if not diagnosis.startswith("other:"):
        return (diagnosis,)
    return _SAID_OTHERWISE.get(diagnosis.removeprefix("other:"), ("other",))


def is_open(diagnosis: str) -> bool:
    """True where the publication does not name one cause: such a patient counts neither for nor against TIO."""
    return len(right_answers(diagnosis)) > 1
