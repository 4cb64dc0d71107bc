// Lets the official suite test a gateway as a client: declares the suite's server to a running gateway, approves it, and has a
// real client do through the gateway what the scenario asks for. The suite starts it:
//
//   conformance client --command "node gateway-as-client.mjs" --scenario NAME
//
// In its environment: GATEWAY_URL (the gateway's address), GATEWAY_ADMIN_KEY and GATEWAY_KEY (of a caller who may use
// everything), and GATEWAY_CLIENT_ERA (legacy or modern); the suite adds the name of the scenario and what it says of it.
// In the end the gateway forgets the server.
// Exit code 1 when the gateway did not take the server, or the client could not connect.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const { GATEWAY_URL, GATEWAY_ADMIN_KEY, GATEWAY_KEY, GATEWAY_CLIENT_ERA } = process.env;
const { MCP_CONFORMANCE_SCENARIO, MCP_CONFORMANCE_CONTEXT } = process.env;
const url = process.argv[2];
const call = (name, given = {}) => ({ call: { name, arguments: given } });

const INVALID_TOOLS = [
  'invalid_empty_header',
  'invalid_object_header',
  'invalid_array_header',
  'invalid_null_header',
  'invalid_number_header',
  'invalid_duplicate_same_case',
  'invalid_duplicate_diff_case',
  'invalid_space_in_name',
  'invalid_colon_in_name',
  'invalid_non_ascii_name',
  'invalid_control_char_name'
];

/** What the client does in each scenario. Tools that are no good are called, too: the gateway must not let that through. */
const STEPS = {
  tools_call: () => [{ list: 'tools' }, call('add_numbers', { a: 2, b: 3 })],
  'sse-retry': () => [{ list: 'tools' }, call('test_reconnection')],
  'request-metadata': () => [{ list: 'tools' }, { list: 'tools' }],
  'http-standard-headers': () => [
    { list: 'tools' },
    call('test_headers'),
    call('my-hyphenated-tool'),
    { list: 'resources' },
    { read: 'file:///path/to/file%20name.txt' },
    { read: 'https://example.com/resource?id=123' },
    { list: 'prompts' },
    { prompt: { name: 'test_prompt' } }
  ],
  'http-custom-headers': ({ toolCalls }) => [
    { list: 'tools' },
    ...toolCalls.map(({ name, arguments: given }) => call(name, given))
  ],
  'http-invalid-tool-headers': () => [
    { list: 'tools' },
    call('valid_tool', { region: 'eu' }),
    ...INVALID_TOOLS.map(name => call(name, { value: 'x', data: {}, items: [], nil: null, score: 1, field1: 'a', field2: 'b' }))
  ],
  'sep-2322-client-request-state': () => [
    { elicit: [{ action: 'accept', content: { confirmed: true } }] },
    { list: 'tools' },
    { together: [call('test_mrtr_echo_state'), call('test_mrtr_unrelated')] },
    call('test_mrtr_no_state'),
    call('test_mrtr_no_result_type')
  ],
  'json-schema-ref-no-deref': () => [{ list: 'tools' }]
};

const steps = STEPS[MCP_CONFORMANCE_SCENARIO];
if (steps === undefined || url === undefined) {
  console.error(`gateway-as-client: knows no scenario "${MCP_CONFORMANCE_SCENARIO}", or got no URL`);
  process.exit(2);
}
const name = `suite-${process.pid}`;
const { fingerprint, seen } = await admin('servers', { name, url });
await admin(`servers/${name}/approve`, { fingerprint, definitionsHash: seen?.definitionsHash });

const script = JSON.stringify(steps(JSON.parse(MCP_CONFORMANCE_CONTEXT ?? '{}')));
const { status } = spawnSync(
  process.execPath,
  [
    join(dirname(fileURLToPath(import.meta.url)), 'client.mjs'),
    ...['--url', new URL(`/mcp/${name}`, GATEWAY_URL).href, '--bearer', GATEWAY_KEY, '--era', GATEWAY_CLIENT_ERA, script]
  ],
  { stdio: ['ignore', 'inherit', 'inherit'] }
);
await admin(`servers/${name}`, undefined, 'DELETE'); // the suite waits until nobody is connected
process.exit(status ?? 1);

async function admin(path, body, method = 'POST') {
  const answer = await fetch(new URL(`/admin/v1/${path}`, GATEWAY_URL), {
    method,
    headers: { authorization: `Bearer ${GATEWAY_ADMIN_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify(body)
  });
  const text = await answer.text();
  if (!answer.ok) {
    console.error(`gateway-as-client: ${method} ${path} was answered with ${answer.status}: ${text}`);
    process.exit(1);
  }
  return text === '' ? undefined : JSON.parse(text);
}
