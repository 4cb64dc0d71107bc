import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { completable } from '@modelcontextprotocol/sdk/server/completable.js';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { SubscribeRequestSchema, UnsubscribeRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import * as z from 'zod';
import { LONGEST_MS, Marks, STEPS, TEXT, accepted, says, spoken, startingWith, uris } from './words.mjs';

const marks = new Marks();
const MARK = { mark: z.string().max(64) };
const NAME = { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] };

/** What the matrix asks of every server, for one session of the TypeScript SDK v1. */
export function matrixServer() {
  const server = new McpServer(
    { name: 'matrix-typescript-v1', version: '0.1.0' },
    { capabilities: { logging: {}, tools: { listChanged: true }, resources: { subscribe: true } } }
  );
  addTalkingTools(server);
  addAskingTools(server);
  addChanges(server);
  addCancelledTools(server);
  server.registerResource('matrix-text', TEXT.uri, { mimeType: TEXT.mimeType }, () => ({ contents: [TEXT] }));
  server.registerPrompt(
    'matrix_prompt',
    { description: 'Has an argument that can be completed', argsSchema: { word: completable(z.string(), startingWith) } },
    ({ word }) => ({ messages: [{ role: 'user', content: { type: 'text', text: word } }] })
  );
  return server;
}

function addTalkingTools(server) {
  server.registerTool('matrix_call', { description: 'Says its argument', inputSchema: { text: z.string() } }, ({ text }) =>
    says(`called: ${text}`)
  );
  server.registerTool('matrix_progress', { description: 'Reports progress three times' }, async extra => {
    for (const progress of STEPS) {
      await report(extra, progress);
    }
    return says('progressed');
  });
  server.registerTool('matrix_log', { description: 'Logs a line' }, async extra => {
    await extra.sendNotification({
      method: 'notifications/message',
      params: { level: 'info', logger: 'matrix', data: 'a line of the matrix' }
    });
    return says('logged');
  });
  server.registerTool('matrix_error', { description: 'Fails' }, () => ({ ...says('failed on purpose'), isError: true }));
}

/** Each asks on the stream of the call that it answers, not on the session's own. */
function addAskingTools(server) {
  const asking = (name, description, ask) =>
    server.registerTool(name, { description }, async ({ requestId }) =>
      says(await ask(server.server, { relatedRequestId: requestId }))
    );
  asking('matrix_elicit_form', 'Asks the user for a name', async (client, related) => {
    const asked = { mode: 'form', message: 'Your name?', requestedSchema: NAME };
    return `form: ${accepted(await client.elicitInput(asked, related))}`;
  });
  asking('matrix_elicit_url', 'Sends the user to a page', async (client, related) => {
    const asked = { mode: 'url', message: 'Please visit', url: 'https://matrix.example/visit', elicitationId: randomUUID() };
    return `url: ${accepted(await client.elicitInput(asked, related))}`;
  });
  asking('matrix_sample', 'Asks the model of the client', async (client, related) => {
    const asked = { messages: [{ role: 'user', content: { type: 'text', text: 'Speak' } }], maxTokens: 20 };
    return `sampled: ${spoken(await client.createMessage(asked, related))}`;
  });
  asking(
    'matrix_roots',
    'Asks for the roots of the client',
    async (client, related) => `roots: ${uris(await client.listRoots({}, related))}`
  );
}

function addChanges(server) {
  const subscribed = new Set();
  server.server.setRequestHandler(SubscribeRequestSchema, ({ params }) => {
    subscribed.add(params.uri);
    return {};
  });
  server.server.setRequestHandler(UnsubscribeRequestSchema, ({ params }) => {
    subscribed.delete(params.uri);
    return {};
  });
  server.registerTool('matrix_touch_resource', { description: `Says that ${TEXT.uri} changed` }, async () => {
    if (subscribed.has(TEXT.uri)) {
      await server.server.sendResourceUpdated({ uri: TEXT.uri });
    }
    return says('touched');
  });
  server.registerTool('matrix_change_list', { description: 'Says that the list of tools changed' }, async () => {
    await server.server.sendToolListChanged();
    return says('changed');
  });
}

function addCancelledTools(server) {
  server.registerTool(
    'matrix_slow',
    { description: 'Waits until it is cancelled', inputSchema: MARK },
    async ({ mark }, extra) => {
      await report(extra, STEPS[0]);
      try {
        await delay(LONGEST_MS, undefined, { signal: extra.signal });
      } catch {
        marks.add(mark);
      }
      return says('waited');
    }
  );
  server.registerTool(
    'matrix_cancelled',
    { description: 'Says whether the call with this mark was cancelled', inputSchema: MARK },
    async ({ mark }) => says(`cancelled: ${await marks.has(mark)}`)
  );
}

async function report({ _meta, sendNotification }, progress) {
  const progressToken = _meta?.progressToken;
  if (progressToken !== undefined) {
    await sendNotification({ method: 'notifications/progress', params: { progressToken, progress, total: STEPS.length } });
  }
}
