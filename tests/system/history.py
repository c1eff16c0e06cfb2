"""History: judges what posters and listeners wrote down against what the database holds. It knows nothing of the daemon's code.

Notes, in the order in which their writer made them:
  ("post", who, channel, nonce, text)            before a post is sent
  ("ack", who, channel, nonce, text, seq)        its answer arrived: it is kept at seq
  ("nack", who, channel, nonce, code)            it was refused, and that is final
  ("connect", listener, channel, cursor)         a listener follows a channel behind this position
  ("heard", listener, channel, seq, text)        an event arrived; text is None for kinds that are no message
  ("skipped", listener, channel, from, to)       positions were announced as skipped

Each rule has a letter and a number, which its findings begin with: D durability, O order, R resume, L liveness.
"""


def judge(notes, stored, heads):
    """stored: {(channel, seq): (author, nonce, text)} of messages; heads: {channel: head}. A list of findings, empty if all is well."""
    findings = []
    findings += durable(notes, stored)
    findings += nothing_invented(notes, stored)
    findings += once(stored, heads)
    findings += ordered(notes)
    findings += resumed(notes, stored)
    findings += arrived(notes, heads)
    return findings


def durable(notes, stored):
    """D1: what was acknowledged is in the database, where it was said to be. D4: the same nonce always has the same position."""
    seen = {}
    for note in notes:
        if note[0] != "ack":
            continue
        _, who, channel, nonce, text, seq = note
        if stored.get((channel, seq)) != (who, nonce, text):
            yield f"D1 acknowledged {text!r} of {who} at {channel}:{seq}, but there is {stored.get((channel, seq))}"
        if seen.setdefault((who, channel, nonce), seq) != seq:
            yield f"D4 {text!r} of {who} was acknowledged at {seen[who, channel, nonce]} and at {seq}"


def nothing_invented(notes, stored):
    """D2: what is stored was sent, word for word. D3: what was refused is not stored."""
    sent = {(note[1], note[2], note[3]): note[4] for note in notes if note[0] == "post"}
    refused = {(note[1], note[2], note[3]) for note in notes if note[0] == "nack"}
    for (channel, seq), (who, nonce, text) in stored.items():
        if sent.get((who, channel, nonce)) != text:
            yield f"D2 {channel}:{seq} holds {text!r} of {who}, who never sent it"
        if (who, channel, nonce) in refused:
            yield f"D3 {channel}:{seq} holds {text!r} of {who}, which was refused"


def once(stored, heads):
    """D4: nothing is stored twice. O1: no position is above the head."""
    places = {}
    for (channel, seq), (who, nonce, text) in stored.items():
        if (channel, who, nonce) in places:
            yield f"D4 {text!r} of {who} stands at {channel}:{places[channel, who, nonce]} and at {channel}:{seq}"
        places[channel, who, nonce] = seq
        if seq > heads[channel]:
            yield f"O1 {channel}:{seq} is above the head {heads[channel]}"


def ordered(notes):
    """O3: what a poster had acknowledged before sending the next stands before it."""
    last = {}
    for note in notes:
        if note[0] == "ack":
            _, who, channel, nonce, text, seq = note
            before = last.get((who, channel))
            if before is not None and before[0] != nonce and before[1] >= seq:
                yield f"O3 {who} had {channel}:{before[1]} acknowledged, then {text!r} came to stand at {seq}"
            last[who, channel] = (nonce, seq)


def resumed(notes, stored):
    """R1: every listener gets each position once and in order; what is left out was announced. O2: the words are those stored."""
    cursors = {}
    for note in notes:
        if note[0] == "connect":
            _, listener, channel, cursor = note
            before = cursors.get((listener, channel))
            if before is not None and before != cursor:
                yield f"R1 {listener} resumed {channel} behind {cursor}, having had {before}"
            cursors[listener, channel] = cursor
        elif note[0] == "heard":
            _, listener, channel, seq, text = note
            if seq != cursors[listener, channel] + 1:
                yield f"R1 {listener} heard {channel}:{seq} after {cursors[listener, channel]}"
            cursors[listener, channel] = seq
            if text is not None and stored.get((channel, seq), (None, None, None))[2] != text:
                yield f"O2 {listener} heard {text!r} at {channel}:{seq}, where there is {stored.get((channel, seq))}"
        elif note[0] == "skipped":
            _, listener, channel, first, last = note
            if first != cursors[listener, channel] + 1 or last < first:
                yield f"R2 {listener} was told that {channel}:{first}-{last} are skipped, after {cursors[listener, channel]}"
            cursors[listener, channel] = last


def arrived(notes, heads):
    """L1: at the end every listener has come to the head of every channel that it followed."""
    cursors = {}
    for note in notes:
        if note[0] == "connect":
            cursors[note[1], note[2]] = note[3]
        elif note[0] == "heard":
            cursors[note[1], note[2]] = note[3]
        elif note[0] == "skipped":
            cursors[note[1], note[2]] = note[4]
    for (listener, channel), cursor in cursors.items():
        if cursor != heads[channel]:
            yield f"L1 {listener} ended at {channel}:{cursor} of {heads[channel]}"
