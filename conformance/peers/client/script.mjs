import { text as textOf } from 'node:stream/consumers';
import { Answers } from './answers.mjs';
import { described } from './connection.mjs';
import { Ears } from './ears.mjs';
import { perform } from './steps.mjs';

const print = line => console.log(JSON.stringify(line));

/** Connects, does every step of the script ("-" reads it from stdin), disconnects and ends this process. */
export async function runScript(given, connection) {
  const script = JSON.parse(given === '-' ? await textOf(process.stdin) : given);
  const answers = new Answers(print);
  const ears = new Ears(print);
  const { client, transport } = connection(print);
  answers.attach(client);
  ears.attach(client);

  try {
    await client.connect(transport);
  } catch (error) {
    print({ step: -1, kind: 'connect', error: described(error) });
    process.exit(1);
  }
  print({
    step: -1,
    kind: 'connect',
    result: {
      era: client.getProtocolEra(),
      protocolVersion: client.getNegotiatedProtocolVersion(),
      serverInfo: client.getServerVersion(),
      capabilities: client.getServerCapabilities(),
      instructions: client.getInstructions()
    }
  });

  const todo = { client, answers, ears, print, meta: {}, subscriptions: new Map() };
  for (const [index, step] of script.entries()) {
    await perform(todo, index, step);
  }
  if (client.getProtocolEra() === 'legacy') {
    await transport.terminateSession?.().catch(() => {});
  }
  await client.close();
  process.exit(0);
}
