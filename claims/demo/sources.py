"""The demo desk's sources: real public pages. Titles are descriptions in our own words, not the pages' headlines."""

from datetime import date

from claims.demo.people import (
    ALIYEV,
    ARMENIA,
    AZ_MOD,
    AZERBAIJAN,
    HARUTYUNYAN,
    HOVHANNISYAN,
    NK_MOD,
    POGHOSYAN,
    STEPANYAN,
)
from claims.states import DerivationKind, Reliability, SourceKind, Terms

#: What else the titles stand for.
INTERVIEW = "Report of President Aliyev’s interview with Haber Türk TV (14 October 2020)"


def _source(title, publisher, address, published_on=None, language="en", *, whose="", side="", origins=(), **more):
    """``whose``: whose word it carries. ``side``: the side that publishes it, in the main article.
    ``origins``: the keys of earlier ones that it derives from, each with how, and with what drifted."""
    fields = {"title": title, "publisher": publisher, "address": address, "published_on": published_on}
    return {
        "fields": fields | {"language": language} | more,
        "whose": whose,
        "side": side,
        "origins": origins,
    }


SOURCES = {
    "republica": _source(
        "Report of Azerbaijan’s figures for the first three days of fighting (30 September 2020)",
        "La República (Peru)",
        "https://larepublica.pe/amp/mundo/2020/09/30/azerbaiyan-afirma-que-2300-soldados-armenios-fallecieron-o-fueron"
        "-heridos-los-ultimos-tres-dias-en-nagorno-karabaj-mdga",
        date(2020, 9, 30),
        "es",
        whose=AZ_MOD,
    ),
    "yerepouni": _source(
        "Report of the Azerbaijani ministry’s statement on an S-300 near Shushakend (30 September 2020)",
        "Yerepouni News",
        "https://www.yerepouni-news.com/2020/09/30/azerbaijani-defence-ministry-claims-to-have-destroyed-armenian-s-300"
        "-in-nagorno-karabakh/",
        date(2020, 9, 30),
        whose=AZ_MOD,
    ),
    "hadrut_taken": _source(
        "Report of President Aliyev’s statement on Hadrut, and of its denial (10 October 2020)",
        "ISWNews",
        "https://english.iswnews.com/15685/armenia-denied-azerbaijan-control-over-hadrut/",
        date(2020, 10, 10),
        whose=ALIYEV,
        note="Reports a tweet of 9 October, which was not looked at.",
    ),
    "stepanyan": _source(
        "Report of the Armenian ministry spokeswoman’s post and video from Hadrut (9 October 2020)",
        "HyeTert",
        "https://hyetert.org/2020/10/09/azerbaijans-leadership-not-aware-of-situation-defense-ministry-releases-video"
        "-from-hadrut/",
        date(2020, 10, 9),
        whose=STEPANYAN,
    ),
    "poghosyan": _source(
        "Report of the Artsakh president’s spokesman on Hadrut (9 October 2020)",
        "HyeTert",
        "https://hyetert.org/2020/10/09/artsakh-denies-azerbaijani-claims-on-capturing-hadrut-as-nonsense/",
        date(2020, 10, 9),
        whose=POGHOSYAN,
    ),
    "trip": _source(
        "The trip to Hadrut of the ministry’s representative and WarGonzo’s team (9 October 2020)",
        "",
        "",
        date(2020, 10, 9),
        kind=SourceKind.NOTES,
        side=ARMENIA,
        note="It stands for what the reports of the trip have in common; nothing of it was looked at.",
    ),
    "armenpress": _source(
        "Report of the ministry representative and of WarGonzo on Hadrut (9 October 2020)",
        "Armenpress",
        "https://armenpress.am/eng/news/1031038/",
        date(2020, 10, 9),
        whose=HOVHANNISYAN,
        side=ARMENIA,
        origins=[("trip", DerivationKind.REPORTS_ON, "")],
        controlled_by="The state of Armenia",
        interests="It belongs to a side of the war.",
        note="Armenian state agency. Also carries WarGonzo, whose reporter travelled with the representative.",
    ),
    "armradio": _source(
        "Report on the WarGonzo team’s trip from Hadrut (9 October 2020)",
        "Public Radio of Armenia",
        "https://en.armradio.am/2020/10/09/wargonzo-presents-special-report-from-hadrut/",
        date(2020, 10, 9),
        side=ARMENIA,
        origins=[("trip", DerivationKind.REPORTS_ON, ""), ("poghosyan", DerivationKind.QUOTES, "")],
    ),
    "newsam": _source(
        "Report of the ministry representative’s briefing on Hadrut (9 October 2020)",
        "NEWS.am",
        "https://news.am/eng/news/607116.html",
        date(2020, 10, 9),
        whose=HOVHANNISYAN,
    ),
    "nk_mod": _source(
        "Report of the Artsakh ministry’s communiqué on the hours around the truce (10 October 2020)",
        "Armenpress",
        "https://armenpress.am/eng/news/1031131/",
        date(2020, 10, 10),
        whose=NK_MOD,
        side=ARMENIA,
    ),
    "harutyunyan": _source(
        "Report of the Artsakh president’s post on Hadrut (10 October 2020)",
        "Gagrule.net",
        "https://gagrule.net/hadrut-remains-under-full-control-of-artsakh-announces-president-harutyunyan/",
        date(2020, 10, 10),
        whose=HARUTYUNYAN,
    ),
    "hetq": _source(
        "Report of the ministry representative’s press conference in Goris (12 October 2020)",
        "Hetq",
        "https://hetq.am/en/article/123000",
        date(2020, 10, 12),
        whose=HOVHANNISYAN,
    ),
    "haber_turk": _source(
        "President Aliyev’s interview with Haber Türk TV (14 October 2020)",
        "Haber Türk TV",
        "",
        date(2020, 10, 14),
        "",
        whose=ALIYEV,
        kind=SourceKind.INTERVIEW,
        note="Neither recording nor transcript was looked at.",
    ),
    "trophies": _source(
        INTERVIEW,
        "chernayakobra.ru",
        "https://chernayakobra.ru/president-of-azerbaijan-spoke-about-captured-military-trophies-in-karabakh/",
        date(2020, 10, 14),
        whose=ALIYEV,
        origins=[("haber_turk", DerivationKind.REPORTS_ON, "")],
        reliability=Reliability.MIXED,
        reliability_reason="An aggregator: nobody here has seen the recording, or a transcript of the interview.",
        note="Aggregator; neither recording nor transcript of the interview was looked at.",
    ),
    "sputnik_brasil": _source(
        INTERVIEW + ", in Portuguese",
        "Sputnik Brasil",
        "https://noticiabrasil.net.br/amp/20201014/baku-diz-ter-destruido-e-apreendido-armamento-armenio-avaliado-em-us"
        "-2-bilhoes-16224401.html",
        date(2020, 10, 14),
        "pt",
        whose=ALIYEV,
        origins=[("haber_turk", DerivationKind.TRANSLATES, "“tanks” became “combat vehicles”")],
    ),
    "ntv": _source(
        "Report of President Aliyev’s interview with NTV (October 2020)",
        "fact-info.az, after Trend",
        "https://fact-info.az/10596-prezident-ilham-aliev-esli-armyanskiy-narod-hochet-znat-realnuyu-situaciyu-pust"
        "-slushaet-nas.html",
        None,
        "ru",
        whose=ALIYEV,
        side=AZERBAIJAN,
        note="After 14 October 2020; the day is not known.",
    ),
    "israelnoticias": _source(
        "Report of two S-300 claimed destroyed, with a tracker’s reading of satellite images (October 2020)",
        "Israel Noticias",
        "https://israelnoticias.com/militar/azerbaiyan-destruye-dos-sistemas-s-300-de-armenia",
        None,
        "es",
    ),
    "fuzuli_sabah": _source(
        "Report of President Aliyev’s announcement on Fuzuli (17 October 2020)",
        "Daily Sabah",
        "https://www.dailysabah.com/politics/azerbaijan-liberates-city-of-fuzuli-7-villages-in-nagorno-karabakh/news",
        date(2020, 10, 17),
        whose=ALIYEV,
        note="Pro-government press of Turkey, an ally of one side.",
    ),
    "fuzuli_trend": _source(
        "Report of President Aliyev’s address to the nation (17 October 2020)",
        "Trend",
        "https://en.trend.az/azerbaijan/politics/3318694.html",
        date(2020, 10, 17),
        whose=ALIYEV,
        side=AZERBAIJAN,
    ),
    "fuzuli_masdar": _source(
        "Report of President Aliyev’s speech on Fuzuli (17 October 2020)",
        "Al-Masdar News",
        "https://www.almasdarnews.com/article/azerbaijani-army-allegedly-captures-new-city-in-karabakh/",
        date(2020, 10, 17),
        whose=ALIYEV,
    ),
    "vestnik": _source(
        "Overview of the front, in the outlet’s own voice (19 October 2020)",
        "Vestnik Kavkaza",
        "https://vestnikkavkaza.net/material/136278",
        date(2020, 10, 19),
    ),
    "six": _source(
        "Report of President Aliyev’s figures for tanks and S-300s (25 October 2020)",
        "YCNews, after Sputnik",
        "https://ycnews.com/the-president-of-azerbaijan-has-destroyed-6-armenian-s-300-air-defense-missile-systems"
        "/amp/",
        date(2020, 10, 25),
        whose=ALIYEV,
        note="Aggregator, translated; the Sputnik original was not looked at. Dated 25 or 26 October.",
    ),
    "interfax": _source(
        "President Aliyev’s interview with Interfax, as the agency publishes it (29 October 2020)",
        "Interfax",
        "https://interfax.com/newsroom/exclusive-interviews/70258/",
        date(2020, 10, 29),
        whose=ALIYEV,
        kind=SourceKind.INTERVIEW,
    ),
    "president": _source(
        "President Aliyev’s interview with Interfax, as his office publishes it (28 October 2020)",
        "President of Azerbaijan",
        "https://president.az/en/articles/view/44692/print",
        date(2020, 10, 28),
        whose=ALIYEV,
        side=AZERBAIJAN,
        kind=SourceKind.INTERVIEW,
        origins=[("interfax", DerivationKind.REPUBLISHES, "")],
        controlled_by="The president’s office",
        interests="It speaks for a side of the war.",
        note="The agency led the interview.",
    ),
    "tally": _source(
        "Report of President Aliyev’s interview with the magazine Natsionalnaya Oborona (September 2021)",
        "Trend",
        "https://en.trend.az/azerbaijan/politics/3488876.html",
        date(2021, 9, 24),
        whose=ALIYEV,
        side=AZERBAIJAN,
    ),
    "counts": _source(
        "A list of what was said of tanks, and when: made up for this demo desk",
        "Demo Courier",
        # Nobody has this address, so that nothing is there to be captured, or to be found again.
        "https://demo-courier.example/what-was-said-of-tanks",
        date(2020, 10, 26),
    ),
    "notes_on_pictures": _source(
        "The desk’s own notes on pictures of F-16s at Ganja (26 October 2020)",
        "",
        "",
        date(2020, 10, 26),
        kind=SourceKind.NOTES,
    ),
}

#: What the desk keeps as copies, in its own words.
COPIES = {
    "notes_on_pictures": (
        "Pictures of F-16s at Ganja\n\n"
        "To do: order satellite pictures of the airbases at Ganja and Qabala for October 2020.\n\n"
        "The article names Turkish F-16s at Ganja and does not say whose pictures it means. "
        "Nobody here has looked at a picture of these jets yet.\n"
    ),
    "counts": (
        "What was said of tanks, and when\n\n"
        "This page is made up for the demo desk. It stands for a page that was there once.\n\n"
        "14 October 2020: more than 200 destroyed, 33 captured. 25 October 2020: more than 230 destroyed.\n"
    ),
}
#: The source whose page could not be captured, and was gone when the watch looked.
GONE = "counts"

#: A confidential source, whom nobody cites yet; and who it is, where the site has a key to encrypt it with. Both are
#: made up, and said to be.
CONFIDENTIAL = {
    "title": "“K.”, a pseudonym: made up for this demo desk",
    "kind": SourceKind.INTERVIEW,
    "terms": Terms.OFF_RECORD,
    "note": "Says nothing here. Its page shows how the desk keeps who a source is.",
}
CONFIDENTIAL_NAME, CONFIDENTIAL_CONTACT = "Nobody: there is no such person", "Made up for this demo desk."

#: Withdrawn after there was evidence from it: (key, by, why).
WITHDRAWN = ("vestnik", "leyla", "Nobody here could open the page again, so nobody can check what it says.")
