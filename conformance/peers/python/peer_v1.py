"""The client of mcp 1.x."""

from contextlib import asynccontextmanager

from mcp import ClientSession, types
from mcp.client.streamable_http import streamable_http_client
from mcp.shared._httpx_utils import create_mcp_http_client
from pydantic import AnyUrl

from answers import plain

LISTS = {
    "tools": "list_tools",
    "prompts": "list_prompts",
    "resources": "list_resources",
    "templates": "list_resource_templates",
}


@asynccontextmanager
async def connected(given, answers, ears):
    headers = {} if given.bearer is None else {"Authorization": f"Bearer {given.bearer}"}

    async def hear(message):
        if isinstance(message, types.ServerNotification) and message.root.method != "notifications/progress":
            await ears.hear(message.root.method, plain(message.root.params))

    async with (
        create_mcp_http_client(headers=headers) as http,
        streamable_http_client(given.url, http_client=http) as (read, write, _session_id),
        ClientSession(
            read,
            write,
            client_info=types.Implementation(name=given.name, version="0.1.0"),
            message_handler=hear,
            **answers.callbacks(given.capabilities, types),
        ) as session,
    ):
        yield PeerV1(session, await session.initialize())


class PeerV1:
    def __init__(self, session, initialized):
        self._session = session
        self._initialized = initialized

    def met(self):
        return {"era": "legacy", **plain(self._initialized)}

    async def list(self, what):
        return plain(await getattr(self._session, LISTS[what])())

    async def call(self, call, hear):
        return plain(await self._session.call_tool(call["name"], call.get("arguments"), progress_callback=hear))

    async def cancel(self, calling):
        """Ends the call and says so to the server, which this SDK does not do by itself."""
        request_id = max(self._session._response_streams)
        calling.cancel()
        cancelled = types.CancelledNotificationParams(requestId=request_id, reason="the script said so")
        notification = types.CancelledNotification(params=cancelled)
        await self._session.send_notification(types.ClientNotification(notification))

    async def read(self, uri):
        return plain(await self._session.read_resource(AnyUrl(uri)))

    async def prompt(self, prompt):
        return plain(await self._session.get_prompt(prompt["name"], prompt.get("arguments")))

    async def complete(self, completion):
        ref = completion["ref"]
        kind = types.PromptReference if ref["type"] == "ref/prompt" else types.ResourceTemplateReference
        return plain(await self._session.complete(kind.model_validate(ref), completion["argument"]))

    async def subscribe(self, uri):
        return plain(await self._session.subscribe_resource(AnyUrl(uri)))

    async def unsubscribe(self, uri):
        return plain(await self._session.unsubscribe_resource(AnyUrl(uri)))

    async def listen(self, _wanted):
        return {}

    async def level(self, level):
        return plain(await self._session.set_logging_level(level))
