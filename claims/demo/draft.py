"""How a claim of the demo desk is written down: its words, what was found, and how far it has come."""

from dataclasses import dataclass, field

from claims.demo.people import ALIYEV
from claims.states import Attribution, BearsOn, Form, Stance

#: What was at hand when the main article was checked.
LOOKED = "the public reports of 30 September to 29 October 2020 that the desk has stored"


@dataclass(frozen=True)
class Finding:
    """One source's evidence; ``gist`` says in our words what the source says, or is ``verbatim`` from our own notes."""

    source: str
    gist: str
    stance: str = Stance.SUPPORTS
    bears_on: str = BearsOn.SAID
    figure: str = ""
    locator: str = ""
    note: str = ""
    answer: str = ""
    verbatim: bool = False


@dataclass(frozen=True)
class Sum:
    """A calculation that adds figures up: each (what it is, figure, the source of the evidence that it is from)."""

    figures: tuple
    result: str
    note: str


@dataclass(frozen=True)
class Draft:
    """One claim. Without ``words`` it comes from a split or a merge. ``steps`` follow once it is taken, filled in and
    linked: (action, username, reason). Without ``checker`` nobody has taken it."""

    key: str
    words: tuple = ()
    statement: str = ""
    cut_by: str = "leyla"
    checker: str = ""
    fields: dict = field(default_factory=dict)
    found: tuple = ()
    sums: tuple = ()
    steps: tuple = ()


#: How the president is named at first, and what the article says in its own voice.
SPOKEN = {"form": Form.PARAPHRASE, "speaker": ALIYEV, "speaker_as_printed": "President Ilham Aliyev of Azerbaijan"}
OWN_VOICE = {"attribution": Attribution.NOT_APPLICABLE}
