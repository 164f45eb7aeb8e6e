"""Compute a formula of figures: + − × ÷ and brackets over letters and numbers, exactly, without any eval."""

import re
from collections.abc import Mapping
from fractions import Fraction

from claims.text.calculation.quantity import Quantity, Uncomputable, add, divide, multiply
from claims.text.calculation.units import PERCENT
from claims.text.numerals import DIGITS, digits_value

LONGEST, DEEPEST = 300, 20  # characters; brackets within brackets
_TOKEN = re.compile(
    rf"\s*(?:(?P<name>[a-z](?![^\W_]))|(?P<number>{DIGITS})(?P<percent>\s?%)?|(?P<sign>[-+−–×*·÷/:()]))"
)
_SIGNS = {"-": "−", "–": "−", "*": "×", "·": "×", "/": "÷", ":": "÷"}


def compute(formula: str, figures: Mapping[str, Quantity], language: str = "en") -> Quantity:
    """Return what a formula gives; ``figures`` are {letter: its quantity}.

    Raises Uncomputable for what is no formula, for units that do not go together, a division by zero and too large
    numbers.
    """
    tokens = _tokens(formula, language)
    at, found = _sum(tokens, 0, figures, 0)
    if at < len(tokens):
        raise Uncomputable(f"The formula goes on where it should end: “{_said(tokens[at])}”.")
    return found


def tidied(formula: str) -> str:
    """Return a formula with its signs and blanks as they are printed. Raises Uncomputable for what is no formula."""
    tokens = [_said(token) for token in _tokens(formula, "en")]
    words = " ".join(tokens).replace("( ", "(").replace(" )", ")")
    return words.removeprefix("− ") if words == "− " else words


def letters_in(formula: str) -> set[str]:
    """Return the letters that a formula names."""
    return {token for token in _tokens(formula, "en") if isinstance(token, str) and token.isalpha()}


type _Token = str | tuple[Quantity, str]


def _tokens(formula: str, language: str) -> list[_Token]:
    if len(formula) > LONGEST:
        raise Uncomputable(f"A formula has at most {LONGEST} characters.")
    found: list[_Token] = []
    at, end = 0, len(formula.rstrip())
    while at < end:
        token = _TOKEN.match(formula, at)
        if token is None:
            raise Uncomputable(
                f"“{formula[at:end].strip()[:20]}” was not understood. Use letters, numbers and + − × ÷ ( )."
            )
        if token["number"]:
            value = digits_value(token["number"], language)
            if value is None:
                raise Uncomputable("A number in the formula has too many digits.")
            percent = PERCENT if token["percent"] else ""
            of = Quantity(Fraction(value) / (100 if percent else 1), of=percent)
            found.append((of, token.group().strip()))
        else:
            sign = token["name"] or token["sign"]
            found.append(_SIGNS.get(sign, sign))
        at = token.end()
    if not found:
        raise Uncomputable("Type a formula, such as a ÷ b.")
    return found


def _said(token: _Token) -> str:
    return token if isinstance(token, str) else token[1]


def _sum(tokens: list[_Token], at: int, figures: Mapping[str, Quantity], depth: int) -> tuple[int, Quantity]:
    at, found = _product(tokens, at, figures, depth)
    while at < len(tokens) and tokens[at] in ("+", "−"):
        sign = 1 if tokens[at] == "+" else -1
        at, more = _product(tokens, at + 1, figures, depth)
        found = add(found, more, sign)
    return at, found


def _product(tokens: list[_Token], at: int, figures: Mapping[str, Quantity], depth: int) -> tuple[int, Quantity]:
    at, found = _factor(tokens, at, figures, depth)
    while at < len(tokens) and tokens[at] in ("×", "÷"):
        combine = multiply if tokens[at] == "×" else divide
        at, more = _factor(tokens, at + 1, figures, depth)
        found = combine(found, more)
    return at, found


def _factor(tokens: list[_Token], at: int, figures: Mapping[str, Quantity], depth: int) -> tuple[int, Quantity]:
    if depth > DEEPEST:
        raise Uncomputable(f"A formula has at most {DEEPEST} brackets within brackets.")
    if at >= len(tokens):
        raise Uncomputable("The formula ends where a letter or a number should follow.")
    part = tokens[at]
    if not isinstance(part, str):
        return at + 1, part[0]
    if part == "−":
        at, found = _factor(tokens, at + 1, figures, depth + 1)
        return at, found.times(Fraction(-1))
    if part == "(":
        at, found = _sum(tokens, at + 1, figures, depth + 1)
        if at >= len(tokens) or tokens[at] != ")":
            raise Uncomputable("A bracket is opened and not closed.")
        return at + 1, found
    if part in figures:
        return at + 1, figures[part]
    if part.isalpha():
        raise Uncomputable(f"There is no figure “{part}”.")
    raise Uncomputable(f"The formula has “{part}” where a letter or a number should stand.")
