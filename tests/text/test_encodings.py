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
    "iso8859_2": [
        "Rząd zapewnił, że w mieście nie doszło do żadnych walk. Świadkowie mówią co innego.",
        "Můžeme jen čekat, řekl účetní města, a že část peněz zmizela.",
    ],
    "cp437": ["Die Straße war für Fußgänger gesperrt, sagte der Bürgermeister."],
    "cp850": ["O presidente não falou à nação.", "A café in the old town was hit."],
    "cp852": ["Burmistrz zapewnił, że część pieniędzy zniknęła."],
    "cp857": ["Belediye başkanı köprünün açılacağını söyledi."],
    "cp866": ["Министерство сообщило, что город остаётся под контролем."],
    "cp1256": ["قال الوزير إن الجسر لم يفتح بعد."],
    "gb18030": ["政府说他们没有这样做。"],
    "shift_jis": ["日本政府は何も言わなかった。"],
}
DOUBTFUL = {
    "cp1254": ["Erdoğan said it was so.", "The Şuşa road was shut, İbrahim Yılmaz said."],
    "cp1250": [
        "Čapek said so.",
        "Ernő Szűcs and Ödön Kőrösi, two of his aides, refused to comment.",
        "A kormány szerint nem történt semmi, de az őrök mást láttak.",
    ],
}

# Azerbaijani has its ə in none of these encodings; from 1991 to 1992 it was written ä, and some kept to that.
TABLE = {
    "English, Hungarian names": (
        "The minister said the office would stay open. Gergő Szűcs and Ödön Kőrösi, two of his aides, "
        "refused to comment."
    ),
    "English, one Hungarian name": ("The bridge was shut in May, said Ernő Balog, who runs the ferry."),
    "English, Polish names": (
        "The mayor of Łódź, Hanna Zdanowska, said Wałęsa was wrong about the price of the bridge."
    ),
    "English, one Polish name": ("A spokesman for Grzegorz Bęben said that the firm had paid the tax."),
    "English, Czech names": ("Prime minister Petr Nečas told Jiří Dvořák that the tax would rise in May."),
    "English, one Czech name": "The letter to Nečas was not sent, two officials said.",
    "English, Croatian names": ("The court in Split freed Zoran Kovačević, and Ivan Đurić was fined."),
    "English, Romanian names": ("Mayor Sorin Brătianu said that the road to Vălenii was shut for 12 days."),
    "English, Turkish names": ("The police said Ayşe Yıldız and Tuğba Işık were held in İzmir for two days."),
    "English, one Turkish name": "The firm of Tuğba Ates paid for the road, the court was told.",
    "English, French names": ("The report by Hélène Lefèvre and François Coëtlogon was read to the council."),
    "English, one French name": "The report by Geneviève Martin was read to the council on Monday.",
    "English, German names": ("The factory of Jürgen Müßig in Köln was sold to the city for 5 million."),
    "English, Portuguese names": "The mayor of São Simão said that João Simões had not been paid.",
    "English, Spanish names": "The mayor, Íñigo Muñoz, said the water of the river Miño was clean.",
    "English, Danish names": ("Søren Kjærgård of Ærø said the ferry was late on 40 days of the year."),
    "English, Icelandic names": ("The minister, Þórður Guðmundsson, said the price of fish was too high."),
    "English, marks": "“We lost 5½ per cent,” he said – and the firm’s share fell to £4.",
    "English, Cyrillic words": "The paper Правда said that the road to Самара was shut.",
    "English, Arabic words": "The sign said السلام عليكم in black letters on a white wall.",
    "Hungarian": (
        "A polgármester szerint a híd őszig nem nyílik meg. Az űrhajós múzeum előtt öt hűtőkocsi állt, és"
        " a tűzoltók több mint két órán át dolgoztak."
    ),
    "Hungarian, short": "A kormány szerint nem történt semmi, de az őrök mást láttak.",
    "Polish": (
        "Burmistrz zapewnił, że most zostanie otwarty w październiku. Świadkowie mówią jednak, że żadnych"
        " prac jeszcze nie rozpoczęto, a część pieniędzy zniknęła."
    ),
    "Polish, short": "Są już w Łodzi.",
    "Czech": (
        "Starosta řekl, že most bude otevřen až v říjnu. Svědkové však tvrdí, že práce ještě nezačaly a "
        "že část peněz zmizela. Můžeme jen čekat, dodal účetní města."
    ),
    "Czech, short": "Ministr řekl, že se příští týden sejdou.",
    "Turkish": (
        "Belediye başkanı köprünün ekim ayında açılacağını söyledi. Tanıklar ise çalışmaların henüz "
        "başlamadığını, paranın bir kısmının da kaybolduğunu anlattı. İşçiler ücretlerini alamadı."
    ),
    "Turkish, short": "Köprü bugün açıldı, dedi şoför.",
    "Azerbaijani": (
        "Şähär meri körpünün oktyabrda açılacağını dedi. Şahidlär isä işlärin hälä başlamadığını vä pulun"
        " bir hissäsinin itdiyini bildirdi. Äliyev bu barädä danışmadı."
    ),
    "Russian": (
        "Мэр сообщил, что мост откроют в октябре. Свидетели говорят, что работы ещё не начались, а часть "
        "денег исчезла. Объём работ никто не назвал."
    ),
    "Russian, short": "Да, это так.",
    "French": (
        "Le maire a déclaré que le pont rouvrirait en août. Les témoins affirment que les travaux n'ont "
        "même pas commencé et qu'une partie de l'argent a été volée à l'hôtel de ville. Où est-elle "
        "passée, ça, nul ne le sait."
    ),
    "French, short": "Le père de l'élève a dit qu'il n'était pas là.",
    "German": (
        "Der Bürgermeister erklärte, die Brücke werde erst im Oktober geöffnet. Zeugen sagen, dass die "
        "Arbeiten noch nicht begonnen hätten und ein großer Teil des Geldes verschwunden sei. Über die "
        "Höhe schwieg er."
    ),
    "German, short": "Die Straße war für Fußgänger gesperrt.",
    "Arabic": (
        "قال رئيس البلدية إن الجسر سيفتح في أكتوبر. وقال شهود إن العمل لم يبدأ بعد، وإن جزءا من المال "
        "اختفى. ولم يعلق المجلس على هذا."
    ),
    "Arabic, short": "لم يحدث شيء، قال الوزير.",
    "German, Czech names": (
        "Der Minister Petr Nečas sagte in Brünn, dass die Straße für Jiří Dvořák gesperrt sei und nicht geöffnet wird."
    ),
    "German, Hungarian name": (
        "Der Bürgermeister Ernő Szűcs sagte, dass die Brücke nicht vor dem Herbst geöffnet wird."
    ),
    "German, Turkish names": (
        "Die Polizei hat Ayşe Yıldız und Tuğba Işık in Köln für zwei Tage in Gewahrsam genommen, sagte "
        "der Bürgermeister."
    ),
    "French, Turkish names": (
        "Le maire a déclaré à Tuğba Ateş que le pont de la ville était fermé et que les travaux étaient arrêtés."
    ),
    "Hungarian, Slovak names": (
        "A szlovák kormány szerint Ľudovít Štúr hídja előtt nem volt őr, és Jiří Nečas sem látta a tűzoltókat."
    ),
    "Polish, Hungarian name": (
        "Minister powiedział, że Ernő Szűcs nie jest w Łodzi i że do września żadnych rozmów nie będzie."
    ),
    "Czech, Polish names": ("Starosta řekl, že Lech Wałęsa a Grażyna Bęben se v květnu v Brně neobjevili."),
    "English, Kazakh words in Cyrillic": (
        "The paper Егемен said that the road to Шымкент was shut, and Вечерний Алматы said no."
    ),
    "English, three names in 600 sentences": "The minister said that the road was shut. " * 300
    + "Nečas, Wałęsa and Szűcs said nothing. "
    + "It was open in May. " * 300,
    "English, many Hungarian names": " ".join(
        f"{name} said that the tax was fair."
        for name in ("Ernő", "Gergő", "Szűcs", "Kőrösi", "Győző", "Fűzfa", "Tőkés", "Lőrinc", "Erdős", "Hegedűs")
    ),
}
OLD = ["cp1250", "cp1251", "cp1252", "cp1254", "cp1256", "iso8859_2", "iso8859_15", "mac_roman", "koi8_r"]
OLD += ["cp437", "cp850", "cp852", "cp857", "cp866"]


def _writes(encoding, text):
    try:
        return text.encode(encoding).decode(encoding) == text
    except UnicodeEncodeError:
        return False


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        pytest.param(encoding, text, id=f"{name}-{encoding}")
        for name, text in TABLE.items()
        for encoding in OLD
        if _writes(encoding, text)
    ],
)
def test_no_text_is_read_wrong_without_a_doubt(encoding, text):
    found = readings(text.encode(encoding))
    assert text in [reading.text for reading in found], [reading.text for reading in found]
    if len(found) > 1:
        shown = [tuple(excerpts(reading, found)) for reading in found]
        assert all(shown) and len(set(shown)) == len(shown)


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
