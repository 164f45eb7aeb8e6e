"""Recognise one word in two spellings: British and American, with and without accents."""

import re

from claims.text.marks import normal_form

_DOUBLED = (
    "barrel bejewel bevel cancel carol channel chisel counsel council cudgel dial dishevel drivel duel enamel equal"
    " fuel funnel gambol gravel grovel imperil initial jewel kennel label level libel marshal marvel medal metal model"
    " nickel panel parcel pedal pencil pummel quarrel ravel remodel revel rival shovel shrivel signal snivel spiral"
    " stencil swivel total towel travel trowel tunnel unravel yodel"
)
# British and American. A stem that is short or not listed may belong to a different word: prise, filled, shoe, wards.
_VARIANTS = (
    (r"(?<=\w{3})our(?=s?$|ed$|ing$|ite|able|ful|less|hood|er|al|ist)", "or"),
    (r"(?<=\w{5})is(?=e[sdr]?$|ing$|ations?$)", "iz"),
    (r"(?<=\w{3})ys(?=e[sd]?$|ing$)", "yz"),
    (r"(?<=\w\w[tb])re(?=s?$)", "er"),
    (r"(?<=\w{3})ogue(?=s?$)", "og"),
    (rf"^({_DOUBLED.replace(' ', '|')})l(?=ed$|ing$|ings$|ers?$|ors?$)", r"\1"),
    (r"(?<=^def)ence|(?<=^off)ence", "ense"),
    (r"(?<=gr)amme(?=s?$)", "am"),
    (r"(?<=^gr)ey", "ay"),
    (r"(?:ae|oe)(?=\w{3})", "e"),
    (r"dgement", "dgment"),
    (r"^(to|after|back|up|down|on|in|out|north|south|east|west|home|sea|sky)wards$", r"\1ward"),
)
# Different words, although they differ only by what the rules above treat as spelling.
OTHER_WORDS = frozenset(
    {"misprise", "misprize", "timbre", "timbres", "timber", "timbers", "sabre", "saber", "sometime", "sometimes"}
) | {"resume", "rose", "expose", "lame", "pate", "mate", "sake", "pique"}


def same_spelled(one: str, other: str) -> bool:
    """Return whether the words differ only in British or American spelling or in accents.

    There is no dictionary, so doubtful cases count as different words.
    """
    plain = [_plain(word) for word in (one, other)]
    if not OTHER_WORDS.isdisjoint(plain):
        return False
    if plain[0] == plain[1]:
        return True
    variants = []
    for word in plain:
        for pattern, instead in _VARIANTS:
            word = re.sub(pattern, instead, word)
        variants.append(word)
    return variants[0] == variants[1]


def _plain(word: str) -> str:
    """Return the word without accents on Latin letters; й and и stay different."""
    apart = normal_form("NFD", word)
    return re.sub(r"(?<=[a-zA-Z])[\u0300-\u036f]+", "", apart)
