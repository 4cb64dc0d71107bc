"""A server of the Python SDK with what the pairing matrix asks of every server: FastMCP of mcp 1.x or MCPServer of mcp 2.x.

    python server.py [--port 0]     HTTP on 127.0.0.1; prints {"url": ...} when it listens
    python server.py --stdio        stdin and stdout

mcp 1.x is legacy; mcp 2.x serves both eras at one address. It ends on SIGTERM, and over stdio when its input ends.
"""

import argparse
import asyncio
import json
import socket

import uvicorn

from installed import major


def made():
    if major() == 1:
        from matrix_v1 import matrix_server
    else:
        from matrix_v2 import matrix_server
    return matrix_server()


async def serve_http(server, port):
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    listener.listen()
    print(json.dumps({"url": f"http://127.0.0.1:{listener.getsockname()[1]}/mcp"}), flush=True)
    config = uvicorn.Config(server.streamable_http_app(), log_level="warning", timeout_graceful_shutdown=1)
    await uvicorn.Server(config).serve(sockets=[listener])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--stdio", action="store_true")
    given = parser.parse_args()
    server = made()
    asyncio.run(server.run_stdio_async() if given.stdio else serve_http(server, given.port))


if __name__ == "__main__":
    main()
