// Put before a server that listens on every interface:  node --import ./loopback.mjs SERVER
// Whatever it asks for, it listens on 127.0.0.1 and a free port; prints {"url": ...} when it does.
import { Server } from 'node:net';

const listen = Server.prototype.listen;

Server.prototype.listen = function (...given) {
  const whenListening = given.find(argument => typeof argument === 'function');
  this.once('listening', () => console.log(JSON.stringify({ url: `http://127.0.0.1:${this.address().port}/mcp` })));
  return listen.call(this, { host: '127.0.0.1', port: 0 }, whenListening);
};
