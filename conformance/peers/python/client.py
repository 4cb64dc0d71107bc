"""The clients of the Python SDK: mcp 1.x, which is legacy, and mcp 2.x, which speaks both eras; whichever is installed.

    python client.py --url URL [--bearer TOKEN] [--era legacy|modern|auto] [--name NAME] [--capabilities JSON] SCRIPT

SCRIPT and what is printed are those of client.mjs. "listen" does nothing in the legacy era, where such notifications come
unasked; "together" is not known here.
"""

import argparse
import asyncio
import json
import sys

from answers import Answers
from ears import Ears
from installed import major

PATIENCE_MS = 20_000
CAPABILITIES = '{"elicitation":{"form":{}},"sampling":{},"roots":{}}'


def show(line):
    print(json.dumps(line), flush=True)


def described(error):
    """What a test may want to know of an error; of a group of them, the first."""
    while getattr(error, "exceptions", None):
        error = error.exceptions[0]
    told = getattr(error, "error", error)
    return {
        "name": type(error).__name__,
        "code": getattr(told, "code", None),
        "message": str(getattr(told, "message", None) or error),
        "data": getattr(told, "data", None),
    }


class Cancelled(Exception):
    """The script cancelled this call."""


class Steps:
    def __init__(self, peer, answers, ears):
        self.peer = peer
        self.answers = answers
        self.ears = ears

    async def perform(self, index, step):
        kind = next((key for key in step if key in KINDS), None)
        if kind is None:
            show({"step": index, "kind": "unknown", "error": {"message": f"no such step: {list(step)}"}})
            return
        patience = step.get("timeoutMs", PATIENCE_MS) / 1000
        try:
            result = await asyncio.wait_for(KINDS[kind](self, step[kind], step), patience)
            show({"step": index, "kind": kind, "result": result or {}})
        except Exception as error:
            show({"step": index, "kind": kind, "error": described(error)})

    async def list(self, what, _step):
        return await self.peer.list(what)

    async def call(self, call, step):
        if not step.get("cancelOnProgress"):
            return await self.peer.call(call, self.ears.hear_progress if step.get("progress", True) else None)
        reported = asyncio.Event()

        async def hear(*progress):
            await self.ears.hear_progress(*progress)
            reported.set()

        calling = asyncio.ensure_future(self.peer.call(call, hear))
        waiting = asyncio.ensure_future(reported.wait())
        try:
            await asyncio.wait({calling, waiting}, return_when=asyncio.FIRST_COMPLETED)
            if calling.done():
                return calling.result()
            await self.peer.cancel(calling)
            raise Cancelled("the script said so")
        finally:
            calling.cancel()
            waiting.cancel()

    async def read(self, uri, _step):
        return await self.peer.read(uri)

    async def prompt(self, prompt, _step):
        return await self.peer.prompt(prompt)

    async def complete(self, completion, _step):
        return await self.peer.complete(completion)

    async def subscribe(self, uri, _step):
        return await self.peer.subscribe(uri)

    async def unsubscribe(self, uri, _step):
        return await self.peer.unsubscribe(uri)

    async def listen(self, wanted, _step):
        return await self.peer.listen(wanted)

    async def wait(self, method, _step):
        await self.ears.wait(method)

    async def level(self, level, _step):
        return await self.peer.level(level)

    async def elicit(self, results, _step):
        self.answers.elicit(results)

    async def sample(self, texts, _step):
        self.answers.sample(texts)

    async def roots(self, roots, _step):
        self.answers.roots(roots)


KINDS = {
    "list": Steps.list,
    "call": Steps.call,
    "read": Steps.read,
    "prompt": Steps.prompt,
    "complete": Steps.complete,
    "subscribe": Steps.subscribe,
    "unsubscribe": Steps.unsubscribe,
    "listen": Steps.listen,
    "await": Steps.wait,
    "level": Steps.level,
    "elicit": Steps.elicit,
    "sample": Steps.sample,
    "roots": Steps.roots,
}


async def run(given, script):
    if major() == 1:
        from peer_v1 import connected
    else:
        from peer_v2 import connected
    answers, ears = Answers(show), Ears(show)
    is_connected = False
    try:
        async with connected(given, answers, ears) as peer:
            is_connected = True
            show({"step": -1, "kind": "connect", "result": peer.met()})
            steps = Steps(peer, answers, ears)
            for index, step in enumerate(script):
                await steps.perform(index, step)
    except Exception as error:
        if is_connected:
            raise
        show({"step": -1, "kind": "connect", "error": described(error)})
        return 1
    return 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--url", required=True)
    parser.add_argument("--bearer")
    parser.add_argument("--era", choices=["legacy", "modern", "auto"], default="auto")
    parser.add_argument("--name", default="gatehouse-test-client")
    parser.add_argument("--capabilities", type=json.loads, default=json.loads(CAPABILITIES))
    parser.add_argument("script")
    given = parser.parse_args()
    script = json.loads(sys.stdin.read() if given.script == "-" else given.script)
    return asyncio.run(run(given, script))


if __name__ == "__main__":
    sys.exit(main())
