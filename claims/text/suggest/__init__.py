"""Suggest claims from a text alone, by rules that can be explained in a sentence. A person judges each suggestion."""

from claims.text.suggest.drafts import Draft, suggest
from claims.text.suggest.lexicon import Lexicon, lexicon
from claims.text.suggest.naming import in_number, of_record

__all__ = ["Draft", "Lexicon", "in_number", "lexicon", "of_record", "suggest"]
