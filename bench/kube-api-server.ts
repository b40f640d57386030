import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { kubernetesReads } from '../functions/model/reads.ts';
import { serverCertificates } from '../test/kube-api/certificates.ts';
import { benchPods, benchPolicy } from './bench-objects.ts';
import {
  benchEndpointSlice,
  benchNode,
  benchPolicyEndpoint,
  benchService,
} from './bench-traffic.ts';

// An API server of 10,000 pods, 500 network policies and what belongs to them, in a process of its
// own. Every page is rendered and compressed beforehand, so that the time measured is the reader's.

const token = 'bench-token';
const podCount = 10_000;
const policyCount = 500;
const serviceCount = 1_700;
const nodeCount = 400;
const pageSize = 500;

type Page = { readonly plainBytes: number; readonly body: Buffer };

function pagesOf(kind: string, items: readonly unknown[], root: string): readonly Page[] {
  const pages: Page[] = [];
  for (let start = 0; start < Math.max(items.length, 1); start += pageSize) {
    const isLast = start + pageSize >= items.length;
    const metadata = {
      resourceVersion: '90210',
      ...(isLast ? {} : { continue: `${start / pageSize + 1}` }),
    };
    const page = { kind, apiVersion: root, metadata, items: items.slice(start, start + pageSize) };
    const text = JSON.stringify(page);
    // The level that the API server compresses with.
    pages.push({ plainBytes: Buffer.byteLength(text), body: gzipSync(text, { level: 4 }) });
  }
  return pages;
}

const many = (count: number, item: (index: number) => unknown): readonly unknown[] =>
  Array.from({ length: count }, (_, index) => item(index));

const itemsOf = (id: string): readonly unknown[] => {
  switch (id) {
    case 'pods':
      return benchPods(podCount);
    case 'networkpolicies':
      return many(policyCount, benchPolicy);
    case 'policyendpoints.networking.k8s.aws':
      return many(policyCount, benchPolicyEndpoint);
    case 'services':
      return many(serviceCount, benchService);
    case 'endpointslices':
      return many(serviceCount, benchEndpointSlice);
    case 'nodes':
      return many(nodeCount, benchNode);
    default:
      return [];
  }
};

const lists = new Map<string, readonly Page[]>();
for (const read of kubernetesReads) {
  if ('object' in read) continue;
  const root = read.apiGroup === '' ? read.version : `${read.apiGroup}/${read.version}`;
  const path = read.apiGroup === '' ? `/api/${root}` : `/apis/${root}`;
  lists.set(`${path}/${read.resource}`, pagesOf(`${read.kind}List`, itemsOf(read.id), root));
}

const notFound = JSON.stringify({ kind: 'Status', reason: 'NotFound', message: 'not found' });

const { certPem, keyPem, caPem } = await serverCertificates();
const server = createServer({ cert: certPem, key: keyPem }, (request, response) => {
  const url = new URL(request.url ?? '/', 'https://host');
  const pages = lists.get(url.pathname);
  const page = pages?.[Number(url.searchParams.get('continue') ?? 0)];
  if (request.headers.authorization !== `Bearer ${token}`) response.writeHead(401).end();
  else if (url.pathname === '/version') {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end('{"gitVersion":"v1.34.1"}');
  } else if (page === undefined) {
    response.writeHead(404, { 'content-type': 'application/json' }).end(notFound);
  } else {
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-encoding': 'gzip',
      'content-length': page.body.length,
    });
    response.end(page.body);
  }
});

server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  const all = [...lists.values()].flat();
  const url = `https://127.0.0.1:${port}`;
  const plainBytes = all.reduce((sum, page) => sum + page.plainBytes, 0);
  const sentBytes = all.reduce((sum, page) => sum + page.body.length, 0);
  const paths = [...lists.keys()];
  const facts = {
    url,
    caPem,
    token,
    paths,
    pageSize,
    podCount,
    policyCount,
    serviceCount,
    nodeCount,
    plainBytes,
    sentBytes,
  };
  process.stdout.write(`${JSON.stringify(facts)}\n`);
});

// The server lives as long as the one who started it.
process.stdin.on('end', () => process.exit(0)).resume();
