"""What every server of the matrix offers and says, whatever SDK it is made with; see matrix/words.mjs."""

import asyncio

URI = "matrix://text"
TEXT = "text of the matrix"
STEPS = [1, 2, 3]
LONGEST_S = 15

WORDS = ["paris", "park", "party", "berlin"]
MOST_MARKS = 256
PATIENCE_S = 3


def starting_with(start):
    return [word for word in WORDS if word.startswith(start)]


def accepted(answer):
    return " ".join(filter(None, [answer.action, (answer.content or {}).get("name")]))


def spoken(answer):
    blocks = answer.content if isinstance(answer.content, list) else [answer.content]
    return " ".join(block.text for block in blocks)


def uris(answer):
    return " ".join(str(root.uri) for root in answer.roots)


class Marks:
    """Which calls have been cancelled, by the mark that each was given; the oldest are forgotten."""

    def __init__(self):
        self._marks = {}
        self._waiting = set()

    def add(self, mark):
        self._marks[mark] = True
        if len(self._marks) > MOST_MARKS:
            del self._marks[next(iter(self._marks))]
        for changed in self._waiting:
            changed.set()

    async def has(self, mark):
        """Whether this one is there now or within three seconds."""
        changed = asyncio.Event()
        self._waiting.add(changed)
        try:
            return await asyncio.wait_for(self._seen(mark, changed), PATIENCE_S)
        except asyncio.TimeoutError:
            return False
        finally:
            self._waiting.discard(changed)

    async def _seen(self, mark, changed):
        while mark not in self._marks:
            await changed.wait()
            changed.clear()
        return True
