"""The demo desk's three articles, in our own words: one in work, one signed off, one just taken in."""

from claims.states import BlockKind

MAIN_HEADLINE = "A third truce, and two accounts of Karabakh’s south"
MAIN = [
    (BlockKind.HEADLINE, MAIN_HEADLINE),
    (
        BlockKind.STANDFIRST,
        "Baku lists towns and tanks, Yerevan disputes the towns. "
        "Here is what was said up to 26 October 2020, and by whom.",
    ),
    (
        BlockKind.PARAGRAPH,
        "On 26 October the initiative in Nagorno-Karabakh was still Azerbaijan’s, and its troops were moving through "
        "the south towards the Lachin corridor. That road is the link between Karabakh and Armenia. Armenian "
        "counter-attacks close to Iran’s border changed little. Armenia’s Ministry of Defence has had to concede that "
        "the south is lost.",
    ),
    (
        BlockKind.PARAGRAPH,
        "President Ilham Aliyev of Azerbaijan announced on 17 October that his army had taken Fuzuli; of Hadrut he had "
        "said so on 9 October. The Armenian ministry denies that Fuzuli has fallen, and it denies that Hadrut has. "
        "Footage filmed in the two towns says otherwise. The town of Qubadli is contested. Should the advance go on, "
        "the road and the town of Shushi will be next.",
    ),
    (
        BlockKind.PARAGRAPH,
        "On 25 October Armenia’s prosecutors announced that they have evidence of Turkish special forces in the "
        "fighting. Turkish instructors have trained Azerbaijani soldiers since August, according to the same office. "
        "Satellite pictures show Turkish F-16s at Ganja and at Qabala. The Armenian side says that these jets shot "
        "down an aircraft of its own. Photographs and videos also place Syrian militants, backed by Turkey, at the "
        "front.",
    ),
    (
        BlockKind.PARAGRAPH,
        "Mr Aliyev insists that neither Turkish soldiers nor Syrian fighters take part. Before his commanders he put "
        "Armenia’s losses at about 300 tanks, destroyed or captured, and 6 S-300s. Armenia, he said, receives modern "
        "weapons every day. Of the Turkish and Israeli weapons in his own army he said nothing.",
    ),
    (BlockKind.HEADING, "The truce"),
    (
        BlockKind.PARAGRAPH,
        "In Washington the foreign ministers Zohrab Mnatsakanyan and Jeyhun Bayramov agreed to a humanitarian "
        "ceasefire, with Stephen Biegun of the American State Department as their host. It is the third since the "
        "war began on 27 September. Both earlier ones broke down at once. Why should this one hold?",
    ),
    (
        BlockKind.PARAGRAPH,
        "Iran has moved large forces up to its northern border and is holding exercises. Its leaders doubt that talks "
        "will end the war. A front line frozen where it runs today would suit neither side.",
    ),
]
#: What its writer changed while it was being checked: (words, words instead), and what the writer notes about it.
REWRITTEN = [
    ("denies that Fuzuli has fallen", "insists that Fuzuli has not fallen"),
    ("Both earlier ones broke down at once.", "Neither of the two before it held."),
]
REWRITTEN_NOTE = "Two sentences in other words"
MAIN_LEFT_OUT = (BlockKind.PARAGRAPH, "Text: Wren Hollis", "Byline, date line or copyright notice")

#: An invented outlet, and called so: nobody's real article is shown as checked.
SIGNED_OUTLET = "The Demo Courier (invented)"
SIGNED_HEADLINE = "Baku’s tank count, a year later"
SIGNED = [
    (BlockKind.HEADLINE, SIGNED_HEADLINE),
    (
        BlockKind.PARAGRAPH,
        "In September 2021 President Ilham Aliyev told a magazine that Armenia lost 366 tanks in the war, "
        "destroyed and captured ones together. In October 2020 he had spoken of more than 200 destroyed and of 33 "
        "captured. What are we to make of the difference?",
    ),
]

FRESH_HEADLINE = "What does a count of S-300s count?"
FRESH = [
    (BlockKind.HEADLINE, FRESH_HEADLINE),
    (
        BlockKind.PARAGRAPH,
        "Three numbers are in circulation for the S-300s that Armenia is said to have lost. On 30 September 2020 "
        "Azerbaijan’s Ministry of Defence spoke of one. In mid-October President Aliyev spoke of two, and by "
        "25 October of six.",
    ),
    (
        BlockKind.PARAGRAPH,
        "An S-300 may mean a launcher, a battery or a whole system. As long as nobody names the unit, the three "
        "numbers cannot be compared.",
    ),
]

#: Lines of the main article whose open words hold no claim: (how the line starts, reason, who marks it).
NO_CLAIM = [
    ("A third truce, and", "Names the article's own contents", "leyla"),
    ("Baku lists towns", "Names the article's own contents", "leyla"),
    ("Here is what was said", "Names the article's own contents", "leyla"),
    ("President Ilham Aliyev", "Says who speaks, and no more", "leyla"),
    ("The Armenian ministry denies", "Says who speaks, and no more", "leyla"),
    ("Should the advance go on", "Prediction, not attributed", "tom"),
    ("The Armenian side says", "Says who speaks, and no more", "tom"),
    ("Mr Aliyev insists", "Says who speaks, and no more", "tom"),
    ("Before his commanders", "Says who speaks, and no more", "leyla"),
    ("Armenia, he said", "Says who speaks, and no more", "tom"),
    ("The truce", "Names the article's own contents", "leyla"),
    ("Why should this one hold?", "Question", "leyla"),
    ("A front line frozen", "Opinion, not attributed", "tom"),
]
#: Of these somebody else has looked through those that this person made.
LOOKED_THROUGH = ("rosa", "leyla")
