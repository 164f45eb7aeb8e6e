"""What the desk's words mean: one line of help for each, on the page of words and at the words themselves.

The rows of docs/product.md that say what a state, an attribution or a verdict means, and what a rule asks, are these
(tests/test_docs.py).
"""

from claims.states import ArticleState, Attribution, ClaimState, LineDecision, RuleCode, Verdict, VerdictFlag

#: {the word's key: (the word, what it means)}, in the order of the work.
TERMS = {
    "article": ("Article", "A piece under check: ours, before it is published, or somebody else's."),
    "version": ("Version", "The article's text at one moment. It never changes; a changed text is the next version."),
    "line": ("Line", "One sentence of the text, or one picture."),
    "covered": (
        "Covered",
        "All words of a line are in claims or marked as no claim. Partly covered: some are.",
    ),
    "claim": ("Claim", "One assertion that can be checked: words in the article, and a statement."),
    "statement": (
        "Statement",
        "A sentence that stands alone and says what the speaker holds: who, what, when, where, how many.",
    ),
    "suggestion": (
        "Suggestion",
        "A claim that a program proposes. It covers nothing until a person accepts it.",
    ),
    "mark": ("No claim here", "A mark, with a reason, on words that assert nothing. A second person reviews it."),
    "kind": ("Kind", "What is asserted: a number, a name, an event. It decides which fields the panel shows first."),
    "speaker": (
        "Speaker",
        "Who asserts the claim in the article: a person, a body, a document, or the publication itself (own voice).",
    ),
    "side": ("Side", "A party to the matter of one article. A side's own word does not prove what helps it."),
    "source": ("Source", "Something to look at, or somebody to ask."),
    "evidence": ("Evidence", "One source that bears on one claim: on whether it was said, or is true, or both."),
    "origin": ("Origin", "A source and all that derives from it. It counts once, however many repeat it."),
    "risk": ("Risk flag", "More depends on this claim. It sets how many people sign it, and whether legal does."),
    "attribution": ("Attribution", "The answer to “did they say it?”. It says nothing about whether it is true."),
    "verdict": ("Verdict", "The answer to “is it true?”, with one rationale."),
    "decision": ("Line decision", "What to do with the words: keep, reword, attribute, add context, cut."),
    "stet": ("Stet", "The chief lets the words stand, against a verdict or a decision, with a reason and by name."),
    "contributor": (
        "Contributor",
        "Whoever added or changed anything that a claim's sign-off binds. A contributor never signs that claim.",
    ),
    "signoff": (
        "Sign-off",
        "One person's decision on exactly this content. Signed off does not mean true: a refuted claim is signed too.",
    ),
    "gate": ("Gate", "What an article still lacks before a chief signs it, each item with a link."),
    "thread": ("Thread", "A conversation about an article, a claim or evidence."),
    "query": ("Query", "A thread that blocks: while it is open, the article is neither signed nor published."),
    "reconcile": (
        "Reconcile",
        "After a new version: claims whose words or context changed, and in the tray those whose words are gone.",
    ),
    "memo": ("Memo", "All line decisions of an article in one list, for its writer, and what became of each."),
    "exception": ("Exception", "An open item that a released article went out with. It has an owner."),
    "correction": ("Correction", "What was wrong in an article that is out, what is right, and since when."),
    "record": ("Record", "Everything that happened, in its order. Nothing in it is changed or deleted."),
}

#: What each verdict means; also in the scheme that a new desk starts with.
VERDICTS = {
    Verdict.SUPPORTED: "The evidence shows that it is so.",
    Verdict.REFUTED: "The evidence shows that it is not so.",
    Verdict.CONFLICTING: "Evidence that counts points both ways.",
    Verdict.NOT_ENOUGH: "What was found decides nothing; the rationale says where the checker looked.",
    Verdict.NOT_CHECKABLE: "No evidence could decide it.",
    Verdict.NOT_EXAMINED: "Only whether it was said was checked.",
}

#: {the title of a section: (its words, {each of them: what it means})}
MEANINGS = {
    "The state of a claim: how far the work is": (
        ClaimState,
        {
            ClaimState.OPEN: "Nobody works on it.",
            ClaimState.CHECKING: "A checker works on it.",
            ClaimState.IN_REVIEW: "It waits for a reviewer.",
            ClaimState.SIGNED_OFF: "It has all the signatures that it needs, on its content as it is now.",
            ClaimState.CHANGED: "Something that was signed has changed, and the signatures are void.",
            ClaimState.RETIRED: (
                "Its words are gone, or it was split or merged, or was no claim after all; it covers nothing."
            ),
        },
    ),
    "Did they say it? (attribution)": (
        Attribution,
        {
            Attribution.NOT_APPLICABLE: "The article says it in its own voice.",
            Attribution.OPEN: "Not looked up yet.",
            Attribution.PRIMARY: (
                "A record of the saying itself, with a place in it, in the original or in an identified translation."
            ),
            Attribution.REPORTS: "Others report that it was said.",
            Attribution.CONFLICT: "Reports disagree on whether or how it was said.",
            Attribution.DRIFTED: "It was said, and means something else here.",
            Attribution.MISQUOTED: "What is quoted is not what the speaker said.",
            Attribution.OUT_OF_CONTEXT: "It was said, but with what was said around it, it means something else.",
            Attribution.MISATTRIBUTED: "Somebody else said it.",
            Attribution.NOT_FOUND: "It was looked for; the note says where.",
            Attribution.DENIED: "The speaker says that they did not say it.",
            Attribution.CORRECTED: "The speaker took it back or changed it.",
        },
    ),
    "Is it true? (verdict)": (
        Verdict,
        VERDICTS,
    ),
    "Flags beside a verdict": (
        VerdictFlag,
        {
            VerdictFlag.MISSING_CONTEXT: "True as it stands, and misleading without more.",
            VerdictFlag.OUTDATED: "It was so, and is not so any more.",
        },
    ),
    "What to do with the words (line decision)": (
        LineDecision,
        {
            LineDecision.KEEP: "The words stay.",
            LineDecision.REWORD: "Other words are proposed, with statement and verdict as they would be then.",
            LineDecision.ATTRIBUTE: "Say who holds it, or how sure it is.",
            LineDecision.CONTEXT: "The words stay, and more is said.",
            LineDecision.CUT: "The words go.",
        },
    ),
    "The state of an article": (
        ArticleState,
        {
            ArticleState.IN_CHECKING: "Work goes on.",
            ArticleState.SIGNED_OFF: "The gate is met, and a chief signed; for articles of ours.",
            ArticleState.CHECKED: "The gate is met, and a chief signed; for articles of somebody else.",
            ArticleState.RELEASED: "A chief and a second person let it go out with open items, each with an owner.",
            ArticleState.PUBLISHED: "It is out; for articles of ours.",
            ArticleState.CORRECTED: "A correction was decided after it was out, and a chief signed again.",
            ArticleState.WITHDRAWN: "It is off the desk's work.",
        },
    ),
}

#: What each rule of a desk asks.
RULES = {
    RuleCode.TRUTH: (
        "Supported or refuted needs one direct record that no side controls, or two sources of independent origin."
    ),
    RuleCode.REFERENCE: (
        "A name, title, place, date or spelling needs the same, or one work from the desk's reference list."
    ),
    RuleCode.LOCATOR: "A figure needs the place in the source where it stands.",
    RuleCode.ANSWER: (
        "Each piece of evidence against the verdict, as it stands or as reworded, has a short answer of its own, or a "
        "line in the rationale that names its source."
    ),
    RuleCode.FIGURES: (
        "A figure in the rationale is in the statement, the words or the evidence; a date, a year, a page or a count "
        "of sources is none."
    ),
    RuleCode.CALCULATION: (
        "The result of a calculation follows from its figures, as far as its digits say; each figure has a source that "
        "counts."
    ),
    RuleCode.EXCERPT: (
        "A verbatim excerpt stands word for word in a captured text of its source, where the source has one."
    ),
    RuleCode.PRIMARY: "A primary record has a locator, and the original language or a named translator.",
    RuleCode.REPORTS: "“Confirmed by reports only” has a report, on record, that it was said.",
    RuleCode.NOT_FOUND: "“Not found” and “not enough evidence” say where the checker looked.",
    RuleCode.REPLY: (
        "An allegation that stays in print has a reply sought (an answer to a request of the contact log, or none with "
        "reasonable time), a public reply, or a reason that chief or legal accepted."
    ),
    RuleCode.LINKED: "Linked claims have verdicts that can both stand.",
    RuleCode.DENIES: "A denial is linked to the claim that it denies.",
    RuleCode.COVERAGE: "Every line of the article is covered (asked at the article's gate).",
}
