"""Repeats draws from the population, the key and docs/draw.md alone: nothing of the product's code is used.

    draw.py sample --population F --key S (--percent N | --tiers 99:30,300:20,:10 | --per-day N)
                   [--unit household] [--certain FIELD=VALUE] [--offset +08:00]
    draw.py repeat F
    draw.py vectors F
"""

import argparse
import datetime as dt
import hashlib
import hmac
import json
import math
import sys


def mac(key, text):
    return hmac.new(key.encode(), text.encode(), hashlib.sha256)


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


def code_units(text):
    return text.encode("utf-16-be", "surrogatepass")


def draw_order(ids, key):
    return sorted(ids, key=lambda one: (mac(key, one).hexdigest(), code_units(one)))


def required(population, percent):
    return (population * percent + 99) // 100


def first_of(units, count, key):
    certain = [unit["id"] for unit in units if unit.get("certain")]
    others = draw_order([unit["id"] for unit in units if not unit.get("certain")], key)
    return certain + others[: max(0, count - len(certain))]


def draw_known(units, quota, key):
    """Section 4: how many are required, and the set of the chosen ids."""
    if quota["kind"] == "per-day":
        days = {}
        for unit in units:
            days.setdefault(unit["group"], []).append(unit)
        counts = {day: min(quota["cap"], len(ones)) for day, ones in days.items()}
        chosen = [one for day, ones in days.items() for one in first_of(ones, counts[day], key)]
        return sum(counts.values()), set(chosen)
    percent = quota.get("percent")
    if quota["kind"] == "tiers":
        tiers = quota["tiers"]
        percent = next(tier["percent"] for tier in tiers if tier.get("upTo") is None or len(units) <= tier["upTo"])
    count = required(len(units), percent)
    return count, set(first_of(units, count, key))


def chance(block, number, key):
    return int.from_bytes(mac(key, f"block:{block}:{number}").digest()[:6], "big") / 2**48


def draw_block(block, size, percent, key):
    drawn, leader, weight = set(), 0, percent
    for number in range(1, size):
        total = weight + percent
        c = chance(block, number, key)
        if total < 100:
            if c * total >= weight:
                leader = number
            weight = total
            continue
        if c * (200 - total) < 100 - percent:
            drawn.add(leader)
            leader = number
        else:
            drawn.add(number)
        weight = total - 100
    return drawn


def drawn_places(places, percent, key):
    """Section 5: which of the first places are drawn."""
    if percent in (0, 100):
        return list(range(places)) if percent == 100 else []
    size = 100 // math.gcd(percent, 100)
    blocks = [draw_block(block, size, percent, key) for block in range(places // size + 1)]
    return [place for place in range(places) if place % size in blocks[place // size]]


def chosen_places(places, certain, percent, key):
    """Section 5: which of the first places are chosen where some are certain."""
    drawn, ahead, chosen = set(drawn_places(places, percent, key)), 0, []
    for place in range(places):
        if place in certain:
            chosen.append(place)
            ahead += place not in drawn
        elif place in drawn and ahead > 0:
            ahead -= 1
        elif place in drawn:
            chosen.append(place)
    return chosen


def top_up(population, percent, counted, still_open, key):
    missing = max(0, required(population, percent) - counted)
    chosen = draw_order(still_open, key)[:missing]
    return {"chosen": chosen, "short": missing - len(chosen)}


def repeat_draw(units, running, steps, key):
    """Sections 5 and 6: all that are chosen in the end, and the steps that say otherwise than they should."""
    certain = {place for place, unit in enumerate(units) if unit.get("certain")}
    first = [] if running is None else chosen_places(len(units), certain, running, key)
    chosen, wrong = {units[place]["id"]: None for place in first}, []
    for number, step in enumerate(steps):
        taken = step["chosen"]
        if step["kind"] not in ("certain", "hand"):
            passed = {one for one, _ in step["passed"]}
            known = [one for one in units[: step["size"]] if step.get("group") in (None, one.get("group"))]
            rest = [one["id"] for one in known if one["id"] not in chosen]
            able = [one for one in draw_order(rest, key) if one not in passed]
            taken = able[: max(0, step["asked"] - step["counted"])]
            if taken != step["chosen"]:
                wrong.append({"step": number, "should": taken})
        chosen.update(dict.fromkeys(taken))
    return list(chosen), wrong


def population_hash(ids):
    return sha256(json.dumps(sorted(ids, key=code_units), ensure_ascii=False, separators=(",", ":")))


def check_vectors(vectors):
    """Every vector that this program does not agree with."""
    wrong = []

    def check(kind, vector, found, said):
        if found != said:
            wrong.append({"kind": kind, "vector": vector, "found": found})

    for one in vectors["tickets"]:
        check("ticket", one, mac(one["key"], one["id"]).hexdigest(), one["ticket"])
    for one in vectors["required"]:
        check("required", one, required(one["population"], one["percent"]), one["count"])
    for one in vectors["samples"]:
        count, chosen = draw_known(one["units"], one["quota"], one["key"])
        check("sample", one, [count, sorted(chosen)], [one["required"], sorted(one["chosen"])])
    for one in vectors["blocks"]:
        check("blocks", one, drawn_places(one["places"], one["percent"], one["key"]), one["drawn"])
    for one in vectors["topUps"]:
        found = top_up(one["population"], one["percent"], one["counted"], one["open"], one["key"])
        check("top-up", one, found, {"chosen": one["chosen"], "short": one["short"]})
    for one in vectors["certainPlaces"]:
        found = chosen_places(one["places"], set(one["certain"]), one["percent"], one["key"])
        check("certain places", one, found, one["chosen"])
    for one in vectors["parts"]:
        check("part", one, mac(one["key"], "part:" + one["label"]).hexdigest(), one["part"])
    for one in vectors["draws"]:
        found, wrong_steps = repeat_draw(one["units"], one["running"], one["steps"], one["key"])
        check("draw", one, [sorted(found), wrong_steps], [sorted(one["chosen"]), []])
    for one in vectors["hashes"]:
        found = sha256(one["key"]) if "key" in one else population_hash(one["population"])
        check("hash", one, found, one["hash"])
    return wrong


def local_day(text, offset):
    return dt.datetime.fromisoformat(text).astimezone(offset).date()


def days_of(events, offset):
    """Section 3, per day: the day with whose orders each event counts."""
    days = [local_day(event.get("dispatchedAt") or event["reportedAt"], offset) for event in events]
    monday = lambda day: day - dt.timedelta(days=day.weekday())
    week = max(monday(day) for day in days)
    for at, event in enumerate(events):
        if days[at] < week and event.get("resolvedAt"):
            done = local_day(event["resolvedAt"], offset)
            if monday(done) == week:
                days[at] = done
    return [day.isoformat() for day in days]


def sample(options):
    """The lines of `huifang sample`, from the population's events."""
    with open(options.population, encoding="utf-8") as file:
        events = [json.loads(line) for line in file if line.strip()]
    households = options.unit == "household"
    ids = [f"{event['estate']}/{event['household']}" if households else event["id"] for event in events]
    field, _, value = (options.certain or "").partition("=")
    groups = days_of(events, options.offset) if options.per_day is not None else [None] * len(events)
    units = {}
    for event, one, group in zip(events, ids, groups):
        unit = units.setdefault(one, {"id": one, "certain": False, "group": group})
        unit["certain"] = unit["certain"] or (field != "" and str(event.get(field)) == value)
    count, chosen = draw_known(list(units.values()), quota_of(options), options.key)
    lines = [{"id": event["id"], "chosen": one in chosen} for event, one in zip(events, ids)]
    return lines + [{"population": len(units), "required": count, "chosen": len(chosen), "seed": options.key}]


def repeat(file):
    """What of an exported draw does not follow from its units, its steps and its key."""
    with open(file, encoding="utf-8") as opened:
        draw = json.load(opened)
    if draw["key"] is None:
        return ["the key is not published"]
    chosen, wrong = repeat_draw(draw["units"], draw["running"], draw["steps"], draw["key"])
    left = {unit["id"] for unit in draw["units"] if unit.get("left")}
    stands = set(draw["chosen"]) - left
    wrong += [{"chosen, and should not be": one} for one in sorted(stands - set(chosen))]
    wrong += [{"not chosen, and should be": one} for one in sorted(set(chosen) - stands - left)]
    if sha256(draw["key"]) != draw["keyHash"]:
        wrong.append("the key's hash is another")
    members = [unit["id"] for unit in draw["units"] if not unit.get("left")]
    if draw["populationHash"] not in (None, population_hash(members)):
        wrong.append("the population's hash is another")
    return wrong


def quota_of(options):
    if options.per_day is not None:
        return {"kind": "per-day", "cap": options.per_day}
    if options.tiers is None:
        return {"kind": "percent", "percent": options.percent}
    tiers = [tier.split(":") for tier in options.tiers.split(",")]
    return {
        "kind": "tiers",
        "tiers": [{"upTo": int(end) if end else None, "percent": int(percent)} for end, percent in tiers],
    }


def offset_of(text):
    sign, hours, minutes = text[0], int(text[1:3]), int(text[4:6])
    span = dt.timedelta(hours=hours, minutes=minutes)
    return dt.timezone(-span if sign == "-" else span)


def main():
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers(dest="command", required=True)
    drawing = commands.add_parser("sample")
    drawing.add_argument("--population", required=True)
    drawing.add_argument("--key", required=True)
    drawing.add_argument("--percent", type=int)
    drawing.add_argument("--tiers")
    drawing.add_argument("--per-day", type=int)
    drawing.add_argument("--unit", default="event")
    drawing.add_argument("--certain")
    drawing.add_argument("--offset", type=offset_of, default=offset_of("+08:00"))
    commands.add_parser("repeat").add_argument("file")
    commands.add_parser("vectors").add_argument("file")
    options = parser.parse_args()
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    if options.command == "sample":
        for line in sample(options):
            print(json.dumps(line, ensure_ascii=False, separators=(",", ":")))
        return 0
    if options.command == "repeat":
        wrong = repeat(options.file)
    else:
        with open(options.file, encoding="utf-8") as file:
            wrong = check_vectors(json.load(file))
    for one in wrong:
        print(json.dumps(one, ensure_ascii=False))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
