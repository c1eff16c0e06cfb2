"""Life-cycles: what may become what, read and proved: every state can be reached, and from every state there is an ending."""

from schema import Lifecycle, Move


def read(check, place, name, table):
    """One entry of [lifecycle.*]."""
    check.word(place, name)
    check.keys(place, table, {"since", "prose", "first", "state", "move"})
    states = {}
    for state, values in check.get(place, table, "state", dict).items():
        check.word(place, state)
        if not isinstance(values, dict) or set(values) - {"words", "ends"}:
            check.fault(place, f"state {state} may have words and ends")
            values = {}
        if not str(values.get("words", "")).strip():
            check.fault(place, f"state {state} has no words")
        states[state] = {"words": values.get("words", ""), "ends": values.get("ends", False) is True}
    made = Lifecycle(name, check.since(place, table), check.get(place, table, "prose", str),
        check.get(place, table, "first", str), states, [])
    for number, values in enumerate(check.get(place, table, "move", list, []), 1):
        made.moves += read_move(check, place, states, f"move {number}", values)
    prove(check, place, made)
    return made


def read_move(check, place, states, title, values):
    """The moves that one [[move]] stands for: one for each state it may start from."""
    for key in sorted(set(values) - {"from", "to", "by", "prose"}):
        check.fault(place, f'{title} has an unknown key "{key}"')
    starts = values.get("from", [])
    starts = [starts] if isinstance(starts, str) else starts
    to, by = values.get("to", ""), values.get("by", [])
    for state in [*starts, to]:
        if state not in states:
            check.fault(place, f'{title} names an unknown state "{state}"')
    if not starts:
        check.fault(place, f"{title} starts nowhere: from is missing")
    if not isinstance(by, list) or not by:
        check.fault(place, f"{title} to {to} may be made by nobody: by is empty")
        by = []
    for who in by:
        check.word(place, str(who))
    if not str(values.get("prose", "")).strip():
        check.fault(place, f"{title} has no prose")
    return [Move(start, to, tuple(by), values.get("prose", "")) for start in starts]


def prove(check, place, made):
    """Faults for states that nothing leads to or out of, and for moves that contradict one another."""
    if made.first not in made.states:
        check.fault(place, f'starts in an unknown state "{made.first}"', "first")
        return
    if not any(state["ends"] for state in made.states.values()):
        check.fault(place, "has no state that ends it")
    pairs = [(move.from_, move.to) for move in made.moves]
    for pair in sorted({pair for pair in pairs if pairs.count(pair) > 1}):
        check.fault(place, f"moves from {pair[0]} to {pair[1]} twice")
    for move in made.moves:
        if made.states.get(move.from_, {}).get("ends"):
            check.fault(place, f"state {move.from_} ends, but moves on to {move.to}")
    reached = closure({made.first}, pairs)
    ended = closure({name for name, state in made.states.items() if state["ends"]}, [(to, start) for start, to in pairs])
    for state in made.states:
        if state not in reached:
            check.fault(place, f"state {state} cannot be reached from {made.first}")
        if state not in ended:
            check.fault(place, f"state {state} has no way to an ending")


def closure(start, pairs):
    """Every state that can be reached from the states of start."""
    found, before = set(start), None
    while found != before:
        before = set(found)
        found |= {to for origin, to in pairs if origin in before}
    return found
