"""Vectors: messages as bytes, with the one right reading of each, for every program that speaks the language.

The readings are written by hand here; only the bytes are computed. Two kinds: frames (a whole WebSocket message: is it a request, a
response, a notification, or broken?) and params (the map of a request, held against its operation: fine, or refused, and why?).
"""

import base64
import json

from packing import Raw, pack

NONCE = bytes(range(16))
NONCE_TEXT = base64.urlsafe_b64encode(NONCE).decode().rstrip("=")
NOT_A_MESSAGE = "a message must be [0, id, name, params], [1, id, error, result] or [2, name, params]"
ENDED = "the bytes end in the middle of a value"
ONE_MAP = "the parameters must be an array of one map"
ERROR_WORDS = "Words for a person."


def jsonable(value):
    """A reading as it stands in JSON: bytes as base64url without padding."""
    if isinstance(value, bytes):
        return base64.urlsafe_b64encode(value).decode().rstrip("=")
    if isinstance(value, dict):
        return {key: jsonable(inside) for key, inside in value.items()}
    return [jsonable(inside) for inside in value] if isinstance(value, list) else value


def request(name, number, operation, params=None, **more):
    """A well-formed request; canonical: encoding the reading again gives the same bytes."""
    frame = pack([0, number, operation, [] if params is None else [params]])
    return {"name": name, "hex": frame.hex(), "kind": "request", "id": number, "operation": operation,
        "params": jsonable(params), "canonical": True} | more


def response(name, number, error, result):
    return {"name": name, "hex": pack([1, number, error, result]).hex(), "kind": "response", "id": number, "error": error,
        "result": jsonable(result), "canonical": True}


def refusal(name, code, detail=None, retry_after_ms=None):
    """A response that refuses."""
    error = {"code": code, "message": ERROR_WORDS}
    error |= {"detail": detail} if detail is not None else {}
    error |= {"retry_after_ms": retry_after_ms} if retry_after_ms is not None else {}
    return response(name, 7, error, None)


def notification(name, word, *maps):
    return {"name": name, "hex": pack([2, word, list(maps)]).hex(), "kind": "notification", "notification": word,
        "params": jsonable(list(maps)), "canonical": True}


def broken(name, frame, problem):
    return {"name": name, "hex": frame.hex(), "kind": "broken", "problem": problem}


def requests():
    post = {"nonce": NONCE, "channel": 12, "text": "Shw mae, bawb?", "lang": "cy"}
    long_id = pack([0, 1, "topic.list", [{}]]).replace(b"\x94\x00\x01", b"\x94\x00\xcf" + (1).to_bytes(8, "big"), 1)
    return [
        request("hello with a token", 0, "session.hello", {"token": "a" * 43, "client": "vectors 1"}),
        request("hello as nobody", 1, "session.hello", {"client": "vectors 1"}),
        request("a post in Welsh", 2, "channel.post", post),
        request("a circle", 4294967295, "circle.open", {"nonce": NONCE, "title": "Repair cafés", "purpose": "What works.",
            "topics": [1, 2, 300], "seats": 12, "language": "en"}),
        request("no parameters", 3, "channel.list"),
        request("an empty map of parameters", 4, "topic.list", {}),
        request("an operation that nobody knows", 5, "tea.brew", {"sugar": 2}),
        request("a field that nobody knows", 6, "topic.list", {"colour": "blue", "language": "cy"}),
        {"name": "an id in a longer form than it needs", "hex": long_id.hex(), "kind": "request", "id": 1, "operation": "topic.list", "params": {}},
    ]


def responses():
    me = {"id": 5, "name": "Elin", "language": "cy", "roles": ["member", "facilitator"]}
    limits = {"frame_bytes_max": 65536, "text_bytes_max": 16000, "requests_per_s": 20, "requests_burst": 60, "requests_open_max": 32,
        "subscriptions_max": 200, "history_max": 200}
    return [
        response("hello", 0, None, {"person": me, "inbox": 9, "limits": limits, "heartbeat_s": 30, "version": 1}),
        response("a post is kept", 2, None, {"seq": 4711, "at": 1795269600000000}),
        response("nothing to say", 8, None, {}),
        refusal("a request before hello", "unauthenticated"),
        refusal("a second hello", "conflict", "already_hello"),
        refusal("a channel of others, or none at all", "not_found"),
        refusal("a post to a thing that may be seen only", "denied"),
        refusal("a field that is missing", "invalid", "text is missing"),
        refusal("a text that is too long", "too_large", "text is longer than 16000 bytes"),
        refusal("a nonce with other content", "conflict", "nonce_reused"),
        refusal("an invitation that has ended", "conflict", "expired"),
        refusal("an invitation that was used", "conflict", "already_used"),
        refusal("a link of someone else's, or none at all", "not_found"),
        refusal("a circle without a seat", "conflict", "full"),
        refusal("too fast", "rate_limited", retry_after_ms=250),
        refusal("the database is away", "unavailable", retry_after_ms=2000),
        refusal("a fault", "internal"),
    ]


def notifications():
    said = {"channel": 12, "seq": 4711, "kind": "message", "at": 1795269600000000, "actor": 5, "lang": "cy", "body": {"text": "Shw mae?"}}
    more = {"channel": 12, "seq": 4712, "kind": "reaction", "at": 1795269601000000, "actor": 6, "body": {"seq": 4711, "mark": "🙂"}}
    state = {"channel": 12, "seq": 4713, "kind": "state", "at": -1, "actor": None,
        "body": {"object": "circle", "id": 3, "from": "inviting", "to": "active", "by": None}}
    return [
        notification("one event", "event", said),
        notification("three events in one frame", "event", said, more, state),
        notification("typing", "signal", {"kind": "typing", "channel": 12, "persons": [5, 6]}),
        notification("presence of many", "signal", {"kind": "presence", "channel": 12, "count": 51}),
        notification("your own mark", "signal", {"kind": "read", "channel": 12, "seq": 4711}),
        notification("lagged", "lagged", {"channel": 12, "seq": 4000}),
        notification("skipped", "skipped", {"channel": 12, "from": 1, "to": 9007199254740991}),
        notification("going away", "goaway", {"reason": "restart", "retry_after_ms": 1000}),
        notification("a kind that a client does not know", "weather", {"rain": True}),
    ]


def malformed():
    """Frames that are no message at all: the connection ends, with the problem as its reason."""
    whole = pack([0, 1, "channel.list", [{}]])
    deep = Raw(b"\x91" * 40 + b"\x90")
    return [
        broken("nothing", b"", ENDED),
        *[broken(f"a request cut after {n} bytes", whole[:n], ENDED) for n in range(1, len(whole))],
        broken("a byte behind the message", whole + b"\xc0", "there are bytes behind the message"),
        broken("the byte that is never used", b"\xc1", "the byte c1 is no MessagePack"),
        broken("the same byte inside", pack([0, 1, "channel.list", [{"a": Raw(b"\xc1")}]]), "the byte c1 is no MessagePack"),
        broken("four thousand million elements in five bytes", b"\xdd\xff\xff\xff\xff", ENDED),
        broken("four thousand million pairs in five bytes", b"\xdf\xff\xff\xff\xff", ENDED),
        broken("four thousand million characters in five bytes", b"\xdb\xff\xff\xff\xff", ENDED),
        broken("four thousand million bytes of ext", b"\xc9\xff\xff\xff\xff\x01", ENDED),
        broken("nested forty deep", pack([0, 1, "channel.list", [{"a": deep}]]), "arrays and maps are nested too deep"),
        broken("an answer with a text that is not UTF-8", pack([1, 1, None, {"a": Raw(b"\xa1\xff")}]), "a text is not UTF-8"),
        broken("news with a text that is not UTF-8", pack([2, "event", [{"a": Raw(b"\xa1\xff")}]]), "a text is not UTF-8"),
        broken("a name that is not UTF-8", pack([0, 1, Raw(b"\xa1\xff"), []]), "a text is not UTF-8"),
        broken("JSON", b'[0,1,"channel.list",[{}]]', "there are bytes behind the message"),
        broken("a number", pack(5), "a message must be an array"),
        broken("a map", pack({"id": 1}), "a message must be an array"),
        broken("an empty array", pack([]), NOT_A_MESSAGE),
        broken("a fourth type of message", pack([3, 1, "channel.list", []]), NOT_A_MESSAGE),
        broken("a type that is text", pack(["0", 1, "channel.list", []]), NOT_A_MESSAGE),
        broken("a request of three parts", pack([0, 1, "channel.list"]), NOT_A_MESSAGE),
        broken("a request of five parts", pack([0, 1, "channel.list", [], None]), NOT_A_MESSAGE),
        broken("a notification of four parts", pack([2, "event", [], None]), NOT_A_MESSAGE),
        broken("an id below zero", pack([0, -1, "channel.list", []]), "a request's id must be a number below 2^32"),
        broken("an id of 2^32", pack([0, 2**32, "channel.list", []]), "a request's id must be a number below 2^32"),
        broken("an id above 2^63", pack([0, 2**64 - 1, "channel.list", []]), "a request's id must be a number below 2^32"),
        broken("an id that is text", pack([0, "1", "channel.list", []]), "a request's id must be a number below 2^32"),
        broken("an id that is a float", pack([0, 1.0, "channel.list", []]), "a request's id must be a number below 2^32"),
        broken("a response's id that is nil", pack([1, None, None, {}]), "a response's id must be a number below 2^32"),
        broken("an operation that is a number", pack([0, 1, 7, []]), "an operation's name must be text"),
        broken("an operation that is bytes", pack([0, 1, b"channel.list", []]), "an operation's name must be text"),
        broken("parameters that are a map", pack([0, 1, "channel.list", {}]), ONE_MAP),
        broken("parameters that are nil", pack([0, 1, "channel.list", None]), ONE_MAP),
        broken("parameters by position", pack([0, 1, "channel.history", [12, 50]]), ONE_MAP),
        broken("two maps of parameters", pack([0, 1, "channel.list", [{}, {}]]), ONE_MAP),
        broken("a notification whose name is nil", pack([2, None, []]), "a notification's name must be text"),
        broken("a notification whose parameters are a map", pack([2, "event", {}]), "a notification's parameters must be an array"),
    ]


def held(name, operation, params, outcome="ok", detail=""):
    """A map of parameters, held against its operation."""
    return {"name": name, "operation": operation, "hex": pack(params).hex(), "outcome": outcome, "detail": detail}


def params():
    post = {"nonce": NONCE, "channel": 12, "text": "Hello"}
    circle = {"nonce": NONCE, "title": "A", "purpose": "B", "topics": [1], "seats": 2}
    twice = Raw(b"\x82" + pack("language") + pack("en") + pack("language") + pack("cy"))
    anything = Raw(b"\x82" + pack("colour") + b"\xc7\x01\x05\x00" + pack("language") + pack("cy"))
    ids = "must be a whole number from 1 to 9007199254740991"
    return [
        held("a post", "channel.post", post),
        held("an optional field that is nil counts as absent", "channel.post", post | {"lang": None}),
        held("unknown fields are passed over, whatever they hold", "topic.list", anything),
        held("the longest text", "channel.post", post | {"text": "x" * 16000}),
        held("no topics", "circle.open", circle | {"topics": []}),
        held("the most topics", "circle.open", circle | {"topics": list(range(1, 11))}),
        held("the largest id", "channel.members", {"channel": 2**53 - 1}),
        held("the position before the first", "channel.read", {"channel": 1, "seq": 0}),
        held("a role", "role.grant", {"nonce": NONCE, "person": 1, "role": "safeguarding"}),
        held("not a map", "channel.list", [], "invalid", "the parameters must be one map"),
        held("a field's name that is a number", "channel.members", {5: 1}, "invalid", "a field's name must be text"),
        held("a missing field", "channel.post", {"nonce": NONCE, "channel": 12}, "invalid", "text is missing"),
        held("a missing nonce", "channel.post", {"channel": 12, "text": "Hello"}, "invalid", "nonce is missing"),
        held("a needed field that is nil", "channel.post", post | {"text": None}, "invalid", "text must not be nil"),
        held("a field that stands twice", "topic.list", twice, "invalid", "language stands twice"),
        held("a number where text belongs", "channel.post", post | {"text": 5}, "invalid", "text must be text"),
        held("bytes where text belongs", "channel.post", post | {"text": b"Hello"}, "invalid", "text must be text"),
        held("text where a number belongs", "channel.post", post | {"channel": "12"}, "invalid", "channel must be a whole number"),
        held("a float where a number belongs", "channel.post", post | {"channel": 12.0}, "invalid", "channel must be a whole number"),
        held("text where bytes belong", "channel.post", post | {"nonce": NONCE_TEXT}, "invalid", "nonce must be bytes"),
        held("a number where a flag belongs", "session.end", {"everywhere": 1}, "invalid", "everywhere must be true or false"),
        held("a map where a list belongs", "circle.open", circle | {"topics": {}}, "invalid", "topics must be a list"),
        held("text inside a list of numbers", "circle.open", circle | {"topics": [1, "2"]}, "invalid", "topics[1] must be a whole number"),
        held("an id of zero inside a list", "circle.open", circle | {"topics": [1, 2, 0]}, "invalid", f"topics[2] {ids}"),
        held("an id of zero", "channel.members", {"channel": 0}, "invalid", f"channel {ids}"),
        held("an id of 2^53", "channel.members", {"channel": 2**53}, "invalid", f"channel {ids}"),
        held("an id of 2^64 - 1", "channel.members", {"channel": 2**64 - 1}, "invalid", f"channel {ids}"),
        held("one seat", "circle.open", circle | {"seats": 1}, "invalid", "seats must be a whole number from 2 to 50"),
        held("too many seats", "circle.open", circle | {"seats": 51}, "invalid", "seats must be a whole number from 2 to 50"),
        held("an empty text", "channel.post", post | {"text": ""}, "invalid", "text is empty"),
        held("a text that is too short", "session.link", {"email": "a"}, "invalid", "email is shorter than 3 bytes"),
        held("a text that is a byte too long", "channel.post", post | {"text": "x" * 16001}, "too_large", "text is longer than 16000 bytes"),
        held("bytes are counted, not characters", "channel.react", {"nonce": NONCE, "channel": 1, "seq": 1, "mark": "é" * 17}, "too_large",
            "mark is longer than 32 bytes"),
        *[held(f"a name with {what}", "profile.set", {"nonce": NONCE, "name": text}, "invalid", "name holds a control character or an end of line")
            for what, text in [("a line end", "Ann\nBen"), ("an escape", "\x1b[31mAnn"), ("a delete", "An\x7fn"), ("a control of C1", "An\x9bn"),
                ("a paragraph's end", "Ann\u2029Ben"), ("a turned direction", "Ann\u202egpj"), ("an isolated direction", "Ann\u2066gpj")]],
        *[held(f"a title of {what}", "circle.open", circle | {"title": text}, "invalid", "title is blank")
            for what, text in [("spaces", "   "), ("wide spaces", "\u3000\u2003"), ("nothing that has a width", "\u200b\u200d\ufeff"),
                ("fillers", "\u3164\u2800"), ("tags", "\U000e0041")]],
        held("a name of every script", "profile.set", {"nonce": NONCE, "name": "Siân \u05d3\u05d5\u05d3 \u0639\u0644\u06cc 🙂"}),
        held("a mark that is joined", "channel.react", {"nonce": NONCE, "channel": 1, "seq": 1, "mark": "👩\u200d🌾"}),
        held("lines in a message", "channel.post", post | {"text": "one\ntwo\t\n"}),
        held("lines in a paragraph", "circle.open", circle | {"purpose": "one\ntwo"}),
        held("a short nonce", "channel.post", post | {"nonce": NONCE[:15]}, "invalid", "nonce is shorter than 16 bytes"),
        held("a long nonce", "channel.post", post | {"nonce": NONCE + b"!"}, "too_large", "nonce is longer than 16 bytes"),
        held("too many topics", "circle.open", circle | {"topics": list(range(1, 12))}, "too_large", "topics has more than 10 elements"),
        held("a role that there is not", "role.grant", {"nonce": NONCE, "person": 1, "role": "king"}, "invalid",
            "role must be member, coach, facilitator, coordinator, broker, safeguarding or operator"),
        held("a text that is not UTF-8", "channel.post", post | {"text": Raw(b"\xa1\xff")}, "invalid", "text is not UTF-8, or holds a zero byte"),
        *[held(f"a text with {what}", "channel.post", post | {"text": Raw(bytes)}, "invalid", "text is not UTF-8, or holds a zero byte")
            for what, bytes in [("a character cut short", b"\xa2\xc3\x28"), ("an overlong slash", b"\xa2\xc0\xaf"),
                ("half a surrogate pair", b"\xa3\xed\xa0\x80"), ("more than the last character", b"\xa4\xf4\x90\x80\x80"),
                ("a zero byte", b"\xa3a\0b")]],
        held("a text that is not UTF-8 in a field that nobody knows", "topic.list", {"a": [Raw(b"\xa1\xff")]}, "invalid", "a text is not UTF-8"),
        held("a field's name that is not UTF-8", "topic.list", {Raw(b"\xa1\xff"): 1}, "invalid", "a text is not UTF-8"),
    ]


def write(_schema):
    """All vectors as {file: text}."""
    files = {
        "requests.json": ("Whole frames that are requests, and what they say.", requests()),
        "responses.json": ("Whole frames that are responses, one of each refusal among them.", responses()),
        "notifications.json": ("Whole frames that are notifications.", notifications()),
        "broken.json": ("Frames that are no message: the connection ends with this problem as its reason.", malformed()),
        "params.json": ("Parameters held against their operation's schema.", params()),
    }
    return {name: json.dumps({"about": about, "vectors": rows}, indent=1, ensure_ascii=False) + "\n" for name, (about, rows) in files.items()}
