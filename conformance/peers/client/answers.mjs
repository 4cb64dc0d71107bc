/** What this client answers when a server asks its user, its model or for its roots; each question is printed. */
export class Answers {
  #print;
  #given = {
    'elicitation/create': [{ action: 'decline' }],
    'sampling/createMessage': [sampled('nothing')],
    'roots/list': [{ roots: [] }]
  };

  constructor(print) {
    this.#print = print;
  }

  elicit(results) {
    this.#given['elicitation/create'] = [...results];
  }

  sample(texts) {
    this.#given['sampling/createMessage'] = texts.map(sampled);
  }

  roots(roots) {
    this.#given['roots/list'] = [{ roots }];
  }

  /** Answers the methods that the client declared a capability for. */
  attach(client) {
    for (const method of Object.keys(this.#given)) {
      try {
        client.setRequestHandler(method, ({ params }) => this.#answer(method, params));
      } catch {
        // not declared: the SDK refuses such a question by itself
      }
    }
  }

  #answer(method, params) {
    const left = this.#given[method];
    const answer = left.length > 1 ? left.shift() : left[0];
    this.#print({ asked: method, params, answer });
    return answer;
  }
}

function sampled(text) {
  return { role: 'assistant', content: { type: 'text', text }, model: 'test-model', stopReason: 'endTurn' };
}
