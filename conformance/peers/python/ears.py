"""Prints each notification, and lets a step wait for one."""

import asyncio


class Ears:
    def __init__(self, show):
        self._show = show
        self._heard = {}
        self._awaited = {}
        self._changed = asyncio.Condition()

    async def hear(self, method, params):
        self._show({"heard": method, "params": params})
        async with self._changed:
            self._heard[method] = self._heard.get(method, 0) + 1
            self._changed.notify_all()

    async def hear_progress(self, progress, total=None, message=None):
        given = {"progress": progress, "total": total, "message": message}
        await self.hear("notifications/progress", {key: value for key, value in given.items() if value is not None})

    async def wait(self, method):
        """Returns when one more notification of this method has been heard than was waited for before."""
        enough = self._awaited[method] = self._awaited.get(method, 0) + 1
        async with self._changed:
            await self._changed.wait_for(lambda: self._heard.get(method, 0) >= enough)
