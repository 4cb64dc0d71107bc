import * as z from 'zod';
import { described } from './connection.mjs';

const PATIENCE_MS = 20_000;
const LOG_LEVEL = 'io.modelcontextprotocol/logLevel';

/** Does one step and prints its result or its error. */
export async function perform(todo, index, step) {
  const { timeoutMs = PATIENCE_MS, ...rest } = step;
  const kind = Object.keys(rest).find(key => key in KINDS);
  if (kind === undefined) {
    todo.print({ step: index, kind: 'unknown', error: { message: `no such step: ${Object.keys(rest)}` } });
    return;
  }
  try {
    const result = await KINDS[kind](todo, rest[kind], { step: rest, index, options: { timeout: timeoutMs } });
    todo.print({ step: index, kind, result: result ?? {} });
  } catch (error) {
    todo.print({ step: index, kind, error: described(error) });
  }
}

const isModern = client => client.getProtocolEra() === 'modern';
const withMeta = ({ meta }, params) => (Object.keys(meta).length > 0 ? { ...params, _meta: meta } : params);

const LISTS = {
  tools: 'listTools',
  prompts: 'listPrompts',
  resources: 'listResources',
  templates: 'listResourceTemplates'
};

const KINDS = {
  list: ({ client }, what, { options }) => client[LISTS[what]](undefined, { ...options, cacheMode: 'refresh' }),

  call: (todo, call, { step, options }) => {
    const stop = new AbortController();
    const onprogress = progress => {
      todo.ears.hear('notifications/progress', progress);
      if (step.cancelOnProgress) {
        stop.abort('the script said so');
      }
    };
    const listening = step.progress === false ? {} : { onprogress };
    return todo.client.callTool(withMeta(todo, call), { ...options, signal: stop.signal, ...listening });
  },

  read: (todo, uri, { options }) =>
    todo.client.readResource(withMeta(todo, { uri }), { ...options, cacheMode: 'refresh' }),
  prompt: (todo, prompt, { options }) => todo.client.getPrompt(withMeta(todo, prompt), options),
  complete: (todo, completion, { options }) => todo.client.complete(withMeta(todo, completion), options),
  send: (todo, { method, params = {} }, { options }) =>
    todo.client.request({ method, params: withMeta(todo, params) }, z.looseObject({}), options),

  subscribe: async (todo, uri, { options }) => {
    if (!isModern(todo.client)) {
      return todo.client.subscribeResource({ uri }, options);
    }
    const subscription = await todo.client.listen({ resourceSubscriptions: [uri] }, options);
    todo.subscriptions.set(uri, subscription);
    return { honored: subscription.honoredFilter };
  },
  unsubscribe: async (todo, uri, { options }) =>
    isModern(todo.client) ? todo.subscriptions.get(uri)?.close() : todo.client.unsubscribeResource({ uri }, options),
  listen: async ({ client }, filter, { options }) =>
    isModern(client) ? { honored: (await client.listen(filter, options)).honoredFilter } : {},
  await: ({ ears }, method, { options }) => ears.await(method, options.timeout),

  level: async (todo, level, { options }) => {
    if (isModern(todo.client)) {
      todo.meta = { ...todo.meta, [LOG_LEVEL]: level };
      return {};
    }
    return todo.client.setLoggingLevel(level, options);
  },
  elicit: ({ answers }, results) => answers.elicit(results),
  sample: ({ answers }, texts) => answers.sample(texts),
  roots: ({ answers }, roots) => answers.roots(roots),

  together: async (todo, steps, { index }) => {
    await Promise.all(steps.map((step, i) => perform(todo, `${index}.${i}`, step)));
  }
};
