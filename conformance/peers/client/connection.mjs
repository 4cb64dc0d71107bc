import { Client, SSEClientTransport, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';

const MODERN = '2026-07-28';
const NEGOTIATION = { legacy: { mode: 'legacy' }, modern: { mode: { pin: MODERN } }, auto: { mode: 'auto' } };

/** A client and its transport, not yet connected. */
export function connection({ era, name, capabilities, ...where }) {
  const client = new Client(
    { name, version: '0.1.0' },
    { capabilities, versionNegotiation: NEGOTIATION[era] }
  );
  return { client, transport: transport(where) };
}

function transport({ url, command, sse, bearer, trace, print }) {
  if (command !== undefined) {
    const [program, ...args] = JSON.parse(command);
    return new StdioClientTransport({ command: program, args, env: { GATEHOUSE_KEY: bearer ?? '' } });
  }
  const requestInit = bearer === undefined ? {} : { headers: { authorization: `Bearer ${bearer}` } };
  if (sse) {
    return new SSEClientTransport(new URL(url), { requestInit });
  }
  return new StreamableHTTPClientTransport(new URL(url), {
    requestInit,
    reconnectionOptions: {
      initialReconnectionDelay: 100,
      maxReconnectionDelay: 1_000,
      reconnectionDelayGrowFactor: 2,
      maxRetries: 2
    },
    fetch: trace ? traced(print) : undefined
  });
}

function traced(print) {
  return async (url, init) => {
    const response = await fetch(url, init);
    const { status, headers } = response;
    print({ http: init?.method ?? 'GET', status, type: headers.get('content-type') ?? undefined });
    return response;
  };
}

/** What a test may want to know of an error. */
export function described(error) {
  return {
    name: error.name,
    code: error.code,
    message: error.message,
    data: error.data,
    status: error.status ?? error.data?.status,
    cause: error.cause === undefined ? undefined : String(error.cause.message ?? error.cause)
  };
}
