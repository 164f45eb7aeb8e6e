"""A block is cut into its sentences, and no word is lost on the way."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.text.abbreviations import LABELS, MAY_END, NUMBERED, OPENERS, TITLES
from claims.text.lines import lines, lines_with_doubts

SENTENCES = {
    "weapons": ["The army lost six S-300s.", "It had bought 12 S-300s in 2010.", "Nobody counted."],
    "states": ["The U.S. said no.", "The U.S. Senate met.", "He lives in the U.S.", "She does not."],
    "initials": ["J. R. Smith met A. B. Jones.", "They left."],
    "initials of other scripts": ["Ə. Məmmədov qaldı.", "O getdi."],
    "cyrillic initials": ["А. С. Пушкин писал.", "Он ушёл."],
    "georgian initials": ["ა. ბერიძე წავიდა.", "ის დარჩა."],
    "decimals": ["It rose 3.5 percent to 1,000.5 tons.", "Prices fell 0.2%.", "Nobody knew."],
    "hours": [
        "They met at 5 p.m. Tuesday in Baku.",
        "They left at 6 a.m. Baku time.",
        "They slept until 5 p.m.",
        "It rained.",
    ],
    "numbers": ["No. 5 Brigade moved.", "Order No. 227 was read.", "The answer was no.", "The crowd left."],
    "dates": ["On 25 Oct. 2020 the town fell.", "On Oct. 26 it did not."],
    "ellipses": ["He waited… and then he left.", "She waited...", "Then she left, too ... and slept."],
    "more titles": ["We left, Ms. Petrova said.", "Mx. Ray did not."],
    "titles": ["Maj. Gen. Ivan Petrov and Sgt. Bob met Dr. Aliyeva.", "Sen. Ray did not."],
    "abbreviations": ["Approx. 300 were lost, incl. 5 T-72s.", "See Fig. 3 and p. 12.", "They left etc.", "Then more."],
    "brackets": ["(It was late.)", "They left (nobody saw it.) and slept.", "[A note: they did.]", "Yes."],
    "footnotes": ["It fell.[1]", "It rose.[2]"],
    "enumerated": ["1. The first point.", "2. The second."],
    "a quotation of several sentences": ["“We held the town.", "We will hold it.”", "Nobody believed him."],
    "a quotation that goes on": ["“We held it.", "We will,” he said.", "He left."],
    "speech after the quotation": [
        "“One.",
        "Two.” he said.",
        "“Why?” she asked.",
        "“Is it so?” Ann Smith asked.",
        "It was.",
    ],
    "straight quotation marks": ['"We held it.', 'We left."', 'He said "stop."', "She did not."],
    "single quotation marks": ["He said, ‘It’s the soldiers’ turn.", "We go.’", "They went."],
    "guillemets": ["«Мы победили.", "Мы ушли».", "Он ушёл.", "« On gagne.", "On part. »", "Il part."],
    "low quotation marks": ["„Wir gehen.", "Wir bleiben.“", "Er ging."],
    "armenian": ["Բարև։", "Ինչո՞ւ եք եկել:", "Վերջ։"],
    "arabic": ["هل هذا صحيح؟", "نعم.", "انتهى"],
    "georgian": ["ის წავიდა.", "ის დარჩა."],
    "emoji": ["Great 👍🏽.", "👨‍👩‍👧 came!", "End"],
    "no sentence mark": ["A headline without one: “No Peace”"],
    "no words": ["* * *"],
}


def cut(block, language="en"):
    return [block[start:end] for start, end in lines(block, language)]


@pytest.mark.parametrize("expected", SENTENCES.values(), ids=SENTENCES)
def test_a_block_is_cut_into_its_sentences(expected):
    block = " ".join(expected)
    assert cut(block) == expected


def test_chinese_needs_no_blanks():
    block = "第一。“第二。”“第三？”第四"
    assert cut(block, "zh") == ["第一。", "“第二。”", "“第三？”", "第四"]


def test_the_language_of_the_text_counts():
    block = "Er wurde am 3. Mai 1950 geboren. Er ging."
    assert cut(block, "de-AT") == [
        "Er wurde am 3. Mai 1950 geboren.",
        "Er ging.",
    ]


def test_an_unknown_language_is_cut_all_the_same():
    assert len(lines("One went. Two stayed.", "")) == len(lines("One went. Two stayed.", "xx")) == 2


def test_nothing_has_no_lines():
    assert lines("") == lines(" \n\u00a0") == []


PIECES = st.sampled_from(
    [
        *("He", "left", "U.S.", "5", "p.m.", "Oct.", "J.", "ə", "Ə.", "é", "e\u0301", "said", "كِتَاب", "中", "Բ", "բ"),
        *("։", ":", "؟", "。", "…", "...", ".", "?!", "“", "”", "«", "»", "‘", "’", '"', "'", "(", ")", "[1]"),
        *(" ", "  ", "\n", "\u00a0", "👍🏽", "👨‍👩‍👧", "—", "* * *", "1.", "a)"),
    ]
)


@settings(max_examples=400)
@given(st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=60), st.sampled_from(["en", "hy", "ar", "zh", ""]))
def test_every_character_lies_in_exactly_one_line(block, language):
    cut = lines(block, language)
    assert all(start < end for start, end in cut)
    assert all(earlier[1] <= later[0] for earlier, later in zip(cut, cut[1:], strict=False))
    for start, end in cut:
        assert block[start:end] == block[start:end].strip()
    inside = {i for start, end in cut for i in range(start, end)}
    assert all(block[i].isspace() for i in range(len(block)) if i not in inside)


@settings(max_examples=200)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_a_line_without_words_stands_alone_or_not_at_all(block):
    cut = lines(block)
    if len(cut) > 1:
        assert all(any(c.isalnum() for c in block[start:end]) for start, end in cut)


def test_fifty_thousand_words_on_one_line_are_cut(record_property):
    block = "The U.S. “lost 3.5 tanks. It (they said) fled!” at 5 p.m. today. " * 3600
    started = time.perf_counter()
    assert len(lines(block)) == 7200
    record_property("seconds", time.perf_counter() - started)


@pytest.mark.parametrize(
    "sentence",
    [
        "Rep. Ann Lee, D-N.Y., said 40 people died.",
        "Sen. Rand Paul, R-Ky., said so.",
        "Rep. Adam Schiff (D-Calif.) said so, and Cory Booker (D-N.J.) did too.",
        "Officials denied the anti-U.S. clashes left 40 dead.",
        "An anti-U.S. Navy protest began.",
        "A pro-E.U. rally was held by ex-U.S.S.R. officials and non-U.N. sources.",
        "At 5 a.m. and 6 p.m. he left, e.g. for Baku.",
        "It rose by 3.5 per cent.",
        "See www.Example.Com/a.B?c=D!E for it.",
        "Yahoo! said it would.",
        "“Really?” he asked.",
        "Mt. Everest and St. Petersburg are named in No. 5 on p. 5.",
        "“Go.”“No.”",
        "他说U.S.很大。",
    ],
)
def test_no_line_ends_without_a_blank_or_before_a_small_letter(sentence):
    assert cut(f"{sentence} She left.") == [sentence, "She left."]


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        ("中国人说。他走了！“是吗？”她问。", ["中国人说。", "他走了！", "“是吗？”她问。"]),
        ("“我们赢了！”部长周一表示，“他们输了。”人群欢呼。", ["“我们赢了！”部长周一表示，“他们输了。”", "人群欢呼。"]),
        ("日本だ!そうか?はい。", ["日本だ!", "そうか?", "はい。"]),
        ("वह गया।वह आया।", ["वह गया।", "वह आया।"]),
        ("მან თქვა. ის წავიდა.", ["მან თქვა.", "ის წავიდა."]),
        ("قال ذلك. ثم غادر.", ["قال ذلك.", "ثم غادر."]),
    ],
)
def test_scripts_without_blanks_or_capitals_keep_their_ends(block, expected):
    assert cut(block) == expected


def test_a_long_block_without_blanks_is_cut_into_its_sentences():
    assert cut("他走了。" * 50_000) == ["他走了。"] * 50_000


OF_LANGUAGES = {
    "en parties and places": ["Gov. Joe Roe, R-Tenn., spoke in Reno, Nev. on Sat. night.", "Sue Poe, D-Ore., did not."],
    "en titles in capitals": ["GEN. ORR MET MRS. FALK.", "SHE LEFT."],
    "en letters with stops": [
        "The pro-E.U. bloc met U.N. envoys in the D.C. Metro area.",
        "They left the U.K. at noon.",
    ],
    "en letters that end": ["He moved to the U.K.", "Dozens came.", "She stayed in the U.S.", "The rest fled."],
    "en companies": ["Roe Bros. Holdings and Poe Corp. Europe merged.", "It is now Roe Ltd.", "They sold it."],
    "en companies with a mark": ["She sold her share of Toys! Inc. for a dollar.", "It closed."],
    "en units": ["A 5 lb. trout and a 3 oz. perch bit at 7 a.m. Pacific time.", "It was so."],
    "en labels": ["Q. Who was it?", "A. He did not say.", "Q. When?"],
    "en datelines": ["RENO, Nev. – The dam broke.", "Nobody was hurt."],
    "en verdicts": ["They cite Roe v. Wade and Poe et al. on p. 7, sec. IX.", "It is long."],
    "en single marks": ["‘Who won?’ Joe Roe wondered.", "'Nobody!' Sue Poe yelled in court.", "It went on."],
    "en quoted within": ["“He told me ‘Run! Hide!’ and I ran,” she said.", "He did not."],
    "en spaced dots": ["“We saw . . . nobody there.", "We left.”", "She waited ... and slept."],
    "en dots that begin": ["We lost.", "... We will win.", "He left."],
    "fr": [
        "Mme R. Roche, du c. de Lyon, a vu le Dr Petit et M. Blanc en févr. 2020.",
        "Cf. p. 12, art. 5.",
        "Il part.",
    ],
    "fr quotation": ["« Qui ?", "Moi », dit M. Roche.", "Elle part."],
    "de": ["Am 3. Okt. 1990 traf Prof. Dr. Weiß den 2. Bürgermeister, vgl. S. 12.", "Es war spät."],
    "de ordinals": [
        "Ludwig XIV. Frankreichs König und sein 100. Gast, z. B. Karl, kamen.",
        "Der 1. FC verlor am 2.3. (Montag).",
    ],
    "de doctors": ["Dr. med. Roth und Dr. rer. nat. Blau kamen.", "Es war spät."],
    "de labels": ["Er las Seite 9.", "Schluss.", "Das war 1999.", "Karl ging."],
    "es": [
        "La Sra. Paz, de EE. UU., pagó aprox. 40 euros el 3 de ago. de 2020.",
        "Vea pág. 5, art. 3.",
        "El Dr. Gil salió.",
    ],
    "it": ["Il Sig. Rossi e l’on. Bianchi, art. 5, pag. 3, ecc.", "Il resto no."],
    "pt": ["O Sr. Lima e a Dra. Reis pagaram aprox. 30 reais.", "Não foi caro."],
    "nl": ["Mr. De Wit en dr. Van Dam kwamen op ca. 3 km, bijv. te voet.", "Het was laat."],
    "pl": ["Prof. Nowak i ks. Kowal mieszkają przy ul. Długiej, m.in. z dr. Lisem.", "On wyszedł 3. Maja po południu."],
    "ru": [
        "Завод им. Кирова в г. Томске дал 5 млн. руб. и 3 тыс. долл.",
        "В 1990 г. Завод закрыт.",
        "Шёл 1991 г.",
        "Он стоит.",
        "Проф. Орлов ушёл.",
    ],
    "uk": ["Проф. Коваль з вул. Лесі дав 5 млн. грн.", "Він пішов."],
    "tr": ["Prof. Dr. Kaya, III. Selim ve 20. Yüzyıl için bkz. Ek 3.", "O gitti.", "Sayfa 7.", "Son."],
    "cs": ["Pan dr. Novák a Karel IV. Lucemburský byli na 2. Moravě, např. v Brně.", "On odešel."],
    "fi": ["Prof. Aho tuli esim. Turusta 3. Tammikuuta.", "Hän lähti."],
    "sv": ["Prof. Ek kom bl.a. Till fots kl. 15.30 i maj.", "Han gick."],
    "el": ["Ο κ. Παππάς ήρθε;", "Ναι.", "Η κα. Νίκα έφυγε."],
    "hy": ["Պրոֆ. Սարգսյանը եկավ։", "Նա ասաց. «Գնանք»:", "Վերջ:"],
    "ka": ["მან თქვა: „კი.“", "ის დარჩა."],
    "hi": ["डॉ. शर्मा आए।", "श्री. वर्मा गए।"],
    "ja quotation": ["彼は「もう行く。」と言った。", "彼女は残った。"],
    "ja": ["株価は３．５％上がった。", "2.5%下がった。"],
}


@pytest.mark.parametrize("name", OF_LANGUAGES)
def test_a_sentence_ends_where_its_language_ends_it(name):
    expected = OF_LANGUAGES[name]
    block = ("" if name.split()[0] == "ja" else " ").join(expected)
    assert cut(block, name.split()[0]) == expected


@pytest.mark.parametrize(
    ("block", "doubtful"),
    [
        ("He saw him in the U.S. The rest fled.", [0]),
        ("They sold it to Roe Ltd. It was cheap. He left.", [0]),
        ("It weighed 80 kg. Poe said so.", [0]),
        ("“Stop it!” Sue Poe spluttered in court. He left.", [0]),
        ("He works for Zip! Airlines and left. He did.", [0]),
        ("They slept until 6 p.m. Poe woke up.", [0]),
        ("He left. They stayed. “Why?” he asked. “So.” It rained! Nobody came.", []),
    ],
)
def test_an_end_that_may_be_none_is_doubtful(block, doubtful):
    assert lines_with_doubts(block)[1] == doubtful


def test_only_a_line_that_another_follows_has_a_doubtful_end():
    assert lines_with_doubts("He fled to the U.S. The")[1] == [0]
    assert lines_with_doubts("He saw it at 6 p.m. ")[1] == lines_with_doubts("He fled to the U.S. —")[1] == []


def test_every_abbreviation_is_listed_without_its_last_full_stop_and_under_a_known_language():
    for data in (TITLES, NUMBERED, MAY_END, OPENERS, LABELS):
        assert all(len(language) == 2 for language in data)
        assert not [word for words in data.values() for word in words if word.endswith(".")]
    assert not [(one, TITLES[one] & MAY_END[one]) for one in TITLES.keys() & MAY_END if TITLES[one] & MAY_END[one]]
