import { spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { catalogue } from '../functions/assess/catalog.ts';

// A whole cluster judged by every control, each run in a process of its own, as a ratio against
// reading the same cluster from JSON.

const command = 'npm run -s bench:judge';
const runs = 3;
const here = import.meta.dirname;
const workloadCounts = [100, 1_000, 10_000] as const;
const tasks = ['parse', 'judge', 'assess'] as const;
const aim = { workloads: 10_000, msMax: 3_000, maxRssMbMax: 500 } as const;

const measuredSchema = z.object({ ms: z.number(), cpuMs: z.number(), maxRssMb: z.number() });
type Measured = z.infer<typeof measuredSchema>;

function measure(task: string, workloads: number): Measured {
  const words = ['--no-warnings', join(here, 'judge-cluster.ts'), task, String(workloads)];
  const { stdout, status } = spawnSync(process.execPath, words, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`${task} of ${workloads} ended with status ${status}`);
  return measuredSchema.parse(JSON.parse(stdout));
}

/** The run in the middle by time; of memory the most that any run took. */
function median(measured: readonly Measured[]): Measured {
  const sorted = measured.toSorted((one, other) => one.ms - other.ms);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error('there is at least one run');
  return { ...middle, maxRssMb: Math.max(...measured.map(({ maxRssMb }) => maxRssMb)) };
}

const results = workloadCounts.flatMap((workloads) => {
  const byTask = tasks.map((task) => {
    const all = Array.from({ length: runs }, () => measure(task, workloads));
    return { workloads, task, measured: median(all) };
  });
  const base = byTask[0]?.measured.ms ?? 1;
  return byTask.map((result) => ({ ...result, ratio: result.measured.ms / base }));
});

const heads = ['ms', 'ratio', 'ms/1,000', 'CPU ms', 'peak MB'];
const rows = results.map(({ workloads, task, measured, ratio }) => {
  const cells = [
    measured.ms.toFixed(0),
    ratio.toFixed(1),
    ((measured.ms * 1_000) / workloads).toFixed(0),
    measured.cpuMs.toFixed(0),
    measured.maxRssMb.toFixed(0),
  ];
  const name = `${workloads} workloads, ${task}`.padEnd(26);
  return name + cells.map((cell) => cell.padStart(10)).join('');
});
const judged = results.find(
  ({ workloads, task }) => workloads === aim.workloads && task === 'judge',
)?.measured;
const isMet = judged !== undefined && judged.ms <= aim.msMax && judged.maxRssMb <= aim.maxRssMbMax;
const text = [
  `$ ${command}`,
  `a whole cluster judged by ${catalogue.controls.length} controls, median of ${runs} runs, each in a process of its own`,
  `node ${process.version}, ${cpus().length} x ${cpus()[0]?.model.trim() ?? 'CPU'}`,
  'two pods a workload, a policy for 20, a Service for each, a role and its binding for 5: bench/whole-cluster.ts',
  'parse: JSON.parse of the same cluster; judge: every control; assess: with score, frameworks and connections',
  'peak MB: of the whole process, which holds the cluster and its JSON',
  '',
  ''.padEnd(26) + heads.map((head) => head.padStart(10)).join(''),
  ...rows,
  '',
  `${aim.workloads} workloads judged in at most ${aim.msMax} ms and ${aim.maxRssMbMax} MB: ${isMet ? 'met' : 'missed'}`,
  '',
].join('\n');
process.stdout.write(text);
await mkdir(join(here, 'results'), { recursive: true });
await writeFile(join(here, 'results', 'judge.txt'), text);
