"""The client of mcp 2.x, in either era."""

import asyncio
import warnings
from contextlib import AsyncExitStack, asynccontextmanager

import mcp_types as types
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from mcp.shared._httpx_utils import create_mcp_http_client
from mcp.shared.exceptions import MCPDeprecationWarning
from mcp_types.version import MODERN_PROTOCOL_VERSIONS

from answers import plain

MODERN = "2026-07-28"
MODES = {"legacy": "legacy", "modern": MODERN, "auto": "auto"}
LOG_LEVEL = "io.modelcontextprotocol/logLevel"
LISTS = {
    "tools": "list_tools",
    "prompts": "list_prompts",
    "resources": "list_resources",
    "templates": "list_resource_templates",
}

# Roots, sampling and logging work on for a year; that they will go is no news here.
warnings.filterwarnings("ignore", category=MCPDeprecationWarning)


@asynccontextmanager
async def connected(given, answers, ears):
    headers = {} if given.bearer is None else {"Authorization": f"Bearer {given.bearer}"}

    async def hear(message):
        if not isinstance(message, Exception) and message.method != "notifications/progress":
            await ears.hear(message.method, plain(message.params))

    async with (
        create_mcp_http_client(headers=headers) as http,
        Client(
            streamable_http_client(given.url, http_client=http),
            mode=MODES[given.era],
            client_info=types.Implementation(name=given.name, version="0.1.0"),
            message_handler=hear,
            cache=None,
            **answers.callbacks(given.capabilities, types),
        ) as client,
        AsyncExitStack() as streams,
    ):
        yield PeerV2(client, streams)


class PeerV2:
    def __init__(self, client, streams):
        self._client = client
        self._streams = streams
        self._level = None
        self._is_modern = client.protocol_version in MODERN_PROTOCOL_VERSIONS

    def met(self):
        return {
            "era": "modern" if self._is_modern else "legacy",
            "protocolVersion": self._client.protocol_version,
            "serverInfo": plain(self._client.server_info),
            "capabilities": plain(self._client.server_capabilities),
            "instructions": self._client.instructions,
        }

    def _meta(self):
        return None if self._level is None else {LOG_LEVEL: self._level}

    async def list(self, what):
        return plain(await getattr(self._client, LISTS[what])(meta=self._meta()))

    async def call(self, call, hear):
        result = await self._client.call_tool(
            call["name"], call.get("arguments"), progress_callback=hear, meta=self._meta()
        )
        return plain(result)

    async def cancel(self, calling):
        """Ends the call; the SDK says so to the server."""
        calling.cancel()
        await asyncio.wait({calling})

    async def read(self, uri):
        return plain(await self._client.read_resource(uri, meta=self._meta()))

    async def prompt(self, prompt):
        return plain(await self._client.get_prompt(prompt["name"], prompt.get("arguments"), meta=self._meta()))

    async def complete(self, completion):
        ref = completion["ref"]
        kind = types.PromptReference if ref["type"] == "ref/prompt" else types.ResourceTemplateReference
        return plain(await self._client.complete(kind.model_validate(ref), completion["argument"]))

    async def subscribe(self, uri):
        if not self._is_modern:
            return plain(await self._client.subscribe_resource(uri))
        return await self._stream(resource_subscriptions=[uri])

    async def unsubscribe(self, uri):
        if self._is_modern:
            raise NotImplementedError("a stream ends with the client here")
        return plain(await self._client.unsubscribe_resource(uri))

    async def listen(self, wanted):
        if not self._is_modern:
            return {}
        return await self._stream(
            tools_list_changed=wanted.get("toolsListChanged", False),
            prompts_list_changed=wanted.get("promptsListChanged", False),
            resources_list_changed=wanted.get("resourcesListChanged", False),
            resource_subscriptions=wanted.get("resourceSubscriptions", []),
        )

    async def _stream(self, **wanted):
        subscription = await self._streams.enter_async_context(self._client.listen(**wanted))
        return {"honored": plain(subscription.honored)}

    async def level(self, level):
        if not self._is_modern:
            return plain(await self._client.set_logging_level(level))
        self._level = level
        return {}
