import { spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';

// The whole connection map of clusters that grow, each in a process of its own. What is measured:
// policies read and compiled, pods put into classes, every decision made, every block of
// connections visited. Pairs of pods are counted from the blocks and never listed.

const command = 'npm run -s bench:reach';
const runs = 3;
const here = import.meta.dirname;

const podCounts = [100, 1_000, 10_000, 100_000] as const;
const policyCounts = [10, 100, 1_000, 5_000] as const;

const sizes = [
  ...podCounts.flatMap((pods) =>
    policyCounts.map((policies) => ({ shape: 'realistic', pods, policies }) as const),
  ),
  { shape: 'worst', pods: 1_000, policies: 100 },
  { shape: 'worst', pods: 10_000, policies: 1_000 },
  { shape: 'worst', pods: 100_000, policies: 5_000 },
] as const;

type Size = (typeof sizes)[number];

const aims = [
  { pods: 10_000, policies: 1_000, msMax: 2_000 },
  { pods: 100_000, policies: 5_000, msMax: 10_000, maxRssMbMax: 3 * 1024 },
] as const;

const measuredSchema = z.object({
  classes: z.number(),
  sides: z.number(),
  blocks: z.number(),
  podPairs: z.number(),
  ms: z.number(),
  cpuMs: z.number(),
  maxRssMb: z.number(),
});
type Measured = z.infer<typeof measuredSchema>;

function measure({ shape, pods, policies }: Size): Measured {
  const file = join(here, 'map-reach.ts');
  const words = ['--no-warnings', file, shape, String(pods), String(policies)];
  const { stdout, status } = spawnSync(process.execPath, words, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`${shape} ${pods}/${policies} ended with status ${status}`);
  return measuredSchema.parse(JSON.parse(stdout));
}

/** The run in the middle by time; of memory the most that any run took. */
function median(measured: readonly Measured[]): Measured {
  const sorted = measured.toSorted((one, other) => one.ms - other.ms);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error('there is at least one run');
  return { ...middle, maxRssMb: Math.max(...measured.map(({ maxRssMb }) => maxRssMb)) };
}

const results = sizes.map((size) => ({
  size,
  measured: median(Array.from({ length: runs }, () => measure(size))),
}));

const base = results[0]?.measured.ms ?? 1;
const heads = [
  'pods',
  'policies',
  'classes',
  'blocks',
  'pod pairs',
  'ms',
  'ratio',
  'us/class',
  'CPU ms',
  'peak MB',
];
const rows = results.map(({ size, measured }) => {
  const cells = [
    size.pods,
    size.policies,
    measured.classes,
    measured.blocks,
    measured.podPairs.toExponential(1),
    measured.ms.toFixed(0),
    (measured.ms / base).toFixed(1),
    ((measured.ms * 1_000) / measured.classes).toFixed(0),
    measured.cpuMs.toFixed(0),
    measured.maxRssMb.toFixed(0),
  ];
  return size.shape.padEnd(10) + cells.map((cell) => String(cell).padStart(10)).join('');
});

const verdicts = aims.flatMap((aim) =>
  results
    .filter(({ size }) => size.pods === aim.pods && size.policies === aim.policies)
    .map(({ size, measured }) => {
      const isMemoryMet = !('maxRssMbMax' in aim) || measured.maxRssMb <= aim.maxRssMbMax;
      const memory = 'maxRssMbMax' in aim ? ` and ${aim.maxRssMbMax} MB` : '';
      const isMet = measured.ms <= aim.msMax && isMemoryMet;
      const what = `${size.shape}, ${size.pods} pods and ${size.policies} policies`;
      return `${what} in at most ${aim.msMax} ms${memory}: ${isMet ? 'met' : 'missed'}`;
    }),
);

const text = [
  `$ ${command}`,
  `the whole map under the profile spec, median of ${runs} runs, each in a process of its own`,
  `node ${process.version}, ${cpus().length} x ${cpus()[0]?.model.trim() ?? 'CPU'}`,
  'realistic: workloads of 1 to 30 replicas with six labels, see bench/reach-clusters.ts',
  'worst: policies tell every pod from every other; the policies name all pods one by one',
  'ratio: time against the first row; what grows it is classes, not pairs of pods',
  '',
  'cluster'.padEnd(10) + heads.map((head) => head.padStart(10)).join(''),
  ...rows,
  '',
  ...verdicts,
  '',
].join('\n');
process.stdout.write(text);
await mkdir(join(here, 'results'), { recursive: true });
await writeFile(join(here, 'results', 'reach.txt'), text);
