"""A peer that misbehaves on purpose: it speaks the envelope, and does what a test tells it to.

It stands in for the daemon only where a daemon never would: broken frames, floods, gaps, answers that never come. What the
service really does is tested against the service.
"""
import asyncio
import threading

import msgpack
import websockets

LIMITS = {
    "frame_bytes_max": 65536, "text_bytes_max": 16000, "requests_per_s": 50, "requests_burst": 100,
    "requests_open_max": 16, "subscriptions_max": 100, "history_max": 200,
}
CHANNEL = 7


class Refusal(Exception):
    """An answer that is an error."""

    def __init__(self, code, detail=None, retry_after_ms=None):
        super().__init__(code)
        self.error = {"code": code, "message": f"refused: {code}"}
        if detail is not None:
            self.error["detail"] = detail
        if retry_after_ms is not None:
            self.error["retry_after_ms"] = retry_after_ms


class Silence(Exception):
    """No answer at all."""


class Hangup(Exception):
    """The connection is cut before the answer."""


class Peer:
    """One WebSocket service on a free port, with one channel and its log."""

    def __init__(self, tls=None):
        self.tls = tls         # an ssl.SSLContext, or None
        self.log = []          # the events of CHANNEL
        self.nonces = {}       # nonce -> the answer it got
        self.requests = []     # every request that arrived: (connection, operation, parameters)
        self.connections = 0
        self.open = {}         # connection -> (websocket, cursor or None)
        self.before = {}       # operation -> function(peer, connection, parameters), called first; may raise
        self.changed = threading.Condition()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        self._ready.wait()

    # -- for tests ---------------------------------------------------------------------------------------------------------

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def wait(self, what, seconds=20):
        """Waits until what() is true; fails the test if it never is."""
        with self.changed:
            if not self.changed.wait_for(what, seconds):
                raise AssertionError("it never happened")

    def add(self, text, notify=True, kind="message", body=None):
        """Puts an event into the log; followers hear it."""
        event = {"channel": CHANNEL, "seq": len(self.log) + 1, "kind": kind, "at": 1700000000000000 + len(self.log),
                 "actor": 1, "body": body if body is not None else {"text": text}}
        self.log.append(event)
        if notify:
            self.call(self._notify())
        return event

    def send(self, bytes_or_value):
        """Sends a frame to everybody: raw bytes, or a value as MessagePack."""
        raw = bytes_or_value if isinstance(bytes_or_value, (bytes, str)) else msgpack.packb(bytes_or_value)
        self.call(self._send_all(raw))

    def cut(self):
        """Ends every connection without a goodbye."""
        self.call(self._cut())

    def close_all(self, code, reason=""):
        self.call(self._close_all(code, reason))

    def stop(self):
        """Stops listening and cuts everybody, as a kill does."""
        self.call(self._stop())

    def close(self):
        """Ends it for good."""
        self.stop()
        self.call(self._finish())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(20)

    def call(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(20)

    def asked(self, operation):
        return [request for request in self.requests if request[1] == operation]

    # -- inside ------------------------------------------------------------------------------------------------------------

    def _run(self):
        self.loop = asyncio.new_event_loop()
        asyncio.set_event_loop(self.loop)
        self.loop.run_until_complete(self._listen(0))
        self._ready.set()
        self.loop.run_forever()

    async def _listen(self, port):
        self.server = await websockets.serve(self._serve, "127.0.0.1", port, subprotocols=["waymark.msgpack"], compression=None,
                                             ping_interval=None, max_size=None, close_timeout=1, ssl=self.tls)
        self.port = self.server.sockets[0].getsockname()[1]

    async def _stop(self):
        self.server.server.close()
        await self._cut()

    async def _finish(self):
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        if others:
            await asyncio.wait(others, timeout=20)

    async def _cut(self):
        for websocket, _ in list(self.open.values()):
            websocket.transport.abort()

    async def _close_all(self, code, reason):
        for websocket, _ in list(self.open.values()):
            await websocket.close(code, reason)

    async def _send_all(self, raw):
        for websocket, _ in list(self.open.values()):
            await websocket.send(raw)

    async def _notify(self):
        for connection in list(self.open):
            await self._catch_up(connection)

    async def _catch_up(self, connection):
        websocket, cursor = self.open.get(connection, (None, None))
        if cursor is None:
            return
        events = self.log[cursor:]
        self.open[connection] = (websocket, len(self.log))
        if events:
            try:
                await websocket.send(msgpack.packb([2, "event", events]))
            except websockets.ConnectionClosed:
                pass  # who comes back asks behind their own cursor

    async def _serve(self, websocket, path="/socket"):
        with self.changed:
            self.connections += 1
            connection = self.connections
            self.open[connection] = (websocket, None)
            self.changed.notify_all()
        try:
            async for raw in websocket:
                await self._request(connection, websocket, raw)
        except websockets.ConnectionClosed:
            pass
        finally:
            with self.changed:
                self.open.pop(connection, None)
                self.changed.notify_all()

    async def _request(self, connection, websocket, raw):
        _, number, operation, parameters = msgpack.unpackb(raw)
        parameters = parameters[0] if parameters else {}
        with self.changed:
            self.requests.append((connection, operation, parameters))
            self.changed.notify_all()
        try:
            if operation in self.before:
                answer = self.before[operation](self, connection, parameters)
                if answer is not None:
                    await websocket.send(msgpack.packb([1, number, None, answer]))
                    return
            answer = getattr(self, "_" + operation.replace(".", "_"))(connection, parameters)
            backlog = answer.pop("backlog", None)
            await websocket.send(msgpack.packb([1, number, None, answer]))
            if backlog:
                await websocket.send(msgpack.packb([2, "event", backlog]))
            if operation == "channel.post":
                await self._notify()
        except Refusal as refusal:
            await websocket.send(msgpack.packb([1, number, refusal.error, None]))
        except Silence:
            pass
        except Hangup:
            websocket.transport.abort()
        except AttributeError:
            await websocket.send(msgpack.packb([1, number, Refusal("invalid", "there is no such operation").error, None]))

    def _session_hello(self, connection, parameters):
        person = {"id": 1, "name": "Nia Pritchard", "language": "en", "roles": ["member"]} if parameters.get("token") else None
        return {"person": person, "inbox": 3 if person else None, "limits": LIMITS, "heartbeat_s": 30, "version": 1}

    def _channel_list(self, connection, parameters):
        return {"channels": [{"id": CHANNEL, "kind": "circle", "about": 2, "title": "Rivers and roads", "head": len(self.log),
                              "read": 0, "unread": 0, "role": "member", "state": "active"}]}

    def _channel_members(self, connection, parameters):
        return {"members": [{"person": 1, "name": "Nia Pritchard", "role": "member", "place": None}]}

    def _channel_subscribe(self, connection, parameters):
        websocket, _ = self.open[connection]
        head = len(self.log)
        self.open[connection] = (websocket, head)
        return {"head": head, "backlog": self.log[min(parameters.get("after", head), head):]}

    def _channel_unsubscribe(self, connection, parameters):
        websocket, _ = self.open[connection]
        self.open[connection] = (websocket, None)
        return {}

    def _channel_post(self, connection, parameters):
        nonce = parameters["nonce"]
        if nonce not in self.nonces:
            event = self.add(parameters["text"], notify=False)
            self.nonces[nonce] = {"seq": event["seq"], "at": event["at"]}
        return self.nonces[nonce]

    def _channel_history(self, connection, parameters):
        return {"events": self.log[-parameters.get("limit", 50):]}
