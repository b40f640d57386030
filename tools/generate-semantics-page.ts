import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import * as z from 'zod';

// Writes docs/semantics.md from the fixtures that prove each point; with --check it only says whether
// the page is up to date.
const root = join(import.meta.dirname, '..');
const folder = join(root, 'test', 'semantics');
const file = join(root, 'docs', 'semantics.md');
const { check } = parseArgs({ options: { check: { type: 'boolean', default: false } } }).values;

const fixtureSchema = z.looseObject({
  point: z.number().optional(),
  says: z.string(),
  profiles: z.array(z.string()).default(['spec']),
});

const fixtures = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.yaml'))
  .sort()
  .map((path) => ({
    path,
    ...fixtureSchema.parse(parse(readFileSync(join(folder, path), 'utf8'))),
  }));

const rows = fixtures.map(({ path, point, says, profiles }) => {
  const link = `[${basename(path, '.yaml')}](../test/semantics/${path})`;
  return `| ${point ?? ''} | ${says.trim().replaceAll(/\s+/g, ' ')} | ${profiles.join(', ')} | ${link} |`;
});

const text = [
  '# The points of the semantics',
  '',
  'Generated from the fixtures in `test/semantics` by `npm run -s fix`: each row is a claim about how',
  'policies are read, and the cluster that proves it. Sources are abbreviated: KD the Network Policies',
  'page of kubernetes.io, API the comments of the API types, E2E the conformance tests of Kubernetes,',
  'ANP and CNP the types of network-policy-api, OV its overview, AC and AA the controller and the agent',
  'of the VPC CNI, EKS the EKS user guide. Profiles are explained in [reachability.md](reachability.md).',
  '',
  '| point | claim | profiles | proof |',
  '| --- | --- | --- | --- |',
  ...rows,
  '',
].join('\n');

if (!check) writeFileSync(file, text);
else if (readFileSync(file, 'utf8') !== text) {
  process.stderr.write(`${file} is out of date: run "npm run -s fix".\n`);
  process.exitCode = 1;
}
