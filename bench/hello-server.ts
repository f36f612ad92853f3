import { createServer } from 'node:http';

/** The simplest HTTP server on Node: the baseline of requests per second. */
const server = createServer((_, response) => {
  response.setHeader('content-type', 'text/plain');
  response.end('hello');
});

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  process.stdout.write(`http://localhost:${port}\n`);
});
process.on('SIGINT', () => process.exit());
