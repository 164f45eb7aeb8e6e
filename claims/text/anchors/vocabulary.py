"""List the words whose change changes a claim. English in full; for other languages only the commonest negations."""

from claims.text.suggest.lexicon import lexicon


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


NEGATIONS = _words(
    "not no never none nobody nothing nowhere neither nor without cannot non unable incapable"
    " barely hardly scarcely rarely seldom lack lacks lacked lacking fail fails failed failing refuse refuses refused"
    " refusing"
    " не нет ни никогда ոչ չէ deyil yox değil არ არა ვერ لا لم لن ليس nicht kein keine keinen nunca jamais"
)
QUANTIFIERS = _words(
    "all every each any some many much most several few fewer both half majority minority entire whole only mostly"
    " more less least dozens scores hundreds thousands millions everyone everybody everything always often sometimes"
    " usually"
)
TRUTH = _words(
    "true truly untrue truth truthful untruthful false falsely falsehood wrong wrongly right rightly correct correctly"
    " incorrect incorrectly accurate accurately inaccurate inaccurately mistaken mistakenly erroneous erroneously fake"
    " faked genuine genuinely authentic bogus hoax fabricated forged myth lie lies misleading fact facts fiction real"
    " unreal"
)
# “in case” is one too; “should” is already a hedge.
CONDITIONS = _words(
    "if unless whether provided providing suppose supposing assuming otherwise except lest until because despite"
    " although though due owing"
)
HEDGES = _words(
    "about around approximately roughly nearly almost up over under circa estimated some may might could would should"
    " can possibly probably perhaps maybe likely unlikely allegedly alleged reportedly apparently apparent supposedly"
    " purportedly purported presumed presumably suspected believed thought seems seem seemed appears appear appeared"
    " suggests suggest suggested expected potentially potential partly largely virtually"
)
# “about” is a hedge only if a figure follows; elsewhere these words place or point.
HEDGES_OF_FIGURES = _words("about around up over under some")
_REPORTING = (
    "say claim deny admit confirm allege report announce state declare insist argue add note warn tell write reply"
    " answer acknowledge concede assert maintain suggest accuse promise pledge vow predict estimate believe"
    " think deny dispute"
    " reject reveal disclose explain describe call order agree recall stress emphasise emphasize hint imply speculate"
    " contend testify swear boast complain joke quote cite tweet post ask demand urge"
)
_IRREGULAR = (
    "said says saying told telling wrote written writing thought swore sworn denied denies admitted admitting conceded"
    " replied replies implied implies testified testifies quoted"
)


def _inflected(verb: str) -> list[str]:
    stem = verb[:-1] if verb.endswith("e") else verb
    return [verb, verb + "s", stem + "ed", stem + "ing"]


REPORTING = frozenset([form for verb in _REPORTING.split() for form in _inflected(verb)] + _IRREGULAR.split()) | {
    "according"
}
# Whether somebody knows a thing or pretends it: what depends on the verb is true, false or open because of it.
_KNOWING = (
    "know realise realize discover forget regret remember pretend feign imagine invent fabricate disprove refute rebut"
    " debunk prove doubt hope fear wish want assume guess dream try attempt intend threaten"
)
KNOWING = frozenset([form for verb in _KNOWING.split() for form in _inflected(verb)]) | _words(
    "knew known forgot forgotten dreamt proven tries tried rebutted rebutting regretted regretting lied lying"
)
SAYING_OR_KNOWING = REPORTING | KNOWING
# Every verb that may report, and every word for how sure somebody is, as suggestions know them: a change of one counts.
# Who speaks is read beside the surer ones only, REPORTING.
VERBS = KNOWING | frozenset(lexicon("en").reporting) | lexicon("en").sets["feelings"]


def reports(key: str) -> bool:
    return key.lower() in REPORTING and key != "States"


MONTHS = _words(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug"
    " sep sept oct nov dec"
)
MONTHS_AND_DAYS = MONTHS | _words(
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun"
)
TIMES = _words(
    "today yesterday tomorrow tonight overnight weekend week weeks month months year years day days morning afternoon"
    " evening night noon midnight hour hours minute minutes century decade decades ago am pm a.m p.m gmt bst"
)
ORDER_OF_TIME = _words("before after during")
# With a word of time: last week, this May.
WHICH_TIME = _words("last this next past previous coming following")
CLOCK = _words("am pm a.m p.m o'clock gmt bst")
UNITS = _words(
    "% ‰ ° percent per cent km kilometre kilometres kilometer kilometers metre metres meter meters m cm mm mile miles"
    " foot feet inch inches yard yards ton tons tonne tonnes kg kilogram kilograms kilo kilos gram grams g pound pounds"
    " lb lbs ounce ounces litre litres liter liters gallon gallons barrel barrels acre acres hectare hectares degrees"
    " celsius fahrenheit dollar dollars euro euros rouble roubles ruble rubles manat manats dram drams lari yen yuan"
    " cents pence usd eur gbp azn amd gel rub watts kw mw gw mph kmh knots"
)
_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ORDINALS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
    " fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
NUMBER_WORDS = {word: value for value, word in enumerate(_SMALL.split())} | {
    word: 10 * value for value, word in enumerate(_TENS.split(), 2)
}
ORDINAL_WORDS = {word: value for value, word in enumerate(_ORDINALS.split()) if value}
MULTIPLES = {
    "hundred": 10**2,
    "thousand": 10**3,
    "k": 10**3,
    "million": 10**6,
    "m": 10**6,
    "mn": 10**6,
    "billion": 10**9,
    "bn": 10**9,
    "trillion": 10**12,
    "tn": 10**12,
    "dozen": 12,
}
# Words that have a capital only because they begin a sentence.
OPENERS = _words(
    "a an the and but or so yet for of to in on at by as if it its this that these those there then when while where"
    " after before since until from with without about he she they his her their we our you your what who which how why"
    " not no one two"
)
PERSONS = frozenset({"he", "she", "they", "him", "them"})
POSSESSIVES = frozenset({"his", "her", "hers", "their", "theirs", "its"})
PERSONS_AND_POSSESSIVES = PERSONS | POSSESSIVES
# Words that begin with one of these depend on the line before: it says whom or what they mean.
POINTING = PERSONS_AND_POSSESSIVES | {"it"}
# These are never names, with or without a capital.
NO_NAMES = POINTING | MONTHS_AND_DAYS | {"i"}
# Different words when they have a capital, and when they are all capitals.
CAPITALLED = _words("march may august polish turkey china lent mark bill")
ALL_CAPITALS = _words("us it who aids")
OTHER_IN_CAPITALS = CAPITALLED | ALL_CAPITALS
# Words between a speaker and the verb that are not the speaker.
BESIDE_VERBS = OPENERS | _words(
    "also later earlier then again has have had is are was were be been being did does do will"
)
NO_SPEAKERS = BESIDE_VERBS | REPORTING
