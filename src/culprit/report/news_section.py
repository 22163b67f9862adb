"""How does the report say what is new since the run before?"""

from culprit.report.markup import Markup, element, source_words, unbroken
from culprit.report.news import News, NewsLine, news_in_short
from culprit.report.patient_section import anchor
from culprit.report.sections import Sections

MOST = 200


def news_section(news: News | None, sections: Sections) -> Markup | None:
    """The section, each line leading to its patient's section where there is one; None where no run was before."""
    if news is None:
        return None
    more = len(news.lines) - MOST
    lines = [_line(line, sections) for line in news.lines[:MOST]]
    return element(
        "section",
        element("h2", "What is new"),
        element("p", " ".join(words for words in (news_in_short(news), news.remark) if words)),
        element("table", element("tbody", *lines), class_="plain") if lines else None,
        element("p", f"… and {more:,} more: see news.csv.") if more > 0 else None,
        class_="block news",
    )


def _line(line: NewsLine, sections: Sections) -> Markup:
    who = source_words(line.patient_id, 40)
    return element(
        "tr",
        element("td", line.what),
        element("td", element("a", who, href=f"#{anchor(line.rank)}") if line.rank and sections.has(line.rank) else who),
        element("td", unbroken(line.why)),
    )
