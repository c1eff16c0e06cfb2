"""AsyncAPI: the same language as a document of AsyncAPI 3.1.0, for other people's tools."""

import json

CHANNEL = "#/channels/socket"
REQUEST_ID = {"type": "integer", "minimum": 0, "maximum": 2**32 - 1}


def of(made):
    """The JSON Schema of a type. Lengths are of bytes, which JSON Schema cannot say; they stand in x-bytes."""
    if made.kind == "list":
        return {"type": "array", "items": of(made.of), "minItems": made.min, "maxItems": made.max}
    if made.kind == "struct":
        return {"$ref": f"#/components/schemas/{made.shape.name}"}
    simple = {
        "int": {"type": "integer", "minimum": made.min, "maximum": made.max},
        "bool": {"type": "boolean"},
        "text": {"type": "string", "x-bytes": {"min": made.min, "max": made.max}} | ({"x-printable": True} if made.printable else {}),
        "bytes": {"type": "string", "format": "binary", "x-bytes": {"min": made.min, "max": made.max}},
        "enum": {"type": "string", "enum": list(made.values)},
        "any": {},
    }
    return simple[made.kind]


def shape(made):
    """The JSON Schema of a struct; unknown fields are allowed, as they are on the wire."""
    properties = {}
    for field in made.fields:
        inside = of(field.type)
        if field.nullable:
            inside = {"oneOf": [inside, {"type": "null"}]}
        properties[field.name] = {"allOf": [inside], "description": field.prose} if "$ref" in inside else {**inside, "description": field.prose}
    result = {"type": "object", "properties": properties}
    required = [field.name for field in made.fields if not field.optional]
    return result | ({"required": required} if required else {})


def tuple_of(*items):
    """An array of exactly these elements."""
    return {"type": "array", "items": list(items), "minItems": len(items), "maxItems": len(items)}


def params(inside):
    return {"type": "array", "items": inside, "maxItems": 1}


def message(title, summary, payload):
    return {"title": title, "summary": summary, "contentType": "application/vnd.msgpack", "payload": payload}


def operation_messages(made):
    request = tuple_of({"const": 0}, REQUEST_ID, {"const": made.name}, params(shape(made.takes)))
    reply = tuple_of({"const": 1}, REQUEST_ID, {"oneOf": [{"type": "null"}, {"$ref": "#/components/schemas/error"}]},
        {"oneOf": [{"type": "null"}, shape(made.gives)]})
    return {
        made.name: message(made.name, made.summary, request),
        f"{made.name}.answer": message(f"The answer to {made.name}", "An error, or what it gives.", reply),
    }


def operation(made):
    words = " ".join(part for part in (made.prose, f"Needs: {made.needs}.", f"Since {made.since}.", f"Counts as {made.cost} requests." if made.cost > 1 else "")
        if part)
    return {
        "action": "receive",
        "channel": {"$ref": CHANNEL},
        "summary": made.summary,
        "description": words,
        "messages": [{"$ref": f"{CHANNEL}/messages/{made.name}"}],
        "reply": {"channel": {"$ref": CHANNEL}, "messages": [{"$ref": f"{CHANNEL}/messages/{made.name}.answer"}]},
    }


def notification(made, schema):
    inside = {"$ref": f"#/components/schemas/{made.shape.name}"} if made.shape in schema.structs.values() else shape(made.shape)
    return message(made.name, made.prose, tuple_of({"const": 2}, {"const": made.name}, {"type": "array", "items": inside}))


def write(schema):
    """The text of asyncapi.json."""
    messages, operations = {}, {}
    for made in schema.operations.values():
        messages |= operation_messages(made)
        operations[made.name] = operation(made)
    for made in schema.notifications.values():
        messages[f"notification.{made.name}"] = notification(made, schema)
        operations[f"notification.{made.name}"] = {"action": "send", "channel": {"$ref": CHANNEL}, "summary": made.prose,
            "messages": [{"$ref": f"{CHANNEL}/messages/notification.{made.name}"}]}
    error = {"type": "object", "required": ["code", "message"], "properties": {
        "code": {"type": "string", "enum": list(schema.errors)},
        "message": {"type": "string", "description": "Words for a person, in the session's language."},
        "detail": {"type": "string", "description": "conflict: one of " + ", ".join(schema.reasons) + ". Otherwise words about a field."},
        "retry_after_ms": {"type": "integer", "minimum": 0}}}
    bodies = {f"event.{made.name}": shape(made.shape) | {"description": made.prose} for made in schema.events.values()}
    structs = {made.name: shape(made) | {"description": made.prose} for made in schema.structs.values()}
    document = {
        "asyncapi": "3.1.0",
        "info": {"title": "Waymark", "version": str(schema.version), "description": "MessagePack-RPC over one WebSocket, binary frames only. "
            "REFERENCE.md beside this file is the same for people."},
        "defaultContentType": "application/vnd.msgpack",
        "servers": {"local": {"host": "127.0.0.1:7878", "protocol": "ws", "description": "The demonstration. A real service is behind TLS: wss."}},
        "channels": {"socket": {
            "address": "/socket",
            "description": "The first request is session.hello.",
            "bindings": {"ws": {"method": "GET", "headers": {"type": "object", "required": ["Sec-WebSocket-Protocol"], "properties": {
                "Sec-WebSocket-Protocol": {"type": "string", "const": "waymark.msgpack"}}}, "bindingVersion": "0.1.0"}},
            "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in messages}}},
        "operations": operations,
        "components": {"messages": messages, "schemas": {"error": error} | dict(sorted(structs.items())) | bodies},
    }
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"
