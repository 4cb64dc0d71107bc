const METHODS = [
  'notifications/message',
  'notifications/resources/updated',
  'notifications/resources/list_changed',
  'notifications/tools/list_changed',
  'notifications/prompts/list_changed'
];

/** Prints each notification, and lets a step wait for one. */
export class Ears {
  #print;
  #heard = new Map();
  #awaited = new Map();
  #waiting = [];

  constructor(print) {
    this.#print = print;
  }

  attach(client) {
    for (const method of METHODS) {
      client.setNotificationHandler(method, notification => this.hear(method, notification.params));
    }
    client.fallbackNotificationHandler = async ({ method, params }) => this.hear(method, params);
  }

  hear(method, params) {
    this.#print({ heard: method, params });
    this.#heard.set(method, (this.#heard.get(method) ?? 0) + 1);
    this.#waiting.filter(one => one.method === method).forEach(one => one.look());
  }

  /** Resolves when one more notification of this method has been heard than was awaited before. */
  await(method, timeoutMs) {
    const enough = (this.#awaited.get(method) ?? 0) + 1;
    this.#awaited.set(method, enough);
    return new Promise((resolve, reject) => {
      const tooLate = setTimeout(() => reject(new Error(`no ${method} within ${timeoutMs} ms`)), timeoutMs);
      const look = () => {
        if ((this.#heard.get(method) ?? 0) >= enough) {
          clearTimeout(tooLate);
          resolve({});
        }
      };
      this.#waiting.push({ method, look });
      look();
    });
  }
}
