// The client of the TypeScript SDK v1, which knows the legacy era only. Takes the script of client.mjs, prints the same lines.
//
//   node client-v1.mjs --url URL [--bearer TOKEN] [--name NAME] [--capabilities JSON] SCRIPT
//
// It has no "listen" stream: in the legacy era such notifications come unasked, and that step does nothing.
import { parseArgs } from 'node:util';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import * as types from '@modelcontextprotocol/sdk/types.js';
import { runScript } from './client/script.mjs';

const SCHEMAS = {
  'elicitation/create': types.ElicitRequestSchema,
  'sampling/createMessage': types.CreateMessageRequestSchema,
  'roots/list': types.ListRootsRequestSchema,
  'notifications/message': types.LoggingMessageNotificationSchema,
  'notifications/resources/updated': types.ResourceUpdatedNotificationSchema,
  'notifications/resources/list_changed': types.ResourceListChangedNotificationSchema,
  'notifications/tools/list_changed': types.ToolListChangedNotificationSchema,
  'notifications/prompts/list_changed': types.PromptListChangedNotificationSchema
};

/** The v1 client, with the few methods of the v2 client that the steps use and v1 spells otherwise. */
class Legacy extends Client {
  getProtocolEra() {
    return 'legacy';
  }

  getNegotiatedProtocolVersion() {
    return this.transport?.protocolVersion;
  }

  setRequestHandler(method, answer) {
    super.setRequestHandler(SCHEMAS[method] ?? method, answer);
  }

  setNotificationHandler(method, hear) {
    super.setNotificationHandler(SCHEMAS[method] ?? method, hear);
  }

  callTool(call, options) {
    return super.callTool(call, undefined, options);
  }
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    url: { type: 'string' },
    bearer: { type: 'string' },
    name: { type: 'string', default: 'gatehouse-test-client' },
    capabilities: { type: 'string', default: '{"elicitation":{"form":{}},"sampling":{},"roots":{}}' }
  }
});
if (!values.url || positionals.length !== 1) {
  console.error('client-v1: give --url URL and one SCRIPT (a JSON array, or - for stdin)');
  process.exit(2);
}

await runScript(positionals[0], () => ({
  client: new Legacy({ name: values.name, version: '0.1.0' }, { capabilities: JSON.parse(values.capabilities) }),
  transport: new StreamableHTTPClientTransport(new URL(values.url), {
    requestInit: values.bearer === undefined ? {} : { headers: { authorization: `Bearer ${values.bearer}` } }
  })
}));
