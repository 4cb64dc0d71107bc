// The fixture: one MCP server that offers everything the official conformance suite asks for, in both eras, and the tools
// that the threat tests need.
//
//   node fixture.mjs [--port 0] [--mode dual|legacy|modern] [--extra-tools 0] [--without-tasks]      HTTP on 127.0.0.1; prints {"url": ...} when it listens
//   node fixture.mjs --stdio [--mode dual|legacy|modern]         stdin and stdout; prints nothing of its own
//
// With --extra-tools N it has N more tools, extra_0001 and so on; only over HTTP.
// With --without-tasks it lacks the extension of tasks and the tools for it; only over HTTP.
// It ends on SIGTERM and SIGINT, and over stdio when its input ends.
import { parseArgs } from 'node:util';
import { serveHttp } from './fixture/http.mjs';
import { serveOverStdio } from './fixture/stdio.mjs';

const MODES = ['dual', 'legacy', 'modern'];

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    mode: { type: 'string', default: 'dual' },
    stdio: { type: 'boolean', default: false },
    'extra-tools': { type: 'string', default: '0' },
    'without-tasks': { type: 'boolean', default: false }
  }
});
if (!MODES.includes(values.mode)) {
  console.error(`fixture: --mode is one of ${MODES.join(', ')}, not "${values.mode}"`);
  process.exit(2);
}

const running = values.stdio
  ? serveOverStdio(values.mode)
  : await serveHttp(values.mode, Number(values.port), Number(values['extra-tools']), !values['without-tasks']);
if (running.url) {
  console.log(JSON.stringify({ url: running.url }));
}
for (const signal of ['SIGTERM', 'SIGINT']) {
  process.on(signal, async () => {
    await running.close();
    process.exit(0);
  });
}
