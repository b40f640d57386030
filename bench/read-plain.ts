import { Agent, get } from 'node:https';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { factsFromInput, reportRun, type ServerFacts, startRun } from './bench-report.ts';

// The floor: the same pages with nothing but HTTPS, gunzip and JSON.parse, and then dropped.

const unzip = promisify(gunzip);

type Page = { readonly metadata: { readonly continue?: string }; readonly items: unknown[] };

function download(url: string, agent: Agent, { caPem, token }: ServerFacts): Promise<Buffer> {
  const headers = { authorization: `Bearer ${token}`, 'accept-encoding': 'gzip' };
  return new Promise((resolve, reject) => {
    get(url, { agent, ca: caPem, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve(Buffer.concat(chunks)));
      response.on('error', reject);
    }).on('error', reject);
  });
}

async function readAll(facts: ServerFacts, agent: Agent): Promise<number> {
  let pods = 0;
  for (const path of facts.paths) {
    let next: string | undefined = '';
    while (next !== undefined) {
      const query = `limit=${facts.pageSize}${next === '' ? '' : `&continue=${next}`}`;
      const bytes = await unzip(await download(`${facts.url}${path}?${query}`, agent, facts));
      const page: Page = JSON.parse(bytes.toString('utf8'));
      if (path === '/api/v1/pods') pods += page.items.length;
      next = page.metadata.continue;
    }
  }
  return pods;
}

const facts = await factsFromInput();
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
const started = startRun();
const pods = await readAll(facts, agent);
reportRun(started, pods);
agent.destroy();
