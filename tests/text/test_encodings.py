"""A text file in an older encoding is read right, or every likely reading is given and nobody guesses."""

import pytest

from claims.text.encodings import excerpts, readings

CERTAIN = {
    "cp1250": [
        "Rząd zapewnił, że w mieście nie doszło do żadnych walk. Świadkowie mówią co innego.",
        "Są już w Łodzi.",
        "Ministr řekl, že se příští týden sejdou.",
        "Vláda rozhodla o zvýšení daní.",
        "Kovačević and Dvořák said no.",
    ],
    "cp1251": [
        "Министерство сообщило, что город остаётся под контролем.",
        "Да, это так.",
        "Уряд заявив, що їхні війська відійшли.",
        "Президент Алиев назвал цифру: 300 танков.",
    ],
    "cp1252": [
        "Le père de l’élève a dit qu’il n’était pas là. « Ça va », dit-il.",
        "The minister’s résumé was “naïve”, the paper said.",
        "A café in the old town was hit.",
        "He said “no” – and left.",
        "It cost €5 or £4, and 5½ miles of it were ©.",
        "Die Straße war für Fußgänger gesperrt.",
        "Han sa att det är på väg.",
        "Señor Núñez said it was so.",
        "O presidente não falou à nação.",
    ],
    "cp1254": [
        "Cumhurbaşkanı Erdoğan dün İstanbul’da konuştu.",
        "Şehir için bir çok şey söylendi ve yıkıldı.",
    ],
    "iso8859_15": [
        "Le cœur de la ville coûte 5 € à l'élève.",
        "Sœur Marie est là.",
        "The price was 5 € in the café.",
    ],
    "mac_roman": [
        "It’s a café in the old town.",
        "“We won,” he said. “It’s over.”",
        "Le père de l’élève a dit qu’il n’était pas là.",
        "Die Straße war für Fußgänger gesperrt.",
        "El niño vivía en España.",
    ],
    "cp1253": ["Η κυβέρνηση είπε ότι δεν το ήξερε και έφυγε."],
    "koi8_r": ["Он сказал нет."],
    "gb18030": ["政府说他们没有这样做。"],
    "shift_jis": ["日本政府は何も言わなかった。"],
}
DOUBTFUL = {
    "cp1254": ["Erdoğan said it was so.", "The Şuşa road was shut, İbrahim Yılmaz said."],
    "cp1250": ["Čapek said so.", "A kormány szerint nem történt semmi, de az őrök mást láttak."],
}


@pytest.mark.parametrize(("encoding", "text"), [(e, text) for e, texts in CERTAIN.items() for text in texts])
def test_even_a_short_text_is_read_right(encoding, text):
    assert [reading.text for reading in readings(text.encode(encoding))] == [text]


@pytest.mark.parametrize(("encoding", "text"), [(e, text) for e, texts in DOUBTFUL.items() for text in texts])
def test_a_text_that_reads_as_well_in_another_way_is_given_in_both(encoding, text):
    found = readings(text.encode(encoding))
    texts = [reading.text for reading in found]
    assert text in texts and len(texts) > 1 and len(set(texts)) == len(texts)
    for reading in found:
        assert all(words in reading.text for words in excerpts(reading, found)) and excerpts(reading, found)


def test_one_word_far_down_a_long_text_decides():
    text = "The road was shut, the minister of the café said. " * 2_000 + "Sœur Marie paid 5 €."
    assert [reading.text for reading in readings(text.encode("iso8859_15"))] == [text]


def test_bytes_that_read_like_nothing_are_no_text():
    assert readings(bytes(range(128, 256)) * 20) == []
