import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';

const MODERN = '2026-07-28';
const NEGOTIATION = { legacy: { mode: 'legacy' }, modern: { mode: { pin: MODERN } }, auto: { mode: 'auto' } };

/** A client and its transport, not yet connected. */
export function connection({ url, bearer, era, name, capabilities, trace, print }) {
  const client = new Client(
    { name, version: '0.1.0' },
    { capabilities, versionNegotiation: NEGOTIATION[era] }
  );
  const transport = new StreamableHTTPClientTransport(new URL(url), {
    requestInit: bearer === undefined ? {} : { headers: { authorization: `Bearer ${bearer}` } },
    reconnectionOptions: {
      initialReconnectionDelay: 100,
      maxReconnectionDelay: 1_000,
      reconnectionDelayGrowFactor: 2,
      maxRetries: 2
    },
    fetch: trace ? traced(print) : undefined
  });
  return { client, transport };
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
