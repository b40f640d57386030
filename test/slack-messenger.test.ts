import { createServer, type RequestListener, type Server } from 'node:http';
import { inspect } from 'node:util';
import { afterEach, describe, expect, test } from '@jest/globals';
import { StageError } from '../functions/model/errors.ts';
import type { Message } from '../functions/model/world.ts';
import { webhookSecret } from '../functions/platform/aws/webhook-secret.ts';
import { jsonLog } from '../functions/platform/json-log.ts';
import type { Pacing } from '../functions/platform/pacing.ts';
import { slackMessenger } from '../functions/platform/slack-messenger.ts';

const secretPath = '/services/T00/B00/planted-secret';
const message: Message = { text: 'one got worse', blocks: [{ type: 'divider' }] };

type Answer = {
  readonly status: number;
  readonly body?: string;
  readonly headers?: Record<string, string>;
};

let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function listen(listener: RequestListener): Promise<string> {
  const started = createServer(listener);
  server = started;
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  const address = started.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}${secretPath}`;
}

/** A webhook that gives its answers one after another, the last one for ever. */
async function webhook(answers: readonly Answer[]) {
  const received: { path: string | undefined; body: string }[] = [];
  const url = await listen(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    received.push({ path: request.url, body });
    const answer = answers[Math.min(received.length, answers.length) - 1];
    response.writeHead(answer?.status ?? 500, answer?.headers).end(answer?.body ?? '');
  });
  return { url, received };
}

function messengerFor(url: string) {
  const waits: number[] = [];
  const pacing: Pacing = {
    now: () => new Date('2026-11-23T06:00:00Z'),
    sleep: async (ms) => void waits.push(ms),
    random: () => 0.5,
  };
  return { waits, messenger: slackMessenger({ url, isLoopbackAllowed: true, pacing }) };
}

async function failureOf(work: Promise<unknown>): Promise<StageError> {
  const thrown = await work.then(
    () => new Error('did not fail'),
    (error: unknown) => error,
  );
  if (!(thrown instanceof StageError)) throw thrown;
  return thrown;
}

const everythingIn = (error: unknown) => inspect(error, { depth: 10, showHidden: true });

describe('delivery', () => {
  test('posts the text and the blocks to the webhook', async () => {
    const { url, received } = await webhook([{ status: 200, body: 'ok' }]);
    await messengerFor(url).messenger.send(message);
    expect(received.map(({ path }) => path)).toEqual([secretPath]);
    expect(JSON.parse(received[0]?.body ?? '')).toEqual(message);
  });

  test('waits as long as Slack asks for, then posts again', async () => {
    const { url, received } = await webhook([
      { status: 429, headers: { 'retry-after': '7' } },
      { status: 200 },
    ]);
    const { messenger, waits } = messengerFor(url);
    await messenger.send(message);
    expect(waits).toEqual([7_000]);
    expect(received).toHaveLength(2);
  });
});

describe('failure', () => {
  test.each<[string, Answer, number, string]>([
    ['server errors', { status: 503 }, 4, 'HTTP 503 (4 attempts)'],
    [
      'a webhook that is gone',
      { status: 404, body: 'no_service' },
      1,
      'HTTP 404 no_service (1 attempt)',
    ],
    [
      'a body that is not a word of Slack',
      { status: 403, body: `at ${secretPath}` },
      1,
      'HTTP 403 (1 attempt)',
    ],
    ['a redirect', { status: 302, headers: { location: '/elsewhere' } }, 1, 'HTTP 302 (1 attempt)'],
  ])(
    '%s: a bounded number of tries and an error without the address',
    async (_, answer, tries, words) => {
      const { url, received } = await webhook([answer]);
      const error = await failureOf(messengerFor(url).messenger.send(message));
      expect(error.code).toBe('MESSAGE_FAILED');
      expect(error.message).toBe(`Slack did not take the message: ${words}`);
      expect(received).toHaveLength(tries);
      expect(everythingIn(error)).not.toContain('planted-secret');
    },
  );

  test('a connection that breaks is not tried again: the message may have arrived', async () => {
    let requests = 0;
    const url = await listen((request) => {
      requests += 1;
      request.socket.destroy();
    });
    const error = await failureOf(messengerFor(url).messenger.send(message));
    expect(error.message).toBe(
      'Slack did not take the message: no answer (UND_ERR_SOCKET) (1 attempt)',
    );
    expect(requests).toBe(1);
    expect(everythingIn(error)).not.toContain('planted-secret');
  });

  test('a server that is not there is tried again, up to the bound', async () => {
    const { url } = await webhook([]);
    await new Promise((resolve) => server?.close(resolve));
    const { messenger, waits } = messengerFor(url);
    const error = await failureOf(messenger.send(message));
    expect(error.message).toContain('no answer (ECONNREFUSED) (4 attempts)');
    expect(waits).toHaveLength(3);
    expect(everythingIn(error)).not.toContain('planted-secret');
  });
});

describe('the address', () => {
  test.each([
    'http://hooks.slack.com/services/planted-secret',
    'https://hooks.slack.com.evil.example/services/planted-secret',
    'https://user@hooks.slack.com/services/planted-secret',
    'https://hooks.slack.com:8443/services/planted-secret',
    'https://169.254.169.254/latest/planted-secret',
    'http://127.0.0.1:9/planted-secret',
    'planted-secret',
  ])('%s is refused without being repeated', async (url) => {
    const error = await failureOf(Promise.resolve().then(() => slackMessenger({ url })));
    expect(error.message).toBe('the webhook address is not one of Slack');
    expect(everythingIn(error)).not.toContain('planted-secret');
  });

  test.each([
    'https://hooks.slack.com/services/T/B/x',
    'https://hooks.slack-gov.com/services/T/B/x',
  ])('%s is taken', (url) => {
    expect(typeof slackMessenger({ url }).send).toBe('function');
  });
});

describe('the webhook secret', () => {
  const secretArn = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:slack-AbCdEf';

  /** Secrets Manager over HTTP with one secret, as the real client sees it. */
  async function secretsManager(answers: readonly object[]) {
    const { SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager');
    const headers = { 'content-type': 'application/x-amz-json-1.1' };
    const { url, received } = await webhook(
      answers.map((answer) => ({
        status: '__type' in answer ? 400 : 200,
        headers,
        body: JSON.stringify(answer),
      })),
    );
    const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'test' };
    const client = new SecretsManagerClient({
      endpoint: new URL(url).origin,
      region: 'eu-west-1',
      credentials,
    });
    return { read: webhookSecret({ client, secretArn }), received };
  }

  test.each([
    ['plain text', 'https://hooks.slack.com/services/x\n'],
    ['JSON', '{"url":"https://hooks.slack.com/services/x"}'],
  ])('is read from %s, once', async (_, SecretString) => {
    const { read, received } = await secretsManager([{ SecretString }]);
    expect(await read()).toBe('https://hooks.slack.com/services/x');
    await read();
    expect(received).toHaveLength(1);
  });

  test.each([
    ['JSON that is cut short', { SecretString: '{"url":"https://planted-secret' }],
    ['JSON without the key', { SecretString: '{"webhook":"https://planted-secret"}' }],
    ['a binary secret', { SecretBinary: 'cGxhbnRlZC1zZWNyZXQ=' }],
  ])('%s is an error that does not repeat it', async (_, answer) => {
    const { read } = await secretsManager([answer]);
    const error = await failureOf(read());
    expect(error.message).toBe(`the webhook secret ${secretArn} holds no address`);
    expect(everythingIn(error)).not.toContain('planted-secret');
  });

  test('a read that was denied is tried again at the next call', async () => {
    const denied = { __type: 'AccessDeniedException', message: 'not authorized' };
    const { read } = await secretsManager([denied, { SecretString: 'https://hooks.slack.com/x' }]);
    expect((await failureOf(read())).message).toContain('not authorized');
    expect(await read()).toBe('https://hooks.slack.com/x');
  });
});

test('a log line is one JSON object, and no field replaces time, level or event', () => {
  const lines: string[] = [];
  const log = jsonLog({
    clock: () => new Date('2026-11-23T06:00:00Z'),
    writeInfo: (line) => lines.push(`out ${line}`),
    writeWarning: (line) => lines.push(`err ${line}`),
  });
  log.info('notify.sent', { worse: 2 });
  log.warn('notify.slow', { level: 'mine', note: 'two\nlines' });
  expect(lines).toEqual([
    'out {"time":"2026-11-23T06:00:00.000Z","level":"info","event":"notify.sent","worse":2}\n',
    'err {"time":"2026-11-23T06:00:00.000Z","level":"warn","event":"notify.slow",' +
      '"note":"two\\nlines"}\n',
  ]);
});
