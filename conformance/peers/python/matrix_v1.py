"""The server of mcp 1.x, which asks its client while the call waits."""

import asyncio
import uuid
import weakref

from mcp import types
from mcp.server.fastmcp import Context, FastMCP
from mcp.server.lowlevel.server import NotificationOptions
from pydantic import AnyUrl

from words import LONGEST_S, STEPS, TEXT, URI, Marks, accepted, spoken, starting_with, uris

NAME = {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}
marks = Marks()


def matrix_server():
    server = FastMCP("matrix-python-v1", log_level="WARNING")
    add_talking_tools(server)
    add_asking_tools(server)
    add_changes(server)
    add_cancelled_tools(server)
    add_documents(server)
    announce_changes(server)
    return server


def add_talking_tools(server):
    @server.tool(description="Says its argument", structured_output=False)
    async def matrix_call(text: str) -> str:
        return f"called: {text}"

    @server.tool(description="Reports progress three times", structured_output=False)
    async def matrix_progress(ctx: Context) -> str:
        for progress in STEPS:
            await ctx.report_progress(progress, len(STEPS))
        return "progressed"

    @server.tool(description="Logs a line", structured_output=False)
    async def matrix_log(ctx: Context) -> str:
        await ctx.log("info", "a line of the matrix", logger_name="matrix")
        return "logged"

    @server.tool(description="Fails", structured_output=False)
    async def matrix_error() -> str:
        raise RuntimeError("failed on purpose")


def add_asking_tools(server):
    @server.tool(description="Asks the user for a name", structured_output=False)
    async def matrix_elicit_form(ctx: Context) -> str:
        answer = await ctx.session.elicit_form("Your name?", NAME, ctx.request_context.request_id)
        return f"form: {accepted(answer)}"

    @server.tool(description="Sends the user to a page", structured_output=False)
    async def matrix_elicit_url(ctx: Context) -> str:
        page, elicitation = "https://matrix.example/visit", str(uuid.uuid4())
        answer = await ctx.session.elicit_url("Please visit", page, elicitation, ctx.request_context.request_id)
        return f"url: {accepted(answer)}"

    @server.tool(description="Asks the model of the client", structured_output=False)
    async def matrix_sample(ctx: Context) -> str:
        asked = types.SamplingMessage(role="user", content=types.TextContent(type="text", text="Speak"))
        related = ctx.request_context.request_id
        answer = await ctx.session.create_message([asked], max_tokens=20, related_request_id=related)
        return f"sampled: {spoken(answer)}"

    @server.tool(description="Asks for the roots of the client", structured_output=False)
    async def matrix_roots(ctx: Context) -> str:
        return f"roots: {uris(await ctx.session.list_roots())}"


def add_changes(server):
    subscribed = weakref.WeakKeyDictionary()

    def of_session():
        return subscribed.setdefault(server._mcp_server.request_context.session, set())

    @server._mcp_server.subscribe_resource()
    async def subscribe(uri: AnyUrl):
        of_session().add(str(uri))

    @server._mcp_server.unsubscribe_resource()
    async def unsubscribe(uri: AnyUrl):
        of_session().discard(str(uri))

    @server._mcp_server.set_logging_level()
    async def level(_level: types.LoggingLevel):
        pass

    @server.tool(description=f"Says that {URI} changed", structured_output=False)
    async def matrix_touch_resource(ctx: Context) -> str:
        if URI in of_session():
            await ctx.session.send_resource_updated(AnyUrl(URI))
        return "touched"

    @server.tool(description="Says that the list of tools changed", structured_output=False)
    async def matrix_change_list(ctx: Context) -> str:
        await ctx.session.send_tool_list_changed()
        return "changed"


def add_cancelled_tools(server):
    @server.tool(description="Waits until it is cancelled", structured_output=False)
    async def matrix_slow(mark: str, ctx: Context) -> str:
        await ctx.report_progress(1)
        try:
            await asyncio.sleep(LONGEST_S)
        except asyncio.CancelledError:
            marks.add(mark)
            raise
        return "waited"

    @server.tool(description="Says whether the call with this mark was cancelled", structured_output=False)
    async def matrix_cancelled(mark: str) -> str:
        return f"cancelled: {str(await marks.has(mark)).lower()}"


def add_documents(server):
    @server.resource(URI, name="matrix-text", mime_type="text/plain")
    async def text() -> str:
        return TEXT

    @server.prompt(description="Has an argument that can be completed")
    async def matrix_prompt(word: str) -> str:
        return word

    @server.completion()
    async def complete(_ref, argument, _context):
        return types.Completion(values=starting_with(argument.value))


def announce_changes(server):
    """FastMCP answers subscriptions once a handler is there, but has no way to say so in its capabilities."""
    lowlevel = server._mcp_server
    described = lowlevel.get_capabilities

    def capabilities(_options, experimental):
        known = described(NotificationOptions(tools_changed=True), experimental)
        known.resources.subscribe = True
        return known

    lowlevel.get_capabilities = capabilities
