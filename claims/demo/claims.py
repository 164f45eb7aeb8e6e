"""The main article's claims in order, and what happens among them: split, merge, links, late evidence."""

from claims.demo.draft import Finding
from claims.demo.towns import TOWNS
from claims.demo.war import WAR
from claims.states import BearsOn, Channel, Stance

DRAFTS = [*TOWNS, *WAR]

#: One claim into several: (claim, by, its parts as (key, words, statement)).
SPLIT = (
    "figures",
    "tom",
    [
        ("tanks", "about 300 tanks, destroyed or captured", "Armenia lost about 300 tanks, destroyed or captured."),
        ("s300", "6 S-300s", "Azerbaijani forces had destroyed 6 Armenian S-300s."),
    ],
)
#: Several into one: (claims, by, key, statement).
MERGE = (
    ["third_count", "third_since"],
    "leyla",
    "third",
    "The ceasefire of Washington was the third since the war began on 27 September 2020.",
)
#: (claim, kind, to)
LINKS = [
    ("fuzuli_denied", "denies", "fuzuli_taken"),
    ("hadrut_denied", "denies", "hadrut_taken"),
    ("nobody_else", "denies", "special_forces"),
    ("nobody_else", "denies", "militants"),
    ("training", "part_of", "special_forces"),
    ("truce_again", "repeats", "third"),
]
#: A query that waits for the writer: (claim, by, words).
QUERY = (
    "shot_down",
    "leyla",
    "Wren, who is “the Armenian side” here? No report that I find names a person or an office, or the aircraft. If you "
    "have it from somewhere, say where; if not, I would cut the sentence.",
)
#: Requests for comment: (claims, by, what was asked, hours since then, hours to answer, what was answered or None).
#: Nobody was asked anything for a demo, which makes up no words for anybody.
CONTACTS = [
    (
        ["special_forces", "training"],
        "tom",
        {
            "whom": "Turkey’s defence ministry (demo: nobody was asked)",
            "channel": Channel.MAIL,
            "questions": "Were special forces of yours in the fighting, and do you train Azerbaijani soldiers? Where "
            "can your statement be read?",
            "seeks_reply": True,
        },
        50,
        24,
        None,
    ),
    (
        ["prosecutors_announced"],
        "tom",
        {
            "whom": "Armenia’s prosecutors (demo: nobody was asked)",
            "channel": Channel.TELEPHONE,
            "questions": "Where can the announcement of 25 October be read, and what is the evidence?",
            "seeks_reply": False,
        },
        20,
        48,
        "In a demo no words are made up for anybody. What they said stands here.",
    ),
]
#: After their sign-offs: contradiction voids one, support waits unconfirmed on another. (claim, by, finding)
LATE = [
    (
        "hadrut_denied",
        "leyla",
        Finding(
            "vestnik",
            "Counts the city of Hadrut among the places taken, and says nothing of who says so.",
            stance=Stance.CONTRADICTS,
            bears_on=BearsOn.TRUE,
        ),
    ),
    (
        "tanks",
        "wren",
        Finding(
            "tally",
            "A year later the president gives one total for the whole war: 366 destroyed and captured.",
            stance=Stance.CONTEXT,
            figure="366",
        ),
    ),
]
