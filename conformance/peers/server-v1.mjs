// A server of the TypeScript SDK v1, which knows the legacy era only: what the pairing matrix asks of every server.
//
//   node server-v1.mjs [--port 0]     HTTP on 127.0.0.1; prints {"url": ...} when it listens
//   node server-v1.mjs --stdio        stdin and stdout
//
// It ends on SIGTERM and SIGINT, and over stdio when its input ends.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { matrixServer } from './matrix/server-v1.mjs';

const MOST_SESSIONS = 128;

const { values } = parseArgs({
  options: { port: { type: 'string', default: '0' }, stdio: { type: 'boolean', default: false } }
});
for (const signal of ['SIGTERM', 'SIGINT']) {
  process.on(signal, () => process.exit(0));
}
if (values.stdio) {
  await matrixServer().connect(new StdioServerTransport());
  process.stdin.on('end', () => process.exit(0));
} else {
  const http = createServer((request, response) =>
    answer(request, response).catch(error => {
      console.error(`server-v1: ${error.message}`);
      response.destroy();
    })
  );
  http.listen(Number(values.port), '127.0.0.1', () =>
    console.log(JSON.stringify({ url: `http://127.0.0.1:${http.address().port}/mcp` }))
  );
}

const sessions = new Map();

async function answer(request, response) {
  const id = request.headers['mcp-session-id'];
  if (id !== undefined && !sessions.has(id)) {
    response.writeHead(404).end();
    return;
  }
  const transport = sessions.get(id) ?? (await begin());
  await transport.handleRequest(request, response);
}

/** A transport that becomes a session if the request which it answers first is an initialize. */
async function begin() {
  const transport = new StreamableHTTPServerTransport({
    sessionIdGenerator: randomUUID,
    onsessioninitialized: id => {
      sessions.set(id, transport);
      if (sessions.size > MOST_SESSIONS) {
        const [oldest, itsTransport] = sessions.entries().next().value;
        sessions.delete(oldest);
        itsTransport.close();
      }
    },
    onsessionclosed: id => sessions.delete(id)
  });
  await matrixServer().connect(transport);
  return transport;
}
