import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { clusterRoleYaml } from '../infra/cluster-role.ts';

// Writes the scanner's grants in a cluster; with --check it only says whether they are up to date.
const file = join(import.meta.dirname, '..', 'docs', 'access', 'cluster-role.yaml');
const { check } = parseArgs({ options: { check: { type: 'boolean', default: false } } }).values;
const text = clusterRoleYaml();

if (!check) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
} else if (readFileSync(file, 'utf8') !== text) {
  process.stderr.write(`${file} is out of date: run "npm run -s fix".\n`);
  process.exitCode = 1;
}
