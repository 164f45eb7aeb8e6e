"""Suggestions are drafts: from a text alone, by rules that can be said in a sentence, and a person judges each one."""

from claims.text.suggest.drafts import Draft, suggest
from claims.text.suggest.lexicon import Lexicon, lexicon

__all__ = ["Draft", "Lexicon", "lexicon", "suggest"]
