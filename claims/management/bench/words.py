"""Articles for measuring: sentences of about twenty words about an invented town, of which no two are alike."""

WHO = (
    "harbour office,tram company,town council,water board,school inspector,fire brigade,"
    "market union,court clerk,hospital trust,rail inspector,housing desk,ferry line"
)
PLACES = (
    "Alderport,Northgate,Millbrook,Saltmarsh,Highfield,Quarry Hill,Old Wharf,Kingsbridge,Fenwick,"
    "Larch Valley,Stonehaven Road,East Basin"
)
VERBS = "said,counted,denied,estimated,announced,admitted,reported,claimed,confirmed,insisted,wrote,repeated"
THINGS = (
    "lorries,households,passengers,pumps,permits,classrooms,tenants,barges,complaints,cables,"
    "trees,night shifts,leases,buses,beds,bricks"
)
DEEDS = (
    "crossed the river bridge,lost their heating,waited at the main gate,were moved without notice,"
    "passed the yearly inspection,stood empty in the rain,were paid for twice,failed the second test"
)
WHEN = (
    "in March,during the flood,last winter,before the strike,on the first Monday,"
    "since the new timetable,within six weeks,over the holidays"
)
THAN = (
    "fewer than a year earlier,more than the contract allows,fewer than its own plan foresaw,"
    "more than were ever repaired"
)


def sentence(rnd):
    """Return one sentence with a speaker, a verb, two figures and a time, chosen by ``rnd`` (random.Random)."""
    who, place, verb, thing, deed, when, than = (
        rnd.choice(words.split(",")) for words in (WHO, PLACES, VERBS, THINGS, DEEDS, WHEN, THAN)
    )
    return f"The {place} {who} {verb} that {rnd.randint(12, 9999)} {thing} {deed} {when}, {rnd.randint(2, 900)} {than}."


def headline(rnd):
    place, thing, deed = (rnd.choice(words.split(",")) for words in (PLACES, THINGS, DEEDS))
    return f"{place}: how {rnd.randint(12, 9999)} {thing} {deed}"


def searches():
    """Return what people type into the search: one word, two words, a phrase, an unfinished word."""
    things, places, whos = THINGS.split(","), PLACES.split(","), WHO.split(",")
    for at in range(60):
        thing, place, who = things[at % len(things)], places[at % len(places)], whos[at % len(whos)]
        yield from (thing, f"{thing} {place}", f'"{who}" {thing}', f"{place} {thing[:4]}")
