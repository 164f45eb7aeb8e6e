"""List the words and patterns that more than one kind of cut uses. English."""

import re

from claims.text.numerals import listed

AUXILIARIES = frozenset(
    listed(
        "is are was were am be been has have had do does did will would can could may might shall should must isn't"
        " aren't wasn't weren't hasn't haven't hadn't don't doesn't didn't won't wouldn't can't couldn't"
    )
)
BE = frozenset(listed("is are was were am be been being isn't aren't wasn't weren't"))
PAST = frozenset(
    listed(
        "took gave made went came got lost won held left kept met sent built bought brought caught fought found"
        " fell felt"
        " fled flew grew hit laid led let paid put quit ran rose saw sold set shot shut sank spent spoke stole stood"
        " struck swore swept taught threw wore wrote became began broke chose drew drove ate rode sought shook"
        " said told"
        " blew cut dealt dug hid knew thought understood withdrew overran overthrew forbade beat bore sprang shed"
        " burnt learnt spilt"
    )
)
NOT_PAST = frozenset(
    listed(
        "armed armoured armored wounded injured displaced detained occupied unmanned united mixed limited skilled"
        " related"
        " aged organised organized advanced guided disabled retired alleged suspected damaged supposed so-called"
        " hundred"
        " need indeed speed feed seed weed bleed breed exceed succeed proceed sacred naked wicked rugged red bed"
        " interested experienced educated talented gifted registered trained motorised motorized mechanised mechanized"
    )
)
SUBORDINATE = frozenset(
    listed(
        "who which whose whom when where while because if unless although though whether after before until once"
        " as than"
        " that what how why"
    )
)
TOGETHER = re.compile(
    r"\b(?:both|either|neither|between|together|jointly|combined|respectively|altogether|overall|in (?:all"
    r"|total)|totals?"
    r"|totall?(?:ed|ing)|each other|one another|each|mutual(?:ly)?|bilateral|including|of whom|of which|or|nor"
    r"|versus|vs)\b",
    re.IGNORECASE,
)
#: What two do with each other: one fact about both.
SYMMETRIC = re.compile(
    r"\b(?:met|meet(?:s|ings?)?|agree\w*|disagree\w*|differ\w*|talks?|negotiat\w+|discuss\w*|war|wars"
    r"|conflicts?|clash\w*"
    r"|fought|fight(?:s|ing)?|border\w*|relations?|relationship|ties|alliance|allies|allied|partners?|enem(?:y"
    r"|ies)|rivals?"
    r"|friends?|neighbou?r\w*|married|marriage|divorced|merg\w+|unit(?:e|ed|es)|joint|joined|link\w*"
    r"|connect\w*|separat\w*"
    r"|divid\w+|distance|apart|similar|different|same|equal\w*|compar\w*|mix\w*|shar\w+|cooperat\w*|compet\w+"
    r"|trade[ds]?"
    r"|truce|ceasefire|peace|treaty|deal|pact|accord|common|odds|close|linked|split|tied|drew|played|spoke|speak\w*"
    r"|contact|exchang\w+|brothers?|sisters?|twins|couple|pair|team|duo|road|railway|highway|flights?|line)\b",
    re.IGNORECASE,
)
CAPITAL = r"(?:[A-ZÀ-ÞĀ-Ž][\w’'-]{0,40}\w|[A-Z])"
#: The number of places in a claim that are tried as cuts; a claim with more is an enumeration.
TRIES = 16
#: Heads of names that contain "and": Ministry of Health and Welfare, Energy and Commerce Committee.
BODIES = re.compile(
    r"\b(?:Ministr(?:y|ies|er)|Departments?|Institutes?|Bureau|Offices?|Committees?|Cent(?:er|re)s?|Schools?"
    r"|Secretar(?:y|iat)"
    r"|Academy|Museum|Board|Council|House|Bank|Church|Universit(?:y|ies)|College|Chamber|Faculty|Foundation"
    r"|Agency|Journal"
    r"|Commission|Administration|Authority|Association|Society|Union|Federation|Organi[sz]ation|Service"
    r"|Services|Group|Fund"
    r"|Court|Company|Corporation|Inc|Ltd|Llp|Partners|Sons|Brothers|Co|Act|Bill|Law|Division|Directorate|Commissioner"
    r"|Professor|Chair|Republic|Kingdom|Islands?|Order|Treaty|Agreement|Party|Times|News|Post|Review|play|film"
    r"|movie|book"
    r"|novel|band|musical|opera|series|firm|brand|song|album)\b"
)
FIXED = re.compile(
    r"\b(?:Bosnia|Herzegovina|Trinidad|Tobago|Antigua|Barbuda|Kitts|Nevis|Grenadines|Príncipe|Principe|Caicos|Labrador"
    r"|Futuna|Miquelon|Romeo|Juliet|Adam and Eve|Cain|Abel|Sodom|Rosencrantz|Tom and Jerry|Tyne|Wear|Sons"
    r"|Johnson and Johnson"
    r"|Marks and Spencer|Procter|Ernst|Standard and Poor|Barnes|Noble|Church and State|War and Peace)\b"
)
