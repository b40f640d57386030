import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ec2Answer, ec2Query, type FakeNetwork } from './ec2-answers.ts';
import { ecrAnswer, type FakeRegistry } from './ecr-answers.ts';
import { eksAnswer, type FakeEks } from './eks-answers.ts';
import { type FakeGuardDuty, guardDutyAnswer } from './guardduty-answers.ts';
import { type FakeLogs, logsAnswer } from './log-answers.ts';
import { type Answer, type Asked, type AwsError, json11, type Protocol, restJson } from './wire.ts';

export type { FakeCluster } from './eks-answers.ts';

type EksFault = {
  /** The start of `GET /clusters/...`, decoded; of the other services `logs:DescribeLogGroups`. */
  readonly path: string;
  readonly times?: number;
  /** From 1; the requests for the path before it go well. */
  readonly fromRequest?: number;
} & (AwsError | { readonly does: 'hang' });

/** What surrounds the clusters in their account and region. */
export type FakeAccount = FakeLogs & FakeNetwork & FakeGuardDuty & FakeRegistry;

type EksApiOptions = FakeEks & {
  readonly account?: FakeAccount;
  readonly faults?: readonly EksFault[];
};

export type EksApi = {
  readonly endpoint: string;
  /** Path and query of each request, decoded; of the other services their action and input. */
  readonly requests: readonly string[];
  close(): Promise<void>;
};

/**
 * A small AWS: the read calls on clusters and on what surrounds them, each over the wire format of
 * the real service. All of them are at one endpoint, and are told apart by their protocols.
 */
export async function startEksApi(options: EksApiOptions): Promise<EksApi> {
  const requests: string[] = [];
  const faultAt = faultLine(options.faults ?? []);
  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const call = callOf(options, await askedIn(request), request.url ?? '/');
    requests.push(call.text);
    const fault = faultAt(call.path);
    if (fault !== undefined && 'does' in fault) return;
    send(response, fault === undefined ? call.answer() : call.protocol.error(fault));
  };
  const server = createServer((request, response) => void respond(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** Faults in the order in which they are met. */
function faultLine(faults: readonly EksFault[]): (path: string) => EksFault | undefined {
  const line = faults.map((fault) => ({
    fault,
    left: fault.times ?? Infinity,
    spared: (fault.fromRequest ?? 1) - 1,
  }));
  return (path) => {
    const match = line.find((state) => {
      if (state.left === 0 || !path.startsWith(state.fault.path)) return false;
      state.spared -= 1;
      return state.spared < 0;
    });
    if (match !== undefined) match.left -= 1;
    return match?.fault;
  };
}

async function askedIn(request: IncomingMessage): Promise<Asked> {
  const url = new URL(request.url ?? '/', 'http://host');
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const target = request.headers['x-amz-target'];
  return {
    method: request.method ?? 'GET',
    parts: url.pathname
      .split('/')
      .filter((part) => part !== '')
      .map(decodeURIComponent),
    query: url.searchParams,
    target: typeof target === 'string' ? target : undefined,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

type Call = {
  /** What a fault names. */
  readonly path: string;
  readonly text: string;
  readonly protocol: Protocol;
  readonly answer: () => Answer;
};

function callOf(options: EksApiOptions, asked: Asked, url: string): Call {
  const { account = {} } = options;
  const [root, id] = asked.parts;
  if (asked.target !== undefined) return targetCall(account, asked.target, asked.body);
  if (root === undefined) return formCall(account, asked.body);
  if (root === 'detector') {
    const path = id === undefined ? 'guardduty:ListDetectors' : 'guardduty:GetDetector';
    const text = id === undefined ? path : `${path} ${id}`;
    return { path, text, protocol: restJson, answer: () => guardDutyAnswer(account, asked) };
  }
  return {
    path: `/${asked.parts.join('/')}`,
    text: decodeURIComponent(url),
    protocol: restJson,
    answer: () => eksAnswer(options, asked),
  };
}

/** `Logs_20140328.DescribeLogGroups` */
function targetCall(account: FakeAccount, target: string, body: string): Call {
  const [service, action = ''] = target.split('.');
  const input = JSON.parse(body);
  const isLogs = service === 'Logs_20140328';
  const path = `${isLogs ? 'logs' : 'ecr'}:${action}`;
  const answer = () => (isLogs ? logsAnswer : ecrAnswer)(account, action, input);
  return { path, text: `${path} ${JSON.stringify(input)}`, protocol: json11, answer };
}

function formCall(account: FakeAccount, body: string): Call {
  const form = new URLSearchParams(body);
  const path = `ec2:${form.get('Action')}`;
  const values = [...form].filter(([name]) => name.includes('.Value.')).map(([, value]) => value);
  const text = `${path} ${values.join(' ')}`;
  return { path, text, protocol: ec2Query, answer: () => ec2Answer(account, form) };
}

function send(response: ServerResponse, { status, contentType, errorType, body }: Answer): void {
  const type = errorType === undefined ? {} : { 'x-amzn-errortype': errorType };
  response.writeHead(status, { 'content-type': contentType, ...type });
  response.end(body);
}
