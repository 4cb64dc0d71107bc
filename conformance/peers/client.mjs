// A client that does what a script says and prints what it sees, so that tests in any language can drive a real one.
//
//   node client.mjs --url URL [--bearer TOKEN] [--era legacy|modern|auto] [--name NAME] [--capabilities JSON] [--trace] SCRIPT
//
// Over HTTP+SSE with --sse; over pipes with --command '["program","argument"]' in place of --url, and the token in its
// environment as GATEHOUSE_KEY.
//
// SCRIPT is a JSON array of steps, or "-" to read it from stdin. Every line printed is one JSON object:
//   {"step":-1,"kind":"connect","result":{era,protocolVersion,serverInfo,capabilities,instructions}}
//   {"step":0,"kind":"call","result":{...}}       or   {"step":0,"kind":"call","error":{name,code,message,data?,status?}}
//   {"heard":"notifications/progress","params":{...}}             a notification
//   {"asked":"elicitation/create","params":{...},"answer":{...}}  a question, and what this client answered
//   {"http":"POST","status":200,"type":"application/json"}        with --trace only
//
// The steps:
//   {"list":"tools"}                     or prompts, resources, templates; always asks the server
//   {"call":{"name":..,"arguments":{}}}  with "cancelOnProgress":true it is cancelled at the first progress,
//                                        with "progress":false it asks for none
//   {"read":URI}  {"prompt":{"name":..,"arguments":{}}}  {"complete":{"ref":..,"argument":..}}
//   {"subscribe":URI}  {"unsubscribe":URI}          resources/subscribe, or a listen stream in the modern era
//   {"listen":{"toolsListChanged":true,..}}         modern only; in the legacy era such notifications come unasked
//   {"await":"notifications/..."}                   until one more of these has been heard than awaited so far
//   {"level":"info"}                                logging/setLevel, or the level of all later requests
//   {"elicit":[{"action":"accept","content":{}}]}   answers to the next questions to the user, one each; the last one stays
//   {"sample":["text"]}  {"roots":[{"uri":..}]}     the same for questions to the model, and the roots
//   {"send":{"method":..,"params":{}}}              any request
//   {"together":[steps]}                            at the same time
// Every step may have "timeoutMs" (20,000 otherwise). A step that fails does not end the script; no connection does (exit 1).
import { parseArgs } from 'node:util';
import { connection } from './client/connection.mjs';
import { runScript } from './client/script.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    url: { type: 'string' },
    command: { type: 'string' },
    sse: { type: 'boolean', default: false },
    bearer: { type: 'string' },
    era: { type: 'string', default: 'auto' },
    name: { type: 'string', default: 'gatehouse-test-client' },
    capabilities: { type: 'string', default: '{"elicitation":{"form":{}},"sampling":{},"roots":{}}' },
    trace: { type: 'boolean', default: false }
  }
});
if ((!values.url && !values.command) || positionals.length !== 1 || !['legacy', 'modern', 'auto'].includes(values.era)) {
  console.error('client: give --url URL or --command JSON, --era legacy, modern or auto, and one SCRIPT (a JSON array, or - for stdin)');
  process.exit(2);
}

await runScript(positionals[0], print =>
  connection({ ...values, capabilities: JSON.parse(values.capabilities), print })
);
