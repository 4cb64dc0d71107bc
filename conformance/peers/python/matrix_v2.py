"""The server of mcp 2.x: it asks with its result in the modern era, and while the call waits in the legacy era."""

import asyncio
import uuid
import warnings

import mcp_types as types
from mcp.server.lowlevel.server import NotificationOptions
from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.shared.exceptions import MCPDeprecationWarning, MCPError
from mcp_types import InputRequiredResult
from mcp_types.version import MODERN_PROTOCOL_VERSIONS

from words import LONGEST_S, STEPS, TEXT, URI, Marks, accepted, spoken, starting_with, uris

NAME = {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}
MOST_SUBSCRIPTIONS = 1024
PAGE = "https://matrix.example/visit"
marks = Marks()

# Roots, sampling and logging work on for a year; that they will go is no news here.
warnings.filterwarnings("ignore", category=MCPDeprecationWarning)


def matrix_server():
    server = MCPServer("matrix-python-v2", version="0.1.0", log_level="WARNING")
    add_talking_tools(server)
    add_asking_tools(server)
    add_changes(server)
    add_cancelled_tools(server)
    add_documents(server)
    announce_changes(server)
    return server


def is_modern(ctx):
    return ctx.protocol_version in MODERN_PROTOCOL_VERSIONS


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
        raise ToolError("failed on purpose")


def asked(ctx, request):
    """The answer to this question, or the result that asks it."""
    answer = (ctx.input_responses or {}).get("answer")
    return answer or InputRequiredResult(input_requests={"answer": request})


def add_asking_tools(server):
    @server.tool(description="Asks the user for a name", structured_output=False)
    async def matrix_elicit_form(ctx: Context) -> str | InputRequiredResult:
        if is_modern(ctx):
            form = types.ElicitRequestFormParams(message="Your name?", requested_schema=NAME)
            answer = asked(ctx, types.ElicitRequest(params=form))
        else:
            answer = await ctx.session.elicit_form("Your name?", NAME, ctx.request_context.request_id)
        return answer if isinstance(answer, InputRequiredResult) else f"form: {accepted(answer)}"

    @server.tool(description="Sends the user to a page", structured_output=False)
    async def matrix_elicit_url(ctx: Context) -> str | InputRequiredResult:
        if is_modern(ctx):
            answer = asked(ctx, types.ElicitRequest(params=types.ElicitRequestURLParams(message="Please visit", url=PAGE)))
        else:
            related = ctx.request_context.request_id
            answer = await ctx.session.elicit_url("Please visit", PAGE, str(uuid.uuid4()), related)
        return answer if isinstance(answer, InputRequiredResult) else f"url: {accepted(answer)}"

    @server.tool(description="Asks the model of the client", structured_output=False)
    async def matrix_sample(ctx: Context) -> str | InputRequiredResult:
        messages = [types.SamplingMessage(role="user", content=types.TextContent(text="Speak"))]
        if is_modern(ctx):
            wanted = types.CreateMessageRequestParams(messages=messages, max_tokens=20)
            answer = asked(ctx, types.CreateMessageRequest(params=wanted))
        else:
            related = ctx.request_context.request_id
            answer = await ctx.session.create_message(messages, max_tokens=20, related_request_id=related)
        return answer if isinstance(answer, InputRequiredResult) else f"sampled: {spoken(answer)}"

    @server.tool(description="Asks for the roots of the client", structured_output=False)
    async def matrix_roots(ctx: Context) -> str | InputRequiredResult:
        answer = asked(ctx, types.ListRootsRequest()) if is_modern(ctx) else await ctx.session.list_roots()
        return answer if isinstance(answer, InputRequiredResult) else f"roots: {uris(answer)}"


def session_id(ctx):
    """Of the HTTP session that a request belongs to; over stdio there is one only."""
    return None if ctx.request is None else ctx.request.headers.get("mcp-session-id")


def add_changes(server):
    """A change is told to the streams of the modern era and, in the legacy era, to the session that made it."""
    subscribed = set()

    async def subscribe(ctx, params):
        if len(subscribed) >= MOST_SUBSCRIPTIONS:
            raise MCPError(types.INTERNAL_ERROR, "too many subscriptions")
        subscribed.add((session_id(ctx), str(params.uri)))
        return types.EmptyResult()

    async def unsubscribe(ctx, params):
        subscribed.discard((session_id(ctx), str(params.uri)))
        return types.EmptyResult()

    async def level(_ctx, _params):
        return types.EmptyResult()

    lowlevel = server._lowlevel_server
    lowlevel.add_request_handler("resources/subscribe", types.SubscribeRequestParams, subscribe)
    lowlevel.add_request_handler("resources/unsubscribe", types.UnsubscribeRequestParams, unsubscribe)
    lowlevel.add_request_handler("logging/setLevel", types.SetLevelRequestParams, level)

    @server.tool(description=f"Says that {URI} changed", structured_output=False)
    async def matrix_touch_resource(ctx: Context) -> str:
        await ctx.notify_resource_updated(URI)
        if not is_modern(ctx) and (session_id(ctx.request_context), URI) in subscribed:
            await ctx.session.send_resource_updated(URI)
        return "touched"

    @server.tool(description="Says that the list of tools changed", structured_output=False)
    async def matrix_change_list(ctx: Context) -> str:
        await ctx.notify_tools_changed()
        if not is_modern(ctx):
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
    """The legacy era wants to be told that lists may change; MCPServer has no option for it."""
    lowlevel = server._lowlevel_server
    described = lowlevel.get_capabilities

    def capabilities(options=None, *given, **named):
        return described(NotificationOptions(tools_changed=True), *given, **named)

    lowlevel.get_capabilities = capabilities
